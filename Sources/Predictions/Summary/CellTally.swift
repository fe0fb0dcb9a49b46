/// Counts the picked cells of rows, and of the rows beside them.
public struct CellTally: Sendable {
    /// A column among those that were picked.
    public struct Place: Hashable, Sendable {
        /// Whether it is of the rows beside.
        public var isBeside: Bool
        public var index: Int

        public init(isBeside: Bool, index: Int) { (self.isBeside, self.index) = (isBeside, index) }
    }

    public private(set) var statistics: [ColumnStatistics]
    public private(set) var groups: GroupedStatistics
    public private(set) var rows = 0
    private let columns: [Place]
    private let grouping: (by: Place, of: Place)?

    /// - Parameter grouping: The columns that groups are made by and of.
    public init(
        _ columns: [Place], limits: ColumnStatistics.Limits, grouping: (by: Place, of: Place)?,
        groups: GroupedStatistics
    ) {
        self.columns = columns
        statistics = columns.map { _ in ColumnStatistics(limits: limits) }
        self.grouping = grouping
        self.groups = groups
    }

    /// Takes all rows that are there.
    public mutating func take(_ reader: inout CellReader) {
        let count = reader.batch.count
        guard count > 0 else { return }
        reader.batch.withPointers { self.count(count, $0, beside: $0) }
        reader.batch.removeFirst(count)
    }

    /// Takes all rows that have one beside them.
    public mutating func take(_ reader: inout CellReader, beside other: inout CellReader) {
        let count = min(reader.batch.count, other.batch.count)
        guard count > 0 else { return }
        reader.batch.withPointers { own in other.batch.withPointers { self.count(count, own, beside: $0) } }
        reader.batch.removeFirst(count)
        other.batch.removeFirst(count)
    }

    private mutating func count(_ count: Int, _ own: CellPointers, beside: CellPointers) {
        rows += count
        for (index, column) in columns.enumerated() {
            let cells = column.isBeside ? beside : own
            var one = ColumnStatistics()
            // Alone, so that it is changed where it is.
            swap(&one, &statistics[index])
            for row in 0..<count {
                let cell = cells.cell(row, column.index)
                one.add(cells.bytes(cell), cell.kind)
            }
            swap(&one, &statistics[index])
        }
        guard let grouping else { return }
        let (keys, cells) = (grouping.by.isBeside ? beside : own, grouping.of.isBeside ? beside : own)
        for row in 0..<count {
            let (key, cell) = (keys.cell(row, grouping.by.index), cells.cell(row, grouping.of.index))
            groups.add(cells.bytes(cell), cell.kind, by: keys.bytes(key))
        }
    }
}
