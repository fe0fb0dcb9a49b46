/// A short message over the right end of a line.
public struct ToastLine: Widget {
    public var text: StyledText
    public var style: Style

    public init(_ text: StyledText, style: Style = .plain) {
        self.text = text
        self.style = style
    }

    public func draw(into surface: inout Surface, in rect: Rect) {
        guard !rect.isEmpty, !text.isEmpty else { return }
        let place = rect.row(0).splitRight(text.columns + 2).0
        surface.fill(place, style: style)
        surface.put(text, in: place.inset(columns: 1), style: style)
    }
}
