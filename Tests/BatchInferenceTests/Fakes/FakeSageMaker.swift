import AWSOperations
import BatchInference
import Synchronization

/// Models, transform jobs and Autopilot jobs in memory, with failures that are set one by one.
final class FakeSageMaker: Models, TransformJobs, AutopilotJobs {
    /// What a call is to do instead of its work.
    enum Trouble: Sendable {
        /// Nothing happens, and the failure is thrown.
        case refuse(AWSFailure)
        /// The work is done, and the failure is thrown all the same.
        case loseAnswer(AWSFailure)
    }

    struct State: Sendable {
        var models: [String: CreateModelRequest] = [:]
        var modelCreations = 0
        var modelDeletions: [String] = []
        var transforms: [String: DescribeTransformJobResponse] = [:]
        var transformCreations = 0
        var stops: [String] = []
        var stoppedJobs: [String] = []
        var endpoints: [String: DescribeEndpointResponse] = [:]
        var endpointConfigs: [String: DescribeEndpointConfigResponse] = [:]
        var jobs: [AutoMLJobSummary] = []
        var descriptions: [String: AutopilotJobDescription] = [:]
        var candidates: [String: [AutoMLCandidate]] = [:]
        var troubles: [String: [Trouble]] = [:]
        /// Failures that last until they are taken away.
        var standing: [String: AWSFailure] = [:]
        var calls: [String] = []
        var inFlight = 0
        var mostInFlight = 0
        /// The pages of ListAutoMLJobs to answer with instead of `jobs`, by their token.
        var jobPages: [String: ListAutoMLJobsResponse] = [:]
        var transformList: [TransformJobSummary] = []
    }

    let state = Mutex(State())
    let power: PowerSwitch

    init(power: PowerSwitch = PowerSwitch()) {
        self.power = power
    }

    var models: [String: CreateModelRequest] { state.withLock { $0.models } }
    var transforms: [String: DescribeTransformJobResponse] { state.withLock { $0.transforms } }
    var calls: [String] { state.withLock { $0.calls } }

    /// Makes the next calls of an operation go wrong, one after the other.
    func plan(_ operation: String, _ troubles: Trouble...) {
        state.withLock { $0.troubles[operation, default: []] += troubles }
    }

    func change(_ body: @Sendable (inout State) -> Void) { state.withLock { body(&$0) } }

    private func call<Value: Sendable>(_ operation: String, _ work: @Sendable (inout State) throws -> Value) throws
        -> Value
    {
        try power.pass {
            try state.withLock { state in
                state.calls.append(operation)
                if let failure = state.standing[operation] { throw failure }
                guard let trouble = state.troubles[operation]?.first else { return try work(&state) }
                state.troubles[operation]?.removeFirst()
                switch trouble {
                case .refuse(let failure): throw failure
                case .loseAnswer(let failure):
                    _ = try work(&state)
                    throw failure
                }
            }
        }
    }

    func createModel(_ request: CreateModelRequest) async throws -> CreateModelResponse {
        try call("CreateModel") { state in
            guard state.models[request.modelName] == nil else {
                throw AWSFailure.refusal(
                    "CreateModel", "ValidationException", "Cannot create already existing model \"arn:…\"")
            }
            state.models[request.modelName] = request
            state.modelCreations += 1
            return CreateModelResponse(modelArn: "arn:aws:sagemaker:eu-west-1:111122223333:model/\(request.modelName)")
        }
    }

    func describeModel(named name: String) async throws -> DescribeModelResponse {
        try call("DescribeModel") { state in
            guard let model = state.models[name] else {
                throw AWSFailure.refusal("DescribeModel", "ValidationException", "Could not find model \"\(name)\".")
            }
            return DescribeModelResponse(
                modelName: name, creationTime: Timestamp(secondsSinceEpoch: 0), modelArn: "arn:model/\(name)",
                containers: model.containers?.map { container in
                    // The service adds what was not said.
                    var container = container
                    container.mode = container.mode ?? .singleModel
                    container.environment = container.environment ?? [:]
                    return container
                },
                inferenceExecutionConfig: model.inferenceExecutionConfig, executionRoleArn: model.executionRoleArn,
                vpcConfig: model.vpcConfig,
                enableNetworkIsolation: model.enableNetworkIsolation ?? false)
        }
    }

    func deleteModel(named name: String) async throws {
        try call("DeleteModel") { state in
            guard state.models.removeValue(forKey: name) != nil else {
                throw AWSFailure.refusal("DeleteModel", "ValidationException", "Could not find model \"\(name)\".")
            }
            state.modelDeletions.append(name)
        }
    }

    func listModels(_ request: ListModelsRequest) async throws -> ListModelsResponse {
        try call("ListModels") { state in
            let all = state.models.keys.sorted()
            let start = request.nextToken.flatMap { Int($0) } ?? 0
            let end = min(all.count, start + (request.maxResults ?? 10))
            return ListModelsResponse(
                models: all[start..<end].map {
                    ModelSummary(
                        modelName: $0, modelArn: "arn:model/\($0)", creationTime: Timestamp(secondsSinceEpoch: 0))
                }, nextToken: end < all.count ? String(end) : nil)
        }
    }

    func listTags(_ request: ListTagsRequest) async throws -> ListTagsResponse {
        try call("ListTags") { state in
            ListTagsResponse(tags: state.models[String(request.resourceArn.dropFirst("arn:model/".count))]?.tags)
        }
    }

    func createTransformJob(_ request: CreateTransformJobRequest) async throws -> CreateTransformJobResponse {
        try call("CreateTransformJob") { state in
            guard state.models[request.modelName] != nil else {
                throw AWSFailure.refusal(
                    "CreateTransformJob", "ValidationException", "Could not find model \"\(request.modelName)\".")
            }
            guard state.transforms[request.transformJobName] == nil else {
                throw AWSFailure.refusal("CreateTransformJob", "ResourceInUse", "Job name must be unique")
            }
            state.transformCreations += 1
            state.transforms[request.transformJobName] = .created(by: request)
            return CreateTransformJobResponse(transformJobArn: "arn:transform-job/\(request.transformJobName)")
        }
    }

    func describeTransformJob(named name: String) async throws -> DescribeTransformJobResponse {
        try call("DescribeTransformJob") { state in
            guard let job = state.transforms[name] else {
                throw AWSFailure.refusal(
                    "DescribeTransformJob", "ValidationException", "Could not find requested job with name: \(name)")
            }
            return job
        }
    }

    func listTransformJobs(_ request: ListTransformJobsRequest) async throws -> ListTransformJobsResponse {
        try call("ListTransformJobs") { ListTransformJobsResponse(transformJobSummaries: $0.transformList) }
    }

    func stopTransformJob(named name: String) async throws {
        try call("StopTransformJob") { $0.stops.append(name) }
    }

    func listJobs(_ request: ListAutoMLJobsRequest) async throws -> ListAutoMLJobsResponse {
        try call("ListAutoMLJobs") { state in
            if !state.jobPages.isEmpty {
                return state.jobPages[request.nextToken ?? ""] ?? ListAutoMLJobsResponse(autoMLJobSummaries: [])
            }
            return ListAutoMLJobsResponse(autoMLJobSummaries: state.jobs)
        }
    }

    func stopJob(named name: String) async throws { try call("StopAutoMLJob") { $0.stoppedJobs.append(name) } }

    func describeEndpoint(named name: String) async throws -> DescribeEndpointResponse {
        try call("DescribeEndpoint") { state in
            guard let endpoint = state.endpoints[name] else {
                throw AWSFailure.refusal("DescribeEndpoint", "ValidationException", "Could not find endpoint")
            }
            return endpoint
        }
    }

    func describeEndpointConfig(named name: String) async throws -> DescribeEndpointConfigResponse {
        try call("DescribeEndpointConfig") { state in
            guard let configuration = state.endpointConfigs[name] else {
                throw AWSFailure.refusal("DescribeEndpointConfig", "ValidationException", "Could not find it")
            }
            return configuration
        }
    }

    func describeJob(named name: String) async throws -> AutopilotJobDescription {
        state.withLock {
            $0.inFlight += 1
            $0.mostInFlight = max($0.mostInFlight, $0.inFlight)
        }
        defer { state.withLock { $0.inFlight -= 1 } }
        for _ in 0..<20 { await Task.yield() }
        return try call("DescribeAutoMLJobV2") { state in
            guard let job = state.descriptions[name] else {
                throw AWSFailure.refusal("DescribeAutoMLJobV2", "ResourceNotFound", "no job \(name)")
            }
            return job
        }
    }

    func listCandidates(
        _ request: ListCandidatesForAutoMLJobRequest
    ) async throws -> ListCandidatesForAutoMLJobResponse {
        try call("ListCandidatesForAutoMLJob") { state in
            ListCandidatesForAutoMLJobResponse(candidates: state.candidates[request.autoMLJobName] ?? [])
        }
    }
}

extension AWSFailure {
    /// An error that SageMaker answers with.
    static func refusal(_ operation: String, _ code: String, _ message: String, status: Int = 400) -> AWSFailure {
        .service(
            ServiceError(
                operation: OperationDescriptor(service: .sageMaker, name: operation, effect: .create), code: code,
                message: message, httpStatus: status, requestID: "req-1"))
    }

    /// No answer came, and the request may have arrived.
    static let timedOut = AWSFailure.transport(
        TransportError(
            operation: OperationDescriptor(service: .sageMaker, name: "CreateModel", effect: .create), kind: .timedOut,
            host: "api.sagemaker.eu-west-1.amazonaws.com:443", detail: "no answer in 60 s", mayHaveArrived: true))
}

extension DescribeTransformJobResponse {
    /// A job as the service describes it right after its creation, defaults filled in.
    static func created(by request: CreateTransformJobRequest) -> DescribeTransformJobResponse {
        var input = request.transformInput
        input.compressionType = input.compressionType ?? CompressionType.none
        return DescribeTransformJobResponse(
            transformJobName: request.transformJobName,
            transformJobArn: "arn:transform-job/\(request.transformJobName)",
            transformJobStatus: .inProgress, modelName: request.modelName, transformInput: input,
            transformResources: request.transformResources, creationTime: Timestamp(secondsSinceEpoch: 1_800_000_000),
            maxConcurrentTransforms: request.maxConcurrentTransforms, maxPayloadInMB: request.maxPayloadInMB,
            batchStrategy: request.batchStrategy, environment: request.environment,
            transformOutput: request.transformOutput,
            dataProcessing: DataProcessing(
                inputFilter: request.dataProcessing?.inputFilter ?? "$",
                outputFilter: request.dataProcessing?.outputFilter ?? "$",
                joinSource: request.dataProcessing?.joinSource ?? JoinSource.none))
    }
}
