import Predictions

/// Rows of an object around those in sight, which are scrolled through without waiting.
public struct RowTape: Sendable {
    public private(set) var rows: [Row] = []
    /// The number of the first row, from 0; nil where it isn't known yet.
    public var firstNumber: Int?
    public private(set) var estimatedNumber: Int?
    public private(set) var isAtStart = false
    public private(set) var isAtEnd = false
    public private(set) var isEndless = false
    private var start = 0
    private var end: Int?

    /// Rows and bytes that are kept at most.
    private static let mostRows = 3000
    private static let mostBytes = 16 << 20

    public init() {}

    public init(_ block: RowBlock) {
        rows = block.rows
        (firstNumber, estimatedNumber) = (block.firstNumber, block.estimatedNumber)
        (isAtStart, isAtEnd, isEndless) = (block.isAtStart, block.isAtEnd, block.isEndless)
        (start, end) = (block.start, block.end)
    }

    /// Where the rows before it begin in the object.
    public var startOffset: Int { start }

    /// The place of the rows after it; nil at the end.
    public var next: RowPlace? {
        guard !isAtEnd else { return nil }
        let number = firstNumber.map { $0 + rows.count }
        if let end { return .byte(end, number: number) }
        return number.map { .number($0) }
    }

    /// The place of the rows before it; nil at the beginning.
    public var previous: RowPlace? { isAtStart ? nil : .before(start, number: firstNumber) }

    public func number(at index: Int) -> Int? { firstNumber.map { $0 + index } }

    /// Where a row is, if it is here.
    public func index(of number: Int) -> Int? {
        guard let firstNumber, number >= firstNumber, number < firstNumber + rows.count else { return nil }
        return number - firstNumber
    }

    /// Adds the rows that follow; false where they don't.
    @discardableResult
    public mutating func append(_ block: RowBlock, after place: RowPlace) -> Bool {
        guard place == next else { return false }
        rows += block.rows
        (end, isAtEnd, isEndless) = (block.end, block.isAtEnd || block.rows.isEmpty, block.isEndless)
        return true
    }

    /// Adds the rows that come before; how many they are.
    public mutating func prepend(_ block: RowBlock, before place: RowPlace) -> Int {
        guard place == previous else { return 0 }
        rows = block.rows + rows
        start = block.start
        isAtStart = block.isAtStart || block.rows.isEmpty
        if firstNumber != nil {
            firstNumber = firstNumber.map { max($0 - block.rows.count, 0) }
        } else {
            firstNumber = block.firstNumber
            estimatedNumber = block.estimatedNumber
        }
        return block.rows.count
    }

    /// Lets go of what is far from a row; how many rows went before it.
    public mutating func trim(around index: Int) -> Int {
        var bytes = rows.reduce(0) { $0 + Self.cost($1) }
        var (first, last) = (0, rows.count)
        while last - first > Self.mostRows || bytes > Self.mostBytes && last - first > 1 {
            if index - first > last - 1 - index {
                bytes -= Self.cost(rows[first])
                first += 1
            } else {
                last -= 1
                bytes -= Self.cost(rows[last])
            }
        }
        guard first > 0 || last < rows.count else { return 0 }
        if last < rows.count {
            end = rows[last].offset
            (isAtEnd, isEndless) = (false, false)
        }
        if first > 0 {
            start = rows[first].offset
            isAtStart = false
            firstNumber = firstNumber.map { $0 + first }
            estimatedNumber = estimatedNumber.map { $0 + first }
        }
        rows = Array(rows[first..<last])
        return first
    }

    private static func cost(_ row: Row) -> Int { min(row.length, 4 << 20) + 16 * row.count + 64 }
}
