import AWSOperations

/// Compares the rows of an input with the columns of the training.
struct ColumnsComparison: Sendable {
    let trained: TrainingColumns
    /// The plan's input filter, where it has one that can be read.
    let filter: RecordPath?
    let plan: LaunchPlan
    /// Whether the tables are all that the input holds.
    var isWhole: Bool
    private let columns: TrainedColumns

    init(trained: TrainingColumns, filter: RecordPath?, plan: LaunchPlan, isWhole: Bool = true) {
        self.trained = trained
        self.filter = filter
        self.plan = plan
        self.isWhole = isWhole
        columns = TrainedColumns(trained)
    }

    /// The findings on sampled objects, in the order of what to fix first; none of them twice.
    func findings(on tables: [InputTable]) -> [PreflightFinding] {
        let features = trained.features.count
        if let other = tables.first(where: { $0.csv.delimiter != UInt8(ascii: ",") }) {
            return [
                PreflightFinding(
                    .failed, "\(other.name) is delimited by \(other.csv.delimiterName), not commas",
                    fix: "use commas: a container reads each of these lines as one column", field: .input)
            ]
        }
        var findings = Self.evenness(of: tables)
        // Where rows differ among themselves, that is what to fix first.
        let isEven = findings.isEmpty
        let headed = tables.filter { hasHeader($0.csv) }
        if let first = headed.first, let names = ObjectNames(headed.map(\.name)) {
            findings.append(
                PreflightFinding(
                    .failed, "\(names.text) \(names.verb("starts", "start")) with a header row, which is read as data",
                    fix: "remove the first line of each object; transforms have no option for that", field: .input,
                    correction: .withoutHeader(first.csv.rows[0].fields)))
        }
        if isEven, let wrong = tables.first(where: { sent($0).usualColumns != features }) {
            findings.append(mismatch(in: wrong))
        } else if isEven {
            findings += differences(in: tables)
        }
        guard findings.isEmpty else { return findings }
        let places = "\(DisplayText.counted(features, "column")), as trained on"
        let rows = tables.reduce(0) { $0 + $1.csv.rows.count }
        return [
            PreflightFinding(
                .passed, isWhole ? places : "\(places), in the \(DisplayText.counted(rows, "row")) looked at",
                field: .input
            )
        ]
    }

    private func differences(in tables: [InputTable]) -> [PreflightFinding] {
        let rows = tables.map(dataRows)
        let empty = isWhole ? Set(trained.features.indices).subtracting(filledPlaces(in: rows)) : []
        return columns.differences(
            in: zip(tables, rows).map { ($0.name, $1) }, emptyPlaces: empty, canBeCorrected: filter == nil)
    }

    /// The places that hold a value in any row.
    private func filledPlaces(in tables: [[CSVSample.Row]]) -> Set<Int> {
        var open = Set(trained.features.indices)
        for row in tables.joined() where !open.isEmpty {
            open = open.filter { $0 >= row.fields.count || ColumnProfile.isMissing(row.fields[$0]) }
        }
        return Set(trained.features.indices).subtracting(open)
    }

    /// A table's rows as the containers get them, without a header.
    private func dataRows(of table: InputTable) -> [CSVSample.Row] {
        Array(sent(table).rows.dropFirst(hasHeader(table.csv) ? 1 : 0))
    }

    /// Rows that have another count of columns than most.
    static func evenness(of tables: [InputTable]) -> [PreflightFinding] {
        for table in tables {
            guard let odd = table.csv.rows.first(where: { $0.fields.count != table.csv.usualColumns }) else { continue }
            return [
                PreflightFinding(
                    .failed,
                    "\(table.name), line \(odd.line) has \(odd.fields.count) "
                        + "\(DisplayText.noun(odd.fields.count, "column")), most have \(table.csv.usualColumns)",
                    fix: odd.fields.count < table.csv.usualColumns
                        ? "fix or delete the line: titles, totals and comments aren't records"
                        : "fix the line: a value with a comma needs quotes", field: .input)
            ]
        }
        if let first = tables.first, let other = tables.first(where: { $0.csv.usualColumns != first.csv.usualColumns })
        {
            return [
                PreflightFinding(
                    .failed,
                    "\(first.name) has \(DisplayText.counted(first.csv.usualColumns, "column")), and "
                        + "\(other.name) has \(other.csv.usualColumns)",
                    fix: [first.name, other.name].contains { $0.hasByteSuffix(".out") }
                        ? "keep outputs of earlier transforms out of the input: end the prefix with a slash, or move them "
                            + "away"
                        : "keep objects of different formats under different prefixes", field: .input)
            ]
        }
        return []
    }

    /// The first row has names of the training, or looks like a header while the rows below do not.
    func hasHeader(_ csv: CSVSample) -> Bool {
        guard let first = csv.rows.first?.fields else { return false }
        let names = Set(trained.names.map { $0.lowercased() })
        let known = first.count { names.contains($0.lowercased()) }
        if known > 0, known * 2 >= first.count { return true }
        guard csv.looksLikeHeader else { return false }
        if HeaderLine.isCounting(first) { return true }
        // Text in the columns of numbers, in the first row alone.
        return kinds(of: csv.rows.prefix(1).map(\.fields)).contains { $0 }
            && !kinds(of: csv.rows.dropFirst().map(\.fields)).contains { $0 }
    }

    /// The rows as the containers get them.
    private func sent(_ table: InputTable) -> CSVSample {
        guard let filter else { return table.csv }
        var csv = table.csv
        csv.rows = csv.rows.compactMap { row in
            (try? filter.filter(fields: row.fields)).map { fields in
                guard !row.padded.isEmpty else { return CSVSample.Row(line: row.line, fields: fields) }
                let spelled = row.fields.indices.map { row.padded[$0] ?? row.fields[$0] }
                let padded = zip(fields, (try? filter.filter(fields: spelled)) ?? fields).enumerated()
                    .filter { $0.element.0 != $0.element.1 }.map { ($0.offset, $0.element.1) }
                return CSVSample.Row(
                    line: row.line, fields: fields, padded: Dictionary(uniqueKeysWithValues: padded))
            }
        }
        if let first = csv.rows.first { csv.usualColumns = first.fields.count }
        return csv
    }

    private func mismatch(in table: InputTable) -> PreflightFinding {
        let (count, features) = (sent(table).usualColumns, trained.features.count)
        let text = "\(DisplayText.counted(count, "column")), trained on \(features)"
        if count == features + 1, filter == nil, let (place, what) = surplusPlace(in: table) {
            let path = Self.path(to: (0..<count).filter { $0 != place }, of: count)
            let isTrailing = place == count - 1 && what == .empty
            let others = path.map { "drop it with the input filter \($0)" } ?? "remove it from the input"
            return PreflightFinding(
                .failed, "\(table.name) has \(text): column \(place + 1) \(what.rawValue)",
                fix: isTrailing ? "remove the comma at the end of each line, or \(others)" : others, field: .input,
                edit: path.map(PlanEdit.inputFilter))
        }
        if count > features, filter == nil, let place = targetPlace(in: table.csv) {
            let others = (0..<count).filter { $0 != place }
            let canDrop = others.count == features
            let path = canDrop ? Self.path(to: others, of: count) : nil
            return PreflightFinding(
                .failed,
                "\(table.name) has \(text): the target '\(trained.target)' is still in it, as column \(place + 1)",
                fix: path.map { "drop it with the input filter \($0)" } ?? "remove it from the input",
                field: .input, edit: path.map(PlanEdit.inputFilter))
        }
        let expected = trained.features.prefix(8).joined(separator: ", ") + (features > 8 ? ", …" : "")
        return PreflightFinding(
            trained.hasFeatureList ? .warned : .failed,
            filter == nil ? "\(table.name) has \(text)" : "behind the input filter, \(table.name) has \(text)",
            fix: trained.hasFeatureList
                ? "the job uses a list of features: compare with it" : "expected are: \(expected)",
            field: filter == nil ? .input : .inputFilter)
    }

    /// Which column holds the target: by its name in a header, else by its values.
    private func targetPlace(in csv: CSVSample) -> Int? {
        if hasHeader(csv), let place = csv.rows.first?.fields.firstIndex(of: trained.target) { return place }
        let values = Set(trained.values(of: trained.target))
        let rows = csv.rows.dropFirst(hasHeader(csv) ? 1 : 0).map(\.fields)
        // Numbers are alike in many columns; only where the training had it do they tell.
        let places = Array(0..<csv.usualColumns)
        let usual = trained.targetIndex.map { [$0] } ?? []
        if Self.numericShare(Array(values)) > 0.9, values.count > 12 {
            guard let place = usual.first, csv.usualColumns == trained.names.count, fitsTrainedOrder(rows) else {
                return nil
            }
            return place
        }
        func share(_ place: Int, _ isKnown: (String) -> Bool) -> Double {
            let found = rows.compactMap { place < $0.count && !$0[place].isEmpty ? $0[place] : nil }
            return found.isEmpty ? 0 : Double(found.count(where: isKnown)) / Double(found.count)
        }
        if let place = (usual + places).first(where: { share($0, values.contains) == 1 }) { return place }
        // Written another way, or with some values that the training had not.
        let lowercased = Set(values.map { $0.lowercased() })
        return (usual + places).first { share($0) { lowercased.contains($0.lowercased()) } > 0.5 }
    }

    private enum Surplus: String {
        case empty = "is empty in every row"
        case rowNumber = "counts the rows, and isn't a training column"
    }

    /// The one column too many, where it holds nothing or the rows' numbers, and the others fit without it.
    private func surplusPlace(in table: InputTable) -> (Int, Surplus)? {
        let rows = dataRows(of: table).map(\.fields)
        guard rows.count > 1, let count = rows.first?.count else { return nil }
        let even = rows.filter { $0.count == count }
        let empty = (0..<count).reversed().filter { place in even.allSatisfy { $0[place].isEmpty } }
        let counting = [0, count - 1].filter { place in
            guard even.count > 2 else { return false }
            let numbers = even.map { Int($0[place]) }
            return zip(numbers, numbers.dropFirst()).allSatisfy { pair in
                guard let first = pair.0, first < Int.max else { return false }
                return pair.1 == first + 1
            }
        }
        return (empty.map { ($0, Surplus.empty) } + counting.map { ($0, Surplus.rowNumber) }).first { place, _ in
            let others = even.map { row in row.indices.filter { $0 != place }.map { row[$0] } }
            return !kinds(of: others).contains(true)
        }
    }

    /// Whether rows with every trained column have numbers where the training had numbers, and only there.
    private func fitsTrainedOrder(_ rows: [[String]]) -> Bool {
        trained.names.indices.allSatisfy { place in
            let wanted = Self.numericShare(trained.values(of: trained.names[place])) > 0.9
            let found = rows.compactMap { place < $0.count && !$0[place].isEmpty ? $0[place] : nil }
            return found.isEmpty || (Self.numericShare(found) > 0.9) == wanted
        }
    }

    /// For each feature, whether it had numbers in training and has text in these rows.
    private func kinds(of rows: [[String]]) -> [Bool] {
        columns.profiles.enumerated().map { place, known in
            let found = rows.compactMap { place < $0.count && !$0[place].isEmpty ? $0[place] : nil }
            guard !found.isEmpty, known.kind == .numbers else { return false }
            return Self.numericShare(found) < 0.5
        }
    }

    /// The share of values that are numbers, or stand for one that is missing; of no values, none.
    private static func numericShare(_ values: [String]) -> Double {
        guard !values.isEmpty else { return 0 }
        return Double(values.count(where: ColumnProfile.isNumber)) / Double(values.count)
    }

    /// An input filter for some of the columns: as short as the API wants it.
    static func path(to places: [Int], of count: Int) -> String? {
        if places == Array(1..<max(count, 1)) { return "$[1:]" }
        let list = "$[\(places.map { "\($0)" }.joined(separator: ","))]"
        if list.utf8.count <= RecordPath.lengthLimit { return list }
        return places == Array(0..<(count - 1)) ? "$[:\(count - 1)]" : nil
    }
}
