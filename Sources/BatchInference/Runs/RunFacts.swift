import AWSOperations

/// All that can be found out about a transform that has ended, its repairs with it.
public struct RunFacts: Sendable {
    /// Where the settings and times come from.
    public enum Source: Hashable, Sendable {
        case service
        /// The service doesn't have it any more, or may not be asked: what this machine kept, and when.
        case history(keptAt: Timestamp, why: String)
    }

    public var run: EndedRun
    public var source: Source
    /// Its repairs, oldest first; what they wrote counts as this run's.
    public var repairs: [EndedRun]
    /// Nil where inputs and outputs couldn't be listed.
    public var listing: OutputListing?
    /// What couldn't be found out, and why, a sentence each.
    public var gaps: [String]
    /// Those of the gaps that a call left which was denied or failed: a command that shows the rest still fails by them.
    public internal(set) var shortfalls: [Shortfall] = []

    public init(run: EndedRun, source: Source, repairs: [EndedRun], listing: OutputListing?, gaps: [String]) {
        self.run = run
        self.source = source
        self.repairs = repairs
        self.listing = listing
        self.gaps = gaps
    }

    /// Notes what a failed call leaves unknown.
    public mutating func lack(_ shortfalls: [Shortfall]) {
        let gathered = Shortfall.gathered(shortfalls)
        self.shortfalls += gathered
        gaps += gathered.map(\.problem)
    }

    /// The counts of the listing, or those that were kept.
    public var counts: EndedRun.Counts? { run.counts }

    /// What all its runs cost together; nil where one isn't known.
    public var totalCost: EndedRun.Cost? {
        guard var cost = run.cost else { return nil }
        for repair in repairs {
            guard let own = repair.cost, own.currency == cost.currency else { return nil }
            cost.amount += own.amount
        }
        return cost
    }

    /// Seconds that all its runs ran; nil where one isn't known.
    public var runningSeconds: Double? {
        repairs.reduce(run.runningSeconds) { sum, repair in
            guard let sum, let own = repair.runningSeconds else { return nil }
            return sum + own
        }
    }

    /// Bytes of input that were taken in a second; nil where it isn't known.
    public var bytesPerSecond: Double? {
        guard let counts, counts.areComplete, let seconds = runningSeconds, seconds > 0, counts.missing == 0 else {
            return nil
        }
        return Double(counts.inputBytes) / seconds
    }
}

/// Why there is nothing to say about a run.
public struct RunProblem: ProblemWithRemedy, Hashable {
    public var problem: String
    public var remedy: String
}

/// Reads everything about ended transforms: from the service, and what it no longer has from the local history.
public struct RunReader: Sendable {
    public typealias Account = PreflightServices & PriceList & TransformLogs

    private let services: any Account
    private let journal: any LaunchJournal
    private let history: any TransformHistory
    private let prices: any PriceCache
    private let clock: any Clock
    private let scope: AccountScope

    public init(
        services: any Account, journal: any LaunchJournal, history: any TransformHistory, prices: any PriceCache,
        clock: any Clock, scope: AccountScope
    ) {
        self.services = services
        self.journal = journal
        self.history = history
        self.prices = prices
        self.clock = clock
        self.scope = scope
    }

    /// Throws `AWSFailure` or `RunProblem`. What is found is kept in the history.
    ///
    /// - Parameter causes: Whether the log is read for causes where something went wrong.
    public func facts(of name: String, causes: Bool = true) async throws -> RunFacts {
        let described: DescribeTransformJobResponse
        do {
            let asked = try await services.describeTransformJob(named: name)
            let finder = RepairFinder(transforms: services, journal: journal)
            described = try await finder.firstRun(of: asked)
        } catch {
            return try await keptFacts(of: name, after: AWSFailure(wrapping: error))
        }
        guard var run = EndedRun(TransformOverview(described), at: clock.now, isToBeKept: false) else {
            throw RunProblem(
                problem: "\(described.transformJobName) hasn't ended",
                remedy: "follow it with: flightdeck watch \(described.transformJobName)")
        }
        run.description = described
        var facts = RunFacts(run: run, source: .service, repairs: [], listing: nil, gaps: [])
        await read(described, causes: causes, into: &facts)
        guard run.createdAt.isKnown else {
            facts.gaps.append("when it was created, so it isn't kept in the history")
            return facts
        }
        if let kept = try? await history.run(named: run.name, in: scope) { facts.run = kept.merging(facts.run) }
        try? await history.keep([facts.run] + facts.repairs, in: scope)
        return facts
    }

    private func keptFacts(of name: String, after failure: AWSFailure) async throws -> RunFacts {
        guard failure != .cancelled, let run = try? await history.run(named: name, in: scope) else { throw failure }
        var facts = RunFacts(
            run: run, source: .history(keptAt: run.keptAt, why: failure.problem), repairs: [], listing: nil, gaps: [])
        // Its objects may still be there.
        if let description = run.description {
            do {
                facts.listing = try await OutputListingLoader(storage: services).listing(of: description)
                note(facts.listing, &facts)
            } catch {
                facts.lack([Shortfall("inputs and outputs can't be listed", failure: AWSFailure(wrapping: error))])
            }
        }
        return facts
    }

    private func read(_ job: DescribeTransformJobResponse, causes: Bool, into facts: inout RunFacts) async {
        let family = await RepairFinder(transforms: services, journal: journal).family(of: job)
        if let problem = family.problem { facts.gaps.append(problem) }
        for repair in family.repairs {
            guard let description = try? await services.describeTransformJob(named: repair.name),
                var run = EndedRun(TransformOverview(description), at: clock.now)
            else {
                facts.gaps.append("the repair \(repair.name) hasn't ended, or can't be described")
                continue
            }
            run.description = description
            run.repairs = job.transformJobName
            facts.repairs.append(run)
        }
        do {
            facts.listing = try await OutputListingLoader(storage: services).listing(of: job, in: family)
            note(facts.listing, &facts)
        } catch {
            facts.lack([Shortfall("inputs and outputs can't be listed", failure: AWSFailure(wrapping: error))])
        }
        let isWell = job.transformJobStatus == .completed && facts.run.counts?.missing == 0
        if causes {
            let found =
                isWell
                ? Diagnosis.all(
                    status: job.transformJobStatus, failureReason: nil, logLines: [], outputs: facts.listing?.progress,
                    description: job)
                : await Diagnosis.ofEnded(job, outputs: facts.listing?.progress, from: services, now: clock.now)
            facts.run.causes = found.map(EndedRun.Cause.init)
        }
        await readCost(into: &facts)
    }

    /// The containers of a run's model; nil where they aren't known.
    func containers(of run: EndedRun) async -> [ContainerDefinition]? {
        guard let name = run.modelName else { return nil }
        if let model = try? await services.describeModel(named: name) { return model.allContainers }
        guard let description = run.description else { return nil }
        return await journal.record(of: description)?.createModel.allContainers
    }

    private func note(_ listing: OutputListing?, _ facts: inout RunFacts) {
        guard let listing else { return }
        facts.run.counts = EndedRun.Counts(listing.progress, at: clock.now)
        facts.lack(listing.shortfalls)
    }

    private func readCost(into facts: inout RunFacts) async {
        let known: InstancePrices
        do {
            known = try await InstancePrices.load(
                from: services, inRegion: scope.region, cache: prices, clock: clock)
        } catch {
            facts.gaps.append("the cost is unknown: \(Finding<InstancePrices>.reason(for: error))")
            return
        }
        func cost(_ run: EndedRun) -> EndedRun.Cost? {
            EndedRun.Cost(of: run, price: run.instanceType.flatMap { known.perType[$0] })
        }
        facts.run.cost = cost(facts.run)
        for index in facts.repairs.indices { facts.repairs[index].cost = cost(facts.repairs[index]) }
        if facts.run.cost == nil {
            facts.gaps.append(
                facts.run.runningSeconds == nil
                    ? "it never ran, so its instances cost nothing, or its times are unknown"
                    : "the cost is unknown: the price list has no \(facts.run.instanceType?.rawValue ?? "instance type")"
            )
        }
    }

    /// What the predictions come to; a sample of whole objects where there are more than `limit` bytes.
    ///
    /// Nil where there are none, or the settings aren't known. Throws `AWSFailure`.
    public func predictions(
        of facts: RunFacts, limit: Int, progress: @escaping @Sendable (SummaryProgress) -> Void = { _ in }
    ) async throws(AWSFailure) -> RunPredictions? {
        guard let listing = facts.listing, let job = facts.run.description, listing.counts.outputs > 0 else {
            return nil
        }
        var request = OutputSummarizer.Request()
        request.byteLimit = limit
        let names = await ColumnNamesLoader(
            services: services, journal: journal, now: clock.now
        ).names(of: job)
        let summary = try await OutputSummarizer(storage: services, job: job, names: names)
            .summary(of: request, in: listing, progress: progress)
        return RunPredictions(
            summary: summary, outputs: listing.counts.outputs, namesShortfall: names.shortfall)
    }
}

/// The predictions of a run, or of a part of its outputs.
public struct RunPredictions: Sendable {
    public var summary: OutputSummary
    /// All outputs of the run.
    public var outputs: Int
    /// Why columns have no names that could be known.
    public var namesShortfall: Shortfall?

    public var isSample: Bool { summary.objects < outputs }

    /// `all 1 204 rows of 12 outputs`, or of how many.
    public var extent: String {
        let rows = DisplayText.counted(summary.rows, "row")
        let read = DisplayText.count(summary.objectsRead)
        guard isSample || summary.objectsRead < summary.objects else {
            return "all \(rows) of \(DisplayText.counted(outputs, "output"))"
        }
        let unread = summary.objects - summary.objectsRead
        return "\(rows) of \(read) of \(DisplayText.count(outputs)) outputs"
            + (isSample ? ", a sample spread over them" : "")
            + (unread > 0 ? ", \(DisplayText.count(unread)) can't be read" : "")
    }
}
