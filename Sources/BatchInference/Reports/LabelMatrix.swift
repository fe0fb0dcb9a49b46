import AWSOperations
import JSONCoding

/// A confusion matrix as a report has it: how often each label was predicted as each.
public struct LabelMatrix: Hashable, Sendable {
    /// The validation rows of one label.
    public struct Row: Hashable, Sendable {
        /// The label that the rows have.
        @ByteText public var label: String
        /// By predicted label; nil where the report has no number, NaN where it says so.
        public var counts: [Double?]
        /// All counts together; nil where one of them is unknown.
        public let total: Double?

        /// - Parameter isWhole: Whether there are no counts beyond these.
        init(label: String, counts: [Double?], isWhole: Bool = true) {
            _label = ByteText(label)
            self.counts = counts
            let known = counts.compactMap { $0 }.filter { $0.isFinite && $0 >= 0 }
            total = known.isEmpty || known.count < counts.count || !isWhole ? nil : known.reduce(0, +)
        }

        /// Whether the report says that the validation data have no row of the label.
        public var hasNoRows: Bool {
            total == 0 || !counts.isEmpty && counts.allSatisfy { $0?.isNaN == true }
        }

        /// Whether a count of it isn't known, so that no share of it is.
        var isPartial: Bool { total == nil && !hasNoRows }
    }

    public let rows: [Row]
    /// The labels that were predicted, those of the rows first, in their order.
    public let predicted: [String]
    /// What qualifies it, a sentence each.
    public let notes: [String]
    /// What of it can't be read, a sentence each.
    public let flaws: [String]
    /// Whether its cells are shares, so that nobody knows how many rows there are.
    public let hasShares: Bool
    /// The column of each row's own label.
    private let diagonals: [Int?]

    /// How many labels are shown; a report has no more.
    public static let shownLimit = 15

    /// The rows as they stand in a report.
    private struct Lines {
        var lines: [(label: String, cells: [(label: String, count: JSONValue)])] = []
        var notes: [String] = []
        var flaws: [String] = []
        /// Whether a label's column is known; of lists that are no square it isn't.
        var haveDiagonals = true

        init?(_ value: JSONValue) {
            switch value {
            case .object:
                if let (labels, rows) = Self.listed(value) {
                    take(rows, labels)
                } else {
                    take(value)
                }
            case .array(let items):
                // Without names, labels go by their places.
                take(items, nil)
                if !lines.isEmpty { notes.append("the labels have no names in the report, and go by their places") }
            default: return nil
            }
            guard lines.contains(where: { !$0.cells.isEmpty }) else { return nil }
        }

        /// Labels in one list and their rows in another, whatever the two are called.
        private static func listed(_ value: JSONValue) -> (labels: [String], rows: [JSONValue])? {
            let members = value.uniqueMembers
            guard members.count == 2,
                let rows = members.first(where: { $0.value.items.first?.array != nil })?.value.array,
                let names = members.first(where: { $0.value.items.first.map { $0.array == nil } ?? false })?.value.array
            else { return nil }
            let labels = names.compactMap { name -> String? in
                switch name {
                case .string(let text), .number(let text): text
                case .bool(let flag): flag ? "true" : "false"
                default: nil
                }
            }
            return labels.count == names.count ? (labels, rows) : nil
        }

        private mutating func take(_ value: JSONValue) {
            if let repetition = value.repetition(in: "") { flaws.append(repetition) }
            var bad: [String] = []
            for member in value.uniqueMembers {
                if !member.value.isObject { bad.append("\(member.key) is \(UnknownPart.brief(member.value))") }
                if let repetition = member.value.repetition(in: member.key) { flaws.append(repetition) }
                lines.append((member.key, member.value.uniqueMembers.map { ($0.key, $0.value) }))
            }
            tell(bad, "labels without counts")
        }

        private mutating func take(_ items: [JSONValue], _ labels: [String]?) {
            var bad: [String] = []
            for (place, item) in items.enumerated() {
                guard item.array != nil else {
                    bad.append("row \(place + 1) is \(UnknownPart.brief(item))")
                    continue
                }
                let name = { (place: Int) in
                    labels.flatMap { $0.indices.contains(place) ? $0[place] : nil } ?? "\(place)"
                }
                lines.append((name(place), item.items.enumerated().map { (name($0.offset), $0.element) }))
            }
            tell(bad, "rows that aren't lists")
            let wanted = labels?.count ?? items.count
            let odd = items.indices.filter { items[$0].array.map { $0.count != wanted } ?? false }
            if !odd.isEmpty || wanted != items.count || !bad.isEmpty {
                haveDiagonals = false
                let lengths = odd.map { "row \($0 + 1) has \(DisplayText.count(items[$0].items.count))" }
                flaws.append(
                    "\(DisplayText.counted(items.count, "row")) for \(DisplayText.counted(wanted, "label"))"
                        + (odd.isEmpty ? "" : ", but \(DisplayText.names(lengths, atMost: 3))")
                        + ": which counts are right isn't known")
            }
        }

        private mutating func tell(_ bad: [String], _ what: String) {
            if !bad.isEmpty { flaws.append("\(what): \(DisplayText.names(bad, atMost: 3))") }
        }
    }

    /// Nil where the value has no rows.
    ///
    /// - Parameter isCut: Whether the text ended within the matrix, so that its last row may go on.
    init?(_ value: JSONValue, isCut: Bool = false) {
        guard let read = Lines(value) else { return nil }
        let lines = read.lines
        var flaws = read.flaws
        var columns: [String] = []
        var places: [ByteText: Int] = [:]
        let used = Set(lines.flatMap { $0.cells.map { ByteText($0.label) } })
        for label in lines.map(\.label) + lines.flatMap({ $0.cells.map(\.label) })
        where used.contains(ByteText(label)) && places[ByteText(label)] == nil {
            places[ByteText(label)] = columns.count
            columns.append(label)
        }
        var bad: [String] = []
        rows = lines.enumerated().map { place, line in
            var counts = [Double?](repeating: nil, count: columns.count)
            for cell in line.cells {
                let count = cell.count.reported ?? cell.count["value"]?.reported
                counts[places[ByteText(cell.label)]!] = count
                if count == nil || count! < 0 || count!.isInfinite {
                    bad.append("\(line.label) as \(cell.label) is \(UnknownPart.brief(cell.count))")
                }
            }
            if counts.contains(where: { $0?.isNaN == true }), !counts.allSatisfy({ $0?.isNaN == true }) {
                bad.append("\(line.label) has NaN beside other counts")
            }
            return Row(
                label: line.label, counts: counts, isWhole: read.haveDiagonals && !(isCut && place == lines.count - 1))
        }
        if !bad.isEmpty { flaws.append("not a count: \(DisplayText.names(bad, atMost: 3))") }
        if let alike = DisplayText.lookalikes(rows.map(\.label) + columns, "labels") { flaws.append(alike) }
        predicted = columns
        diagonals = rows.map { read.haveDiagonals ? places[ByteText($0.label)] : nil }
        self.flaws = flaws
        hasShares = rows.contains { $0.counts.contains { $0.map { $0.isFinite && $0 != $0.rounded() } ?? false } }
        let shares = hasShares ? ["the report has shares here instead of counts, so the number of rows is unknown"] : []
        notes = read.notes + shares + Self.notes(rows, predicted: places)
    }

    private static func notes(_ rows: [Row], predicted: [ByteText: Int]) -> [String] {
        var notes: [String] = []
        func labels(_ labels: [String]) -> String {
            "\(DisplayText.noun(labels.count, "label")) \(DisplayText.names(labels, atMost: 5))"
        }
        if rows.count == shownLimit {
            notes.append("a report has at most 15 labels, the least accurate first: there may be more")
        }
        let partial = rows.filter(\.isPartial).map(\.label)
        if !partial.isEmpty { notes.append("counts are missing for the \(labels(partial)): no shares of those") }
        let without = rows.filter(\.hasNoRows).map(\.label)
        if !without.isEmpty { notes.append("no validation rows with the \(labels(without))") }
        let unpredicted = rows.map(\.label).filter { predicted[ByteText($0)] == nil }
        if !unpredicted.isEmpty { notes.append("the report has no predictions of the \(labels(unpredicted))") }
        return notes
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
    public func diagonal(_ row: Int) -> Int? { diagonals[row] }

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
                        row.hasNoRows ? "none" : hasShares ? DisplayText.unknown : Self.count(row.total),
                        recall(place).map(DisplayText.percent) ?? DisplayText.unknown,
                    ])
        }
        let (moreRows, moreColumns) = (rows.count - min(rows.count, limit), predicted.count - columns.count)
        if moreRows > 0 || moreColumns > 0 {
            var parts: [String] = []
            if moreRows > 0 { parts.append(DisplayText.counted(moreRows, "more label")) }
            if moreColumns > 0 { parts.append("\(DisplayText.count(moreColumns)) more predicted") }
            table.note = parts.joined(separator: " and ") + ": --json has them all"
        }
        return table
    }

    private func cell(_ cells: Cells, _ row: Int, _ column: Int) -> String {
        guard let count = rows[row].counts[column] else { return DisplayText.unknown }
        guard count.isFinite else { return DisplayText.nonFinite(count) }
        let share = share(row: row, column: column).map(DisplayText.percent)
        switch cells {
        case .counts: return Self.count(count)
        case .percent: return share ?? DisplayText.unknown
        case .both: return share.map { "\(Self.count(count)) \(count == 0 ? "" : $0)" } ?? Self.count(count)
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
