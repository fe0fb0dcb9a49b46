import Predictions

/// Where the target and the features stand in the rows of one object.
struct LabelledLayout: Hashable, Sendable {
    /// The number of the row that names the columns; nil where none does.
    var headerRow: Int?
    /// How the rows are written.
    var form = LabelledForm.csv
    /// Of each row.
    var width: Int
    var target: Int
    /// In the order in which the model takes them.
    var features: [Int]
    /// What the columns are called; nil where that isn't known.
    var names: [String?]
    var remarks: [String] = []
    /// Why the target may be another column; nil where nothing speaks for that.
    var doubt: String?
    /// By the place of a feature: how training writes the true and false of JSON, where that is otherwise.
    var respelled: [Int: [[UInt8]: [UInt8]]] = [:]

    var hasHeader: Bool { headerRow != nil }

    /// What is known of the job, and what was asked for.
    struct Wanted: Sendable {
        var target: String
        /// Whether somebody named it, so that another spelling is a mistake.
        var isNamed: Bool
        var slicing: String?
        /// Nil where the training data can't be read, and then why.
        var training: TrainingColumns?
        var trainingGap = ""
    }

    /// - Parameters:
    ///   - rows: The first rows of the object.
    ///   - columns: What rows that name their columns call them.
    ///   - place: What the object is called in messages.
    init(
        _ rows: [Row], as form: LabelledForm = .csv, columns: [String?] = [], wanted: Wanted, in place: String
    ) throws(EvaluationProblem) {
        self.form = form
        (width, names, target, features) = (0, [], 0, [])
        guard !form.namesColumns else {
            try readMembers(columns, rows, wanted, place)
            return
        }
        let rows = try Self.withoutTitle(rows, wanted, place)
        let first = rows[0].texts.map(Self.cleaned)
        width = first.count
        if Self.isHeader(first, rows.dropFirst(), wanted) {
            headerRow = rows[0].number
            try readHeader(first, wanted, place)
        } else {
            try readWithoutHeader(rows, wanted, place)
        }
    }

    /// Whether a row has a cell for each column.
    func fits(_ row: Row) -> Bool {
        // What an object of JSON lacks is missing, and what it has besides is nothing to the models.
        !row.isCut && (form.namesColumns ? !row.isMalformed : row.count == width)
    }

    /// A cell as the models know it.
    func cell(_ place: Int, of row: Row) -> ArraySlice<UInt8> {
        let cell = row[cell: place]
        guard let known = respelled[place], row.type(ofCell: place) == .json else { return cell }
        return known[Array(cell)].map { $0[...] } ?? cell
    }

    /// Without what stands above a table: titles, comments and the like, of which the rows below have other columns.
    private static func withoutTitle(
        _ rows: [Row], _ wanted: Wanted, _ place: String
    ) throws(EvaluationProblem) -> [Row] {
        var counts: [Int: Int] = [:]
        for row in rows { counts[row.count, default: 0] += 1 }
        guard let usual = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), usual.value > 2,
            usual.value * 3 >= rows.count * 2, rows[0].count != usual.key
        else { return rows }
        let title = rows.prefix { $0.count != usual.key }
        if let names = title.first(where: {
            $0.count > 1 && isHeader($0.texts.map(cleaned), rows[title.endIndex...], wanted)
        }) {
            throw EvaluationProblem(
                "\(place), line \(names.number + 1): the header names \(DisplayText.counted(names.count, "column")), and the "
                    + "rows below have \(usual.key)",
                names.count + 1 == usual.key
                    ? "name each column, or leave the row numbers out" : "name each column once")
        }
        return Array(rows[title.endIndex...])
    }

    /// Without a byte order mark and blanks around it.
    static func cleaned(_ cell: String) -> String {
        var scalars = Substring(cell).unicodeScalars
        // Spreadsheets leave blanks that don't break lines.
        func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\u{A0}" }
        while let first = scalars.first, first == "\u{FEFF}" || isBlank(first) { scalars.removeFirst() }
        while let last = scalars.last, last == "\r" || isBlank(last) { scalars.removeLast() }
        return String(scalars)
    }

    /// Whether a row further below is the header once more, as files that were put together have it.
    func isHeaderAgain(_ row: Row) -> Bool {
        guard let headerRow, row.number > headerRow, row.count == width else { return false }
        // The target first: nearly no row has its name there.
        guard let name = names[target], Self.holds(row, target, name) else { return false }
        return names.indices.allSatisfy { place in names[place].map { Self.holds(row, place, $0) } ?? false }
    }

    private static func holds(_ row: Row, _ place: Int, _ name: String) -> Bool {
        let cell = PredictionEvaluation.trimmed(row[cell: place])
        return cell.elementsEqual(name.utf8) || place == 0 && cleaned(row.text(place) ?? "").hasSameBytes(as: name)
    }

    /// The same whatever the case and the signs between words are.
    static func folded(_ name: String) -> String {
        String(cleaned(name).lowercased().filter { $0.isLetter || $0.isNumber })
    }

    private static func isHeader(_ first: [String], _ rest: ArraySlice<Row>, _ wanted: Wanted) -> Bool {
        let folded = Set(first.map(Self.folded))
        if let training = wanted.training {
            let known = training.names.count { folded.contains(Self.folded($0)) }
            if known * 2 >= training.names.count { return true }
        }
        guard Int(wanted.target) == nil, folded.contains(Self.folded(wanted.target)) else {
            // Names alone above rows with numbers.
            guard wanted.training == nil,
                !first.contains(where: { PredictionEvaluation.number(in: $0) != nil || $0.isEmpty }),
                Set(first).count == first.count
            else { return false }
            return rest.contains { row in row.texts.contains { PredictionEvaluation.number(in: $0) != nil } }
        }
        // A class may be called like the target: a name comes once, and above other things.
        let place = first.firstIndex { Self.folded($0) == Self.folded(wanted.target) } ?? 0
        return !rest.contains { row in row.text(place).map(Self.folded) == Self.folded(wanted.target) }
    }

    private func list(_ names: [String]) -> String {
        let shown = names.prefix(12).map { $0.isEmpty ? "the column without a name" : $0 }.joined(separator: ", ")
        return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
    }

    private mutating func readMembers(
        _ columns: [String?], _ rows: [Row], _ wanted: Wanted, _ place: String
    ) throws(EvaluationProblem) {
        // Lines that aren't JSON have a column without a name.
        let header = columns.map { $0.map(Self.cleaned) ?? "" }
        guard header.contains(where: { !$0.isEmpty }) else {
            let broken = rows.first(where: \.isMalformed)
            throw EvaluationProblem(
                broken.map { "\(place), \(form.rowName) \($0.number + 1) isn't JSON that can be read" }
                    ?? "\(place): its JSON has values without a name",
                "write each row as an object with its columns by name, such as {\"\(wanted.target)\": …}")
        }
        width = header.count
        try readHeader(header, wanted, place)
        guard let training = wanted.training, !training.hasFeatureList else { return }
        for (place, feature) in zip(features, training.features) {
            let words = Set(training.values(of: feature))
            for word in ["true", "false"] where !words.contains(word) {
                guard let known = words.filter({ $0.lowercased() == word }).min() else { continue }
                respelled[place, default: [:]][Array(word.utf8)] = Array(known.utf8)
            }
        }
    }

    /// What holds the columns' names, in messages.
    private var namesPlace: String { form.namesColumns ? "its records have" : "its header has" }

    private mutating func readHeader(
        _ header: [String], _ wanted: Wanted, _ place: String
    ) throws(EvaluationProblem) {
        names = header
        target = try self.place(of: wanted.target, in: header, wanted, place)
        let targetNames = header.filter { $0.hasSameBytes(as: header[target]) }
        guard targetNames.count == 1 else {
            throw EvaluationProblem(
                "\(place): its header names \(targetNames.count) columns \(header[target])", "keep one of them")
        }
        guard let training = wanted.training, !training.hasFeatureList else {
            features = header.indices.filter { $0 != target }
            return
        }
        if let feature = training.features.first(where: { Self.folded($0) == Self.folded(header[target]) }) {
            throw EvaluationProblem(
                "\(place): \(header[target]) can't be the target, because the model takes it as \(feature); "
                    + "the job predicts \(training.target)",
                header.contains { Self.folded($0) == Self.folded(training.target) }
                    ? "leave --target out" : "choose an input that still holds \(training.target)")
        }
        var missing: [String] = []
        for feature in training.features {
            let exact = header.indices.filter { $0 != target && header[$0].hasSameBytes(as: feature) }
            let alike = header.indices.filter { $0 != target && Self.folded(header[$0]) == Self.folded(feature) }
            switch (exact.count, alike.count) {
            case (1, _): features.append(exact[0])
            case (0, 1):
                features.append(alike[0])
                remarks.append("\(place): the column \(header[alike[0]]) is taken for the model's \(feature)")
            case (0, 0): missing.append(feature)
            default:
                throw EvaluationProblem(
                    "\(place): its header names several columns \(feature)", "keep one of them, or rename the others")
            }
        }
        guard missing.isEmpty else {
            throw EvaluationProblem(
                "\(place): the model's \(DisplayText.noun(missing.count, "column")) \(list(missing)) "
                    + "\(missing.count == 1 ? "is" : "are") missing; \(namesPlace) \(list(header))",
                "add \(missing.count == 1 ? "it" : "them"), or choose an input that has all of them")
        }
        let extra = header.indices.filter { $0 != target && !features.contains($0) }.map { header[$0] }
            .filter { !form.namesColumns || !$0.isEmpty }
        if !extra.isEmpty {
            remarks.append(
                "\(place): the model doesn't take \(list(extra)): left out of what is sent")
        }
    }

    /// The target's column, by name or number.
    private mutating func place(
        of name: String, in header: [String], _ wanted: Wanted, _ place: String
    ) throws(EvaluationProblem) -> Int {
        if let found = header.firstIndex(where: { $0.hasSameBytes(as: name) }) { return found }
        if let number = Int(name), (1...header.count).contains(number) { return number - 1 }
        let alike = header.indices.filter { Self.folded(header[$0]) == Self.folded(name) }
        if alike.count == 1, !wanted.isNamed {
            remarks.append("\(place): the column \(header[alike[0]]) is taken for the target \(name)")
            return alike[0]
        }
        let near = alike.first.map { header[$0] } ?? nearest(to: name, among: header) ?? Self.onlyOther(header, wanted)
        let hint = near.map { "did you mean \($0)? try --target '\($0)'" }
        if near == nil, let training = wanted.training,
            Set(training.features.map(Self.folded)).isSuperset(of: header.map(Self.folded))
        {
            throw EvaluationProblem(
                "\(place): the target \(name) is missing: \(namesPlace) only columns that the model takes",
                "choose an input that still holds \(training.target)")
        }
        throw EvaluationProblem(
            "\(place): no column is named \(name); \(namesPlace) \(list(header))",
            hint ?? "name the column with the true values with --target")
    }

    /// The only column that the model doesn't take, where it takes all others.
    private static func onlyOther(_ header: [String], _ wanted: Wanted) -> String? {
        guard let training = wanted.training, !training.hasFeatureList else { return nil }
        let features = Set(training.features.map(folded))
        let others = header.filter { !features.contains(folded($0)) }
        return others.count == 1 && features.isSubset(of: header.map(folded)) ? others[0] : nil
    }

    private mutating func readWithoutHeader(
        _ rows: [Row], _ wanted: Wanted, _ place: String
    ) throws(EvaluationProblem) {
        names = Array(repeating: nil, count: width)
        if let problem = Self.otherDelimiter(rows, width, place) { throw problem }
        guard let training = wanted.training, !training.hasFeatureList else {
            guard let number = Int(wanted.target), (1...width).contains(number) else {
                throw EvaluationProblem(
                    "\(place) has no header row, and the training data don't tell which column is \(wanted.target)"
                        + (wanted.trainingGap.isEmpty ? "" : " (\(wanted.trainingGap))"),
                    "give the column's number, 1 to \(width), with --target, or add a header row")
            }
            target = number - 1
            features = (0..<width).filter { $0 != target }
            return
        }
        let expected = training.features
        guard width == expected.count + 1 else {
            if width == expected.count {
                throw EvaluationProblem(
                    "\(place): the target \(training.target) is missing: its rows have \(width) columns, "
                        + "just those that the model takes",
                    "choose an input that still holds \(training.target)")
            }
            throw EvaluationProblem(
                "\(place): its rows have \(DisplayText.counted(width, "column")); the model takes \(expected.count), "
                    + "and the target makes \(expected.count + 1)",
                "leave other columns out, or add a header row so that columns are known by their names")
        }
        target = try targetPlace(rows, wanted, training, place)
        features = (0..<width).filter { $0 != target }
        for (feature, name) in zip(features, expected) { names[feature] = name }
        names[target] = training.target
    }

    private mutating func targetPlace(
        _ rows: [Row], _ wanted: Wanted, _ training: TrainingColumns, _ place: String
    ) throws(EvaluationProblem) -> Int {
        if let number = Int(wanted.target), !training.names.contains(wanted.target) {
            guard (1...width).contains(number) else {
                throw EvaluationProblem(
                    "\(place) has \(width) columns, and --target is \(number)", "give 1 to \(width)")
            }
            doubt = Self.doubt(about: number - 1, rows, width, training, place)
            return number - 1
        }
        guard wanted.target.hasSameBytes(as: training.target) else {
            let near =
                Self.folded(wanted.target) == Self.folded(training.target)
                || nearest(to: wanted.target, among: [training.target]) != nil
            throw EvaluationProblem(
                "\(place) has no header row, and the job's target is \(training.target), not \(wanted.target)",
                near
                    ? "did you mean \(training.target)? try --target '\(training.target)'"
                    : "leave --target out, or give the column's number, 1 to \(width)")
        }
        let columns = ColumnNames(training)
        let texts = Self.respelled(rows, columns, training)
        if let found = columns.input(columns: width, rows: texts).firstIndex(of: training.target) { return found }
        // Values alone don't tell: the order of the training does, where they fit it.
        let own = training.names.filter { $0 == training.target || !training.excluded.contains($0) }
        let places = columns.possibleTargets(columns: width, rows: texts)
        if let trained = own.firstIndex(of: training.target), places.contains(trained) { return trained }
        throw EvaluationProblem(
            places.isEmpty
                ? "\(place): no column looks like the target \(training.target)"
                : "\(place) has no header row, and several columns may be the target \(training.target)",
            "give the column's number, 1 to \(width), with --target, or add a header row")
    }

    /// The cells, with those that are spelled like a class but for case and blanks spelled as in training.
    private static func respelled(_ rows: [Row], _ columns: ColumnNames, _ training: TrainingColumns) -> [[String]] {
        let classes = columns.trained.first { $0.name == training.target }?.words ?? []
        let words = Dictionary(classes.map { (cleaned($0).lowercased(), $0) }) { first, _ in first }
        return rows.map { row in
            row.texts.map { cell in classes.contains(cell) ? cell : words[cleaned(cell).lowercased()] ?? cell }
        }
    }

    /// Why a column that somebody named by its number may not be the target.
    private static func doubt(
        about number: Int, _ rows: [Row], _ width: Int, _ training: TrainingColumns, _ place: String
    ) -> String? {
        let columns = ColumnNames(training)
        let possible = columns.possibleTargets(columns: width, rows: respelled(rows, columns, training))
        let own = training.names.filter { $0 == training.target || !training.excluded.contains($0) }
        let named = "column \(number + 1) of \(place)"
        let consequence = "the model would get \(training.target) as one of its inputs"
        if let first = possible.first, !possible.contains(number) {
            return
                "\(named) doesn't look like the target \(training.target), and column \(first + 1) does: \(consequence)"
        }
        guard let trained = own.firstIndex(of: training.target), trained != number, own.count == width,
            possible.contains(trained)
        else { return nil }
        return "in the training data, \(training.target) is column \(trained + 1), not \(number + 1): where "
            + "\(place) has the same order, \(consequence)"
    }

    /// Rows of one column that are full of another delimiter.
    private static func otherDelimiter(_ rows: [Row], _ width: Int, _ place: String) -> EvaluationProblem? {
        guard width == 1, let text = rows[0].text(0) else { return nil }
        for (sign, name) in [("\t", "tabs"), (";", "semicolons"), ("|", "vertical bars")]
        where text.contains(sign) {
            return EvaluationProblem("\(place) separates its columns with \(name)", "write it with commas")
        }
        return nil
    }

    /// Whether two objects have their columns at the same places.
    func isAlike(_ other: LabelledLayout) -> Bool {
        form == other.form && hasHeader == other.hasHeader && width == other.width && target == other.target
            && features == other.features
    }
}

extension ColumnNames {
    /// The columns of the training, without anything of a transform.
    init(_ training: TrainingColumns) {
        self.init()
        trained = training.names.map { Trained($0, values: training.values(of: $0)) }
        features = trained.filter { !training.excluded.contains($0.name) }
        // Weights and the like are no column that an input has to have.
        trained = trained.filter { column in
            column.name == training.target || features.contains { $0.name == column.name }
        }
    }
}
