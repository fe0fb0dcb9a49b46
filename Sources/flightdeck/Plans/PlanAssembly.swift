import AWSOperations
import BatchInference
import Monitor

/// Puts a launch plan together: from where the arguments say, with what they override.
struct PlanAssembly {
    private let source: PlanSourceArguments
    private let arguments: LaunchArguments
    private let context: CommandContext
    private let file: PlanFile?
    /// The account that the job is in, where another profile reads it.
    private let jobAccount: SourceAccount?

    /// Reads the plan file, where there is one; throws before any request where it cannot be used.
    init(_ source: PlanSourceArguments, _ arguments: LaunchArguments, in context: CommandContext) async throws {
        self.source = source
        self.arguments = arguments
        self.context = context
        if let path = source.plan {
            let text = try await context.files.readText(at: path)
            file = try PlanFile(text, label: path)
        } else {
            file = nil
        }
        if let profile = arguments.accounts.sourceProfile ?? file?.sourceProfile {
            jobAccount = try await SourceAccount(profile: profile, in: context)
        } else {
            jobAccount = nil
        }
    }

    /// The plan, free of errors; warnings are printed where no preflight tells of them.
    func plan(tellingWarnings: Bool) async throws -> LaunchPlan {
        var plan = try await unchecked()
        for note in plan.readAddresses() { context.output.note("note: \(note)") }
        let problems = plan.problems()
        let errors = problems.filter { $0.severity == .error }
        guard errors.isEmpty else { throw CommandFailure(.usage, LaunchArguments.text(of: errors)) }
        for warning in problems where tellingWarnings {
            context.output.note("warning: \(LaunchArguments.text(of: [warning]))")
        }
        guard !plan.artifactPrefix.isEmpty else { return plan }
        guard let account = try await sourceAccount(of: plan) else {
            return try await copied(plan, from: context.cloud)
        }
        return try await account.asking { try await copied(plan, from: account.cloud) }
    }

    /// The plan as it is put together, whatever is wrong with it.
    func unchecked() async throws -> LaunchPlan {
        var plan = try await base()
        try arguments.apply(to: &plan)
        return plan
    }

    private func copied(_ plan: LaunchPlan, from storage: any ObjectStorage) async throws -> LaunchPlan {
        try await plan.copyingArtifacts(from: storage)
    }

    /// The account that a plan's job is in; nil where it is the one that launches, or where its profile is not here.
    func sourceAccount(of plan: LaunchPlan) async throws -> SourceAccount? {
        if let jobAccount { return jobAccount }
        guard !plan.sourceProfile.isEmpty else { return nil }
        do {
            return try await SourceAccount(profile: plan.sourceProfile, in: context)
        } catch let failure as AWSFailure {
            // A past launch's profile may be gone; what it launched can be launched all the same.
            context.output.note("note: \(failure.problem): skipping checks of the job's account")
            return nil
        }
    }

    /// Writes the plan to a file, which may be the one that it was read from.
    func save(_ plan: LaunchPlan, to path: String) async throws {
        var contents: PlanFile.Contents = []
        if arguments.names.modelName != nil || arguments.names.transformJobName != nil { contents.insert(.names) }
        if bringsContainers { contents.insert(.containers) }
        try await context.files.writeText(PlanFile.text(of: plan, with: contents), at: path, replacing: true)
        context.output.note("saved the plan to \(path)")
    }

    /// Whether the containers are not those of a candidate that is looked up.
    private var bringsContainers: Bool {
        source.job == nil && arguments.candidate == nil && (source.like != nil || file?.containers != nil)
    }

    private func base() async throws -> LaunchPlan {
        if let name = source.like { return try await clone(of: name) }
        let now = context.clock.now
        if bringsContainers, let file, let plan = file.plan(now: now) { return plan }
        guard let job = source.job ?? file?.jobName else {
            throw CommandFailure(.usage, "the plan doesn't name the Autopilot job that has the candidate")
        }
        // Another job than the file's has candidates of its own.
        let wanted = arguments.candidate ?? (source.job == nil ? file?.candidateName : nil)
        let (overview, candidate) = try await found(wanted, of: job)
        var plan = try await proposed(candidate, of: overview, now: now)
        guard var file else { return plan }
        file.jobName = job
        file.candidateName = candidate.candidateName
        file.containers = nil
        if let name = arguments.names.transformJobName { plan.transformJobName = name }
        file.apply(to: &plan)
        return plan
    }

    private func clone(of name: String) async throws -> LaunchPlan {
        let cloner = TransformCloner(
            models: context.cloud, transforms: context.cloud, journal: context.journal)
        let now = context.clock.now
        let clone = try await cloner.plan(like: name, now: now)
        let outputNote = arguments.output == nil ? clone.outputNote : nil
        for note in clone.notes + [outputNote].compactMap(\.self) { context.output.note("note: \(note)") }
        var plan = clone.plan
        let job = source.job ?? (arguments.candidate == nil ? nil : plan.jobName)
        guard let job, !job.isEmpty else {
            guard arguments.candidate == nil else {
                throw CommandFailure(
                    .usage, "--candidate needs its job: the job that \(name) came from is unknown",
                    remedy: "name the Autopilot job before --like")
            }
            return plan
        }
        let (overview, candidate) = try await found(arguments.candidate, of: job)
        let proposed = try await proposed(candidate, of: overview, now: now)
        plan.jobName = job
        plan.candidateName = candidate.candidateName
        plan.containerSets = proposed.containerSets
        plan.modelName = proposed.modelName
        return plan
    }

    /// The plan for a candidate; in another account than its job's with a role and an output of there.
    private func proposed(
        _ candidate: AutoMLCandidate, of job: JobOverview, now: Timestamp
    ) async throws -> LaunchPlan {
        var plan = LaunchPlan.proposed(for: candidate, of: job, now: now)
        guard let jobAccount else { return plan }
        plan.sourceProfile = jobAccount.profile
        guard try await jobAccount.isAcross() else { return plan }
        let scope = AccountScope(
            account: try await context.account, region: context.session.region)
        plan.move(
            to: await AccountProposal.load(
                in: scope, jobRole: plan.roleArn, from: context.cloud, journal: context.journal))
        return plan
    }

    private func found(_ name: String?, of job: String) async throws -> (JobOverview, AutoMLCandidate) {
        guard let jobAccount else { return try await found(name, of: job, in: context.cloud) }
        return try await jobAccount.asking { try await found(name, of: job, in: jobAccount.cloud) }
    }

    private func found(
        _ name: String?, of job: String, in jobs: any AutopilotJobs
    ) async throws -> (JobOverview, AutoMLCandidate) {
        let (overview, board) = try await CandidateListLoader(jobs: jobs).leaderboard(of: job).forLaunch(of: name)
        guard let name else {
            if let best = board.best { return (overview, best.candidate) }
            throw CommandFailure(
                .failed, "\(job) has no finished candidate", remedy: "see: flightdeck candidates \(job)")
        }
        if let row = board.rows.first(where: { $0.name == name }) { return (overview, row.candidate) }
        throw CommandFailure(
            .failed, "\(job) has no candidate named \(name)", remedy: "see: flightdeck candidates \(job)")
    }
}
