import JSONCoding

/// A confusion matrix as a report has it: how often each label was predicted as each.
public struct LabelMatrix: Hashable, Sendable {
    /// The validation rows of one label.
    public struct Row: Hashable, Sendable {
        /// The label that the rows have.
        public var label: String
        /// By predicted label; nil where the report has no number, NaN where it says so.
        public var counts: [Double?]
        /// All that are numbers; nil where none is.
        public let total: Double?

        init(label: String, counts: [Double?]) {
            self.label = label
            self.counts = counts
            let known = counts.compactMap { $0 }.filter(\.isFinite)
            total = known.isEmpty ? nil : known.reduce(0, +)
        }

        /// Whether the report says that the validation data have no row of the label.
        public var hasNoRows: Bool {
            let known = counts.compactMap { $0 }
            return total == 0 || total == nil && !known.isEmpty
        }
    }

    public let rows: [Row]
    /// The labels that were predicted, those of the rows first, in their order.
    public let predicted: [String]
    /// What qualifies it, a sentence each.
    public let notes: [String]

    /// How many labels are shown; a report has no more.
    public static let shownLimit = 15

    /// Nil where the value has no rows.
    init?(_ value: JSONValue) {
        var notes: [String] = []
        var lines: [(label: String, cells: [(label: String, count: Double?)])] = []
        switch value {
        case .object:
            for member in value.uniqueMembers {
                let cells = member.value.isObject ? member.value.uniqueMembers.map { ($0.key, $0.value.reported) } : []
                lines.append((member.key, cells))
            }
        case .array(let items):
            // Without names, labels go by their places.
            for (place, item) in items.enumerated() where item.array != nil {
                lines.append(("\(place)", item.items.enumerated().map { ("\($0.offset)", $0.element.reported) }))
            }
            if !lines.isEmpty { notes.append("the labels have no names in the report, and go by their places") }
        default: return nil
        }
        guard lines.contains(where: { !$0.cells.isEmpty }) else { return nil }
        var columns: [String] = []
        var places: [[UInt8]: Int] = [:]
        let used = Set(lines.flatMap { $0.cells.map { Array($0.label.utf8) } })
        for label in lines.map(\.label) + lines.flatMap({ $0.cells.map(\.label) })
        where used.contains(Array(label.utf8)) && places[Array(label.utf8)] == nil {
            places[Array(label.utf8)] = columns.count
            columns.append(label)
        }
        rows = lines.map { line in
            var counts = [Double?](repeating: nil, count: columns.count)
            for cell in line.cells { counts[places[Array(cell.label.utf8)]!] = cell.count }
            return Row(label: line.label, counts: counts)
        }
        predicted = columns
        if lines.count == Self.shownLimit {
            notes.append("a report has at most 15 labels, the least accurate first: there may be more")
        }
        let unread = rows.filter { row in row.counts.contains { $0 == nil } }.count
        if unread > 0 {
            notes.append(
                "\(DisplayText.count(unread)) row\(unread == 1 ? " lacks" : "s lack") some counts; shares are of those there"
            )
        }
        let without = rows.filter(\.hasNoRows).map(\.label)
        if !without.isEmpty {
            notes.append(
                "no validation rows with the label\(without.count == 1 ? "" : "s") "
                    + without.prefix(5).joined(separator: ", ")
                    + (without.count > 5 ? " and \(without.count - 5) more" : ""))
        }
        let unpredicted = rows.map(\.label).filter { places[Array($0.utf8)] == nil }
        if !unpredicted.isEmpty {
            notes.append(
                "the report has no predictions of the label\(unpredicted.count == 1 ? "" : "s") "
                    + unpredicted.prefix(5).joined(separator: ", ")
                    + (unpredicted.count > 5 ? " and \(unpredicted.count - 5) more" : ""))
        }
        self.notes = notes
    }

    /// The share of a label's rows that were predicted as another, from 0 to 1; nil where it has none.
    public func share(row: Int, column: Int) -> Double? {
        guard let count = rows[row].counts[column], count.isFinite, let total = rows[row].total, total > 0 else {
            return nil
        }
        return count / total
    }

    /// The share of a label's rows that were predicted right.
    public func recall(_ row: Int) -> Double? {
        diagonal(row).flatMap { share(row: row, column: $0) }
    }

    /// The column of a row's own label; nil where nothing was predicted so.
    public func diagonal(_ row: Int) -> Int? { predicted.firstIndex { $0.utf8.elementsEqual(rows[row].label.utf8) } }

    /// What the cells of a table hold.
    public enum Cells: String, CaseIterable, Hashable, Sendable {
        case both
        case percent
        case counts

        /// As a title says it.
        public var title: String {
            switch self {
            case .both: "rows and percent of each label"
            case .percent: "percent of each label"
            case .counts: "rows"
            }
        }
    }

    /// True labels by predicted ones, at most so many each way, with each label's rows and recall.
    public func table(_ cells: Cells, atMost limit: Int = shownLimit) -> FigureTable {
        let columns = predicted.indices.prefix(limit)
        var table = FigureTable(
            titles: ["labels \\ predicted"] + columns.map { Self.title(predicted[$0]) } + ["rows", "recall"])
        for (place, row) in rows.prefix(limit).enumerated() {
            if let diagonal = diagonal(place), diagonal < limit {
                table.strong.insert(.init(row: place, column: diagonal + 1))
            }
            table.rows.append(
                [Self.title(row.label)] + columns.map { cell(cells, place, $0) }
                    + [
                        row.hasNoRows ? "none" : Self.count(row.total),
                        recall(place).map(DisplayText.percent) ?? DisplayText.unknown,
                    ])
        }
        let (moreRows, moreColumns) = (rows.count - min(rows.count, limit), predicted.count - columns.count)
        if moreRows > 0 || moreColumns > 0 {
            var parts: [String] = []
            if moreRows > 0 { parts.append("\(DisplayText.count(moreRows)) more label\(moreRows == 1 ? "" : "s")") }
            if moreColumns > 0 { parts.append("\(DisplayText.count(moreColumns)) more predicted") }
            table.note = parts.joined(separator: " and ") + ": --json has them all"
        }
        return table
    }

    private func cell(_ cells: Cells, _ row: Int, _ column: Int) -> String {
        guard let count = rows[row].counts[column] else { return DisplayText.unknown }
        guard count.isFinite else { return DisplayText.nonFinite(count) }
        let share = share(row: row, column: column).map(DisplayText.percent) ?? DisplayText.unknown
        switch cells {
        case .counts: return Self.count(count)
        case .percent: return share
        case .both: return "\(Self.count(count)) \(count == 0 ? "" : share)"
        }
    }

    /// A count is whole; where a report has shares in place of counts, they are shown as such.
    static func count(_ value: Double?) -> String {
        guard let value else { return DisplayText.unknown }
        return value == value.rounded() && value.magnitude < 1e15
            ? DisplayText.count(Int(value)) : FigureTable.text(value)
    }

    private static func title(_ label: String) -> String { label.isEmpty ? "(empty)" : label }
}
