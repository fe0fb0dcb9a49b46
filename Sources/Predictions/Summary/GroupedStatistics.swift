/// What a column holds where another one has one value, for each of that one's values.
public struct GroupedStatistics: Sendable {
    private var values = ByteTable()
    /// In the order of `values`.
    private var statistics: [ColumnStatistics] = []
    /// Rows whose value came after the bound of groups was reached.
    public private(set) var rowsBeyond = 0
    private let groupLimit: Int
    private let limits: ColumnStatistics.Limits

    public init(groupLimit: Int, limits: ColumnStatistics.Limits) {
        (self.groupLimit, self.limits) = (groupLimit, limits)
    }

    /// Counts a row's cell in the group of another cell, beside it or in another row; a cell that is missing is empty.
    public mutating func add(_ row: Row, cell: Int, by other: Row, cell otherCell: Int) {
        let found =
            otherCell < other.count
            ? other.withCell(otherCell) { values.place(of: $0, atMost: groupLimit) }
            : values.place(of: UnsafeBufferPointer(start: nil, count: 0), atMost: groupLimit)
        guard let found else {
            rowsBeyond += 1
            return
        }
        if found == statistics.count { statistics.append(ColumnStatistics(limits: limits)) }
        statistics[found].add(row, cell: cell)
    }

    /// Counts a picked cell in the group of another one.
    @inline(__always)
    mutating func add(
        _ cell: UnsafeBufferPointer<UInt8>, _ kind: CellBatch.Cell.Kind, by value: UnsafeBufferPointer<UInt8>
    ) {
        guard let found = values.place(of: value, atMost: groupLimit) else {
            rowsBeyond &+= 1
            return
        }
        if found == statistics.count { statistics.append(ColumnStatistics(limits: limits)) }
        statistics[found].add(cell, kind)
    }

    /// The groups in the order of their values' bytes.
    public var groups: [(value: String, statistics: ColumnStatistics)] {
        zip(values.entries, statistics).map { (key: values.key($0), statistics: $1) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { (String(decoding: $0.key, as: UTF8.self), $0.statistics) }
    }
}
