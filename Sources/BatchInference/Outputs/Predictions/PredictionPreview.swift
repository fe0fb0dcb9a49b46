import AWSOperations
import Predictions

/// Rows under titles, as they are shown beside others.
public struct RecordBlock: Hashable, Sendable {
    /// Nil where a column's name is not known.
    public var titles: [String?]
    public var rows: [RecordTable.Row]

    public init(titles: [String?] = [], rows: [RecordTable.Row] = []) {
        self.titles = titles
        self.rows = rows
    }
}

/// The first records of an input and of its output, and whether they belong together.
public struct PredictionPreview: Hashable, Sendable {
    /// What there is of an object.
    public enum Side: Hashable, Sendable {
        case absent
        /// It may be there or not: its place could not be listed to the end.
        case unlisted
        case failed(Shortfall)
        case table(RecordTable)

        public var table: RecordTable? { if case .table(let table) = self { table } else { nil } }
    }

    public let input: Side
    public let output: Side
    public let rule: PairingRule
    /// What columns without a name of their own are called.
    public var names: ColumnNames { didSet { arrange() } }
    /// Rows that are shown of each side at most.
    public let rowLimit: Int
    /// How both were read, where somebody has chosen it.
    public let forms: RecordForms

    public private(set) var pairing = Pairing.unpaired(.noInput)
    /// The input's rows; where they are paired, the n-th stands beside the n-th prediction.
    public private(set) var given = RecordBlock()
    /// The predictions, without what joining repeats of the input beside them.
    public private(set) var predicted = RecordBlock()
    /// The output's rows as they stand in the object, with the names of their columns.
    public private(set) var written = RecordBlock()
    /// How the output's other rows become predictions.
    public private(set) var arrangement = ColumnArrangement(places: [], titles: [])
    /// Whether the first record of the output names its columns.
    public var hasHeader: Bool {
        names.isForecast && output.table?.form == .csv && !(output.table?.rows.isEmpty ?? true)
    }

    public init(
        input: Side, output: Side, rule: PairingRule, names: ColumnNames = ColumnNames(), rowLimit: Int = 100,
        forms: RecordForms = RecordForms()
    ) {
        self.input = input
        self.output = output
        self.rule = rule
        self.names = names
        self.rowLimit = rowLimit
        self.forms = forms
        arrange()
    }

    /// Why the two sides are not paired; nil where they are.
    public var unpairedSentence: String? {
        pairing.sentence(input: inputCount, output: outputCount)
    }

    /// Which side can't be read, and why.
    public var shortfalls: [Shortfall] {
        [output, input].compactMap { if case .failed(let shortfall) = $0 { shortfall } else { nil } }
    }

    /// Why a side can't be read, in a line; empty where nothing failed.
    public var problem: String { shortfalls.first?.line ?? "" }

    /// What of both texts can't be read as it is meant.
    public var flaws: [String] {
        [("output", output.table), ("input", input.table)].flatMap { name, table in
            table?.flaws.sentences.map { "the \(name): \($0)" } ?? []
        }
    }

    /// Whether all records of both sides were counted.
    var isCounted: Bool { input.table?.count.isExact == true && output.table?.count.isExact == true }

    /// Whether blank lines are all that leaves doubt about pairs.
    var isInDoubt: Bool { pairing == .unpaired(.blankLines) }

    /// How rows are paired by the counts alone, whichever rows are at hand.
    var countedPairing: Pairing? {
        guard let given = input.table, let predicted = output.table else { return nil }
        return rule.pairing(given.form, given.count, with: predicted.form, predicted.count)
    }

    /// How many records the input has, as far as it was read; nil where they can't be counted.
    public var inputCount: RecordCount? { input.table?.knownCount }

    /// How many predictions the output has, as far as it was read; nil where they can't be counted.
    public var outputCount: RecordCount? { output.table?.predictionCount(names) }

    /// What is to be known beside the rows: rows that are missing or cut, counts that are not known.
    public var notes: [String] {
        var notes = flaws
        for (name, table, block) in [("output", output.table, predicted), ("input", input.table, given)] {
            guard let table else { continue }
            if table.form.isBinary {
                let size = DisplayText.byteCount(table.size)
                notes.append("the \(name) is \(table.form.phrase), \(size); it begins with \(table.excerptText)")
            }
            if let shortfall = table.shortfall, block.rows.count < rowLimit || block.rows.contains(where: \.isCut) {
                let rows = "\(block.rows.count) \(name) \(DisplayText.noun(block.rows.count, "row"))"
                notes.append("\(rows) instead of \(rowLimit): \(shortfall)")
            }
            if table.firstRow > 0, table.count.isExact, table.shortfall == nil, block.rows.count < rowLimit {
                let count = (name == "output" ? table.predictionCount(names) : nil) ?? table.count
                notes.append("the \(name) ends at row \(count.records)")
            }
            if table.form == .csv || table.form == .text, block.rows.contains(where: Self.hasCarriageReturn) {
                notes.append("the \(name) has carriage returns within rows: only a line feed ends a row")
            }
            let cut = block.rows.count(where: \.isCut)
            if cut > 0 {
                notes.append(
                    cut == 1 ? "1 \(name) row is too long and cut" : "\(cut) \(name) rows are too long and cut")
            }
        }
        if pairing.isPaired, let given = input.table?.count, let predicted = output.table?.count,
            !given.isExact || !predicted.isExact
        {
            let counts = Pairing.counts(input: given, output: predicted)
            notes.append("paired by line: not read to the end, so the counts could still differ (\(counts))")
        }
        return notes
    }

    private static func hasCarriageReturn(_ row: RecordTable.Row) -> Bool {
        row.cells.contains { cell in
            let bytes = cell.utf8
            return bytes.contains(0x0D)
                && zip(bytes, Array(bytes.dropFirst()) + [0]).contains { $0 == 0x0D && $1 != 0x0A }
        }
    }

    /// How many of the predictions are shown: `all 3 rows`, `first 200 rows of about 12 000`.
    public var coverage: String {
        guard let table = output.table else { return "" }
        let shown = DisplayText.counted(predicted.rows.count, "row")
        guard let count = table.predictionCount(names), count.isExact else {
            return "first \(shown)" + (table.estimatedRecords.map { " of about \(DisplayText.count($0))" } ?? "")
        }
        let all = skipsBlankOutput ? count.withoutBlankLines : count.records
        return predicted.rows.count >= all ? "all \(shown)" : "first \(shown) of \(DisplayText.count(all))"
    }

    /// The column of the predictions that says most: the predicted label, else the first response, where its place is known.
    public var summaryColumn: Int {
        let responses = predicted.titles.indices.filter { predicted.titles[$0].map(names.responses.contains) ?? false }
        return responses.first { predicted.titles[$0] == "predicted_label" } ?? responses.first ?? 0
    }

    public var rowCount: Int { max(given.rows.count, predicted.rows.count) }

    private var skipsBlankOutput: Bool {
        if case .paired(_, let skips) = pairing { skips } else { false }
    }

    private mutating func arrange() {
        var rule = rule
        if names.isForecast { rule.isForecast = true }
        switch (input, output) {
        case (.table(let given), .table(let predicted)): pairing = rule.pairing(of: given, with: predicted)
        case (_, .absent): pairing = .unpaired(.noOutput)
        case (_, .unlisted): pairing = .unpaired(.outputUnlisted)
        case (_, .failed): pairing = .unpaired(.outputUnreadable)
        case (.absent, _): pairing = .unpaired(.noInput)
        case (.unlisted, _): pairing = .unpaired(.inputUnlisted)
        case (.failed, _): pairing = .unpaired(.inputUnreadable)
        }
        var skipsInput = false
        var skipsOutput = false
        if case .paired(let input, let output) = pairing { (skipsInput, skipsOutput) = (input, output) }
        arrangeInput(skipsBlank: skipsInput)
        arrangeOutput(skipsBlank: skipsOutput)
    }

    private mutating func arrangeInput(skipsBlank: Bool) {
        given = RecordBlock()
        guard let table = input.table else { return }
        let rows = Array(table.rows.lazy.filter { !skipsBlank || !$0.isBlank }.prefix(rowLimit))
        let width = rows.map(\.cells.count).max() ?? 0
        var titles = Array(table.columns.prefix(width))
        titles += Array(repeating: nil, count: max(table.columns.count - titles.count, 0))
        if table.form == .csv {
            titles = names.input(columns: table.usualColumns, rows: table.rows.filter { !$0.isCut }.map(\.cells))
            titles += Array(repeating: nil, count: max(width - titles.count, 0))
        }
        given = RecordBlock(titles: titles, rows: rows)
    }

    private mutating func arrangeOutput(skipsBlank: Bool) {
        (written, predicted) = (RecordBlock(), RecordBlock())
        arrangement = ColumnArrangement(places: [], titles: [])
        guard let table = output.table else { return }
        var rows = table.rows.filter { !skipsBlank || !$0.isBlank }
        guard table.form == .csv else {
            rows = Array(rows.prefix(rowLimit))
            written = RecordBlock(titles: table.columns, rows: rows)
            let block = withoutJoinedMembers(written)
            arrange(block.block, places: block.places)
            return
        }
        if names.isForecast, let header = rows.first, header.cells.count == table.usualColumns {
            written = RecordBlock(
                titles: header.cells.map(Optional.some), rows: Array(rows.dropFirst().prefix(rowLimit)))
            predicted = written
            arrangement = ColumnArrangement(places: Array(written.titles.indices), titles: written.titles)
            return
        }
        rows = Array(rows.prefix(rowLimit))
        let inputColumns = input.table.map { $0.form == .csv && !$0.rows.isEmpty } == true ? inputNames : nil
        let known = names.output(columns: table.usualColumns, input: inputColumns)
        let width = rows.map(\.cells.count).max() ?? 0
        let columns =
            known + Array(repeating: ColumnNames.OutputColumn(name: nil), count: max(width - known.count, 0))
        written = RecordBlock(titles: columns.map(\.name), rows: rows)
        var places = Array(columns.indices)
        // Joining repeats the input, which stands beside it; what a filter picked was meant.
        if inputColumns != nil, names.outputFilter == .everything, columns.contains(where: \.repeatsInput),
            rows.allSatisfy({ $0.isBlank || $0.cells.count == columns.count })
        {
            places = columns.indices.filter { !columns[$0].repeatsInput }
        }
        arrange(places.count < columns.count ? written.keeping(places) : written, places: places)
    }

    /// Takes the predictions out of what is written, with lists of probabilities taken apart.
    private mutating func arrange(_ block: RecordBlock, places: [Int]) {
        predicted = block.spreadingProbabilities()
        arrangement = ColumnArrangement(places: places, titles: block.titles).spreadingProbabilities(
            of: written.rows.map { Row($0.cells, isCut: $0.isCut) })
    }

    private var inputNames: [String?]? {
        input.table.map { table in
            names.input(columns: table.usualColumns, rows: table.rows.filter { !$0.isCut }.map(\.cells))
        }
    }

    /// Joined JSON holds the input beside `SageMakerOutput`; only that is shown next to the input.
    private func withoutJoinedMembers(_ block: RecordBlock) -> (block: RecordBlock, places: [Int]) {
        let joined = "SageMakerOutput"
        let places = block.titles.indices.filter {
            block.titles[$0] == joined || block.titles[$0]?.hasPrefix("\(joined).") == true
        }
        guard input.table != nil, !places.isEmpty else { return (block, Array(block.titles.indices)) }
        var kept = block.keeping(places)
        kept.titles = kept.titles.map { title in
            title.map { $0.hasPrefix("\(joined).") ? String($0.dropFirst(joined.count + 1)) : $0 }
        }
        return (kept, places)
    }
}

extension RecordBlock {
    /// Some of the columns alone; nothing is made up for rows that lack one.
    func keeping(_ places: [Int]) -> RecordBlock {
        RecordBlock(
            titles: places.map { titles[$0] },
            rows: rows.map { row in
                var row = row
                row.cells = places.compactMap { $0 < row.cells.count ? row.cells[$0] : nil }
                return row
            })
    }
}

extension RecordTable {
    /// The count of its records; nil where content has none that could be counted.
    var knownCount: RecordCount? { form.isBinary ? nil : count }

    /// The count of predictions, of which a forecast's header is none.
    func predictionCount(_ names: ColumnNames) -> RecordCount? {
        guard var count = knownCount else { return nil }
        if names.isForecast, form == .csv, count.records > 0 { count.records -= 1 }
        return count
    }
}
