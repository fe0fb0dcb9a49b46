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
