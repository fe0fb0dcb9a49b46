import AWSOperations
import Predictions

/// Reads the first records of a transform's inputs and outputs, and pairs them where that can be done.
public struct PredictionLoader: Sendable {
    private let records: RecordLoader
    private let job: DescribeTransformJobResponse
    private let forms: RecordForms

    public init(
        storage: any ObjectReader, job: DescribeTransformJobResponse, limits: RecordLoader.Limits = .screen,
        forms: RecordForms = RecordForms()
    ) {
        self.forms = forms
        records = RecordLoader(storage: storage, limits: limits)
        self.job = job
    }

    /// A row's input and output at once; an object that can't be read says so and does not hide the other.
    ///
    /// Throws `AWSFailure.cancelled` alone.
    public func preview(
        of row: OutputRow, in listing: OutputListing, names: ColumnNames = ColumnNames(), rowLimit: Int = 100
    ) async throws(AWSFailure) -> PredictionPreview {
        try await preview(of: row, in: listing, names: names, window: .first(rowLimit))
    }

    /// The same of any rows. Throws `AWSFailure.cancelled` alone.
    public func preview(
        of row: OutputRow, in listing: OutputListing, names: ColumnNames, window: RowWindow
    ) async throws(AWSFailure) -> PredictionPreview {
        let sources = sources(of: row, in: listing)
        let missing: PredictionPreview.Side = row.mayBePaired ? .unlisted : .absent
        func read(_ blanks: BlankLineReading) async throws(AWSFailure) -> PredictionPreview {
            // One more, for the header of a forecast.
            let wanted = window.isNear ? window.widened : window
            async let before = side(
                sources.input, wanted, skipsBlankLines: blanks.skipsInput, countsAll: blanks.countsAll, else: missing)
            let after = try await output(sources.output, window, names, blanks, else: missing)
            do {
                var (before, after) = (try await before, after)
                if case .last = window { Self.alignEnds(&before, &after) }
                return PredictionPreview(
                    input: before, output: after, rule: PairingRule(job), names: names, rowLimit: window.count,
                    forms: forms)
            } catch {
                throw AWSFailure(wrapping: error)
            }
        }
        var preview = try await read(BlankLineReading())
        guard preview.isInDoubt, let given = preview.input.table, let predicted = preview.output.table else {
            return preview
        }
        // Blank lines are rows or none as all records tell.
        if !preview.isCounted {
            guard !window.isNear || max(given.size, predicted.size) <= records.limits.doubtful else { return preview }
            preview = try await read(BlankLineReading(countsAll: true))
        }
        guard !window.isNear, case .paired(let skipsInput, let skipsOutput) = preview.countedPairing,
            skipsInput || skipsOutput
        else { return preview }
        return try await read(
            BlankLineReading(countsAll: true, skipsInput: skipsInput, skipsOutput: skipsOutput))
    }

    /// What is done about blank lines, which may be rows or none.
    private struct BlankLineReading {
        var countsAll = false
        var skipsInput = false
        var skipsOutput = false
    }

    /// Leaves out rows before those that both sides have kept of their ends.
    private static func alignEnds(_ one: inout PredictionPreview.Side, _ other: inout PredictionPreview.Side) {
        guard case .table(var first) = one, case .table(var second) = other, first.count.isExact,
            second.count.isExact
        else { return }
        // Where they have different numbers of rows, nothing stands beside anything.
        guard first.firstRow + first.rows.count == second.firstRow + second.rows.count else { return }
        let row = max(first.firstRow, second.firstRow)
        first.dropRows(before: row)
        second.dropRows(before: row)
        (one, other) = (.table(first), .table(second))
    }

    /// A row's output without its input, which an output that isn't joined needs for nothing but pairs.
    ///
    /// Throws `AWSFailure.cancelled` alone.
    func outputPreview(
        of row: OutputRow, in listing: OutputListing, names: ColumnNames, window: RowWindow
    ) async throws(AWSFailure) -> PredictionPreview {
        let output = try await output(
            sources(of: row, in: listing).output, window, names, BlankLineReading(),
            else: row.mayBePaired ? .unlisted : .absent)
        return PredictionPreview(
            input: .unlisted, output: output, rule: PairingRule(job), names: names, rowLimit: window.count,
            forms: forms)
    }

    /// Whether outputs repeat their inputs, so that these tell which of the columns do.
    var isJoined: Bool { job.dataProcessing?.joinSource == .input }

    /// Where the two sides of a row are, and how they are split.
    func sources(
        of row: OutputRow, in listing: OutputListing
    ) -> (input: RecordLoader.Source?, output: RecordLoader.Source?) {
        let (input, output) = (job.transformInput, job.transformOutput)
        func source(_ source: RecordLoader.Source, as form: RecordForm?) -> RecordLoader.Source {
            var source = source
            source.form = form
            return source
        }
        let joins = job.dataProcessing?.joinSource == .input
        let given = listing.inputLocation(of: row).map {
            source(
                RecordLoader.Source(
                    $0, type: input.contentType, isLines: input.splitType == .line,
                    isUnpacked: input.compressionType.map { $0 != .none } ?? false, listed: row.input),
                as: forms.input)
        }
        // A join needs the same type on both sides.
        let accept = output?.accept ?? (joins ? input.contentType : nil)
        let written =
            row.output == nil
            ? nil
            : source(
                RecordLoader.Source(listing.outputLocation(of: row), type: accept, listed: row.output),
                as: forms.output)
        return (given, written)
    }

    /// The output's rows of a window; of a forecast, behind the header that names their columns.
    private func output(
        _ source: RecordLoader.Source?, _ window: RowWindow, _ names: ColumnNames, _ blanks: BlankLineReading,
        else missing: PredictionPreview.Side
    ) async throws(AWSFailure) -> PredictionPreview.Side {
        guard names.isForecast, !window.isNear else {
            return try await side(
                source, window.isNear ? window.widened : window, skipsBlankLines: blanks.skipsOutput,
                countsAll: blanks.countsAll, else: missing)
        }
        let beginning = try await side(source, .first(1), else: missing)
        guard let header = beginning.table, header.form == .csv, let names = header.rows.first else {
            return try await side(source, window, else: missing)
        }
        let found = try await side(source, window.behindHeader, else: missing)
        guard var table = found.table, table.firstRow > 0 else { return found }
        table.rows.insert(names, at: 0)
        table.firstRow -= 1
        return .table(table)
    }

    private func side(
        _ source: RecordLoader.Source?, _ wanted: RowWindow, skipsBlankLines: Bool = false, countsAll: Bool = false,
        else missing: PredictionPreview.Side
    ) async throws(AWSFailure) -> PredictionPreview.Side {
        guard let source else { return missing }
        do throws(AWSFailure) {
            return .table(
                try await records.records(
                    wanted, of: source, skipsBlankLines: skipsBlankLines, countsAll: countsAll))
        } catch {
            if error == .cancelled { throw error }
            return .failed(Shortfall("can't read \(source.location.uri)", failure: error))
        }
    }
}

/// How the objects of both sides are read, where somebody has chosen it.
public struct RecordForms: Hashable, Sendable {
    public var input: RecordForm?
    public var output: RecordForm?

    public init(input: RecordForm? = nil, output: RecordForm? = nil) {
        (self.input, self.output) = (input, output)
    }
}
