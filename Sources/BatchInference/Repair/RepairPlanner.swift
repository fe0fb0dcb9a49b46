import AWSOperations

/// Finds out what a run has left without an output, and makes the plan that sends it again.
public struct RepairPlanner: Sendable {
    public typealias Services = PreflightServices & TransformLogs

    private let services: any Services
    private let journal: any LaunchJournal
    private let clock: any Clock
    /// Bytes of a manifest: what can be read of one again.
    private let manifestLimit: Int

    public init(services: any Services, journal: any LaunchJournal, clock: any Clock) {
        self.init(services: services, journal: journal, clock: clock, manifestLimit: 60_000_000)
    }

    init(services: any Services, journal: any LaunchJournal, clock: any Clock, manifestLimit: Int) {
        self.services = services
        self.journal = journal
        self.clock = clock
        self.manifestLimit = manifestLimit
    }

    private var finder: RepairFinder { RepairFinder(transforms: services, journal: journal) }

    /// The repair of a transform, or of what its own repairs have left; writes nothing.
    ///
    /// Throws `AWSFailure`, `RepairProblem`, `CloneProblem` or `CorrectionProblem`.
    ///
    /// - Parameter fixes: Whether what the likely cause asks for is changed in the plan.
    public func proposal(
        for name: String, fixes: Bool = true, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> RepairProposal {
        let asked = try await services.describeTransformJob(named: name)
        let runs = try await self.runs(around: asked)
        let family = RepairFamily(repairs: runs.repairs.map { RepairRun($0, name: $0.transformJobName) })
        try checkKind(of: runs.first)
        progress("listing the inputs and outputs of \(runs.first.transformJobName)")
        let (missing, found) = try await look(at: runs.first, in: family)
        let last = runs.repairs.last ?? runs.first
        let (plan, notes) = try await plan(repairing: last, into: runs.first)
        let source = runs.first.transformInput.dataSource.s3DataSource
        let read = source.s3DataType == .s3Prefix ? S3Location(url: source.s3Uri) ?? S3Location(source.s3Uri) : nil
        let manifest = try await InputCorrector(services: services, journal: journal, clock: clock)
            .manifest(of: missing.names, base: missing.base, for: plan, outside: read)
        var repairing = plan
        PlanEdit.corrected(manifest.result).apply(to: &repairing)
        var fix: RepairFix?
        if fixes {
            progress("reading the log of \(last.transformJobName)")
            let diagnoses = await Diagnosis.ofEnded(last, outputs: found.progress, from: services, now: clock.now)
            fix = RepairFix(diagnoses, to: &repairing)
        }
        return RepairProposal(
            firstRun: runs.first.transformJobName, repaired: last.transformJobName, status: last.transformJobStatus,
            plan: repairing, manifest: manifest, inputCount: found.inputs, writtenCount: found.written,
            repairedCount: missing.names.count, leftOut: missing.leftOut, fix: fix, notes: notes + missing.notes)
    }

    // MARK: What is asked of the runs

    private struct Runs {
        var first: DescribeTransformJobResponse
        var repairs: [DescribeTransformJobResponse]
    }

    /// The first run and its repairs, all of them ended: what still runs may write what is missing yet.
    private func runs(around asked: DescribeTransformJobResponse) async throws -> Runs {
        let names: (first: String, repairs: [String])
        do {
            names = try await finder.all(around: asked)
        } catch {
            throw RepairProblem(
                problem: "the launch journal can't be read, so earlier repairs are unknown: \(error)",
                remedy: "make the state folder readable, then try again")
        }
        var first = asked
        if names.first != asked.transformJobName {
            first = try await services.describeTransformJob(named: names.first)
        }
        try checkEnded(first)
        var repairs: [DescribeTransformJobResponse] = []
        for name in names.repairs {
            let job: DescribeTransformJobResponse
            do {
                job =
                    name == asked.transformJobName
                    ? asked : try await services.describeTransformJob(named: name)
            } catch let failure as AWSFailure where failure.isNotFound {
                let isDone = try await journal.repairs().contains {
                    $0.transformJobName == name && $0.state == .launched
                }
                guard isDone else {
                    throw RepairProblem(
                        problem: "its repair \(name) was interrupted",
                        remedy:
                            "finish it with: flightdeck resume \(name); or remove it: flightdeck resume \(name) --clean-up"
                    )
                }
                continue
            }
            try checkEnded(job)
            repairs.append(job)
        }
        return Runs(first: first, repairs: repairs)
    }

    private func checkEnded(_ job: DescribeTransformJobResponse) throws {
        let overview = TransformOverview(job)
        guard !overview.isEnded else { return }
        let name = job.transformJobName
        guard overview.isUnderWay else {
            throw RepairProblem(
                problem: "the status of \(name) isn't known, so it may still be running",
                remedy: "see its description with: flightdeck transforms --details --json")
        }
        throw RepairProblem(
            problem: "\(name) is still running, and may still write what is missing",
            remedy: "wait for it with: flightdeck watch \(name); or stop it with: flightdeck stop \(name)")
    }

    private func checkKind(of job: DescribeTransformJobResponse) throws {
        let source = job.transformInput.dataSource.s3DataSource
        let name = job.transformJobName
        if LaunchPlan.SampleRunPlace.isInput(source.s3Uri) {
            throw RepairProblem(
                problem: "\(name) was a sample run, whose rows are deleted when it ends",
                remedy: "launch the whole input")
        }
        guard source.s3DataType == .s3Prefix || source.s3DataType == .manifestFile else {
            throw RepairProblem(
                problem: "\(name) reads its input as \(source.s3DataType), which a manifest can't take parts of",
                remedy: "launch it again as a whole: flightdeck launch --like \(name)")
        }
    }

    /// What is missing is known where both sides are listed to their end.
    private func checkWhole(_ listing: OutputListing) throws {
        if let shortfall = listing.shortfalls.first {
            throw RepairProblem(
                problem: "can't tell which inputs have no output: \(shortfall.problem)", remedy: shortfall.remedy)
        }
        guard listing.isComplete, listing.itemsLeftOut == 0, listing.inputLocation != nil else {
            throw RepairProblem(
                problem: "can't tell which inputs have no output: parts of the lists can't be read",
                remedy: "see them with: flightdeck outputs --json")
        }
        guard listing.counts.ofUnknownRun == 0 else {
            throw RepairProblem(
                problem: "can't tell which inputs have no output of this run: the time of "
                    + "\(DisplayText.count(listing.counts.ofUnknownRun)) outputs, or of the transform, can't be read",
                remedy: "check the S3 endpoint, or launch it again as a whole")
        }
        if listing.progress.hasLostInputs {
            throw RepairProblem(
                problem: "the inputs no longer exist under \(listing.inputLocation?.uri ?? "their prefix")",
                remedy: "put them back, then try again")
        }
    }

    // MARK: What is missing

    /// Lists both sides; of millions of rows only what is missing is kept.
    private func look(
        at job: DescribeTransformJobResponse, in family: RepairFamily
    ) async throws -> (Missing, (progress: OutputProgress, inputs: Int, written: Int)) {
        let listing = try await OutputListingLoader(storage: services).listing(of: job, in: family, keepsTags: false)
        try checkWhole(listing)
        let missing = try missing(in: listing, of: job)
        return (missing, (listing.progress, listing.inputCount, listing.writtenCount))
    }

    private struct Missing {
        /// What follows `base` in the keys of what is sent again.
        var names = KeyNames()
        var base: S3Location
        var leftOut: [RepairProposal.LeftOut] = []
        var notes: [String] = []

        mutating func leaveOut(_ name: String, _ reason: RepairProposal.LeftOut.Reason) {
            if let index = leftOut.firstIndex(where: { $0.reason == reason }) {
                leftOut[index].count += 1
            } else {
                leftOut.append(RepairProposal.LeftOut(reason: reason, count: 1, example: name))
            }
        }
    }

    private func missing(in listing: OutputListing, of job: DescribeTransformJobResponse) throws -> Missing {
        guard let location = listing.inputLocation else { throw AWSFailure.cancelled }
        var missing = Missing(base: Self.base(of: listing, location))
        let isNamed = job.transformInput.dataSource.s3DataSource.s3DataType == .manifestFile
        var bytes = missing.base.uri.utf8.count + 32
        var newer = 0
        let began = job.creationTime
        for position in listing.rows.indices {
            let state = listing.rows.state(at: position)
            guard state == .missing || state == .earlier else { continue }
            let row = listing.rows[position]
            guard let input = row.input else { continue }
            if row.oddity == .marker || row.oddity == .underOutput {
                missing.leaveOut(row.relativeName, .notData)
            } else if isNamed, input.$size == nil, input.$lastModified == nil {
                missing.leaveOut(row.relativeName, .gone)
            } else if input.$size == 0 {
                missing.leaveOut(row.relativeName, .empty)
            } else {
                guard let rest = input.key.droppingBytePrefix(missing.base.key), !rest.isEmpty else {
                    throw RepairProblem(
                        problem: "one manifest can't name both \(input.key) and what is under \(missing.base.uri)",
                        remedy: "launch it again as a whole: flightdeck launch --like \(job.transformJobName)")
                }
                let own = CorrectionWork.Manifest.quotedLength(Array(rest.utf8)) + 2
                guard bytes + own <= manifestLimit else {
                    missing.leaveOut(row.relativeName, .beyondManifest)
                    continue
                }
                bytes += own
                missing.names.append(String(rest))
                if let time = input.$lastModified, time.isKnown, began.isKnown, time > began { newer += 1 }
            }
        }
        guard !missing.names.isEmpty else { throw Self.nothingMissing(missing, listing, job) }
        if newer > 0 {
            missing.notes.append(
                "\(DisplayText.count(newer)) of them \(newer == 1 ? "was" : "were") written after "
                    + "\(job.transformJobName) began: new since then, or replaced")
        }
        if missing.names.count == listing.inputCount {
            missing.notes.append("no input has an output: everything is sent again")
        }
        return missing
    }

    private static func nothingMissing(
        _ missing: Missing, _ listing: OutputListing, _ job: DescribeTransformJobResponse
    ) -> RepairProblem {
        let name = job.transformJobName
        guard !missing.leftOut.isEmpty else {
            return RepairProblem(
                problem:
                    "nothing to repair: each of the \(DisplayText.count(listing.inputCount)) inputs of \(name) has an "
                    + "output of this run",
                remedy: "to predict everything again: flightdeck launch --like \(name)", isNothingToDo: true)
        }
        let what = missing.leftOut.map(\.text).joined(separator: ", ")
        return RepairProblem(
            problem:
                "nothing to repair: only \(what) \(missing.leftOut.count == 1 && missing.leftOut[0].count == 1 ? "has" : "have") no output",
            remedy: "see them with: flightdeck outputs \(name)", isNothingToDo: true)
    }

    /// What a manifest's names continue, so that the outputs are named as the first run's are.
    ///
    /// Where outputs were found, their names tell; else the documented rule does.
    private static func base(of listing: OutputListing, _ input: S3Location) -> S3Location {
        func base(_ row: OutputRow) -> S3Location? {
            guard let key = row.input?.key,
                let name = row.outputKey.droppingBytePrefix(listing.outputLocation.key)?.droppingByteSuffix(".out"),
                let stem = key.droppingByteSuffix(String(name))
            else { return nil }
            return S3Location(bucket: input.bucket, key: String(stem))
        }
        let written = listing.rows.indices.first { listing.rows.state(at: $0) == .written }
        let row = written ?? listing.rows.indices.first { listing.rows.state(at: $0) == .missing }
        return row.flatMap { base(listing.rows[$0]) }
            ?? S3Location(bucket: input.bucket, key: String(input.key.parentFolder))
    }

    // MARK: The plan

    /// The plan of the newest run under a new name, writing where the first one did and with its model.
    private func plan(
        repairing last: DescribeTransformJobResponse, into first: DescribeTransformJobResponse
    ) async throws -> (LaunchPlan, notes: [String]) {
        let now = clock.now
        let clone = try await TransformCloner(models: services, transforms: services, journal: journal)
            .plan(like: last.transformJobName, now: now)
        var plan = clone.plan
        plan.output = first.transformOutput?.s3OutputPath ?? plan.output
        plan.transformJobName = LaunchNames.repairing(first.transformJobName, at: now)
        // The model is used again; one that was deleted is made again under its name.
        if await canReuseModel(named: last.modelName) { plan.modelName = last.modelName }
        plan.repairs = RepairTarget(transform: last.transformJobName, output: plan.output)
        return (plan, clone.notes)
    }

    private func canReuseModel(named name: String) async -> Bool {
        do {
            _ = try await services.describeModel(named: name)
            return true
        } catch {
            return AWSFailure(wrapping: error).isNotFound
        }
    }
}

extension LaunchNames {
    /// The name of a repair: the first run's, with what it is and the time.
    static func repairing(_ name: String, at now: Timestamp) -> String {
        derived(from: name, for: "repair", at: now)
    }
}
