import AWSOperations
import ArgumentParser
import BatchInference
import CMemory

/// `flightdeck evaluate JOB`
struct EvaluateCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Compare candidates of an Autopilot job on labelled rows of your own.",
        discussion: """
            Checks an input that still has its target column, removes the target, runs a transform for each \
            candidate within the account's quota, and compares the predictions with the labels: figures with their \
            ranges, which differences chance can explain, the rows on which candidates disagree, and which candidate \
            to use. Asks once, unless --yes is given. If the input can't be sent as it is (a header row, JSON, another \
            delimiter than commas, a sample, a target that no filter can remove), a copy is written beside the \
            output. Models and copies are deleted at the end; outputs stay.

            An interruption stops the transforms and removes what was created. If the program is killed instead, \
            flightdeck resume lists the evaluation and continues it. Results are saved on this machine: --last shows \
            the job's newest one.
            """)

    @Argument(help: "Autopilot job name.") var job: String

    @Option(help: ArgumentHelp("S3 URI of the labelled rows: CSV or JSON, an object or a prefix.", valueName: "uri"))
    var input: String?

    @Option(
        help: ArgumentHelp(
            "Column with the true values, by name or number (default: the column that the job predicts).",
            valueName: "column"))
    var target: String?

    @Option(help: ArgumentHelp("Compare this many of the best candidates (default: 3).", valueName: "count"))
    var top: Int?

    @Option(
        help: ArgumentHelp("Compare this candidate; repeatable.", valueName: "name"))
    var candidate: [String] = []

    @Option(help: ArgumentHelp("Use a random sample of this many labelled rows.", valueName: "rows"))
    var sampleRows: Int?

    @Option(help: ArgumentHelp("Also show the figures for each value of this column.", valueName: "column"))
    var by: String?

    @Option(
        help: ArgumentHelp(
            "Show precision and recall at this probability, 0 to 1 (default: 0.5).", valueName: "probability"))
    var threshold: Double?

    @Option(help: ArgumentHelp("Run on instances of this type (default: ml.m5.xlarge).", valueName: "type"))
    var instanceType: String?

    @Option(
        help: ArgumentHelp(
            "S3 URI of a folder for the outputs, one for each transform (default: beside the job's output).",
            valueName: "uri"))
    var output: String?

    @Option(help: ArgumentHelp("Role that SageMaker assumes (default: the job's own).", valueName: "arn"))
    var roleArn: String?

    @Option(help: ArgumentHelp("Stop a transform that runs for longer than this (default: 60).", valueName: "minutes"))
    var stopAfter: Int?

    @Flag(help: "Delete the outputs at the end, too.")
    var removeOutputs = false

    @Flag(help: "Check the input and print what would be created; create nothing.")
    var dryRun = false

    @Flag(help: "Show the job's newest saved result; create nothing.")
    var last = false

    @Flag(name: .shortAndLong, help: "Start without asking.")
    var yes = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    @Flag(help: "Print the result as a Markdown report.")
    var markdown = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { [.job(job)] }

    func validate() throws {
        try Check.name(job, of: "JOB", atMost: 32)
        if json, markdown { throw ValidationError("--json and --markdown can't be used together") }
        if last {
            guard input == nil, candidate.isEmpty, top == nil, !dryRun else {
                throw ValidationError("--last shows a saved result: it takes no input or candidates")
            }
            return
        }
        guard let input, !input.isEmpty else {
            throw ValidationError("--input is required: an S3 URI of labelled rows")
        }
        if top != nil, !candidate.isEmpty { throw ValidationError("--top and --candidate can't be used together") }
        try Check.range(top, 1...EvaluationPlanner.candidateLimit, of: "--top")
        if candidate.count > EvaluationPlanner.candidateLimit {
            throw ValidationError("at most \(EvaluationPlanner.candidateLimit) candidates can be evaluated together")
        }
        try Check.range(sampleRows, 20...100_000_000, of: "--sample-rows")
        try Check.range(stopAfter, 1...10_000, of: "--stop-after")
        if let threshold, !(0...1).contains(threshold) {
            throw ValidationError("--threshold is a probability, 0 to 1 (got \(threshold))")
        }
        if target?.isEmpty == true { throw ValidationError("--target needs a column name or number") }
    }

    func run(in context: CommandContext) async throws {
        if last { return try await showLast(in: context) }
        // Rows by the million are read, and what they need shall go with them.
        memory_return_large_blocks()
        async let account = context.account
        let reading = try await CandidateListLoader(jobs: context.cloud).leaderboard(of: job)
        let (overview, board) = try reading.forEvaluation(of: candidate)
        context.output.noteLeftOut(reading.leftOut, things: "candidates")
        let planner = EvaluationPlanner(job: overview, board: board)
        let identity = LaunchIdentity(
            account: try await account, region: context.session.region, profile: context.session.profile)
        let evaluator = context.evaluator
        let rows = try planner.candidates(named: candidate, top: top ?? 3)
        if candidate.isEmpty, rows.count < top ?? 3 {
            let readable = reading.leftOut > 0 ? " that can be read" : ""
            context.output.note("\(job) has \(DisplayText.counted(rows.count, "finished candidate"))\(readable)")
        }
        let planned = try planner.record(
            rows, on: try await check(overview, in: context), request, options: options, as: identity,
            now: context.clock.now)
        let record = await evaluator.admitted(planned)
        let outlook = await evaluator.outlook(of: record, history: context.history)
        try tell(record, outlook, in: context)
        if dryRun {
            if json {
                try context.output.printJSON(CandidateEvaluationDocument(record: record, outlook: outlook))
            }
            return
        }
        if !yes {
            guard try await context.confirm(record.question) else {
                throw CommandFailure(.failed, "not confirmed: nothing was written or created")
            }
        }
        let stop = EvaluationStop()
        let ended = try await EvaluationFollower.follow(
            evaluator.start(record, stop: stop), stop: stop, in: context)
        try EvaluationOutcome(record: ended, json: json, markdown: markdown).show(in: context)
    }

    private var request: LabelledInputReader.Request {
        LabelledInputReader.Request(uri: input ?? "", target: target, slicing: by, sampleRows: sampleRows)
    }

    private var options: EvaluationPlanner.Options {
        var options = EvaluationPlanner.Options()
        options.instanceType = instanceType.map(TransformInstanceType.init(rawValue:))
        options.output = output ?? ""
        options.roleArn = roleArn
        if let threshold { options.threshold = threshold }
        if let stopAfter { options.timeLimit = Double(stopAfter) * 60 }
        options.removesOutputs = removeOutputs
        return options
    }

    private func check(_ overview: JobOverview, in context: CommandContext) async throws -> LabelledInput {
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        var request = request
        if let location = S3Location(url: request.uri), S3Location(request.uri) == nil { request.uri = location.uri }
        return try await LabelledInputReader(services: context.cloud, job: overview, now: context.clock.now)
            .check(request) { progress.show("checking the labelled rows: \(DisplayText.count($0))") }
    }

    /// Says what the check found, what would be made and what it may cost; throws where no candidate can run.
    private func tell(_ record: EvaluationRecord, _ outlook: EvaluationOutlook, in context: CommandContext) throws {
        for note in record.input.notes { context.output.note("note: \(note)") }
        for line in record.lines(outlook) { context.output.note(line) }
        guard record.taking.isEmpty, let first = record.leftOut.first else { return }
        throw CommandFailure(.failed, first.problem ?? "no candidate can run", remedy: first.remedy ?? "")
    }

    private func showLast(in context: CommandContext) async throws {
        let account = try await context.account
        let scope = AccountScope(account: account, region: context.session.region)
        let found = try await context.evaluations.ended(ofJob: job, in: scope, limit: 1).first
        // One of them may have been the newest.
        for lost in try await context.journal.setAside()
        where lost.evaluation.map({ $0.hasEnded && $0.mayBe(in: scope, ofJob: job) }) ?? false {
            context.output.note(lost.text)
        }
        guard let record = found else {
            throw CommandFailure(
                .failed, "no saved evaluation of \(job)",
                remedy: "run one with: flightdeck evaluate \(job) --input s3://…")
        }
        context.output.note(
            "evaluated \(DisplayText.ago(seconds: context.clock.now.seconds(since: record.createdAt))): \(record.name)"
        )
        try EvaluationOutcome(record: record, json: json, markdown: markdown).show(in: context)
    }
}

/// Shows how an evaluation ended; throws where it has no result.
struct EvaluationOutcome {
    let record: EvaluationRecord
    let json: Bool
    let markdown: Bool

    /// As it was kept, however it ended.
    func print(in context: CommandContext) throws {
        if json {
            try context.output.printJSON(CandidateEvaluationDocument(record: record))
        } else if markdown {
            context.output.writeResult(record.markdown)
        } else {
            CandidateEvaluationText(record: record).print(to: context.output)
        }
    }

    func show(in context: CommandContext) throws {
        try print(in: context)
        if record.isStopped {
            throw CommandFailure(
                .interrupted, "the evaluation was stopped; its models and copies were removed")
        }
        if let problem = record.problem {
            throw CommandFailure(.failed, problem, remedy: record.remedy ?? "")
        }
        let failed = record.candidates.filter { $0.state != .completed }
        guard failed.isEmpty else {
            let names = failed.map(\.name).joined(separator: ", ")
            throw CommandFailure(
                .failed, "\(failed.count) of \(record.candidates.count) candidates couldn't be evaluated: \(names)")
        }
        guard record.result?.candidates.contains(where: { $0.figures == nil || !$0.shortfalls.isEmpty }) != true else {
            throw CommandFailure(.failed, "some predictions couldn't be compared; the lines above say which")
        }
    }
}
