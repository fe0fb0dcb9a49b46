import Predictions

/// What all rows of a transform's outputs come to, or those of some of them.
public struct OutputSummary: Sendable {
    /// A column of the predictions, or one of the input where that is asked for.
    public struct Column: Sendable {
        /// Its place among the columns of the first object that has it.
        public var place: ColumnReference.Place
        /// Nil where its name isn't known.
        public var title: String?
        public var statistics: ColumnStatistics
    }

    /// The rows where another column has one value.
    public struct Group: Sendable {
        /// Empty where that column has no value.
        public var value: String
        public var statistics: ColumnStatistics
    }

    /// A row of which the model is less certain than of others.
    public struct UncertainRow: Sendable {
        public var uri: String
        /// The output that it is of.
        public var output: OutputRow.ID
        /// The number of its record in the object, from 0; blank lines count.
        public var number: Int
        /// The same without blank lines.
        public var numberWithoutBlankLines: Int
        public var confidence: Double
        public var titles: [String?]
        public var cells: [String]
    }

    public var columns: [Column] = []
    /// Columns beyond those that are summarized.
    public var furtherColumns = 0
    /// Rows that are summarized; those that match, where there are conditions.
    public var rows = 0
    /// Rows that were read; blank lines and the headers of forecasts are none.
    public var rowsRead = 0
    public var blankLines = 0
    /// Rows of which only the beginning was kept.
    public var cutRows = 0
    /// Rows whose lists of probabilities are not those of the first rows.
    public var unfitRows = 0
    /// Objects that were read to their ends.
    public var objectsRead = 0
    public var objects = 0
    public var bytesRead = 0
    /// The rows by the value of another column, in the order of the values' bytes.
    public var groups: [Group] = []
    /// What the groups are of: the title of the column that is summarized, and of the other.
    public var groupedColumn: String?
    public var groupingColumn: String?
    /// Whether the other is one of the predictions.
    public var groupsByOutput = false
    /// Rows whose value of the other column came after the bound of groups was reached.
    public var rowsBeyondGroups = 0
    /// The column that is summarized (x) and another one (y), where that is asked for.
    public var scatter = PairSample()
    /// What the other one is called.
    public var scatterColumn: String?
    /// Least certain first.
    public var uncertainRows: [UncertainRow] = []
    /// Rows without a probability.
    public var rowsWithoutConfidence = 0
    /// What a row's confidence is taken from.
    public var confidenceRule: String?
    /// Objects whose text has flaws; their rows are counted.
    public var flaws = FlawedObjects()
    /// What could not be read, and why; none of its rows are counted.
    public var shortfalls: [Shortfall] = []

    public init() {}

    /// Groups that are kept at most.
    public static let groupLimit = 1000

    /// Adds what another object came to, with columns of the same title or, without one, of the same place.
    mutating func merge(_ other: OutputSummary, uncertainLimit: Int) {
        let before = rows
        var merged = Set<Int>()
        for column in other.columns {
            let own = columns.indices.first { index in
                guard !merged.contains(index) else { return false }
                switch (columns[index].title, column.title) {
                case (nil, nil): return columns[index].place == column.place
                case (let one?, let two?): return one.utf8.elementsEqual(two.utf8)
                default: return false
                }
            }
            if let own {
                columns[own].statistics.merge(column.statistics)
                merged.insert(own)
            } else {
                var column = column
                column.statistics.addAbsent(times: before)
                merged.insert(columns.count)
                columns.append(column)
            }
        }
        for index in columns.indices where !merged.contains(index) {
            columns[index].statistics.addAbsent(times: other.rows)
        }
        furtherColumns = max(furtherColumns, other.furtherColumns)
        rows += other.rows
        rowsRead += other.rowsRead
        blankLines += other.blankLines
        cutRows += other.cutRows
        unfitRows += other.unfitRows
        objectsRead += other.objectsRead
        bytesRead += other.bytesRead
        merge(groupsOf: other)
        if other.scatter.seen > 0 { scatter.merge(other.scatter) }
        scatterColumn = scatterColumn ?? other.scatterColumn
        rowsWithoutConfidence += other.rowsWithoutConfidence
        confidenceRule = confidenceRule ?? other.confidenceRule
        // Of equally certain rows, the earlier one stands before.
        var rows: [UncertainRow] = []
        rows.reserveCapacity(uncertainRows.count + other.uncertainRows.count)
        var (left, right) = (uncertainRows[...], other.uncertainRows[...])
        while rows.count < uncertainLimit, !left.isEmpty || !right.isEmpty {
            if let one = left.first, right.first.map({ one.confidence <= $0.confidence }) ?? true {
                rows.append(left.removeFirst())
            } else {
                rows.append(right.removeFirst())
            }
        }
        uncertainRows = rows
        flaws.merge(other.flaws)
        shortfalls += other.shortfalls
    }

    private mutating func merge(groupsOf other: OutputSummary) {
        groupedColumn = groupedColumn ?? other.groupedColumn
        groupingColumn = groupingColumn ?? other.groupingColumn
        groupsByOutput = groupsByOutput || other.groupsByOutput
        rowsBeyondGroups += other.rowsBeyondGroups
        guard !other.groups.isEmpty else { return }
        var places: [[UInt8]: Int] = [:]
        for (place, group) in groups.enumerated() { places[Array(group.value.utf8)] = place }
        for group in other.groups {
            if let place = places[Array(group.value.utf8)] {
                groups[place].statistics.merge(group.statistics)
            } else if groups.count < Self.groupLimit {
                groups.append(group)
            } else {
                rowsBeyondGroups += group.statistics.rows
            }
        }
        groups.sort { $0.value.utf8.lexicographicallyPrecedes($1.value.utf8) }
    }
}

/// How far a summary has come.
public struct SummaryProgress: Hashable, Sendable {
    public var bytesRead = 0
    public var bytesTotal = 0
    public var rows = 0
    public var objectsDone = 0
    public var objects = 0

    public init() {}

    public var share: Double { bytesTotal == 0 ? 0 : min(Double(bytesRead) / Double(bytesTotal), 1) }

    /// `12 % so far, 6.5 M rows, 3 of 500 objects`.
    public var text: String {
        let all = objects > 1 ? ", \(DisplayText.count(objectsDone)) of \(DisplayText.count(objects)) objects" : ""
        return "\(DisplayText.percent(share)) so far, \(Self.short(rows)) \(DisplayText.noun(rows, "row"))\(all)"
    }

    static func short(_ count: Int) -> String {
        switch count {
        case ..<100_000: DisplayText.count(count)
        case ..<1_000_000: "\(DisplayText.decimal(Double(count) / 1e3, places: 0)) k"
        case ..<1_000_000_000: "\(DisplayText.decimal(Double(count) / 1e6, places: 1)) M"
        default: "\(DisplayText.decimal(Double(count) / 1e9, places: 2)) G"
        }
    }
}
