import AWSOperations
import Predictions

/// One output beside its input, any rows of both: as pairs where that is sound.
public struct RowPager: Sendable {
    public enum Side: Hashable, Sendable, CaseIterable {
        case input
        case output
    }

    /// A column as it is shown.
    public struct Column: Hashable, Sendable {
        public var side: Side
        /// Its place in the rows of its side, as they are shown.
        public var place: Int
        public var title: String
        /// Whether the first rows hold nothing but numbers there.
        public var isNumeric: Bool

        public init(_ side: Side, _ place: Int, title: String, isNumeric: Bool = false) {
            (self.side, self.place, self.title, self.isNumeric) = (side, place, title, isNumeric)
        }
    }

    /// Nil where there are no rows of a side.
    public let input: RowFile?
    public let output: RowFile?
    /// The input's columns, then those of the predictions.
    public let columns: [Column]
    /// What the first rows told.
    public let preview: PredictionPreview
    private let storage: any ObjectStorage & MultipartStorage
    private let limits: RowFile.Limits
    private let arrangement: ColumnArrangement
    private let skipsBlankOutputs: Bool
    /// Whether rows are shown as they are read.
    private let showsAll: Bool

    /// - Parameter preview: The first rows, with their names where these are known.
    public init(
        of row: OutputRow, in listing: OutputListing, job: DescribeTransformJobResponse, preview: PredictionPreview,
        from storage: any ObjectStorage & MultipartStorage, limits: RowFile.Limits = .init()
    ) {
        let (given, written) = PredictionLoader(storage: storage, job: job, forms: preview.forms).sources(
            of: row, in: listing)
        self.init(input: given, output: written, preview: preview, from: storage, limits: limits)
    }

    public init(
        input given: RecordLoader.Source?, output written: RecordLoader.Source?, preview: PredictionPreview,
        from storage: any ObjectStorage & MultipartStorage, limits: RowFile.Limits = .init()
    ) {
        var (skipsInput, skipsOutput) = (false, false)
        if case .paired(let input, let output) = preview.pairing { (skipsInput, skipsOutput) = (input, output) }
        func file(
            _ source: RecordLoader.Source?, _ side: PredictionPreview.Side, header: Int, skipsBlankLines: Bool
        ) -> RowFile? {
            guard let source, let table = side.table, !table.form.isBinary else { return nil }
            let isJSON = table.form == .json || table.form == .jsonLines
            return RowFile(
                source, from: storage, knowing: isJSON ? table.columns : [], headerRecords: header,
                skipsBlankLines: skipsBlankLines, limits: limits)
        }
        input = file(given, preview.input, header: 0, skipsBlankLines: skipsInput)
        output = file(written, preview.output, header: preview.hasHeader ? 1 : 0, skipsBlankLines: skipsOutput)
        (self.storage, self.limits) = (storage, limits)
        self.preview = preview
        skipsBlankOutputs = skipsOutput
        arrangement = preview.arrangement
        showsAll = arrangement.plainPlaces.map { $0 == Array($0.indices) } ?? false
        columns = Self.columns(of: preview)
    }

    /// The input's columns, then those of the predictions, as the first rows have them.
    public static func columns(of preview: PredictionPreview) -> [Column] {
        columns(.input, preview.given) { "column \($0 + 1)" }
            + columns(.output, preview.predicted) { $0 == 0 ? "prediction" : "column \($0 + 1)" }
    }

    private static func columns(_ side: Side, _ block: RecordBlock, unnamed: (Int) -> String) -> [Column] {
        let sample = block.rows.prefix(50).filter { !$0.isBlank }
        return block.titles.enumerated().map { place, title in
            let cells = sample.compactMap { place < $0.cells.count && !$0.cells[place].isEmpty ? $0.cells[place] : nil }
            return Column(
                side, place, title: title ?? unnamed(place),
                isNumeric: !cells.isEmpty && cells.allSatisfy { Double($0) != nil })
        }
    }

    /// The number that a prediction has here, from 0, by that of its record and by the same without blank lines.
    public func number(ofRecord record: Int, withoutBlankLines number: Int) -> Int {
        skipsBlankOutputs ? number : max(record - (preview.hasHeader ? 1 : 0), 0)
    }

    public func file(_ side: Side) -> RowFile? { side == .input ? input : output }

    /// Takes over what a reader of all rows has counted on its way.
    func adopt(input given: CountedRows?, output written: CountedRows?) async throws(AWSFailure) {
        if let given { try await input?.adopt(given) }
        if let written { try await output?.adopt(written) }
    }

    /// A row with the cells of the columns that are shown.
    public func shown(_ row: Row, of side: Side) -> Row {
        side == .input || showsAll ? row : arrangement.arranged(row)
    }

    /// Whether two counts tell which blank lines are rows, so that `settled()` has pairs where the first rows left doubt.
    public func canSettle(input: RecordCount?, output: RecordCount?) -> Bool {
        settlement(input: input, output: output) != nil
    }

    /// The pairing by two whole counts, where it's another than the first rows allowed.
    private func settlement(input: RecordCount?, output: RecordCount?) -> Pairing? {
        guard [.paired(), .unpaired(.blankLines)].contains(preview.pairing), let input, let output, input.isExact,
            output.isExact, let given = preview.input.table, let predicted = preview.output.table
        else { return nil }
        let verdict = preview.rule.pairing(given.form, input, with: predicted.form, output)
        return verdict.isPaired && verdict != preview.pairing ? verdict : nil
    }

    /// The same objects with the rows that are pairs, once both are counted; nil where that tells nothing new.
    public func settled() async -> RowPager? {
        guard let input, let output, let given = await input.countedRows, let predicted = await output.countedRows,
            var first = preview.input.table, var second = preview.output.table
        else { return nil }
        first.count = RecordCount(records: given.records, blanks: given.blanks, isExact: true)
        second.count = RecordCount(records: predicted.records, blanks: predicted.blanks, isExact: true)
        guard settlement(input: first.count, output: second.count) != nil else { return nil }
        let pager = RowPager(
            input: input.source, output: output.source,
            preview: PredictionPreview(
                input: .table(first), output: .table(second), rule: preview.rule, names: preview.names,
                rowLimit: preview.rowLimit, forms: preview.forms),
            from: storage, limits: limits)
        guard pager.preview.pairing.isPaired else { return nil }
        try? await pager.adopt(input: given, output: predicted)
        return pager
    }

    /// Whether rows still are pairs, by what has been counted of both since the first rows were read.
    public func pairing(input: RecordCount?, output: RecordCount?) -> Pairing {
        guard case .paired(skipsBlankInput: false, skipsBlankOutput: false) = preview.pairing, let input, let output,
            let given = preview.input.table?.form, let predicted = preview.output.table?.form
        else {
            return preview.pairing
        }
        let verdict = preview.rule.pairing(given, input, with: predicted, output)
        // Rows have been numbered with all blank lines among them.
        return !verdict.isPaired || verdict == preview.pairing ? verdict : .unpaired(.blankLines)
    }
}
