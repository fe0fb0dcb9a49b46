/// Names on the left, their values on the right, one pair a line.
public struct KeyValueList: Widget {
    /// A name and its value.
    public struct Entry: Hashable, Sendable {
        public var key: String
        public var value: StyledText

        public init(_ key: String, _ value: StyledText) {
            self.key = key
            self.value = value
        }
    }

    public var entries: [Entry]
    public var keyStyle: Style
    /// Columns for the names; `nil` takes the longest name's, at most a third of the width.
    public var keyColumns: Int?
    /// The first visible entry.
    public var first: Int
    public var cut: TextWidth.Cut

    public init(
        _ entries: [Entry], keyStyle: Style = .plain, keyColumns: Int? = nil, first: Int = 0,
        cut: TextWidth.Cut = .middle
    ) {
        self.entries = entries
        self.keyStyle = keyStyle
        self.keyColumns = keyColumns
        self.first = first
        self.cut = cut
    }

    public func draw(into surface: inout Surface, in rect: Rect) {
        guard !rect.isEmpty else { return }
        let longest = entries.reduce(0) { max($0, TextWidth.columns($1.key)) }
        let columns = keyColumns ?? min(longest, max(1, rect.columns / 3))
        for (offset, entry) in entries.dropFirst(max(0, first)).prefix(rect.rows).enumerated() {
            let (key, rest) = rect.row(offset).splitLeft(columns)
            surface.put(StyledText(entry.key, keyStyle), in: key)
            surface.put(entry.value, in: rest.splitLeft(2).1, cut: cut)
        }
    }
}
