import ArgumentParser

/// What a launch may set beside its job: every option of CreateModel and CreateTransformJob that fits a candidate.
struct LaunchArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Use this candidate (default: the best one).", valueName: "name"))
    var candidate: String?

    @Option(help: ArgumentHelp("S3 URI of the input: an object, a prefix or a manifest.", valueName: "s3-uri"))
    var input: String?

    @Option(
        help: ArgumentHelp(
            "S3 prefix for the output (default: beside the job's own output).", valueName: "s3-uri"))
    var output: String?

    @Option(help: ArgumentHelp("Instance type, for example ml.m5.xlarge.", valueName: "type"))
    var instanceType: String?

    @Option(help: ArgumentHelp("Number of instances, 1 to 100.", valueName: "number"))
    var instanceCount: Int?

    @Option(help: ArgumentHelp("Execution role ARN (default: the Autopilot job's role).", valueName: "arn"))
    var role: String?

    @OptionGroup(title: "Across accounts")
    var accounts: AccountArguments

    @OptionGroup(title: "Names")
    var names: NameArguments

    @OptionGroup(title: "Data")
    var data: DataArguments

    @OptionGroup(title: "Containers")
    var containers: ContainerArguments

    @OptionGroup(title: "Batching")
    var batching: BatchingArguments

    @OptionGroup(title: "Network and encryption")
    var security: SecurityArguments

    @OptionGroup(title: "Capture, experiment and tags")
    var records: RecordArguments
}

/// Where the job is, if not where the transform is to run.
struct AccountArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Describe the job and read its artifacts with this profile; --profile creates the model and the transform.",
            valueName: "name"))
    var sourceProfile: String?

    @Flag(help: "Copy the artifacts beside the output before launching, instead of adding cross-account policies.")
    var copyArtifacts = false

    @Option(help: ArgumentHelp("Copy the artifacts to this prefix.", valueName: "s3-uri"))
    var copyArtifactsTo: String?
}

/// What the model and the transform job are called.
struct NameArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Model name (default: from the candidate and the time).", valueName: "name"))
    var modelName: String?

    @Option(help: ArgumentHelp("Transform job name (default: from the candidate and the time).", valueName: "name"))
    var transformJobName: String?
}

/// What is read, predicted and written.
struct DataArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Response columns the candidate supports: predicted_label,probability,…",
            valueName: "keys"))
    var inferenceResponseKeys: String?

    @Option(name: .customLong("s3-data-type"), help: ArgumentHelp("S3Prefix or ManifestFile.", valueName: "type"))
    var dataType: String?

    @Option(help: ArgumentHelp("Media type of the input (default: text/csv).", valueName: "type"))
    var contentType: String?

    @Option(help: ArgumentHelp("None or Gzip.", valueName: "type"))
    var compressionType: String?

    @Option(help: ArgumentHelp("None, Line, RecordIO or TFRecord (default: Line).", valueName: "type"))
    var splitType: String?

    @Option(help: ArgumentHelp("None or Line (default: Line).", valueName: "type"))
    var assembleWith: String?

    @Option(help: ArgumentHelp("Media type of the output.", valueName: "type"))
    var accept: String?

    @Option(help: ArgumentHelp("JSONPath of what is sent to the model, for example '$[1:]'.", valueName: "path"))
    var inputFilter: String?

    @Option(help: ArgumentHelp("JSONPath of what is written.", valueName: "path"))
    var outputFilter: String?

    @Option(help: ArgumentHelp("None, or Input to join predictions to their input.", valueName: "source"))
    var joinSource: String?
}

/// What the model's containers get otherwise than the candidate's.
struct ContainerArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Set a variable of container N, counted from 1; repeatable.",
            valueName: "n:key=value"))
    var containerEnvironment: [String] = []

    @Option(
        help: ArgumentHelp(
            "Remove one of the candidate's variables from container N; repeatable.", valueName: "n:key"))
    var unsetContainerEnvironment: [String] = []
}

/// How records travel to the containers.
struct BatchingArguments: ParsableArguments {
    @Option(help: ArgumentHelp("MultiRecord or SingleRecord.", valueName: "strategy"))
    var batchStrategy: String?

    @Option(
        name: .customLong("max-payload-in-mb"),
        help: ArgumentHelp("Megabytes per request, 0 to 100.", valueName: "number"))
    var maxPayloadInMB: Int?

    @Option(help: ArgumentHelp("Concurrent requests per instance.", valueName: "number"))
    var maxConcurrentTransforms: Int?

    @Option(help: ArgumentHelp("1 to 3600.", valueName: "seconds"))
    var invocationsTimeoutInSeconds: Int?

    @Option(help: ArgumentHelp("0 to 3.", valueName: "number"))
    var invocationsMaxRetries: Int?

    @Option(help: ArgumentHelp("Set a variable of the transform's environment; repeatable.", valueName: "key=value"))
    var environment: [String] = []
}

/// Where the model runs and what encrypts.
struct SecurityArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Security groups of the model, with --subnets.", valueName: "id,id"))
    var securityGroupIds: String?

    @Option(help: ArgumentHelp("Subnets of the model, with --security-group-ids.", valueName: "id,id"))
    var subnets: String?

    @Flag(inversion: .prefixedNo, help: "Isolate the containers from the network.")
    var enableNetworkIsolation: Bool?

    @Option(help: ArgumentHelp("KMS key for the instances' volumes.", valueName: "key"))
    var volumeKmsKeyId: String?

    @Option(help: ArgumentHelp("KMS key for the output.", valueName: "key"))
    var outputKmsKeyId: String?

    @Option(help: ArgumentHelp("AMI version of the instances.", valueName: "version"))
    var transformAmiVersion: String?
}

/// What is noted beside the predictions.
struct RecordArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Capture requests and responses under this prefix.", valueName: "s3-uri"))
    var dataCaptureDestination: String?

    @Option(help: ArgumentHelp("KMS key for the captured data.", valueName: "key"))
    var dataCaptureKmsKeyId: String?

    @Flag(inversion: .prefixedNo, help: "Generate an inference ID for every captured record.")
    var dataCaptureGenerateInferenceId: Bool?

    @Option(help: ArgumentHelp("Associate the transform with this experiment.", valueName: "name"))
    var experimentName: String?

    @Option(help: ArgumentHelp("Associate the transform with this trial of SageMaker Experiments.", valueName: "name"))
    var trialName: String?

    @Option(help: ArgumentHelp("Display name of the transform in its trial.", valueName: "name"))
    var trialComponentDisplayName: String?

    @Option(help: ArgumentHelp("Associate the transform with this run.", valueName: "name"))
    var runName: String?

    @Option(
        name: .customLong("tag"),
        help: ArgumentHelp("Tag the model and the transform; repeatable.", valueName: "key=value"))
    var tags: [String] = []
}
