/// Rows that wait for others, first come first gone. They share an array of bytes and one of cells, so that a row costs no
/// allocation of its own.
public struct RowQueue: Sendable {
    private struct Head: Sendable {
        var number: Int
        var offset: Int
        var length: Int
        var isCut: Bool
        var isBlank: Bool
        var isMalformed: Bool
        var hasOpenQuote: Bool
        /// Where its bytes and its cells end.
        var bytes: Int
        var cells: Int
        var types: Int
    }

    private var heads: [Head] = []
    private var bytes: [UInt8] = []
    private var cells: [Range<Int>] = []
    private var types: [Row.CellType] = []
    private var first = 0

    /// What is kept of the room of rows that have gone, in bytes.
    private static let keptCapacity = 4 << 20

    public init() {}

    public var isEmpty: Bool { first == heads.count }

    public mutating func append(_ row: Row) {
        bytes.append(contentsOf: row.bytes)
        cells.append(contentsOf: row.cells)
        types.append(contentsOf: row.types)
        heads.append(
            Head(
                number: row.number, offset: row.offset, length: row.length, isCut: row.isCut, isBlank: row.isBlank,
                isMalformed: row.isMalformed, hasOpenQuote: row.hasOpenQuote, bytes: bytes.count, cells: cells.count,
                types: types.count))
    }

    /// Moves the first row into another one's place.
    public mutating func takeFirst(into row: inout Row) {
        let head = heads[first]
        let (firstByte, firstCell) = first == 0 ? (0, 0) : (heads[first - 1].bytes, heads[first - 1].cells)
        let firstType = first == 0 ? 0 : heads[first - 1].types
        (row.number, row.offset, row.length) = (head.number, head.offset, head.length)
        (row.isCut, row.isBlank, row.isMalformed) = (head.isCut, head.isBlank, head.isMalformed)
        row.hasOpenQuote = head.hasOpenQuote
        row.bytes.removeAll(keepingCapacity: true)
        row.cells.removeAll(keepingCapacity: true)
        bytes.withUnsafeBufferPointer {
            row.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[firstByte..<head.bytes]))
        }
        cells.withUnsafeBufferPointer {
            row.cells.append(contentsOf: UnsafeBufferPointer(rebasing: $0[firstCell..<head.cells]))
        }
        row.types.removeAll(keepingCapacity: true)
        row.types.append(contentsOf: types[firstType..<head.types])
        first += 1
        if isEmpty { removeAll() }
    }

    public mutating func removeAll() {
        first = 0
        heads.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        types.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptCapacity)
    }
}
