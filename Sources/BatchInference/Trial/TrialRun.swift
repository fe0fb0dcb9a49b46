import AWSOperations

/// Sends the first rows of an input through a plan before the whole: uploads them to a scratch folder, launches, waits,
/// reads the predictions, and removes what it made.
///
/// It is in the journal from before its first object until the last is gone: one that was cut short is found there, and
/// `cleanUp` takes it back.
///
/// The model stays for the whole launch, which reuses it; `discard` deletes it where there is none.
public struct TrialRun: Sendable {
    public typealias Services = Models & ObjectStorage & TransformJobs & TransformLogs & TransformMetrics

    /// Rows that a trial may have.
    public static let rowLimits = 1...10_000
    /// Rows of the predictions that are shown.
    static let shownRows = 200

    let services: any Services
    let journal: any LaunchJournal
    let clock: any Clock
    let pace: WatchPace
    let copier: ArtifactCopier?

    public init(
        services: any Services, journal: any LaunchJournal, clock: any Clock, pace: WatchPace,
        copier: ArtifactCopier? = nil
    ) {
        self.services = services
        self.journal = journal
        self.clock = clock
        self.pace = pace
        self.copier = copier
    }

    /// A trial under way.
    public struct Progress: Sendable {
        /// The last event is `.predicted` or `.failed`.
        ///
        /// A consumer that goes away stops the trial.
        public let events: AsyncStream<TrialEvent>
        /// Ends the trial: the transform is stopped, temporary objects are deleted, and so is the model, once the
        /// transform has ended; the events go on to `.failed`.
        public let stop: @Sendable () -> Void
    }

    /// Starts a trial.
    public func start(_ plan: LaunchPlan, rows: Int, as identity: LaunchIdentity) -> Progress {
        let (events, continuation) = AsyncStream.makeStream(of: TrialEvent.self)
        let task = Task {
            continuation.yield(await run(plan, rows: rows, as: identity) { continuation.yield($0) })
            continuation.finish()
        }
        continuation.onTermination = { ending in if case .cancelled = ending { task.cancel() } }
        return Progress(events: events, stop: { task.cancel() })
    }

    /// Deletes the model that a trial made, where the whole is not launched. Throws `AWSFailure`.
    public func discard(_ result: TrialResult) async throws {
        guard result.madeModel else { return }
        do {
            try await services.deleteModel(named: result.record.modelName)
        } catch {
            let failure = AWSFailure(wrapping: error)
            guard failure.isNotFound else { throw failure }
        }
    }

    private func run(
        _ plan: LaunchPlan, rows: Int, as identity: LaunchIdentity, _ report: @escaping @Sendable (TrialEvent) -> Void
    ) async -> TrialEvent {
        guard let (trial, place) = plan.trial(now: clock.now) else {
            return .failed(
                TrialFailure(problem: "the plan has no output to put the sample run beside", remedy: "enter one"))
        }
        let scratch = TrialScratch(services: services, place: place)
        var record: LaunchRecord?
        do {
            report(.reading)
            let parts = try await TrialInput(storage: services).parts(of: plan, rows: rows)
            let begun = try await launcher().begin(trial, as: identity, isTrial: true)
            record = begun
            let total = parts.reduce(0) { $0 + $1.rows }
            report(.uploading(rows: total))
            let keys = try await scratch.upload(parts, contentType: plan.contentType)
            let launched = try await launch(begun, report)
            return await watch(launched, total, parts[0], keys[0], scratch, report)
        } catch {
            // What follows is seen through, whoever has stopped listening.
            let left = await Task { [record] () -> [String] in
                guard let record else { return [] }
                let left = await scratch.removeAll()
                await settle((error as? LaunchFailure)?.record ?? record, isTidy: left.isEmpty)
                return left
            }.value
            return .failed(TrialFailure(error, leftBehind: left))
        }
    }

    func launcher(copyStop: CopyStop = CopyStop()) -> Launcher {
        Launcher(
            models: services, transforms: services, journal: journal, clock: clock, copier: copier, copyStop: copyStop)
    }

    private func launch(
        _ begun: LaunchRecord, _ report: @escaping @Sendable (TrialEvent) -> Void
    ) async throws -> LaunchRecord {
        let stop = CopyStop()
        let launcher = launcher(copyStop: stop)
        // A task of its own: a launch is never cut between its two requests; its copying is.
        let launching = Task {
            var end: LaunchEvent?
            for await event in launcher.launch(begun: begun) {
                report(.launch(event))
                if event.isEnd { end = event }
            }
            return end
        }
        let end = await withTaskCancellationHandler {
            await launching.value
        } onCancel: {
            stop.stop()
        }
        switch end {
        case .launched(let record): return record
        case .failed(let failure): throw failure
        default: throw CancellationError()
        }
    }

    private func watch(
        _ record: LaunchRecord, _ rows: Int, _ part: TrialInput.Part, _ key: String, _ scratch: TrialScratch,
        _ report: @escaping @Sendable (TrialEvent) -> Void
    ) async -> TrialEvent {
        var last: TransformSnapshot?
        let watcher = TransformWatcher(services: services, clock: clock, pace: pace, patience: .command)
        for await snapshot in watcher.snapshots(of: record.transformJobName) {
            report(.running(snapshot))
            last = snapshot
        }
        // What follows is seen through, whoever has stopped listening.
        return await Task { [last] in
            guard let last, last.isFinal, let overview = last.overview else {
                return TrialEvent.failed(await abandon(record, scratch))
            }
            let isPredicted = overview.status == .completed
            let output = isPredicted ? await predictions(of: key, at: scratch.place, by: record) : nil
            report(.tidying)
            var left = await scratch.removeAll()
            guard isPredicted else {
                left += await deleteModel(of: record)
                await settle(record, isTidy: left.isEmpty)
                let problem = overview.failureReason ?? "the sample run's transform ended as \(overview.status)"
                return .failed(
                    TrialFailure(
                        problem: problem, remedy: last.diagnoses.first?.fix ?? "change the plan, then try again",
                        diagnoses: last.diagnoses, leftBehind: left))
            }
            await settle(record, isTidy: left.isEmpty)
            let job = record.createTransformJob
            let input = RecordTable(
                part.bytes, type: job.transformInput.contentType, isLines: job.transformInput.splitType == .line)
            let preview = PredictionPreview(
                input: .table(input), output: output ?? .absent,
                rule: PairingRule(
                    splitType: job.transformInput.splitType, assembleWith: job.transformOutput.assembleWith,
                    batchStrategy: job.batchStrategy),
                names: ColumnNames(responsesOf: record), rowLimit: Self.shownRows)
            return .predicted(TrialResult(rows: rows, preview: preview, record: record, leftBehind: left))
        }.value
    }

    /// The predictions of the first part.
    private func predictions(
        of key: String, at place: LaunchPlan.TrialPlace, by record: LaunchRecord
    ) async -> PredictionPreview.Side {
        let location = S3Location(bucket: place.output.bucket, key: place.output.key + key + ".out")
        let job = record.createTransformJob
        let joins = job.dataProcessing?.joinSource == .input
        let accept = job.transformOutput.accept ?? (joins ? job.transformInput.contentType : nil)
        do throws(AWSFailure) {
            return .table(
                try await RecordLoader(storage: services).first(Self.shownRows, of: .init(location, type: accept)))
        } catch {
            return .failed(Shortfall("can't read \(location.uri)", failure: error))
        }
    }
}

extension TrialFailure {
    init(_ error: any Error, leftBehind: [String]) {
        switch error {
        case let problem as TrialProblem:
            self.init(problem: problem.problem, remedy: problem.remedy, leftBehind: leftBehind)
        case let failure as LaunchFailure:
            self.init(problem: failure.problem, remedy: failure.remedy, leftBehind: leftBehind)
        default:
            let failure = AWSFailure(wrapping: error)
            self.init(problem: failure.problem, remedy: failure.remedy, leftBehind: leftBehind)
        }
    }
}
