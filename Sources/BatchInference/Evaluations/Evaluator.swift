import AWSOperations
import Predictions

/// Carries an evaluation out from wherever it is: writes the copy, launches and watches a transform for each candidate
/// within the quota, reads their predictions, and removes what it made.
///
/// It is in the journal from before its first request, with all names that it will use; each launch is in the journal of
/// launches as well, so that none is made twice, whenever the program ends.
public struct Evaluator: Sendable {
    public typealias Services = PreflightServices & PriceList & TransformLogs

    let services: any Services
    let launches: any LaunchJournal
    let journal: any EvaluationJournal
    let prices: any PriceCache
    let clock: any Clock
    let pace: WatchPace

    /// Tries while the account has no room and nothing of the evaluation runs.
    private static let roomTries = 20
    /// Seconds for which a transform may not be described before the evaluation rests.
    private static let patience = 300.0

    public init(
        services: any Services, launches: any LaunchJournal, journal: any EvaluationJournal, prices: any PriceCache,
        clock: any Clock, pace: WatchPace
    ) {
        (self.services, self.launches, self.journal) = (services, launches, journal)
        (self.prices, self.clock, self.pace) = (prices, clock, pace)
    }

    /// Begins a planned evaluation; the last event is `.ended` or `.interrupted`.
    ///
    /// It goes on when nobody listens any more: `stop` alone ends it early, and then everything it made is removed.
    public func start(_ record: EvaluationRecord, stop: EvaluationStop) -> AsyncStream<EvaluationEvent> {
        events(of: record, stop) { record in
            try await journal.begin(record)
            return record
        }
    }

    /// Continues one that was cut short; with `stops`, stops it and removes what it made.
    public func resume(
        _ record: EvaluationRecord, stops: Bool = false, stop: EvaluationStop
    ) -> AsyncStream<EvaluationEvent> {
        events(of: record, stop) { record in
            var claimed = try await journal.claim(record.id)
            if stops, claimed.state != .cleaningUp, claimed.state != .ended {
                claimed.isStopped = true
                try await journal.update(claimed)
            }
            return claimed
        }
    }

    private func events(
        of record: EvaluationRecord, _ stop: EvaluationStop,
        _ take: @escaping @Sendable (EvaluationRecord) async throws -> EvaluationRecord
    ) -> AsyncStream<EvaluationEvent> {
        AsyncStream { continuation in
            Task {
                do {
                    let taken = try await take(record)
                    var run = EvaluationRun(record: taken, evaluator: self, stop: stop) { continuation.yield($0) }
                    let end: EvaluationEvent
                    do {
                        try await run.toEnd()
                        end = .ended(run.record)
                    } catch {
                        end = Self.interruption(error, run.record)
                    }
                    await journal.release(taken.id)
                    continuation.yield(end)
                } catch {
                    continuation.yield(Self.interruption(error, record))
                }
                continuation.finish()
            }
        }
    }

    private static func interruption(_ error: any Error, _ record: EvaluationRecord) -> EvaluationEvent {
        let resumption = "continue it with: flightdeck resume \(record.name)"
        switch error {
        case is LaunchIsUnderWay:
            return .interrupted(
                record, problem: "another flightdeck is working on the evaluation \(record.name)",
                remedy: "wait for it to end, or quit it, then try again")
        case let problem as any JournalProblem:
            return .interrupted(
                record, problem: "the evaluation is paused: its journal can't be written: \(problem.problem)",
                remedy: problem.remedy.isEmpty ? resumption : "\(problem.remedy); then \(resumption)")
        default:
            let failure = AWSFailure(wrapping: error)
            return .interrupted(
                record, problem: "the evaluation is paused: \(failure.problem)",
                remedy: failure.remedy.isEmpty ? resumption : "\(failure.remedy); then \(resumption)")
        }
    }

    // MARK: What a run asks

    func launcher() -> Launcher {
        Launcher(models: services, transforms: services, journal: launches, clock: clock)
    }

    /// Leaves out the candidates of which the account may run none, because the quota of their type is 0.
    public func admitted(_ record: EvaluationRecord) async -> EvaluationRecord {
        guard let quotas = try? await TransformQuotas.load(from: services) else { return record }
        return record.admitted(by: quotas)
    }

    /// How many transforms of the evaluation may run at one time.
    func room(for record: EvaluationRecord) async -> EvaluationRoom {
        guard let quotas = try? await TransformQuotas.load(from: services) else { return EvaluationRoom() }
        let running = try? await RunningInstances.load(from: services)
        return EvaluationRoom(for: record, quotas, running)
    }

    static var mostRoomTries: Int { roomTries }
    static var longestSilence: Double { patience }
}

/// One evaluation under way.
struct EvaluationRun {
    var record: EvaluationRecord
    let evaluator: Evaluator
    let stop: EvaluationStop
    let report: @Sendable (EvaluationEvent) -> Void

    private var services: any Evaluator.Services { evaluator.services }
    private var now: Timestamp { evaluator.clock.now }

    init(
        record: EvaluationRecord, evaluator: Evaluator, stop: EvaluationStop,
        report: @escaping @Sendable (EvaluationEvent) -> Void
    ) {
        (self.record, self.evaluator, self.stop, self.report) = (record, evaluator, stop, report)
    }

    mutating func toEnd() async throws {
        if record.state == .planned { try await begin() }
        if record.state == .copying { try await copy() }
        if record.state == .running {
            try await transform()
            if !record.isStopped { try await readPredictions() }
            try await save(.cleaningUp)
        }
        if record.state == .cleaningUp { try await cleanUp() }
    }

    /// Nothing is created where the rows are no longer those that were agreed to.
    private mutating func begin() async throws {
        guard try await inputHasChanged() else {
            return try await save(record.copyFolder == nil ? .running : .copying)
        }
        (record.problem, record.remedy) = (
            "\(record.input.uri) was changed after its rows were checked: nothing was launched", "evaluate again"
        )
        try await save(.cleaningUp)
    }

    private mutating func save(_ state: EvaluationRecord.State? = nil) async throws {
        var changed = record
        if let state { changed.state = state }
        changed.updatedAt = now
        try await evaluator.journal.update(changed)
        record = changed
    }

    /// Takes note of a request to stop.
    private mutating func noteStop() async throws {
        guard stop.isAsked, !record.isStopped else { return }
        record.isStopped = true
        try await save()
    }

    // MARK: The copy

    private mutating func copy() async throws {
        try await noteStop()
        guard !record.isStopped else { return try await save(.cleaningUp) }
        guard let folder = record.copyFolder.flatMap({ S3Location($0) }) else { return try await save(.running) }
        let (services, report) = (services, report)
        do {
            // What a run that was cut short wrote may end in the middle.
            if let left = await services.deleteAll(in: folder) { throw EvaluationProblem(left, "") }
            let job = JobOverview(try await services.describeJob(named: record.jobName))
            let reader = LabelledInputReader(services: services, job: job, now: now)
            let (input, request) = (record.input, record.request)
            try await stop.copying.run {
                try await reader.writeCopy(of: input, request, to: folder) {
                    report(.copying(rows: $0, of: input.sentRows))
                }
            }
        } catch {
            try await noteStop()
            if !record.isStopped {
                if AWSFailure(wrapping: error).isExpiredCredentials { throw error }
                let failure = error as? EvaluationProblem
                record.problem = failure?.problem ?? AWSFailure(wrapping: error).problem
                record.remedy = failure?.remedy ?? AWSFailure(wrapping: error).remedy
            }
            return try await save(.cleaningUp)
        }
        report(.copied(rows: record.input.sentRows))
        try await save(.running)
    }

    // MARK: Launching and watching

    private mutating func transform() async throws {
        let room = await evaluator.room(for: record)
        /// Whether the account had no room the last time.
        var isFull = false
        var (tries, failingSince) = (0, Timestamp?.none)
        while true {
            try await noteStop()
            if record.isStopped { return try await stopAll() }
            while !isFull, let next = room.next(of: record) {
                isFull = try await !launch(next)
                try await noteStop()
                if record.isStopped { break }
            }
            if record.isStopped { continue }
            guard running > 0 || waiting != nil else { return }
            report(.progress(record))
            if running == 0, isFull {
                tries += 1
                if tries > Evaluator.mostRoomTries, let next = waiting {
                    try await fail(
                        next,
                        "the account had no quota left for its transform in \(DisplayText.counted(tries, "try", "tries"))",
                        "wait for other transforms to end, or use another instance type")
                }
                isFull = false
            }
            try await evaluator.clock.sleep(
                seconds: running == 0 ? evaluator.pace.description.longest : evaluator.pace.description.shortest)
            do {
                let before = running
                try await look()
                if running < before { (isFull, tries) = (false, 0) }
                failingSince = nil
            } catch let failure as AWSFailure {
                let since = failingSince ?? now
                failingSince = since
                guard now.seconds(since: since) < Evaluator.longestSilence, !failure.isExpiredCredentials else {
                    throw failure
                }
            }
        }
    }

    private var running: Int { record.candidates.count { $0.state == .running } }
    private var waiting: Int? { record.candidates.firstIndex { $0.state == .waiting } }

    private mutating func fail(_ place: Int, _ problem: String, _ remedy: String) async throws {
        record.candidates[place].state = .failed
        record.candidates[place].problem = problem
        record.candidates[place].remedy = remedy
        try await save()
        report(.candidateEnded(record.candidates[place]))
    }

    private func launchRecord(of candidate: EvaluationRecord.Candidate) -> LaunchRecord {
        LaunchRecord(
            id: "\(record.account)/\(record.region)/\(candidate.transform)", account: record.account,
            region: record.region, profile: record.profile, autopilotJobName: record.jobName,
            candidateName: candidate.name, createModel: candidate.createModel,
            createTransformJob: candidate.createTransformJob, state: .planned, createdAt: now, updatedAt: now)
    }

    /// What the journal of launches knows of a candidate's launch.
    private func known(_ candidate: EvaluationRecord.Candidate) async throws -> LaunchRecord? {
        let id = launchRecord(of: candidate).id
        let open = try await evaluator.launches.unfinished() + evaluator.launches.underWay()
        if let found = open.first(where: { $0.id == id }) { return found }
        return try await evaluator.launches.history(limit: 5000).first { $0.id == id }
    }

    /// Launches a candidate's transform, or continues a launch that was cut short; false where the account is full.
    private mutating func launch(_ place: Int) async throws -> Bool {
        let candidate = record.candidates[place]
        let launcher = evaluator.launcher()
        let events: AsyncStream<LaunchEvent>
        var begun: String?
        if let known = try await known(candidate), known.state != .refused, known.state != .cleanedUp {
            if known.state == .launched {
                record.candidates[place].state = .running
                try await save()
                return true
            }
            events = launcher.resume(known)
        } else {
            let own = launchRecord(of: candidate)
            try await evaluator.launches.begin(own)
            begun = own.id
            events = launcher.launch(begun: own)
        }
        var end: LaunchEvent?
        for await event in events {
            report(.launch(candidate: candidate.name, event))
            if event.isEnd { end = event }
        }
        if let begun { await evaluator.launches.release(begun) }
        switch end {
        case .launched:
            record.candidates[place].state = .running
            try await save()
        case .failed(let failure):
            if case .service(let refusal) = failure.reason, refusal.serviceError?.code == "ResourceLimitExceeded",
                !refusal.problem.contains("' is 0 Instances")
            {
                report(.waiting(candidate: candidate.name, reason: refusal.problem))
                return false
            }
            // One that may or may not exist is found out by going on.
            if failure.isUnfinished, case .service(let cause) = failure.reason, cause.isExpiredCredentials {
                throw cause
            }
            try await fail(place, failure.problem, failure.remedy)
        default: try await fail(place, "its launch was undone", "evaluate it again")
        }
        return true
    }

    /// Looks how the transforms are.
    private mutating func look() async throws {
        for place in record.candidates.indices where record.candidates[place].state == .running {
            let name = record.candidates[place].transform
            let job = try await services.describeTransformJob(named: name)
            let status = job.transformJobStatus
            if !status.isEnd {
                let seconds = job.transformStartTime.map { now.seconds(since: $0) } ?? 0
                if seconds > record.timeLimit, status != .stopping {
                    record.candidates[place].problem =
                        "stopped after \(DisplayText.duration(seconds: seconds)) of running, over the limit"
                    record.candidates[place].remedy = "allow more time with --stop-after, or use fewer rows"
                    try? await services.stopTransformJob(named: name)
                }
                continue
            }
            try await note(job, place)
        }
    }

    private mutating func note(_ job: DescribeTransformJobResponse, _ place: Int) async throws {
        if let start = job.transformStartTime, let end = job.transformEndTime {
            record.candidates[place].seconds = max(0, end.seconds(since: start))
        }
        switch job.transformJobStatus {
        case .completed:
            record.candidates[place].state = .completed
            record.candidates[place].problem = nil
        case .stopped:
            record.candidates[place].state = .stopped
            record.candidates[place].problem = record.candidates[place].problem ?? "its transform was stopped"
        default:
            record.candidates[place].state = .failed
            let diagnoses = await Diagnosis.ofEnded(job, outputs: nil, from: services, now: now)
            record.candidates[place].problem =
                DisplayText.reason(job.failureReason)
                ?? "its transform ended as \(job.transformJobStatus.rawValue)"
            record.candidates[place].remedy = diagnoses.first.map { "\($0.cause): \($0.fix)" }
        }
        try await save()
        report(.candidateEnded(record.candidates[place]))
    }

    /// Stops what runs and waits for its end; a launch that was cut short may have made a transform.
    private mutating func stopAll() async throws {
        for place in record.candidates.indices where record.candidates[place].state == .waiting {
            switch try await known(record.candidates[place]) {
            case nil: record.candidates[place].state = .stopped
            case let launch? where launch.state == .launched: record.candidates[place].state = .running
            case let launch? where launch.isSettled: record.candidates[place].state = .stopped
            case let launch?:
                // Taken back; where its transform turns out to exist, it's stopped like the others.
                let end = await last(of: evaluator.launcher().cleanUp(launch))
                if case .failed(let failure) = end {
                    if case .service(let cause) = failure.reason { throw cause }
                    if case .unknownOutcome(let cause) = failure.reason { throw cause }
                }
                if case .launched = end {
                    record.candidates[place].state = .running
                } else {
                    record.candidates[place].state = .stopped
                }
            }
        }
        try await save()
        for candidate in record.candidates where candidate.state == .running {
            do {
                try await services.stopTransformJob(named: candidate.transform)
            } catch {
                // One that has ended can't be stopped, and need not be.
            }
        }
        let began = now
        while running > 0 {
            try await look()
            guard running > 0 else { return }
            guard now.seconds(since: began) < 1800 else {
                throw AWSFailure.configuration(
                    problem: "one of its transforms hasn't ended", remedy: "wait a few minutes")
            }
            report(.progress(record))
            try await evaluator.clock.sleep(seconds: evaluator.pace.description.shortest)
        }
    }

    private func last(of events: AsyncStream<LaunchEvent>) async -> LaunchEvent? {
        var end: LaunchEvent?
        for await event in events where event.isEnd { end = event }
        return end
    }

    // MARK: Reading

    private mutating func readPredictions() async throws {
        var results = record.candidates.map { candidate in
            var result = EvaluationResult.Candidate(
                name: candidate.name, transform: candidate.transform, output: candidate.output)
            (result.seconds, result.validation) = (candidate.seconds, candidate.validation)
            (result.problem, result.remedy) = (candidate.problem, candidate.remedy)
            return result
        }
        var sources: [CandidateReading.Source] = []
        // A copy stays what it is, whatever becomes of the input.
        let hasOtherRows = record.input.needsCopy ? false : try await inputHasChanged()
        for place in record.candidates.indices where record.candidates[place].state == .completed {
            // Labels of other rows beside the predictions would give figures that look right.
            guard !hasOtherRows else {
                (results[place].problem, results[place].remedy) = (
                    "\(record.input.uri) was changed after its rows were checked, so its labels may no longer match the predictions",
                    "evaluate again"
                )
                continue
            }
            do {
                sources.append(try await source(place))
            } catch {
                let failure = AWSFailure(wrapping: error)
                if failure.isExpiredCredentials { throw failure }
                (results[place].problem, results[place].remedy) = (
                    "its predictions can't be read: \(failure.problem)", failure.remedy
                )
            }
        }
        var reading = CandidateReading(sources, input: record.input, kind: record.kind, from: services)
        let report = report
        try await reading.read { report(.reading(rows: $0)) }
        let decisive = EvaluationResult.decisive(record.kind, record.objective).figure
        for (index, source) in sources.enumerated() {
            EvaluationResult.Candidate.fill(&results[source.candidate], reading.tallies[index], decisive, record)
        }
        await price(&results)
        var result = EvaluationResult(results, sources.map(\.candidate), reading, record)
        if record.input.needsCopy { await findOrigins(&result) }
        record.result = result
        try await save()
    }

    /// Names rows of the copy by where they stand in the input, as far as that is known.
    private func findOrigins(_ result: inout EvaluationResult) async {
        let rows = Set(result.disagreements.compactMap(\.row))
        guard !rows.isEmpty, let description = try? await services.describeJob(named: record.jobName) else { return }
        let reader = LabelledInputReader(services: services, job: JobOverview(description), now: now)
        let origins = (try? await reader.origins(of: rows, record.input, record.request)) ?? [:]
        result.isOfCopy = rows.contains { origins[$0] == nil }
        for place in result.disagreements.indices {
            guard let row = result.disagreements[place].row, let origin = origins[row] else { continue }
            (result.disagreements[place].place, result.disagreements[place].row) = (origin, nil)
        }
    }

    /// Whether others may have come in the place of the rows that were checked.
    private func inputHasChanged() async throws -> Bool {
        let job = JobOverview(try await services.describeJob(named: record.jobName))
        return try await LabelledInputReader(services: services, job: job, now: now)
            .hasChanged(since: record.input, record.request)
    }

    private func source(_ place: Int) async throws -> CandidateReading.Source {
        let job = try await services.describeTransformJob(named: record.candidates[place].transform)
        let names = await ColumnNamesLoader(services: services, journal: evaluator.launches, now: now).names(of: job)
        let listing = try await OutputListingLoader(storage: services).listing(of: job)
        return CandidateReading.Source(candidate: place, job: job, listing: listing, names: names)
    }

    private func price(_ results: inout [EvaluationResult.Candidate]) async {
        let prices = await evaluator.prices(of: record)
        for index in results.indices {
            switch (prices[record.candidates[index].instanceType], results[index].seconds) {
            case (.known(let price)?, let seconds?):
                results[index].cost = EvaluationResult.Cost(
                    value: seconds / 3600 * price.amount, currency: price.currency)
            case (.unknown(let reason)?, _?): results[index].costGap = reason
            default: results[index].costGap = "its running time is unknown"
            }
        }
    }

    // MARK: Cleaning up

    private mutating func cleanUp() async throws {
        report(.tidying)
        var left: [String] = []
        for candidate in record.candidates {
            guard var launch = try await known(candidate) else { continue }
            if !launch.isSettled {
                switch await last(of: evaluator.launcher().cleanUp(launch)) {
                case .failed(let failure):
                    left.append("the launch of \(candidate.transform) (\(failure.problem))")
                    continue
                case .launched(let found):
                    // Nobody knew that its transform had come about.
                    try? await services.stopTransformJob(named: candidate.transform)
                    launch = found
                default: continue
                }
            }
            guard launch.state == .launched, !launch.reusesModel else { continue }
            do {
                try await services.deleteModel(named: launch.modelName)
            } catch {
                let failure = AWSFailure(wrapping: error)
                if !failure.isNotFound { left.append("the model \(launch.modelName) (\(failure.problem))") }
            }
        }
        var folders = [record.copyFolder].compactMap(\.self)
        if record.removesOutputs { folders += record.candidates.map(\.output) }
        for folder in folders.compactMap({ S3Location($0) }) {
            if let problem = await services.deleteAll(in: folder) { left.append(problem) }
        }
        record.leftBehind = left
        guard left.isEmpty else {
            try await save()
            throw AWSFailure.configuration(
                problem: "left behind: \(left.joined(separator: "; "))",
                remedy: "allow sagemaker:DeleteModel and s3:DeleteObject")
        }
        try await save(.ended)
    }
}

extension Evaluator {
    /// The price of an hour of each type; nothing fails.
    func prices(of record: EvaluationRecord) async -> [TransformInstanceType: Finding<InstancePrice>] {
        var facts = InstanceFacts()
        let (services, prices, clock) = (services, prices, clock)
        facts.prices = await Finding {
            try await InstancePrices.load(from: services, inRegion: record.region, cache: prices, clock: clock)
        }
        let types = Set(record.candidates.map(\.instanceType))
        return Dictionary(uniqueKeysWithValues: types.map { ($0, facts.price(of: $0)) })
    }
}

extension EvaluationResult.Candidate {
    /// Puts what was counted into a result.
    static func fill(
        _ result: inout Self, _ tally: CandidateReading.Tally, _ decisive: PairedEvaluation.Figure,
        _ record: EvaluationRecord
    ) {
        result.shortfalls = Array(tally.shortfalls.prefix(20))
        if tally.shortfalls.count > 20 {
            result.shortfalls.append("\(DisplayText.count(tally.shortfalls.count - 20)) more outputs can't be read")
        }
        guard let evaluation = tally.evaluation, evaluation.rows > 0 else {
            result.problem =
                result.problem ?? tally.shortfalls.first ?? "none of its predictions could be paired with a label"
            return
        }
        let thresholds = Array(Set((0...20).map { Double($0) / 20 } + [record.threshold])).sorted()
        result.figures = EvaluationFigures(
            evaluation, as: record.kind, scoreNote: tally.scoreNote, firstWithoutScores: tally.firstWithoutScores,
            thresholds: thresholds)
        let figure = EvaluationResult.sliceFigure(record.kind, decisive)
        result.slices = tally.slices.sorted.map {
            EvaluationResult.Slice(
                value: String(decoding: $0.value, as: UTF8.self),
                figures: EvaluationFigures($0.evaluation, as: record.kind, intervalsOf: [figure.rawValue]))
        }
        result.rowsBeyondSlices = tally.slices.rowsBeyond
    }
}

extension EvaluationResult {
    /// - Parameter sources: The place among the candidates of each that was read.
    init(_ results: [Candidate], _ sources: [Int], _ reading: CandidateReading, _ record: EvaluationRecord) {
        self.init(kind: record.kind, candidates: results, objective: record.objective)
        for ((first, second), pair) in zip(reading.pairPlaces, reading.pairs) where pair.rows > 0 {
            var differences: [String: PairedEvaluation.Difference] = [:]
            for figure in Self.figures(of: record.kind) { differences[figure.rawValue] = pair.difference(of: figure) }
            if var area = reading.ranking?.difference(first, second) {
                let values = [first, second].compactMap { results[sources[$0]].value(of: "AUC") }
                // Where only some rows' scores are kept, they tell the range alone.
                if reading.ranking?.isWhole == false {
                    let shift = values.count == 2 ? values[0] - values[1] - area.value : .nan
                    area = area.moved(by: shift)
                }
                if area.value.isFinite { differences[PairedEvaluation.Figure.auc.rawValue] = area }
            }
            pairs.append(
                Pair(
                    first: sources[first], second: sources[second], rows: pair.rows,
                    onlyFirstRight: pair.onlyFirstRight, onlySecondRight: pair.onlySecondRight,
                    bothWrong: pair.bothWrong, different: pair.different, differences: differences))
        }
        disagreements = reading.differences.kept.map { row in
            var row = row
            var predictions = [String?](repeating: nil, count: results.count)
            for (place, prediction) in zip(sources, row.predictions) { predictions[place] = prediction }
            row.predictions = predictions
            return row
        }
        if record.kind == .regression { disagreements.sort { ($0.spread ?? 0) > ($1.spread ?? 0) } }
        (disagreeing, compared) = (reading.differences.count, reading.differences.compared)
        columns = record.input.columns.indices.filter { $0 != record.input.targetPlace }.prefix(100).map {
            record.input.columns[$0]
        }
        (slicing, isOfCopy) = (record.input.slicing, record.input.needsCopy)
        sliceOrder = record.input.sliceRanges?.labels
    }
}
