import AWSOperations

/// What a watch asks the services at one moment; a copy of what each question needs, so that all can be asked at once.
struct WatchQuestion: Sendable {
    let name: String
    let services: any TransformWatcher.Services
    let description: DescribeTransformJobResponse?
    let log: LogCursor
    let metricHosts: [String]
    let now: Timestamp

    /// One source read, or why it was not, or not whole: `failure` may stand beside what came all the same.
    ///
    /// Members rather than cases: as an enum within the `Result` of a task group, Swift 6.3.1 released it wrongly in
    /// optimised builds.
    struct Finding: Sendable {
        let source: WatchSource
        var description: DescribeTransformJobResponse?
        var outputs: OutputProgress?
        var log: LogReading?
        var metrics: TransformMetricSeries?
        var failure: AWSFailure?
    }

    /// New log lines, and where to go on after them.
    struct LogReading: Sendable {
        var cursor: LogCursor
        var lines: [LogLine]
    }

    func ask(_ source: WatchSource) async -> Finding {
        var finding = Finding(source: source)
        do {
            switch source {
            case .description: finding.description = try await services.describeTransformJob(named: name)
            case .outputs:
                let listing = try await readOutputs()
                finding.outputs = listing.progress
                // What the description doesn't say, no other reading of the objects tells.
                let inputFailure = listing.inputLocation == nil ? nil : listing.inputFailure
                finding.failure = listing.outputFailure ?? inputFailure
            case .log:
                let reading = try await readLog()
                finding.log = reading
                finding.failure = reading.cursor.shortfall
            case .metrics: (finding.metrics, finding.failure) = try await readMetrics()
            }
        } catch {
            finding.failure = AWSFailure(wrapping: error)
        }
        return finding
    }

    private func readOutputs() async throws -> OutputListing {
        guard let description else { throw AWSFailure.cancelled }
        return try await OutputListingLoader(storage: services).listing(of: description)
    }

    private func readLog() async throws -> LogReading {
        var cursor = log
        let end = description.flatMap { TransformOverview($0).isEnded ? $0.transformEndTime : nil }
        let lines = try await cursor.readNew(from: services, endedAt: end)
        return LogReading(cursor: cursor, lines: lines)
    }

    private func readMetrics() async throws -> (TransformMetricSeries, AWSFailure?) {
        guard let description else { throw AWSFailure.cancelled }
        return try await TransformMetricReader(metrics: services).series(of: description, hosts: metricHosts, now: now)
    }
}
