import Predictions

/// Rows of an object that follow one another.
public struct RowBlock: Hashable, Sendable {
    public var rows: [Row]
    /// The number of the first row, from 0; nil where the rows before it haven't been counted.
    public var firstNumber: Int?
    /// About which row the first one is, where its number isn't known.
    public var estimatedNumber: Int?
    /// Where the first row begins in the object, decompressed.
    public var start: Int
    /// Where the row after the last one begins; nil where that isn't known.
    public var end: Int?
    public var isAtStart: Bool
    public var isAtEnd: Bool
    /// Whether the last row goes on for longer than was read, so that nothing is known of what follows.
    public var isEndless = false

    public init(
        rows: [Row], firstNumber: Int?, start: Int, end: Int?, isAtStart: Bool, isAtEnd: Bool, isEndless: Bool = false
    ) {
        (self.rows, self.firstNumber, self.start, self.end) = (rows, firstNumber, start, end)
        (self.isAtStart, self.isAtEnd, self.isEndless) = (isAtStart, isAtEnd, isEndless)
    }
}

/// Where rows of an object are wanted.
public enum RowPlace: Hashable, Sendable {
    /// From a row's number on.
    case number(Int)
    /// From a byte on: the first row that begins there or behind it; its number, where it is known.
    case byte(Int, number: Int? = nil)
    /// The last ones before the row that begins at a byte.
    case before(Int, number: Int? = nil)
    /// The last ones of the object.
    case end
}

/// How far an object's rows have been counted.
public struct RowProgress: Hashable, Sendable {
    public var count: RecordCount
    /// Bytes that were read, and of how many.
    public var bytes: Int
    public var size: Int
    /// About how many rows there are in all; exactly where they were counted to the end.
    public var estimatedRows: Int?
    /// What of the text that was read can't be read as it is meant.
    public var flaws = TextFlaws()

    public var isComplete: Bool { count.isExact }
    public var share: Double { isComplete || size == 0 ? 1 : min(Double(bytes) / Double(size), 1) }
}
