import AWSOperations

@testable import BatchInference

/// Accounts in simulated time, and a fleet that watches them: answers come at once, and time goes on where nothing is due.
struct SimulatedFleet {
    struct Job {
        var name: String
        var createdAt: Timestamp
        var startsAt: Timestamp
        var endsAt: Timestamp
        var end = TransformJobStatus.completed
        /// How long before its end it is being stopped.
        var stopping = 0.0
        var account = "111122223333"

        func status(at now: Timestamp) -> TransformJobStatus {
            if now >= endsAt { return end }
            return now >= endsAt.adding(seconds: -stopping) ? .stopping : .inProgress
        }

        var arn: String { "arn:aws:sagemaker:eu-west-1:\(account):transform-job/\(name)" }
    }

    struct Request {
        var at: Timestamp
        var member: FleetMember
        var kind: Fleet.Kind

        var isList: Bool { if case .list = kind { true } else { false } }
        var described: String? { if case .describe(let name) = kind { name } else { nil } }
        var counted: FleetRow.ID? { if case .count(let id, _, _) = kind { id } else { nil } }
    }

    static let start = Timestamp(secondsSinceEpoch: 1_800_000_000)

    var now = start
    var fleet: Fleet
    var jobs: [FleetMember: [Job]] = [:]
    /// What an account answers in place of its work, by operation; nil where it works.
    var fault: (FleetMember, _ operation: String, Timestamp) -> AWSFailure? = { _, _, _ in nil }
    /// Jobs that the lists leave out although they run.
    var unlisted: Set<String> = []
    var requests: [Request] = []
    var events: [FleetEvent] = []
    /// Called after each answer.
    var check: (SimulatedFleet) -> Void = { _ in }

    init(_ members: [FleetMember], pace: FleetPace = .aws) {
        fleet = Fleet(members, pace: pace, now: Self.start)
    }

    func at(_ seconds: Double) -> Timestamp { Self.start.adding(seconds: seconds) }

    mutating func add(
        _ name: String, to member: FleetMember, created: Double = -600, starts: Double = -400, ends: Double = 1e9,
        end: TransformJobStatus = .completed, stopping: Double = 0, account: String = "111122223333"
    ) {
        jobs[member, default: []].append(
            Job(
                name: name, createdAt: at(created), startsAt: at(starts), endsAt: at(ends), end: end,
                stopping: stopping, account: account))
    }

    /// Lets so much time go by since the beginning.
    mutating func run(until seconds: Double) {
        let end = at(seconds)
        while now < end {
            let questions = fleet.questions(at: now)
            guard !questions.isEmpty else {
                guard let next = fleet.nextDue(at: now) else { return }
                now = min(end, max(next, now.adding(seconds: 0.001)))
                continue
            }
            for question in questions {
                requests.append(Request(at: now, member: question.member, kind: question.kind))
                answer(question)
                events += fleet.takeEvents()
                check(self)
            }
        }
    }

    private mutating func answer(_ question: Fleet.Question) {
        let member = question.member
        let operation =
            switch question.kind {
            case .list: "ListTransformJobs"
            case .describe: "DescribeTransformJob"
            case .count: "ListObjectsV2"
            }
        if let failure = fault(member, operation, now) { return fleet.failed(failure, for: question, at: now) }
        let all = (jobs[member] ?? []).filter { $0.createdAt <= now }
        switch question.kind {
        case .list(let request):
            let found = all.filter { job in
                let status = job.status(at: now)
                return (request.statusEquals.map { $0 == status } ?? true)
                    && (request.creationTimeAfter.map { job.createdAt > $0 } ?? true)
                    && (request.lastModifiedTimeAfter.map { min(job.endsAt, now) > $0 } ?? true)
                    && (request.nameContains.map { job.name.contains($0) } ?? true)
                    && !(unlisted.contains(job.name) && status == .inProgress)
            }.sorted { ($0.createdAt, $0.name) > ($1.createdAt, $1.name) }
            let from = request.nextToken.flatMap { Int($0) } ?? 0
            let to = min(found.count, from + (request.maxResults ?? 10))
            let page = ListTransformJobsResponse(
                transformJobSummaries: found[min(from, to)..<to].map { summary($0) },
                nextToken: to < found.count ? String(to) : nil)
            fleet.received(page, for: question, at: now)
        case .describe(let name):
            guard let job = all.first(where: { $0.name == name }) else {
                let failure = AWSFailure.refusal(
                    "DescribeTransformJob", "ValidationException", "Could not find requested job with name \(name)")
                return fleet.failed(failure, for: question, at: now)
            }
            fleet.received(description(job), for: question, at: now)
        case .count:
            fleet.counted(
                .success(OutputProgress(inputObjects: 10, inputBytes: 100, outputObjects: 3, outputBytes: 30)),
                requests: 2, for: question, at: now)
        }
    }

    private func summary(_ job: Job) -> TransformJobSummary {
        let status = job.status(at: now)
        return TransformJobSummary(
            transformJobName: job.name, transformJobArn: job.arn, creationTime: job.createdAt,
            transformJobStatus: status, transformEndTime: status.isEnd ? job.endsAt : nil,
            failureReason: status == .failed ? "AlgorithmError" : nil)
    }

    private func description(_ job: Job) -> DescribeTransformJobResponse {
        let status = job.status(at: now)
        return DescribeTransformJobResponse(
            transformJobName: job.name, transformJobArn: job.arn, transformJobStatus: status, modelName: "model",
            transformInput: TransformInput(
                dataSource: TransformDataSource(
                    s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://demo/in/"))),
            transformResources: TransformResources(instanceType: .mlM5Xlarge, instanceCount: 1),
            creationTime: job.createdAt, failureReason: status == .failed ? "AlgorithmError" : nil,
            transformOutput: TransformOutput(s3OutputPath: "s3://demo/out/"),
            transformStartTime: now >= job.startsAt ? job.startsAt : nil,
            transformEndTime: status.isEnd ? job.endsAt : nil)
    }

    // MARK: What was seen

    var ends: [String] {
        events.compactMap { if case .ended(let row, _) = $0 { row.overview.name } else { nil } }
    }

    var begun: [String] {
        events.compactMap { if case .began(let row) = $0 { row.overview.name } else { nil } }
    }

    func descriptions(of name: String) -> [Double] {
        requests.filter { $0.described == name }.map { $0.at.seconds(since: Self.start) }
    }

    func row(_ name: String) -> FleetRow? { fleet.snapshot.rows.first { $0.overview.name == name } }

    func account(_ member: FleetMember) -> FleetAccountState? {
        fleet.snapshot.accounts.first { $0.member == member }
    }
}
