import AWSOperations
import Predictions

/// One output as it is read from its beginning to its end, beside its input where that is needed.
struct ObjectReading: Sendable {
    let uri: String
    let preview: PredictionPreview
    let output: RecordLoader.Source
    let input: RecordLoader.Source?
    /// Which columns of the output its rows are handed on with.
    let arrangement: ColumnArrangement
    /// The column of the predictions that says most, among these.
    let summaryColumn: Int
    private let storage: any ObjectReader

    /// So many rows tell what the columns of an object are.
    private static let rowsLookedAt = 50
    static let limits = RecordLoader.Limits(record: 16 << 20, kept: 16 << 20, read: 64 << 20, counted: 0, doubtful: 0)

    /// Looks at the beginning of an output. Throws a `Shortfall`, which names it, or `AWSFailure.cancelled`.
    init(
        _ row: OutputRow, in listing: OutputListing, job: DescribeTransformJobResponse, storage: any ObjectReader,
        names: ColumnNames, need: some InputNeed
    ) async throws {
        uri = listing.outputLocation(of: row).uri
        let kept = KeptBeginnings(of: storage)
        self.storage = kept
        let loader = PredictionLoader(storage: kept, job: job, limits: Self.limits, forms: need.forms)
        let sources = loader.sources(of: row, in: listing)
        let window = RowWindow.first(Self.rowsLookedAt)
        var preview: PredictionPreview?
        if !loader.isJoined, !need.isCertain {
            let alone = try await loader.outputPreview(of: row, in: listing, names: names, window: window)
            if !need.needsInput(output: alone.arrangement.titles, input: nil) { preview = alone }
        }
        if preview == nil {
            preview = try await loader.preview(of: row, in: listing, names: names, window: window)
        }
        guard let preview else { throw AWSFailure.cancelled }
        self.preview = preview
        (arrangement, summaryColumn) = Self.arrangement(of: preview, takesMajority: need.takesMajorityOfLists)
        if case .failed(let shortfall) = preview.output { throw shortfall }
        guard let source = sources.output, let table = preview.output.table else {
            throw Shortfall(
                "\(uri) is missing", failure: .configuration(problem: "the output isn't listed", remedy: ""))
        }
        guard !table.form.isBinary else {
            throw Shortfall(
                "can't read \(uri) as rows", failure: .configuration(problem: "it's \(table.form.phrase)", remedy: ""))
        }
        output = source
        // Records without a prediction are told of wherever they'd stand beside one.
        if Self.isEmpty(table), need.isCertain, !preview.pairing.isPaired, let given = preview.inputCount,
            given.withoutBlankLines > 0
        {
            throw Self.unpaired(uri, preview.unpairedSentence ?? "not paired")
        }
        guard !Self.isEmpty(table), need.needsInput(output: preview.arrangement.titles, input: preview.given.titles)
        else {
            input = nil
            return
        }
        if case .failed(let shortfall) = preview.input { throw shortfall }
        // Where blank lines leave doubt, all records have to be counted first.
        let mayBePaired = preview.isInDoubt && !preview.isCounted
        guard preview.pairing.isPaired || mayBePaired, let given = sources.input else {
            throw Self.unpaired(uri, preview.unpairedSentence ?? "not paired")
        }
        input = given
    }

    /// Where single rows have other lists than most, those of the rest are taken apart all the same, if that is enough.
    private static func arrangement(
        of preview: PredictionPreview, takesMajority: Bool
    ) -> (ColumnArrangement, Int) {
        guard takesMajority, let plain = preview.arrangement.plainPlaces else {
            return (preview.arrangement, preview.summaryColumn)
        }
        let found = preview.arrangement.spreadingProbabilities(
            of: preview.written.rows.map { Row($0.cells, isCut: $0.isCut) }, byMajority: true)
        let cell = preview.summaryColumn < plain.count ? plain[preview.summaryColumn] : preview.summaryColumn
        guard found.plainPlaces == nil, let place = found.shownPlace(ofCell: cell) else {
            return (preview.arrangement, preview.summaryColumn)
        }
        return (found, place)
    }

    static func unpaired(_ uri: String, _ sentence: String) -> Shortfall {
        Shortfall("\(uri) can't be put beside its input", failure: .configuration(problem: sentence, remedy: ""))
    }

    private static func isEmpty(_ table: RecordTable) -> Bool {
        table.count.isExact && table.count.withoutBlankLines == 0
    }

    /// Whether the output has no rows at all.
    var isEmpty: Bool { preview.output.table.map(Self.isEmpty) ?? true }

    /// How far reading has come, from 0 to 1.
    func share(_ bytes: Int) -> Double {
        let all = (output.listed?.$size ?? 0) + (input?.listed?.$size ?? 0)
        return all == 0 ? 1 : min(Double(bytes) / Double(all), 1)
    }

    /// What the predictions' columns are called.
    var titles: [String?] { arrangement.titles }
    var inputTitles: [String?] { preview.given.titles }

    /// What the cells of a column are, where records don't say it themselves.
    func type(of column: ColumnReference.Place) -> ColumnType {
        let (table, block, place) =
            switch column {
            case .output(let place): (preview.output.table, preview.predicted, place)
            case .input(let place): (preview.input.table, preview.given, place)
            }
        guard table?.form == .csv || table?.form == .text else { return .unknown }
        return ColumnType(of: block.rows.lazy.filter { place < $0.cells.count && !$0.isCut }.map { $0.cells[place] })
    }

    /// Where a column of the predictions is in a row as `shown` gives it.
    func place(_ column: Int) -> Int { arrangement.plainPlaces?[column] ?? column }

    /// Columns that the reader has to know beforehand.
    var knownColumns: [String?] { preview.output.table.map { $0.form == .csv ? [] : $0.columns } ?? [] }
    var knownInputColumns: [String?] { preview.input.table.map { $0.form == .csv ? [] : $0.columns } ?? [] }

    /// How many values the first rows have at most; nil where there are none to tell.
    var width: Int? { preview.written.titles.isEmpty ? nil : preview.written.titles.count }
    var inputWidth: Int? { inputTitles.isEmpty ? nil : inputTitles.count }

    /// Hands on all rows, each beside its input where there is one; returns what could not be arranged.
    ///
    /// Blank lines are no rows, unless the counts say that they are records. Throws a `Shortfall` where counts differ, which
    /// is known at the end alone.
    ///
    /// - Parameters:
    ///   - pairing: Which blank lines are rows, where that is known.
    ///   - restart: Blank lines were taken wrongly: everything comes again.
    ///   - progress: Bytes that were read of both, and rows that were handed on.
    func read(
        as pairing: Pairing? = nil, restart: () throws -> Void, progress: (_ bytes: Int, _ rows: Int) -> Void,
        take: (_ output: Row, _ input: Row?) throws -> Void
    ) async throws -> Counted {
        guard input != nil else { return try await readOutput(progress: progress, take: take) }
        return try await paired(as: pairing, restart: restart) { skipsInput, skipsOutput in
            try await readPairs(skipsInput: skipsInput, skipsOutput: skipsOutput, progress: progress, take: take)
        }
    }

    /// Reads pairs, a second time where blank lines were taken wrongly.
    private func paired(
        as pairing: Pairing? = nil, restart: () throws -> Void,
        _ read: (_ skipsInput: Bool, _ skipsOutput: Bool) async throws -> (Counted, Verdict)
    ) async throws -> Counted {
        var mode = pairing ?? .paired(skipsBlankInput: true, skipsBlankOutput: true)
        for attempt in 0..<2 {
            if attempt > 0 { try restart() }
            guard case .paired(let skipsInput, let skipsOutput) = mode else { break }
            let (counted, pairing) = try await read(skipsInput, skipsOutput)
            guard case .paired(let trueInput, let trueOutput) = pairing.verdict else {
                throw Self.unpaired(uri, pairing.sentence)
            }
            // Where a side has no blank lines, nothing was left out of it; where both have the same ones, the same of both.
            if (trueInput == skipsInput || pairing.given.blankLines == 0)
                && (trueOutput == skipsOutput || pairing.predicted.blankLines == 0)
                || trueInput == trueOutput && skipsInput == skipsOutput
                    && pairing.given.hasSameBlankLines(as: pairing.predicted)
            {
                var counted = counted
                counted.pairing = mode
                return counted
            }
            mode = pairing.verdict
        }
        throw Self.unpaired(uri, "not paired: \(Pairing.Reason.blankLines.text)")
    }

    /// How the rows are paired, where the first look has told it of all of them.
    var knownPairing: Pairing? {
        guard let given = preview.inputCount, let predicted = preview.outputCount, given.isExact, predicted.isExact,
            given.blankLines == 0, predicted.blankLines == 0
        else { return nil }
        return preview.pairing
    }

    /// What reading has come to.
    struct Counted {
        var rows = 0
        var blankLines = 0
        var cutRows = 0
        /// Rows whose lists are not those of the first rows.
        var unfitRows = 0
        var flaws = FlawedObjects()
        /// How the rows were paired.
        var pairing: Pairing?
        /// The records of both sides.
        var output: CountedRows?
        var input: CountedRows?
    }

    private struct Verdict {
        var verdict: Pairing
        var given: RecordCount
        var predicted: RecordCount

        var sentence: String { verdict.sentence(input: given, output: predicted) ?? "" }
    }

    /// The rows of the output alone, for whoever puts several outputs side by side.
    func outputFeed() -> RowFeed {
        RowFeed(output, storage: storage, knowing: knownColumns, longestPart: RowFeed.narrowPart)
    }

    /// A row of the output as its columns are shown; nil for what is no prediction.
    func prediction(_ row: Row, fits: inout Bool) -> Row? {
        guard !row.isBlank, row.number >= headerRecords else { return nil }
        guard arrangement.plainPlaces == nil else { return row }
        return arrangement.arranged(row, fits: &fits)
    }

    private var headerRecords: Int { preview.hasHeader ? 1 : 0 }

    /// A row as its columns are shown; nil where they are only picked, so that it can be taken as it is.
    private func arranged(_ row: Row, _ counted: inout Counted) -> Row? {
        guard arrangement.plainPlaces == nil else { return nil }
        var fits = true
        let shown = arrangement.arranged(row, fits: &fits)
        if !fits { counted.unfitRows += 1 }
        return shown
    }

    private func readOutput(
        progress: (Int, Int) -> Void, take: (Row, Row?) throws -> Void
    ) async throws -> Counted {
        var feed = RowFeed(output, storage: storage, knowing: knownColumns, width: width)
        var counted = Counted()
        var problem: (any Error)?
        while try await feed.next({ row in
            guard problem == nil, !row.isBlank, row.number >= headerRecords else { return }
            counted.rows += 1
            do { try take(arranged(row, &counted) ?? row, nil) } catch { problem = error }
        }) {
            if let problem { throw problem }
            progress(feed.position, counted.rows)
        }
        (counted.blankLines, counted.cutRows, counted.output) = (feed.count.blankLines, feed.cutRecords, feed.counted)
        counted.flaws.add(uri, feed.flaws)
        return counted
    }

    private func readPairs(
        skipsInput: Bool, skipsOutput: Bool, progress: (Int, Int) -> Void, take: (Row, Row?) throws -> Void
    ) async throws -> (Counted, Verdict) {
        guard let input else { preconditionFailure("pairs need an input") }
        var given = RowFeed(input, storage: storage, knowing: knownInputColumns, width: inputWidth)
        var predicted = RowFeed(output, storage: storage, knowing: knownColumns, width: width)
        var counted = Counted()
        // Rows of one side wait, never of both: what comes of the other side finds its partner at once.
        var (inputs, outputs) = (RowQueue(), RowQueue())
        var partner = Row()
        var problem: (any Error)?
        func pair(_ output: Row, _ input: Row) {
            counted.rows += 1
            do { try take(arranged(output, &counted) ?? output, input) } catch { problem = error }
        }
        while true {
            var moved = false
            if inputs.isEmpty || predicted.hasEnded {
                moved = try await given.next { row in
                    guard problem == nil, !(skipsInput && row.isBlank) else { return }
                    if !outputs.isEmpty {
                        outputs.takeFirst(into: &partner)
                        pair(partner, row)
                    } else if !predicted.hasEnded {
                        inputs.append(row)
                    }
                }
                if let problem { throw problem }
            }
            if outputs.isEmpty || given.hasEnded {
                let more = try await predicted.next { row in
                    guard problem == nil, !(skipsOutput && row.isBlank) else { return }
                    if !inputs.isEmpty {
                        inputs.takeFirst(into: &partner)
                        pair(row, partner)
                    } else if !given.hasEnded {
                        outputs.append(row)
                    }
                }
                if let problem { throw problem }
                moved = moved || more
            }
            // What has no partner is counted alone.
            if given.hasEnded { outputs.removeAll() }
            if predicted.hasEnded { inputs.removeAll() }
            progress(given.position + predicted.position, counted.rows)
            if !moved, given.hasEnded, predicted.hasEnded { break }
        }
        (counted.blankLines, counted.cutRows) = (predicted.count.blankLines, predicted.cutRecords)
        (counted.output, counted.input) = (predicted.counted, given.counted)
        counted.flaws.add(uri, predicted.flaws)
        counted.flaws.add(input.location.uri, given.flaws)
        let verdict = preview.rule.pairing(given.form, given.count, with: predicted.form, predicted.count)
        return (counted, Verdict(verdict: verdict, given: given.count, predicted: predicted.count))
    }

    /// Whether cells can be picked without making rows of them.
    var allowsPicking: Bool {
        guard arrangement.plainPlaces != nil, !preview.hasHeader, let table = preview.output.table,
            CellReader.canRead(table.form)
        else { return false }
        return input == nil || preview.input.table.map { CellReader.canRead($0.form) } == true
    }

    /// Hands on the cells of some columns alone, as `read` hands on rows.
    ///
    /// - Parameter take: Takes the rows that there are, those of the input beside those of the output.
    func readCells(
        _ places: [Int], ofInput inputPlaces: [Int], restart: () throws -> Void, progress: (Int, Int) -> Void,
        take: (_ output: inout CellFeed, _ input: inout CellFeed?) -> Int
    ) async throws -> Counted {
        guard input != nil else {
            return try await readCells(places, [], skipsInput: true, skipsOutput: true, progress, take).0
        }
        return try await paired(restart: restart) { skipsInput, skipsOutput in
            try await readCells(
                places, inputPlaces, skipsInput: skipsInput, skipsOutput: skipsOutput, progress, take)
        }
    }

    private func readCells(
        _ places: [Int], _ inputPlaces: [Int], skipsInput: Bool, skipsOutput: Bool, _ progress: (Int, Int) -> Void,
        _ take: (inout CellFeed, inout CellFeed?) -> Int
    ) async throws -> (Counted, Verdict) {
        var predicted = CellFeed(
            output, storage: storage, form: preview.output.table?.form ?? .csv, places: places, width: width,
            skipsBlank: skipsOutput)
        var given = input.map {
            CellFeed(
                $0, storage: storage, form: preview.input.table?.form ?? .csv, places: inputPlaces,
                width: inputWidth, skipsBlank: skipsInput)
        }
        var counted = Counted()
        while true {
            var moved = false
            if given?.reader.isEmpty == true { moved = try await given?.next() ?? false }
            if predicted.reader.isEmpty {
                let more = try await predicted.next()
                moved = moved || more
            }
            counted.rows += take(&predicted, &given)
            // What has no partner is counted alone.
            if given?.hasEnded == true, given?.reader.isEmpty == true { predicted.reader.countAlone() }
            if predicted.hasEnded, predicted.reader.isEmpty { given?.reader.countAlone() }
            progress(predicted.position + (given?.position ?? 0), counted.rows)
            if !moved, predicted.hasEnded, given?.hasEnded ?? true { break }
        }
        (counted.blankLines, counted.cutRows) = (predicted.count.blankLines, predicted.reader.cutRecords)
        (counted.output, counted.input) = (predicted.counted, given?.counted)
        counted.flaws.add(uri, predicted.flaws)
        guard let given, let input else {
            return (
                counted, Verdict(verdict: preview.pairing, given: predicted.count, predicted: predicted.count)
            )
        }
        counted.flaws.add(input.location.uri, given.flaws)
        let verdict = preview.rule.pairing(
            given.reader.form, given.count, with: predicted.reader.form, predicted.count)
        return (counted, Verdict(verdict: verdict, given: given.count, predicted: predicted.count))
    }

    /// A reader of its own content: for counting without rows. Returns what of the text can't be read as it is meant.
    func scan(
        _ scanner: inout SummaryScanner?, make: (RecordForm) -> SummaryScanner,
        progress: (_ bytes: Int, _ rows: Int, _ scanner: SummaryScanner?) -> Void
    ) async throws -> TextFlaws {
        var feed = RowFeed(output, storage: storage, knowing: [])
        while try await feed.nextContent({ form, piece in
            if scanner == nil { scanner = make(form) }
            scanner?.scan(piece)
        }) {
            progress(feed.position, scanner?.records ?? 0, scanner)
        }
        if scanner == nil { scanner = make(preview.output.table?.form ?? .csv) }
        scanner?.finish()
        return feed.flaws.adding(scanner)
    }
}

/// What decides whether rows have to stand beside those of their input.
protocol InputNeed: Sendable {
    /// Whether they have to, whatever the columns are.
    var isCertain: Bool { get }
    /// How both are read, where somebody has chosen it.
    var forms: RecordForms { get }

    /// Whether lists of probabilities are taken apart where most rows have lists that fit one another.
    var takesMajorityOfLists: Bool { get }

    /// - Parameter input: The input's columns; nil where they haven't been read, and what counts is whether they may matter.
    func needsInput(output: [String?], input: [String?]?) -> Bool
}

extension InputNeed {
    var takesMajorityOfLists: Bool { false }
}
