import ArgumentParser

/// What a launch may set beside its job: every option of CreateModel and CreateTransformJob that fits a candidate.
struct LaunchArguments: ParsableArguments {
    @Option(help: ArgumentHelp("The candidate to use; the best one by default.", valueName: "name"))
    var candidate: String?

    @Option(help: ArgumentHelp("What to read: an object, a prefix or a manifest.", valueName: "s3-uri"))
    var input: String?

    @Option(
        help: ArgumentHelp(
            "The prefix to write under; one beside the job's own output by default.", valueName: "s3-uri"))
    var output: String?

    @Option(help: ArgumentHelp("The instance type, for example ml.m5.xlarge.", valueName: "type"))
    var instanceType: String?

    @Option(help: ArgumentHelp("How many instances, 1 to 100.", valueName: "number"))
    var instanceCount: Int?

    @Option(help: ArgumentHelp("The execution role's ARN; the Autopilot job's own by default.", valueName: "arn"))
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
            "The profile to describe the job and read its artifacts with; model and transform are made with --profile.",
            valueName: "name"))
    var sourceProfile: String?

    @Flag(help: "Copy the artifacts beside the output before the launch, in place of policies that let them be read.")
    var copyArtifacts = false

    @Option(help: ArgumentHelp("Copy the artifacts below a prefix of your choice.", valueName: "s3-uri"))
    var copyArtifactsTo: String?
}

/// What the model and the transform job are called.
struct NameArguments: ParsableArguments {
    @Option(help: ArgumentHelp("The model's name; from candidate and time by default.", valueName: "name"))
    var modelName: String?

    @Option(help: ArgumentHelp("The transform job's name; from candidate and time by default.", valueName: "name"))
    var transformJobName: String?
}

/// What is read, predicted and written.
struct DataArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The columns to predict, of those that the candidate supports: predicted_label,probability,…",
            valueName: "keys"))
    var inferenceResponseKeys: String?

    @Option(name: .customLong("s3-data-type"), help: ArgumentHelp("S3Prefix or ManifestFile.", valueName: "type"))
    var dataType: String?

    @Option(help: ArgumentHelp("The input's media type; text/csv by default.", valueName: "type"))
    var contentType: String?

    @Option(help: ArgumentHelp("None or Gzip.", valueName: "type"))
    var compressionType: String?

    @Option(help: ArgumentHelp("None, Line, RecordIO or TFRecord; Line by default.", valueName: "type"))
    var splitType: String?

    @Option(help: ArgumentHelp("None or Line; Line by default.", valueName: "type"))
    var assembleWith: String?

    @Option(help: ArgumentHelp("The output's media type.", valueName: "type"))
    var accept: String?

    @Option(help: ArgumentHelp("A JSONPath of what goes to the model, for example '$[1:]'.", valueName: "path"))
    var inputFilter: String?

    @Option(help: ArgumentHelp("A JSONPath of what is written.", valueName: "path"))
    var outputFilter: String?

    @Option(help: ArgumentHelp("None or Input: whether predictions are joined to their input.", valueName: "source"))
    var joinSource: String?
}

/// What the model's containers get otherwise than the candidate's.
struct ContainerArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A variable of a container's environment, the container counted from 1; may be repeated.",
            valueName: "n:key=value"))
    var containerEnvironment: [String] = []

    @Option(
        help: ArgumentHelp(
            "A variable of the candidate's that a container goes without; may be repeated.", valueName: "n:key"))
    var unsetContainerEnvironment: [String] = []
}

/// How records travel to the containers.
struct BatchingArguments: ParsableArguments {
    @Option(help: ArgumentHelp("MultiRecord or SingleRecord.", valueName: "strategy"))
    var batchStrategy: String?

    @Option(
        name: .customLong("max-payload-in-mb"),
        help: ArgumentHelp("Megabytes a request, 0 to 100.", valueName: "number"))
    var maxPayloadInMB: Int?

    @Option(help: ArgumentHelp("Requests at a time and instance.", valueName: "number"))
    var maxConcurrentTransforms: Int?

    @Option(help: ArgumentHelp("1 to 3600.", valueName: "seconds"))
    var invocationsTimeoutInSeconds: Int?

    @Option(help: ArgumentHelp("0 to 3.", valueName: "number"))
    var invocationsMaxRetries: Int?

    @Option(help: ArgumentHelp("A variable of the transform's environment; may be repeated.", valueName: "key=value"))
    var environment: [String] = []
}

/// Where the model runs and what encrypts.
struct SecurityArguments: ParsableArguments {
    @Option(help: ArgumentHelp("The model's security groups, with --subnets.", valueName: "id,id"))
    var securityGroupIds: String?

    @Option(help: ArgumentHelp("The model's subnets, with --security-group-ids.", valueName: "id,id"))
    var subnets: String?

    @Flag(inversion: .prefixedNo, help: "Whether the containers get no network.")
    var enableNetworkIsolation: Bool?

    @Option(help: ArgumentHelp("Encrypts the instances' volumes.", valueName: "key"))
    var volumeKmsKeyId: String?

    @Option(help: ArgumentHelp("Encrypts what is written.", valueName: "key"))
    var outputKmsKeyId: String?

    @Option(help: ArgumentHelp("The image of the instances.", valueName: "version"))
    var transformAmiVersion: String?
}

/// What is noted beside the predictions.
struct RecordArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Captures requests and answers under a prefix.", valueName: "s3-uri"))
    var dataCaptureDestination: String?

    @Option(help: ArgumentHelp("Encrypts the capture.", valueName: "key"))
    var dataCaptureKmsKeyId: String?

    @Flag(inversion: .prefixedNo, help: "Whether every captured record gets an id.")
    var dataCaptureGenerateInferenceId: Bool?

    @Option(help: ArgumentHelp("The experiment that the transform belongs to.", valueName: "name"))
    var experimentName: String?

    @Option(help: ArgumentHelp("The trial that the transform belongs to.", valueName: "name"))
    var trialName: String?

    @Option(help: ArgumentHelp("How the transform is shown in its trial.", valueName: "name"))
    var trialComponentDisplayName: String?

    @Option(help: ArgumentHelp("The run that the transform belongs to.", valueName: "name"))
    var runName: String?

    @Option(
        name: .customLong("tag"),
        help: ArgumentHelp("On the model and the transform; may be repeated.", valueName: "key=value"))
    var tags: [String] = []
}
