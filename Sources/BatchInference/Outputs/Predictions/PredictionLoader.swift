import AWSOperations

/// Reads the first records of a transform's inputs and outputs, and pairs them where that can be done.
public struct PredictionLoader: Sendable {
    private let records: RecordLoader
    private let job: DescribeTransformJobResponse

    public init(storage: any ObjectReader, job: DescribeTransformJobResponse, limits: RecordLoader.Limits = .screen) {
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
        let (given, written) = sources(of: row, in: listing)
        // One more, for the header of a forecast.
        let wanted = window.isNear ? window.widened : window
        async let before = side(given, wanted, else: row.mayBePaired ? .unlisted : .absent)
        let after = try await side(written, wanted, else: row.mayBePaired ? .unlisted : .absent)
        do {
            return PredictionPreview(
                input: try await before, output: after, rule: PairingRule(job), names: names, rowLimit: window.count)
        } catch {
            throw AWSFailure(wrapping: error)
        }
    }

    /// A row's output without its input, which an output that isn't joined needs for nothing but pairs.
    ///
    /// Throws `AWSFailure.cancelled` alone.
    func outputPreview(
        of row: OutputRow, in listing: OutputListing, names: ColumnNames, window: RowWindow
    ) async throws(AWSFailure) -> PredictionPreview {
        let wanted = window.isNear ? window.widened : window
        let output = try await side(
            sources(of: row, in: listing).output, wanted, else: row.mayBePaired ? .unlisted : .absent)
        return PredictionPreview(
            input: .unlisted, output: output, rule: PairingRule(job), names: names, rowLimit: window.count)
    }

    /// Whether outputs repeat their inputs, so that these tell which of the columns do.
    var isJoined: Bool { job.dataProcessing?.joinSource == .input }

    /// Where the two sides of a row are, and how they are split.
    func sources(
        of row: OutputRow, in listing: OutputListing
    ) -> (input: RecordLoader.Source?, output: RecordLoader.Source?) {
        let (input, output) = (job.transformInput, job.transformOutput)
        let joins = job.dataProcessing?.joinSource == .input
        let given = listing.inputLocation(of: row).map {
            RecordLoader.Source(
                $0, type: input.contentType, isLines: input.splitType == .line,
                isUnpacked: input.compressionType.map { $0 != .none } ?? false, listed: row.input)
        }
        // A join needs the same type on both sides.
        let accept = output?.accept ?? (joins ? input.contentType : nil)
        let written =
            row.output == nil
            ? nil : RecordLoader.Source(listing.outputLocation(of: row), type: accept, listed: row.output)
        return (given, written)
    }

    private func side(
        _ source: RecordLoader.Source?, _ wanted: RowWindow, else missing: PredictionPreview.Side
    ) async throws(AWSFailure) -> PredictionPreview.Side {
        guard let source else { return missing }
        do throws(AWSFailure) {
            return .table(try await records.records(wanted, of: source))
        } catch {
            if error == .cancelled { throw error }
            return .failed(Shortfall("can't read \(source.location.uri)", failure: error))
        }
    }
}
