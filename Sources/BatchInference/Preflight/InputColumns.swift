import AWSOperations

/// The columns that a transform's records need, as far as the job's training data tell.
public struct InputColumns: Hashable, Sendable {
    public struct Column: Hashable, Sendable {
        public var name: String
        /// `number`, `date`, `text`, `category, 3 values`, or a role such as `timestamp`; empty where unknown.
        public var type: String
        /// A few different values, as they are written.
        public var examples: [String] = []
        /// The share of values that are missing; nil where unknown.
        public var missing: Double?
        /// The least and the greatest number.
        public var range: ClosedRange<Double>?
    }

    /// In the order of the records.
    public var columns: [Column]
    /// Columns of the training data that records don't have: the target, and weights.
    public var left: [String] = []
    /// Rows of the training data that types and examples are from.
    public var rows = 0
    /// What qualifies them, a sentence each.
    public var notes: [String] = []

    private static let examples = 3

    init(_ trained: TrainingColumns) {
        columns = trained.names.enumerated().filter { !trained.excluded.contains($0.element) }.map { place, name in
            let profile = trained.profile(at: place)
            return Column(
                name: name, type: Self.type(profile), examples: Self.examples(of: trained, at: place),
                missing: profile.total == 0 ? nil : profile.missingShare,
                range: profile.kind == .numbers ? profile.range : nil)
        }
        left = trained.names.filter(trained.excluded.contains)
        rows = trained.rows.count
        if trained.hasFeatureList {
            notes.append("the job has a list of features, which may leave out some of these columns")
        }
        if rows > 0, !trained.isWhole {
            notes.append(
                "types and examples are from the first \(DisplayText.counted(rows, "row")) of the training data")
        }
    }

    /// The columns that each object of a forecast's input names in its header.
    init(series names: [String], makeup: String = "") {
        let roles = ["item", "timestamp", "target, known so far"]
        columns = names.enumerated().map { place, name in
            Column(name: name, type: place < roles.count ? roles[place] : "group")
        }
        notes = [
            "each object starts with a header row that names them; further columns are the related ones of the training"
        ]
        if !makeup.isEmpty { notes.append("the forecast takes \(makeup)") }
    }

    private static func type(_ profile: ColumnProfile) -> String {
        switch profile.kind {
        case .numbers: "number"
        case .dates: "date"
        case .words:
            profile.hasFewWords
                ? "category, \(DisplayText.counted(profile.distinct.count, "value"))"
                : "text"
        case nil: profile.count == 0 ? "" : "mixed"
        }
    }

    private static func examples(of trained: TrainingColumns, at place: Int) -> [String] {
        var found: [String] = []
        for row in trained.rows where place < row.count && !ColumnProfile.isMissing(row[place]) {
            guard !found.contains(row[place]) else { continue }
            found.append(row[place])
            if found.count == Self.examples { break }
        }
        return found
    }

    public var table: FigureTable {
        FigureTable(
            titles: ["column", "type", "examples", "missing"],
            rows: columns.map { column in
                [
                    column.name, column.type, column.examples.joined(separator: ", "),
                    column.missing.map { $0 == 0 ? "" : DisplayText.percent($0) } ?? "",
                ]
            }, textColumns: 3)
    }

    /// The names as a line of CSV.
    public var header: String {
        columns.map { column in
            let bytes = column.name.utf8
            guard bytes.contains(0x22) || bytes.contains(0x2C) || bytes.contains(0x0A) || bytes.contains(0x0D) else {
                return column.name
            }
            return "\"" + column.name.replacing("\"", with: "\"\"") + "\""
        }.joined(separator: ",")
    }

    /// `6 columns, in this order: island, bill_length_mm, …`
    public var summary: String {
        let count = columns.count
        return "\(DisplayText.counted(count, "column")): "
            + columns.prefix(20).map(\.name).joined(separator: ", ") + (count > 20 ? ", …" : "")
    }
}

/// The input columns of a job's records, or why they aren't known.
public enum InputColumnsAnswer: Hashable, Sendable {
    case known(InputColumns)
    /// Without a full stop.
    case unknown(String)

    init(_ answer: TrainingColumnsAnswer) {
        switch answer {
        case .known(let trained): self = .known(InputColumns(trained))
        case .timeSeries(let names, let makeup) where !names.isEmpty:
            self = .known(InputColumns(series: names, makeup: makeup))
        case .timeSeries: self = .unknown("the job doesn't name its columns")
        case .unknown(let reason): self = .unknown(reason)
        }
    }

    /// How much of the training data types and examples are taken from.
    static var exampleBytes: Int { 131_072 }
}
