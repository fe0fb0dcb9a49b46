/// A cell's position, counted from 0 at the top left.
public struct Point: Hashable, Sendable {
    public var column: Int
    public var row: Int

    public init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }

    /// The top left cell.
    public static let zero = Point(column: 0, row: 0)

    /// The point so many cells to the right and down.
    public func moved(columns: Int = 0, rows: Int = 0) -> Point {
        Point(column: column + columns, row: row + rows)
    }
}

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

/// A rectangle of cells; splitting and insetting clamp, so that no size ever goes negative.
public struct Rect: Hashable, Sendable {
    public let origin: Point
    public let size: Size

    public init(origin: Point, size: Size) {
        self.origin = origin
        self.size = size
    }

    public init(column: Int, row: Int, columns: Int, rows: Int) {
        self.init(origin: Point(column: column, row: row), size: Size(columns: columns, rows: rows))
    }

    /// A rectangle of that size at the top left.
    public init(_ size: Size) {
        self.init(origin: .zero, size: size)
    }

    /// No cells, at the top left.
    public static let zero = Rect(.zero)

    public var columns: Int { size.columns }
    public var rows: Int { size.rows }
    /// The first column.
    public var left: Int { origin.column }
    /// The first row.
    public var top: Int { origin.row }
    /// The column after the last one.
    public var right: Int { origin.column + size.columns }
    /// The row after the last one.
    public var bottom: Int { origin.row + size.rows }
    /// Whether there is no cell inside.
    public var isEmpty: Bool { size.isEmpty }

    /// Whether the cell at `point` is inside.
    public func contains(_ point: Point) -> Bool {
        point.column >= left && point.column < right && point.row >= top && point.row < bottom
    }

    /// The cells inside both rectangles; empty where they do not meet.
    public func intersection(_ other: Rect) -> Rect {
        let column = max(left, other.left)
        let row = max(top, other.top)
        return Rect(
            column: column, row: row,
            columns: min(right, other.right) - column, rows: min(bottom, other.bottom) - row)
    }

    /// The rectangle without so many cells at its sides.
    public func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Rect {
        splitLeft(left).1.splitTop(top).1.splitRight(right).1.splitBottom(bottom).1
    }

    /// The rectangle without so many cells at its left and right, and at its top and bottom.
    public func inset(columns: Int = 0, rows: Int = 0) -> Rect {
        inset(left: columns, top: rows, right: columns, bottom: rows)
    }

    /// The leftmost `n` columns, and the rest to the right of them.
    public func splitLeft(_ n: Int) -> (Rect, Rect) {
        let n = min(max(0, n), columns)
        return (
            Rect(column: left, row: top, columns: n, rows: rows),
            Rect(column: left + n, row: top, columns: columns - n, rows: rows)
        )
    }

    /// The rightmost `n` columns, and the rest to the left of them.
    public func splitRight(_ n: Int) -> (Rect, Rect) {
        let (rest, part) = splitLeft(columns - min(max(0, n), columns))
        return (part, rest)
    }

    /// The topmost `n` rows, and the rest below them.
    public func splitTop(_ n: Int) -> (Rect, Rect) {
        let n = min(max(0, n), rows)
        return (
            Rect(column: left, row: top, columns: columns, rows: n),
            Rect(column: left, row: top + n, columns: columns, rows: rows - n)
        )
    }

    /// The lowest `n` rows, and the rest above them.
    public func splitBottom(_ n: Int) -> (Rect, Rect) {
        let (rest, part) = splitTop(rows - min(max(0, n), rows))
        return (part, rest)
    }

    /// The row at that offset from the top; empty when it lies outside.
    public func row(_ offset: Int) -> Rect {
        guard offset >= 0, offset < rows else { return Rect(origin: Point(column: left, row: bottom), size: .zero) }
        return Rect(column: left, row: top + offset, columns: columns, rows: 1)
    }

    /// A rectangle of at most that size in the middle of this one.
    public func centered(_ inner: Size) -> Rect {
        let columns = min(inner.columns, self.columns)
        let rows = min(inner.rows, self.rows)
        return Rect(
            column: left + (self.columns - columns) / 2, row: top + (self.rows - rows) / 2,
            columns: columns, rows: rows)
    }
}
