import AWSOperations

/// Sends the first rows of an input through a plan before the whole: uploads them to a scratch folder, launches, waits,
/// reads the predictions, and removes what it made.
///
/// It is in the journal from before its first object until the last is gone: one that was cut short is found there, and
/// `cleanUp` takes it back.
///
/// The model stays for the whole launch, which reuses it; `discard` deletes it where there is none.
public struct SampleRun: Sendable {
    public typealias Services = Models & ObjectStorage & TransformJobs & TransformLogs & TransformMetrics

    /// Rows that a sample run may have.
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

    /// A sample run under way.
    public struct Progress: Sendable {
        /// The last event is `.predicted` or `.failed`.
        ///
        /// A consumer that goes away stops the sample run.
        public let events: AsyncStream<SampleRunEvent>
        /// Ends the sample run: the transform is stopped, temporary objects are deleted, and so is the model, once the
        /// transform has ended; the events go on to `.failed`.
        public let stop: @Sendable () -> Void
    }

    /// Starts a sample run.
    public func start(_ plan: LaunchPlan, rows: Int, as identity: LaunchIdentity) -> Progress {
        let (events, continuation) = AsyncStream.makeStream(of: SampleRunEvent.self)
        let task = Task {
            continuation.yield(await run(plan, rows: rows, as: identity) { continuation.yield($0) })
            continuation.finish()
        }
        continuation.onTermination = { ending in if case .cancelled = ending { task.cancel() } }
        return Progress(events: events, stop: { task.cancel() })
    }

    /// Deletes the model that a sample run made, where the whole is not launched. Throws `AWSFailure`.
    public func discard(_ result: SampleRunResult) async throws {
        guard result.madeModel else { return }
        do {
            try await services.deleteModel(named: result.record.modelName)
        } catch {
            let failure = AWSFailure(wrapping: error)
            guard failure.isNotFound else { throw failure }
        }
    }

    private func run(
        _ plan: LaunchPlan, rows: Int, as identity: LaunchIdentity,
        _ report: @escaping @Sendable (SampleRunEvent) -> Void
    ) async -> SampleRunEvent {
        guard let (sampleRun, place) = plan.sampleRun(now: clock.now) else {
            return .failed(
                SampleRunFailure(problem: "the plan has no output to put the sample run beside", remedy: "enter one"))
        }
        let scratch = SampleRunScratch(services: services, place: place)
        var record: LaunchRecord?
        do {
            report(.reading)
            let parts = try await SampleRunInput(storage: services).parts(of: plan, rows: rows)
            let begun = try await launcher().begin(sampleRun, as: identity, isSampleRun: true)
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
            return .failed(SampleRunFailure(error, leftBehind: left))
        }
    }

    func launcher(copyStop: CopyStop = CopyStop()) -> Launcher {
        Launcher(
            models: services, transforms: services, journal: journal, clock: clock, copier: copier, copyStop: copyStop)
    }

    private func launch(
        _ begun: LaunchRecord, _ report: @escaping @Sendable (SampleRunEvent) -> Void
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
        _ record: LaunchRecord, _ rows: Int, _ part: SampleRunInput.Part, _ key: String, _ scratch: SampleRunScratch,
        _ report: @escaping @Sendable (SampleRunEvent) -> Void
    ) async -> SampleRunEvent {
        var last: TransformSnapshot?
        let watcher = TransformWatcher(services: services, clock: clock, pace: pace, timeouts: .command)
        for await snapshot in watcher.snapshots(of: record.transformJobName) {
            report(.running(snapshot))
            last = snapshot
        }
        // What follows is seen through, whoever has stopped listening.
        return await Task { [last] in
            guard let last, last.isFinal, let overview = last.overview else {
                var failure = await abandon(record, scratch)
                if last?.gaveUp == true, last?.overview?.hasUnreadStatus == true {
                    failure.problem =
                        "the status of the sample run's transform \(record.transformJobName) can't be read, so it was stopped"
                    failure.remedy = "check the SageMaker endpoint"
                }
                return SampleRunEvent.failed(failure)
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
                    SampleRunFailure(
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
            return .predicted(SampleRunResult(rows: rows, preview: preview, record: record, leftBehind: left))
        }.value
    }

    /// The predictions of the first part.
    private func predictions(
        of key: String, at place: LaunchPlan.SampleRunPlace, by record: LaunchRecord
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

extension SampleRunFailure {
    init(_ error: any Error, leftBehind: [String]) {
        switch error {
        case let problem as any ProblemWithRemedy:
            self.init(problem: problem.problem, remedy: problem.remedy, leftBehind: leftBehind)
        case let failure as LaunchFailure:
            self.init(problem: failure.problem, remedy: failure.remedy, leftBehind: leftBehind)
        default:
            let failure = AWSFailure(wrapping: error)
            self.init(problem: failure.problem, remedy: failure.remedy, leftBehind: leftBehind)
        }
    }
}

extension SampleRun {
    /// Takes a sample run back that was cut short: stops its transform and waits for its end, then deletes its rows, its
    /// predictions, and its model where the sample run made it.
    ///
    /// The last event is `.cleanedUp` or `.failed`.
    public func cleanUp(_ record: LaunchRecord) -> AsyncStream<LaunchEvent> {
        AsyncStream { continuation in
            Task {
                do throws(LaunchFailure) {
                    let claimed = try await launcher().claim(record)
                    continuation.yield(await takeBack(claimed) { continuation.yield($0) })
                } catch {
                    continuation.yield(.failed(error))
                }
                continuation.finish()
            }
        }
    }

    private func takeBack(_ record: LaunchRecord, _ report: @escaping @Sendable (LaunchEvent) -> Void) async
        -> LaunchEvent
    {
        let name = record.transformJobName
        guard record.isOpenSampleRun, let scratch = SampleRunScratch(services: services, record: record) else {
            await journal.release(record.id)
            return .failed(
                .sampleRun(record, problem: "\(name) isn't an open sample run", remedy: "list the launches again"))
        }
        var record = record
        switch await status(of: name) {
        case .failure(let failure):
            await journal.release(record.id)
            return .failed(.sampleRun(record, problem: failure.problem, remedy: failure.remedy))
        case .success(nil): break
        case .success(let status?):
            // It was made, whatever the journal saw of it.
            record.state = .launched
            // Whatever isn't known to have ended may run.
            if !status.isEnd {
                report(.stoppingTransform(name: name))
                guard await stopTransform(named: name) else {
                    await journal.release(record.id)
                    return .failed(
                        .sampleRun(
                            record, problem: "the transform \(name) hasn't ended", remedy: "try again in a few minutes")
                    )
                }
            }
        }
        report(.deletingObjects(folder: scratch.place.folder))
        let left = await scratch.removeAll()
        guard left.isEmpty else {
            await settle(record, isTidy: false)
            return .failed(
                .sampleRun(
                    record, problem: left.joined(separator: "; "), remedy: "allow s3:DeleteObject there, or try again"))
        }
        return await removeModel(of: record, report)
    }

    private func removeModel(
        of record: LaunchRecord, _ report: @escaping @Sendable (LaunchEvent) -> Void
    ) async -> LaunchEvent {
        do throws(LaunchFailure) {
            if record.state == .launched {
                if !record.reusesModel { report(.deletingModel(name: record.modelName)) }
                let left = await deleteModel(of: record)
                guard left.isEmpty else {
                    throw .sampleRun(
                        record, problem: left.joined(separator: "; ") + " couldn't be deleted", remedy: "try again")
                }
            } else {
                _ = try await launcher().removeLeftovers(of: record, report: report)
            }
        } catch {
            await settle(record, isTidy: false)
            return .failed(error)
        }
        var ended = record
        ended.state = .cleanedUp
        ended.isOpenSampleRun = false
        await settle(ended, isTidy: true)
        return .cleanedUp(ended)
    }

    /// Stops a sample run that nobody waits for, and removes everything that it made.
    func abandon(_ record: LaunchRecord, _ scratch: SampleRunScratch) async -> SampleRunFailure {
        let name = record.transformJobName
        let hasEnded = await stopTransform(named: name)
        var left = await scratch.removeAll()
        if hasEnded {
            left += await deleteModel(of: record)
        } else {
            left.append("the transform \(name) and its model \(record.modelName)")
        }
        await settle(record, isTidy: left.isEmpty)
        return SampleRunFailure(problem: "the sample run was stopped", remedy: "", leftBehind: left)
    }

    /// Writes down how far a sample run was taken away, and lets it go.
    func settle(_ record: LaunchRecord, isTidy: Bool) async {
        var record = record
        // Nothing of the launch itself had been asked of the service.
        if isTidy, record.state == .planned { record.state = .cleanedUp }
        // A model or transform may exist is still to be looked for.
        if isTidy, record.state.isFinal { record.isOpenSampleRun = false }
        record.updatedAt = clock.now
        // A journal that fails here does no harm: the next start looks again and finds the same end.
        try? await journal.update(record)
        await journal.release(record.id)
    }

    /// Asks a transform to stop; whether it has ended after a while.
    private func stopTransform(named name: String) async -> Bool {
        do {
            try await services.stopTransformJob(named: name)
        } catch {
            // One that has ended cannot be stopped, and need not be.
        }
        for _ in 0..<60 {
            if case .success(let status?) = await status(of: name), status.isEnd { return true }
            try? await clock.sleep(seconds: pace.description.longest)
        }
        return false
    }

    /// How a transform stands; nil where there is none of the name.
    private func status(of name: String) async -> Result<TransformJobStatus?, AWSFailure> {
        do {
            return .success(try await services.describeTransformJob(named: name).transformJobStatus)
        } catch {
            let failure = AWSFailure(wrapping: error)
            return failure.isNotFound ? .success(nil) : .failure(failure)
        }
    }

    /// Deletes the model that a sample run made; what could not be, a phrase.
    func deleteModel(of record: LaunchRecord) async -> [String] {
        guard !record.reusesModel else { return [] }
        do {
            try await services.deleteModel(named: record.modelName)
            return []
        } catch {
            return AWSFailure(wrapping: error).isNotFound ? [] : ["the model \(record.modelName)"]
        }
    }
}

extension LaunchFailure {
    static func sampleRun(_ record: LaunchRecord, problem: String, remedy: String) -> LaunchFailure {
        LaunchFailure(
            reason: .sampleRun, problem: problem, remedy: remedy, leftBehind: record.leftBehind, record: record)
    }
}
