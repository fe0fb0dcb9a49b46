import AWSOperations

/// Everything that a launch will ask for: a candidate, its model and a transform job, as a form holds it.
///
/// Texts that are empty and values that are nil are left out of the requests.
public struct LaunchPlan: Hashable, Sendable {
    /// What the Autopilot job predicts, as far as it matters to a transform.
    public enum Kind: Hashable, Sendable {
        case tabular
        case timeSeries
        /// Text, image and language-model jobs, by their name.
        case endpointsOnly(String)

        /// From `JobOverview.problemType`.
        public init(problemType: String?) {
            switch problemType {
            case "time series": self = .timeSeries
            case "text", "image", "text generation": self = .endpointsOnly(problemType ?? "")
            default: self = .tabular
            }
        }
    }

    /// The Autopilot job that the candidate comes from.
    public var jobName: String
    public var candidateName: String
    public var kind = Kind.tabular
    public var containerSets: ContainerSets

    // Where the job is, if elsewhere.
    /// The profile that the job is described with, and its artifacts read; empty where it is the one that launches.
    public var sourceProfile = ""
    /// The prefix that the artifacts are copied to before the launch, as an S3 URI; empty where they stay.
    @ByteText public var artifactPrefix = ""
    /// What is copied: the containers name the copies already.
    public var artifactCopies: [ArtifactCopy] = []

    // The model.
    public var modelName: String
    /// The role that SageMaker assumes to read artifacts and data.
    public var roleArn: String
    /// The response keys to ask for, in order; empty leaves the containers as they are.
    public var responseKeys: [String] = []
    /// What the model's containers get otherwise than the candidate's, after the response keys.
    public var environmentChanges: [EnvironmentChange] = []
    public var securityGroupIDs: [String] = []
    public var subnets: [String] = []
    public var networkIsolation = false

    // What is read.
    /// An S3 URI of an object, a prefix, or a manifest.
    @ByteText public var input: String
    public var inputKind: S3DataType = .s3Prefix
    public var contentType = "text/csv"
    public var compression: CompressionType = .none
    public var split: SplitType = .line

    // What is written.
    /// An S3 URI of a prefix.
    @ByteText public var output: String
    public var assemble: AssemblyType = .line
    public var accept = ""
    public var outputKmsKey = ""

    // What it runs on.
    public var transformJobName: String
    public var instanceType: TransformInstanceType
    public var instanceCount = 1
    public var volumeKmsKey = ""
    public var amiVersion = ""

    // How records travel.
    public var batchStrategy: BatchStrategy?
    /// In megabytes; nil leaves the container's own value, or 6.
    public var maxPayloadInMB: Int?
    public var maxConcurrentTransforms: Int?
    /// Seconds for each invocation, 1 to 3600.
    public var invocationTimeout: Int?
    /// 0 to 3.
    public var invocationRetries: Int?
    /// Environment of the transform, at most 16 entries.
    public var environment: [EnvironmentEntry] = []

    // What is done around a prediction.
    /// A JSONPath of at most 63 characters.
    public var inputFilter = ""
    public var outputFilter = ""
    public var join: JoinSource = .none

    // The rest.
    /// Put on the model and on the transform job.
    public var tags: [ResourceTag] = []
    @ByteText public var captureDestination = ""
    public var captureKmsKey = ""
    public var captureGeneratesInferenceID = false
    public var experiment: ExperimentConfig?
    /// The run whose missing outputs it writes; nil for a launch of its own.
    public var repairs: RepairTarget?

    public init(
        jobName: String, candidateName: String, containerSets: ContainerSets, modelName: String, roleArn: String,
        input: String, output: String, transformJobName: String,
        instanceType: TransformInstanceType = InstanceType.proposed
    ) {
        self.jobName = jobName
        self.candidateName = candidateName
        self.containerSets = containerSets
        self.modelName = modelName
        self.roleArn = roleArn
        self.input = input
        self.output = output
        self.transformJobName = transformJobName
        self.instanceType = instanceType
    }

    /// The run that it repairs; nil where it was changed so that it writes elsewhere.
    public var repairedTransform: String? {
        repairs.flatMap { output.hasSameBytes(as: $0.output) ? $0.transform : nil }
    }

    /// The containers that fit the instance type, with response keys not yet applied.
    public var containers: [AutoMLContainerDefinition] {
        containerSets.matching(gpuInstance: InstanceType(instanceType)?.hasGPU ?? false)
    }

    /// The response keys that can be asked for; empty where there is no choice.
    public var supportedResponseKeys: [String] { ResponseKeys.supported(by: containers) }

    /// The response keys that will come out.
    public var effectiveResponseKeys: [String] {
        ResponseKeys.current(of: modelContainers)
    }
}

extension LaunchPlan {
    /// The plan that a form opens with: names from candidate and time, the job's own role, CSV by line, one instance.
    ///
    /// The input stays empty, for it cannot be guessed. The output lies in the bucket that the job wrote to, in a folder
    /// of the transform's name; without a described job it stays empty, too. Time-series candidates get no splitting and
    /// the instance type that the service documents for them.
    public static func proposed(
        for candidate: AutoMLCandidate, of job: JobOverview, now: Timestamp
    ) -> LaunchPlan {
        let names = LaunchNames(jobName: job.name, candidateName: candidate.candidateName, now: now)
        var plan = LaunchPlan(
            jobName: job.name, candidateName: candidate.candidateName, containerSets: ContainerSets(candidate),
            modelName: names.model, roleArn: job.roleArn ?? "", input: "",
            output: defaultOutput(of: job, transformJobName: names.transform), transformJobName: names.transform)
        plan.kind = LaunchPlan.Kind(problemType: job.problemType)
        if plan.kind == .timeSeries {
            plan.split = .none
            plan.assemble = .none
            plan.instanceType = .mlM512xlarge
        }
        if plan.kind == .endpointsOnly("image") {
            // Each image is one request, and no line of it is anything.
            plan.contentType = contentType(ofImages: job.inputContentType)
            plan.split = .none
            plan.assemble = .none
        }
        if plan.containerSets.plain.isEmpty, plan.containerSets.cpu.isEmpty, !plan.containerSets.gpu.isEmpty {
            plan.instanceType = .mlG4dnXlarge
        }
        return plan
    }

    /// The type that the job was trained on, where that is one; what SageMaker's image containers take, elsewhere.
    private static func contentType(ofImages type: String?) -> String {
        let type = type?.lowercased() ?? ""
        return type.hasPrefix("image/") && !type.hasSuffix("*") ? type : "application/x-image"
    }

    static func defaultOutput(of job: JobOverview, transformJobName: String) -> String {
        guard let text = job.outputLocation ?? job.inputLocation, let location = S3Location(text) else { return "" }
        return S3Location(bucket: location.bucket, key: proposedOutputKey(transformJobName: transformJobName)).uri
    }

    /// Where in its bucket a transform's output goes unless somebody says otherwise.
    static func proposedOutputKey(transformJobName: String) -> String { "predictions/\(transformJobName)/" }
}

extension LaunchPlan {
    /// The two requests of a launch.
    public struct Requests: Hashable, Sendable {
        public var createModel: CreateModelRequest
        public var createTransformJob: CreateTransformJobRequest
    }

    /// Exactly what will be sent; with the defaults, the requests of AWS's batch-inference page.
    ///
    /// Response keys and changes of the environment that cannot be had are left out here and reported by `problems()`.
    public var requests: Requests {
        Requests(createModel: createModelRequest, createTransformJob: createTransformJobRequest)
    }

    private var createModelRequest: CreateModelRequest {
        CreateModelRequest(
            modelName: modelName,
            containers: modelContainers.map(ContainerDefinition.init),
            inferenceExecutionConfig: containerSets.execution,
            executionRoleArn: roleArn.nonEmpty,
            tags: tags.isEmpty ? nil : tags,
            vpcConfig: subnets.isEmpty && securityGroupIDs.isEmpty
                ? nil : VpcConfig(securityGroupIds: securityGroupIDs, subnets: subnets),
            enableNetworkIsolation: networkIsolation ? true : nil)
    }

    private var createTransformJobRequest: CreateTransformJobRequest {
        CreateTransformJobRequest(
            transformJobName: transformJobName,
            modelName: modelName,
            transformInput: TransformInput(
                dataSource: TransformDataSource(
                    s3DataSource: TransformS3DataSource(s3DataType: inputKind, s3Uri: input)),
                contentType: contentType.nonEmpty,
                compressionType: compression == .none ? nil : compression,
                splitType: split),
            transformOutput: TransformOutput(
                s3OutputPath: output, accept: accept.nonEmpty, assembleWith: assemble, kmsKeyId: outputKmsKey.nonEmpty),
            transformResources: TransformResources(
                instanceType: instanceType, instanceCount: instanceCount, volumeKmsKeyId: volumeKmsKey.nonEmpty,
                transformAmiVersion: amiVersion.nonEmpty),
            maxConcurrentTransforms: maxConcurrentTransforms,
            modelClientConfig: invocationTimeout == nil && invocationRetries == nil
                ? nil
                : ModelClientConfig(
                    invocationsTimeoutInSeconds: invocationTimeout, invocationsMaxRetries: invocationRetries),
            maxPayloadInMB: maxPayloadInMB,
            batchStrategy: batchStrategy,
            environment: environment.isEmpty
                ? nil : Dictionary(environment.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last }),
            dataCaptureConfig: captureDestination.nonEmpty.map {
                BatchDataCaptureConfig(
                    destinationS3Uri: $0, kmsKeyId: captureKmsKey.nonEmpty,
                    generateInferenceId: captureGeneratesInferenceID ? true : nil)
            },
            dataProcessing: inputFilter.isEmpty && outputFilter.isEmpty && join == .none
                ? nil
                : DataProcessing(
                    inputFilter: inputFilter.nonEmpty, outputFilter: outputFilter.nonEmpty,
                    joinSource: join == .none ? nil : join),
            tags: tags.isEmpty ? nil : tags,
            experimentConfig: experiment)
    }
}

extension String {
    /// The text, or nil where it is empty.
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}

extension LaunchPlan {
    /// Puts S3 URIs where URLs of S3 were given, which is what SageMaker takes; says what it changed, a sentence each.
    public mutating func readAddresses() -> [String] {
        var notes: [String] = []
        func read(_ text: inout String, _ what: String) {
            guard !text.hasBytePrefix("s3://"), let location = S3Location(url: text) else { return }
            notes.append("\(what) is \(location.uri): SageMaker needs S3 URIs, not URLs")
            text = location.uri
        }
        read(&input, "the input")
        read(&output, "the output")
        read(&captureDestination, "the destination of captured data")
        read(&artifactPrefix, "the artifact prefix")
        return notes
    }
}

extension LaunchPlan {
    /// Where copies go that nobody named a place for: beside the output, which is in the target account.
    public var proposedArtifactPrefix: String {
        S3Location(output).map { S3Location(bucket: $0.bucket, key: "flightdeck-artifacts/").uri } ?? ""
    }

    /// The plan with its artifacts copied below its `artifactPrefix`: its containers name the copies, and what is to be
    /// copied stands in `artifactCopies`. An artifact that several containers share is copied once; one that is below
    /// the prefix already stays.
    ///
    /// Asks for the head of each artifact. Throws `AWSFailure` or `ArtifactCopyProblem`.
    public func copyingArtifacts(from source: any ObjectStorage) async throws -> LaunchPlan {
        let plan = withoutCopies()
        guard let prefix = S3Location(artifactPrefix) else { return plan }
        var copies: [ArtifactCopy] = []
        for url in plan.containers.map(\.modelDataUrl)
        where !copies.contains(where: { $0.source.hasSameBytes(as: url) }) {
            guard let location = S3Location(url), !url.hasBytePrefix(prefix.uri) else { continue }
            let head = try await source.headObject(at: location)
            guard head.eTag?.isEmpty == false else { throw ArtifactCopyProblem.noVersion(source: url) }
            copies.append(ArtifactCopy(of: location, head, below: prefix))
        }
        return plan.applying(copies)
    }

    /// The plan with its containers naming the copies in place of what is copied.
    public func applying(_ copies: [ArtifactCopy]) -> LaunchPlan {
        var plan = withoutCopies()
        plan.artifactCopies = copies
        plan.replaceArtifacts(
            Dictionary(copies.map { (ByteText($0.source), $0.destination) }, uniquingKeysWith: { first, _ in first }))
        return plan
    }

    /// The plan with its containers naming the artifacts that copies were to be made of.
    public func withoutCopies() -> LaunchPlan {
        var plan = self
        plan.artifactCopies = []
        plan.replaceArtifacts(
            Dictionary(
                artifactCopies.map { (ByteText($0.destination), $0.source) }, uniquingKeysWith: { first, _ in first }))
        return plan
    }

    private mutating func replaceArtifacts(_ replacements: [ByteText: String]) {
        func replaced(_ containers: [AutoMLContainerDefinition]) -> [AutoMLContainerDefinition] {
            containers.map { container in
                var changed = container
                changed.modelDataUrl = replacements[ByteText(container.modelDataUrl)] ?? container.modelDataUrl
                return changed
            }
        }
        containerSets = ContainerSets(
            plain: replaced(containerSets.plain), cpu: replaced(containerSets.cpu), gpu: replaced(containerSets.gpu),
            execution: containerSets.execution)
    }
}
