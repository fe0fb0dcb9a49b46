/// A line of text to edit; scrolls sideways so that the cursor stays visible.
public struct TextField: Widget {
    public var state: TextFieldState
    public var style: Style
    /// Shown while the field is empty.
    public var placeholder: StyledText

    public init(_ state: TextFieldState, style: Style = .plain, placeholder: StyledText = "") {
        self.state = state
        self.style = style
        self.placeholder = placeholder
    }

    public func draw(into surface: inout Surface, in rect: Rect) {
        guard !rect.isEmpty else { return }
        let line = rect.row(0)
        surface.fill(line, style: style.over(surface[line.origin].style))
        if state.isEmpty {
            surface.put(placeholder, in: line, style: style)
        } else {
            surface.clipped(to: line) { surface in
                surface.put(visibleHead(line.columns) + state.tail, at: line.origin, style: style)
            }
        }
    }

    /// Where the text cursor belongs when the field is drawn in this rectangle; `nil` in an empty one.
    public func cursor(in rect: Rect) -> Point? {
        guard !rect.isEmpty else { return nil }
        return rect.origin.moved(columns: min(TextWidth.columns(visibleHead(rect.columns)), rect.columns - 1))
    }

    /// The end of the text before the cursor that leaves a column for the cursor.
    private func visibleHead(_ columns: Int) -> String {
        TextWidth.columns(state.head) < columns ? state.head : TextWidth.suffix(state.head, columns: columns - 1)
    }
}
