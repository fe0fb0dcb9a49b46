import AWSOperations

@testable import BatchInference

/// A transform that has ended, its inputs and some of its outputs, in an account that takes writes.
struct RepairBench {
    let account = CheckedAccount()
    let journal = FakeJournal()
    let clock = ManualClock()
    /// When the first run was created.
    static let began = Timestamp(secondsSinceEpoch: 1_799_990_000)

    init(_ status: TransformJobStatus = .failed) {
        account.change { state in
            state.isWritable = true
            state.models["m"] = DescribeModelResponse(
                modelName: "m", creationTime: Self.began, modelArn: "arn:model",
                primaryContainer: ContainerDefinition(image: "image", modelDataUrl: "s3://demo/model.tar.gz"),
                executionRoleArn: Samples.role)
            state.buckets.insert("demo")
        }
        describe("first", status)
    }

    /// Describes a run that reads a prefix or a manifest.
    func describe(
        _ name: String, _ status: TransformJobStatus = .completed, reading uri: String = "s3://demo/in/",
        kind: S3DataType = .s3Prefix, after seconds: Double = 0, payload: Int? = nil, reason: String? = nil
    ) {
        var job = Samples.transform(from: uri)
        job.transformJobName = name
        job.transformJobArn = "arn:aws:sagemaker:eu-west-1:111122223333:transform-job/\(name)"
        job.transformJobStatus = status
        job.transformInput.dataSource.s3DataSource.s3DataType = kind
        job.creationTime = Self.began.adding(seconds: seconds)
        job.transformStartTime = job.creationTime.adding(seconds: 60)
        if status.isEnd { job.transformEndTime = job.creationTime.adding(seconds: 600) }
        job.maxPayloadInMB = payload
        job.failureReason = reason
        account.change { [job] in $0.transforms[name] = job }
    }

    func input(_ names: String..., text: String = "1,2\n") {
        for name in names { put("s3://demo/in/\(name)", text, after: -100) }
    }

    func output(_ names: String..., after seconds: Double = 100) {
        for name in names { put("s3://demo/out/\(name).out", "a\n", after: seconds) }
    }

    func put(_ uri: String, _ text: String, after seconds: Double) {
        account.put(uri, text)
        account.change { $0.times[S3Location(uri)!] = Self.began.adding(seconds: seconds) }
    }

    /// Writes a repair's launch down, as the launcher does.
    func noteRepair(_ name: String, of repaired: String, state: LaunchRecord.State = .launched) async throws {
        var plan = Samples.plan
        plan.transformJobName = name
        plan.repairs = RepairTarget(transform: repaired, output: plan.output)
        var record = LaunchRecord(plan: plan, identity: Samples.identity, now: clock.now)
        record.state = state
        try await journal.begin(record)
        clock.pass(seconds: 1)
    }

    func proposal(for name: String = "first", fixes: Bool = true, limit: Int = 60_000_000) async throws
        -> RepairProposal
    {
        try await RepairPlanner(services: account, journal: journal, clock: clock, manifestLimit: limit)
            .proposal(for: name, fixes: fixes)
    }

    var job: DescribeTransformJobResponse {
        get throws { account.state.withLock { $0.transforms["first"]! } }
    }

    /// The listing of the first run with its repairs.
    func listing(of name: String = "first") async throws -> OutputListing {
        let job = account.state.withLock { $0.transforms[name]! }
        let family = await RepairFinder(transforms: account, journal: journal).family(of: job)
        return try await OutputListingLoader(storage: account).listing(of: job, in: family)
    }
}

extension RepairProposal {
    /// The names in the manifest.
    var names: [String] { manifest.manifest.map { Array($0.names) } ?? [] }
}

extension CheckedAccount: TransformLogs {
    func listLogStreams(_ request: DescribeLogStreamsRequest) async throws -> DescribeLogStreamsResponse {
        try await answer("DescribeLogStreams") { state in
            let names = state.logLines.keys.map { "\($0)/i-0a1b2c-1662495847/data-log" }
            return DescribeLogStreamsResponse(
                logStreams: names.filter { $0.hasBytePrefix(request.logStreamNamePrefix ?? "") }.map {
                    LogStream(logStreamName: $0)
                })
        }
    }

    func readLogEvents(_ request: GetLogEventsRequest) async throws -> GetLogEventsResponse {
        try await answer("GetLogEvents") { state in
            let name = String(request.logStreamName.prefix { $0 != "/" })
            guard request.nextToken == nil else {
                return GetLogEventsResponse(events: [], nextForwardToken: request.nextToken)
            }
            return GetLogEventsResponse(
                events: (state.logLines[name] ?? []).map {
                    OutputLogEvent(timestamp: RepairBench.began.milliseconds, message: $0)
                },
                nextForwardToken: "f/end")
        }
    }
}
