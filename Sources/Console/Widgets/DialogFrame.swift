/// A box in the middle of the screen that covers what is below.
public struct DialogFrame: Widget {
    public var title: StyledText
    /// The size inside the frame that the content asks for.
    public var content: Size
    public var style: Style
    public var border: Style

    public init(title: StyledText, content: Size, style: Style = .plain, border: Style = .plain) {
        self.title = title
        self.content = content
        self.style = style
        self.border = border
    }

    /// The frame's rectangle, border included.
    public func frame(in rect: Rect) -> Rect {
        rect.centered(Size(columns: content.columns + 4, rows: content.rows + 2))
    }

    /// Where the content goes.
    public func inner(in rect: Rect) -> Rect { frame(in: rect).inset(columns: 2, rows: 1) }

    public func draw(into surface: inout Surface, in rect: Rect) {
        let frame = frame(in: rect)
        guard !frame.isEmpty else { return }
        surface.clipped(to: frame) { surface in
            surface.fill(frame, style: style)
            let look = border.over(style)
            let (right, bottom) = (frame.right - 1, frame.bottom - 1)
            surface.horizontalLine(at: frame.origin, columns: frame.columns, style: look)
            surface.horizontalLine(at: Point(column: frame.left, row: bottom), columns: frame.columns, style: look)
            surface.verticalLine(at: frame.origin, rows: frame.rows, style: look)
            surface.verticalLine(at: Point(column: right, row: frame.top), rows: frame.rows, style: look)
            surface.put("╭", at: frame.origin, style: look)
            surface.put("╮", at: Point(column: right, row: frame.top), style: look)
            surface.put("╰", at: Point(column: frame.left, row: bottom), style: look)
            surface.put("╯", at: Point(column: right, row: bottom), style: look)
            if !title.isEmpty {
                let place = frame.row(0).inset(columns: 2)
                let line = StyledText(" ") + title.truncated(columns: max(0, place.columns - 2)) + StyledText(" ")
                surface.put(line, in: place, style: style)
            }
        }
    }
}
