/// Which rows of a list are visible; the selection is the caller's.
public struct ScrollWindow: Hashable, Sendable {
    /// The index of the first visible row.
    public let first: Int
    /// How many rows are visible.
    public let height: Int
    /// How many rows there are.
    public let count: Int

    /// The window nearest to the former one that shows the selected row.
    ///
    /// - Parameters:
    ///   - former: the first visible row before.
    ///   - selected: the row that must be visible, if any.
    ///   - margin: rows to keep visible above and below the selected one, where the list has them.
    public init(former: Int = 0, selected: Int? = nil, height: Int, count: Int, margin: Int = 0) {
        self.height = max(0, height)
        self.count = max(0, count)
        let last = max(0, self.count - self.height)
        var first = min(max(0, former), last)
        if let selected, self.height > 0, self.count > 0 {
            let row = min(max(0, selected), self.count - 1)
            let margin = min(max(0, margin), (self.height - 1) / 2)
            first = min(first, row - margin)
            first = max(first, row + margin - self.height + 1)
        }
        self.first = min(max(0, first), last)
    }

    /// The visible rows.
    public var visible: Range<Int> { first..<min(count, first + height) }

    /// The row index shown at an offset from the window's top, or `nil` where there is none.
    public func row(atOffset offset: Int) -> Int? {
        visible.contains(first + offset) && offset >= 0 ? first + offset : nil
    }
}

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
