/// A column of a table.
public struct TableColumn: Hashable, Sendable {
    /// How many columns of the terminal it takes.
    public enum Width: Hashable, Sendable {
        case fixed(Int)
        /// At least `min`, and a share of what is left by `weight`, up to `max`.
        case flexible(min: Int, weight: Int = 1, max: Int = .max)
    }

    /// Which way the rows are ordered by this column.
    public enum Sort: Hashable, Sendable {
        case ascending
        case descending
    }

    public var title: String
    public var width: Width
    public var alignment: Alignment
    /// 0 is never dropped; where the table is too narrow, the highest goes first.
    public var priority: Int
    /// Where a long value loses its characters.
    public var cut: TextWidth.Cut
    public var sort: Sort?
    /// Whether it is drawn with its own colours on a selected row that turns colours round.
    public var isPicture: Bool

    public init(
        _ title: String, width: Width, alignment: Alignment = .left, priority: Int = 0, cut: TextWidth.Cut = .end,
        sort: Sort? = nil, isPicture: Bool = false
    ) {
        self.title = title
        self.width = width
        self.alignment = alignment
        self.priority = priority
        self.cut = cut
        self.sort = sort
        self.isPicture = isPicture
    }
}
