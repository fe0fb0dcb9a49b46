/// Text wrapped to its rectangle's width.
public struct Paragraph: Widget {
    public var text: String
    public var style: Style
    /// The first visible line of the wrapped text.
    public var first: Int

    public init(_ text: String, style: Style = .plain, first: Int = 0) {
        self.text = text
        self.style = style
        self.first = first
    }

    /// How many rows the text takes at that width.
    public func rows(columns: Int) -> Int { TextWrap.lines(text, columns: columns).count }

    public func draw(into surface: inout Surface, in rect: Rect) {
        guard !rect.isEmpty else { return }
        let lines = TextWrap.lines(text, columns: rect.columns).dropFirst(max(0, first))
        for (offset, line) in lines.prefix(rect.rows).enumerated() {
            // A word of wide characters can still be wider than a rectangle of one column.
            surface.put(line, at: rect.row(offset).origin, style: style, maxColumns: rect.columns)
        }
        if lines.count > rect.rows, rect.columns > 0 {
            surface.put("…", at: Point(column: rect.right - 1, row: rect.bottom - 1), style: style, maxColumns: 1)
        }
    }
}
