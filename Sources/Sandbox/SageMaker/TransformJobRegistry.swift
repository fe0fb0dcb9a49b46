import AWSOperations
import AWSSigning

/// An account's transform jobs: the rules for making one, its way from provisioning to its end, and the listings.
actor TransformJobRegistry {
    private let account: Account
    private let files: FileTree
    private let models: ModelRegistry
    private let runner: TransformRunner
    private let timing: SandboxTiming
    private var records: [String: TransformJobRecord] = [:]
    private var tasks: [String: Task<Void, Never>] = [:]

    init(
        account: Account, files: FileTree, models: ModelRegistry, runner: TransformRunner, timing: SandboxTiming
    ) throws {
        self.account = account
        self.files = files
        self.models = models
        self.runner = runner
        self.timing = timing
        try files.makeDirectory("transforms")
        for file in try files.children(of: "transforms") {
            let record = try files.decode(TransformJobRecord.self, from: "transforms/\(file)")
            records[record.name] = record
        }
    }

    /// Continues what an earlier run left unfinished.
    func resume() {
        for record in records.values where !record.isOver {
            if record.status == .stopping {
                finish(record.name, outcome: .stopped(TransformProgress()), at: .now)
            } else {
                launch(record.name)
            }
        }
    }

    func create(_ request: CreateTransformJobRequest, at now: Timestamp) async throws -> CreateTransformJobResponse {
        try TransformJobRules.check(request)
        _ = try await models.describe(request.modelName)
        let name = request.transformJobName
        guard records[name] == nil else {
            throw ServiceFault(
                "ResourceInUse",
                "Job name must be unique within an AWS account and region, and a job with this name already exists "
                    + "(\(TransformJobRecord.arn(name, in: account)))")
        }
        try InstanceQuota.check(
            request.transformResources,
            running: records.values.filter { !$0.isOver }.map(\.request.transformResources))
        let record = TransformJobRecord(request: request, created: now, status: .inProgress, lastModified: now)
        try keep(record)
        launch(name)
        return CreateTransformJobResponse(transformJobArn: TransformJobRecord.arn(name, in: account))
    }

    func describe(_ name: String) throws(ServiceFault) -> DescribeTransformJobResponse {
        try record(name).description(in: account)
    }

    func stop(_ name: String, at now: Timestamp) throws {
        var record = try record(name)
        guard !record.isOver else {
            throw ServiceFault.validation(
                "The request was rejected because the transform job is in status \(record.status.rawValue).")
        }
        guard record.status == .inProgress else { return }
        record.status = .stopping
        record.lastModified = now
        try keep(record)
        tasks[name]?.cancel()
    }

    func list(_ input: ListTransformJobsRequest) throws(ServiceFault) -> ListTransformJobsResponse {
        var constraint = Constraint()
        constraint.range(input.maxResults, at: "maxResults", 1...100)
        constraint.length(input.nameContains, at: "nameContains", 0...63)
        constraint.member(
            input.statusEquals?.rawValue, at: "statusEquals", of: TransformJobStatus.known.map(\.rawValue))
        constraint.member(input.sortBy?.rawValue, at: "sortBy", of: ["Name", "CreationTime", "Status"])
        constraint.member(input.sortOrder?.rawValue, at: "sortOrder", of: SortOrder.known.map(\.rawValue))
        try constraint.check()
        var summaries = records.values.map { $0.summary(in: account) }.filter { job in
            let modified = job.lastModifiedTime ?? job.creationTime
            return (input.nameContains.map { job.transformJobName.lowercased().contains($0.lowercased()) } ?? true)
                && (input.statusEquals.map { job.transformJobStatus == $0 } ?? true)
                && (input.creationTimeAfter.map { job.creationTime > $0 } ?? true)
                && (input.creationTimeBefore.map { job.creationTime < $0 } ?? true)
                && (input.lastModifiedTimeAfter.map { modified > $0 } ?? true)
                && (input.lastModifiedTimeBefore.map { modified < $0 } ?? true)
        }
        summaries.sort { left, right in
            switch input.sortBy?.rawValue {
            case "Name": left.transformJobName < right.transformJobName
            case "Status":
                (left.transformJobStatus.rawValue, left.transformJobName)
                    < (right.transformJobStatus.rawValue, right.transformJobName)
            default:
                (left.creationTime, left.transformJobName) < (right.creationTime, right.transformJobName)
            }
        }
        if input.sortOrder != .ascending { summaries.reverse() }
        let page = try Page(of: summaries, after: input.nextToken, limit: input.maxResults ?? 10) {
            $0.transformJobName
        }
        return ListTransformJobsResponse(transformJobSummaries: page.items, nextToken: page.nextToken)
    }

    /// Takes over a job of the past, already at its end.
    func adopt(_ record: TransformJobRecord) throws {
        try keep(record)
    }

    /// Ends every running job's work, and leaves their records as they are.
    func shutDown() async {
        let running = tasks.values
        tasks = [:]
        for task in running { task.cancel() }
        for task in running { await task.value }
    }

    // MARK: The way of a job

    private func launch(_ name: String) {
        tasks[name] = Task { await run(name) }
    }

    private func run(_ name: String) async {
        guard let record = records[name] else { return }
        do {
            try await Task.sleep(for: .seconds(record.started == nil ? timing.provisioning : 0))
            try begin(name)
            let model = try await models.describe(record.request.modelName)
            guard let begun = records[name] else { return }
            let outcome = await runner.run(begun, model: model, timing: timing)
            await end(name, outcome: outcome)
        } catch is CancellationError {
            await end(name, outcome: .stopped(TransformProgress()))
        } catch let fault as ServiceFault {
            await end(name, outcome: .failed(reason: "ClientError: \(fault.message)", TransformProgress()))
        } catch {
            await end(
                name,
                outcome: .failed(
                    reason: "InternalServerError: We encountered an internal error. Please try again.",
                    TransformProgress()))
        }
    }

    private func begin(_ name: String) throws {
        guard var record = records[name], record.status == .inProgress else { throw CancellationError() }
        record.started = record.started ?? .now
        record.lastModified = .now
        try keep(record)
    }

    private func end(_ name: String, outcome: TransformOutcome) async {
        guard let task = tasks.removeValue(forKey: name) else { return }
        // The task that was cancelled cannot wait itself.
        _ = task
        if case .stopped = outcome, records[name]?.status == .stopping, timing.stopping > 0 {
            let pause = timing.stopping
            tasks[name] = Task {
                try? await Task.sleep(for: .seconds(pause))
                if tasks.removeValue(forKey: name) != nil { finish(name, outcome: outcome, at: .now) }
            }
        } else {
            finish(name, outcome: outcome, at: .now)
        }
    }

    private func finish(_ name: String, outcome: TransformOutcome, at now: Timestamp) {
        guard var record = records[name] else { return }
        record.apply(outcome, at: now)
        // A record that cannot be written is still the truth for this run.
        try? keep(record)
        records[name] = record
    }

    private func keep(_ record: TransformJobRecord) throws {
        try files.encode(record, to: "transforms/\(record.name).json")
        records[record.name] = record
    }

    private func record(_ name: String) throws(ServiceFault) -> TransformJobRecord {
        guard let record = records[name] else {
            throw .validation("Could not find requested job with name: \(name)")
        }
        return record
    }
}

extension TransformJobRecord {
    /// Puts the job at its end; a failure reason is cut to the 1024 characters that the service model allows.
    mutating func apply(_ outcome: TransformOutcome, at moment: Timestamp) {
        switch outcome {
        case .completed: status = .completed
        case .stopped: status = .stopped
        case .failed(let reason, _):
            status = .failed
            failureReason = String(reason.prefix(1024))
        }
        ended = moment
        lastModified = moment
    }
}

/// A transform job as it was asked for and as it stands.
struct TransformJobRecord: Codable, Sendable {
    var request: CreateTransformJobRequest
    var created: Timestamp
    var status: TransformJobStatus
    var started: Timestamp?
    var ended: Timestamp?
    var lastModified: Timestamp
    var failureReason: String?

    var name: String { request.transformJobName }

    static func arn(_ name: String, in account: Account) -> String {
        account.arn("sagemaker", "transform-job/\(name.lowercased())")
    }

    var isOver: Bool { ![.inProgress, .stopping].contains(status) }

    /// The identifiers of the instances that the job runs on, made from its name.
    var instances: [String] {
        (0..<request.transformResources.instanceCount).map { number in
            "i-0" + String(MD5.hexDigest(Array("\(name)#\(number)".utf8)).prefix(16))
        }
    }

    func summary(in account: Account) -> TransformJobSummary {
        TransformJobSummary(
            transformJobName: name, transformJobArn: Self.arn(name, in: account), creationTime: created,
            transformJobStatus: status,
            transformEndTime: ended, lastModifiedTime: lastModified, failureReason: failureReason)
    }

    /// DescribeTransformJob's answer, with the defaults that the service fills in.
    func description(in account: Account) -> DescribeTransformJobResponse {
        var input = request.transformInput
        input.compressionType = input.compressionType ?? CompressionType.none
        input.splitType = input.splitType ?? SplitType.none
        var output = request.transformOutput
        output.assembleWith = output.assembleWith ?? AssemblyType.none
        output.kmsKeyId = output.kmsKeyId ?? ""
        return DescribeTransformJobResponse(
            transformJobName: name, transformJobArn: Self.arn(name, in: account), transformJobStatus: status,
            modelName: request.modelName, transformInput: input, transformResources: request.transformResources,
            creationTime: created,
            failureReason: failureReason, maxConcurrentTransforms: request.maxConcurrentTransforms,
            modelClientConfig: request.modelClientConfig, maxPayloadInMB: request.maxPayloadInMB,
            batchStrategy: request.batchStrategy, environment: request.environment, transformOutput: output,
            dataCaptureConfig: request.dataCaptureConfig, transformStartTime: started, transformEndTime: ended,
            dataProcessing: DataProcessing(
                inputFilter: request.dataProcessing?.inputFilter ?? "$",
                outputFilter: request.dataProcessing?.outputFilter ?? "$",
                joinSource: request.dataProcessing?.joinSource ?? JoinSource.none),
            experimentConfig: request.experimentConfig)
    }
}

/// What CreateTransformJob refuses before anything runs: shapes by the service model, then rules of its prose.
enum TransformJobRules {
    static func check(_ request: CreateTransformJobRequest) throws(ServiceFault) {
        var constraint = Constraint()
        constraint.jobName(request.transformJobName, at: "transformJobName")
        constraint.modelName(request.modelName, at: "modelName")
        constraint.range(request.maxConcurrentTransforms, at: "maxConcurrentTransforms", 0...Int.max)
        constraint.range(request.maxPayloadInMB, at: "maxPayloadInMB", 0...100)
        constraint.member(request.batchStrategy?.rawValue, at: "batchStrategy", of: BatchStrategy.known.map(\.rawValue))
        constraint.count(request.environment?.count, at: "environment", atMost: 16)
        constraint.count(request.tags?.count, at: "tags", atMost: 50)
        constraint.range(
            request.modelClientConfig?.invocationsTimeoutInSeconds,
            at: "modelClientConfig.invocationsTimeoutInSeconds", 1...3600)
        constraint.range(
            request.modelClientConfig?.invocationsMaxRetries, at: "modelClientConfig.invocationsMaxRetries", 0...3)
        let input = request.transformInput
        constraint.s3Address(
            input.dataSource.s3DataSource.s3Uri, at: "transformInput.dataSource.s3DataSource.s3Uri")
        constraint.member(
            input.dataSource.s3DataSource.s3DataType.rawValue,
            at: "transformInput.dataSource.s3DataSource.s3DataType", of: S3DataType.known.map(\.rawValue))
        constraint.member(
            input.splitType?.rawValue, at: "transformInput.splitType", of: SplitType.known.map(\.rawValue))
        constraint.member(
            input.compressionType?.rawValue, at: "transformInput.compressionType",
            of: CompressionType.known.map(\.rawValue))
        constraint.length(input.contentType, at: "transformInput.contentType", 0...256)
        constraint.s3Address(request.transformOutput.s3OutputPath, at: "transformOutput.s3OutputPath")
        constraint.member(
            request.transformOutput.assembleWith?.rawValue, at: "transformOutput.assembleWith",
            of: AssemblyType.known.map(\.rawValue))
        constraint.member(
            request.transformResources.instanceType.rawValue, at: "transformResources.instanceType",
            of: TransformInstanceType.known.map(\.rawValue))
        constraint.range(request.transformResources.instanceCount, at: "transformResources.instanceCount", 1...100)
        constraint.length(request.dataProcessing?.inputFilter, at: "dataProcessing.inputFilter", 0...63)
        constraint.length(request.dataProcessing?.outputFilter, at: "dataProcessing.outputFilter", 0...63)
        constraint.member(
            request.dataProcessing?.joinSource?.rawValue, at: "dataProcessing.joinSource",
            of: JoinSource.known.map(\.rawValue))
        try constraint.check()
        if let problem = TransformEngine.validationProblem(of: request) { throw .validation(problem) }
    }
}
