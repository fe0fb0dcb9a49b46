/// A thin column that shows which part of a list is visible; nothing where all of it is.
public struct Scrollbar: Widget {
    public var window: ScrollWindow
    public var style: Style
    public var track: Style

    public init(_ window: ScrollWindow, style: Style = .plain, track: Style = .plain) {
        self.window = window
        self.style = style
        self.track = track
    }

    public func draw(into surface: inout Surface, in rect: Rect) {
        guard !rect.isEmpty, window.count > window.height, window.height > 0 else { return }
        let length = max(1, rect.rows * window.height / window.count)
        let top = (rect.rows - length) * window.first / (window.count - window.height)
        surface.verticalLine(at: rect.origin, rows: rect.rows, style: track)
        surface.verticalLine(at: rect.origin.moved(rows: top), rows: length, style: style, with: "┃")
    }
}
