/// A width and a height in terminal cells; never negative.
public struct Size: Hashable, Sendable {
    /// Cells from left to right.
    public let columns: Int
    /// Cells from top to bottom.
    public let rows: Int

    /// A size; negative values become 0.
    public init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    /// No cells at all.
    public static let zero = Size(columns: 0, rows: 0)

    /// Whether there is no cell inside.
    public var isEmpty: Bool { columns == 0 || rows == 0 }
}
