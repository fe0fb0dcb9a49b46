import AWSOperations
import ArgumentParser
import BatchInference

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

extension LaunchArguments {
    /// Sets what the arguments say in a plan, and leaves the rest of it as it is; throws `ValidationError` for words
    /// that the API does not have.
    func apply(to plan: inout LaunchPlan) throws {
        if let input { plan.input = input }
        if let output { plan.output = output }
        if let instanceType { plan.instanceType = try Self.instanceType(instanceType) }
        if let instanceCount { plan.instanceCount = instanceCount }
        if let role { plan.roleArn = role }
        if let name = names.modelName { plan.modelName = name }
        if let name = names.transformJobName { plan.transformJobName = name }
        accounts.apply(to: &plan)
        try data.apply(to: &plan)
        try containers.apply(to: &plan)
        try batching.apply(to: &plan)
        try security.apply(to: &plan)
        try records.apply(to: &plan)
    }

    /// Checks everything that can be checked before the first request.
    func check() throws {
        // Stands for what only the job can tell, and passes every check of its own.
        let container = AutoMLContainerDefinition(image: "image", modelDataUrl: "s3://bucket/model.tar.gz")
        var plan = LaunchPlan(
            jobName: "job", candidateName: candidate ?? "candidate", containerSets: ContainerSets(plain: [container]),
            modelName: "model", roleArn: "arn:aws:iam::000000000000:role/service-role/role",
            input: "s3://bucket/input/",
            output: "s3://bucket/output/", transformJobName: "transform")
        plan.containerSets.plain = Array(repeating: container, count: ContainerArguments.mostContainers)
        try apply(to: &plan)
        _ = plan.readAddresses()
        if accounts.sourceProfile?.isEmpty == true {
            throw ValidationError("--source-profile needs a profile name")
        }
        let known = plan.problems().filter {
            $0.severity == .error && $0.field != .candidate && $0.field != .responseKeys
        }
        guard known.isEmpty else { throw ValidationError(Self.text(of: known)) }
    }

    /// Each problem with the option that it belongs to, a line each.
    static func text(of problems: [PlanProblem]) -> String {
        problems.map { problem in
            let remedy = problem.remedy.isEmpty ? "" : "; \(problem.remedy)"
            return "\(problem.option): \(problem.message)\(remedy)"
        }.joined(separator: "\n")
    }

    /// A type may be given without its `ml.`; a well-formed one that the list does not know is left to the service.
    private static func instanceType(_ name: String) throws -> TransformInstanceType {
        let lowercased = name.lowercased()
        let text = lowercased.hasPrefix("ml.") ? lowercased : "ml.\(lowercased)"
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isWellFormed =
            parts.count == 3
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
            }
        guard isWellFormed else {
            // What lacks a dot, or has another sign in its place, is that type; else the one that is nearest.
            func letters(_ name: String) -> String { name.filter { $0.isLetter || $0.isNumber } }
            let known = TransformInstanceType.known.map(\.rawValue)
            let near = known.first { letters($0) == letters(text) } ?? nearest(to: text, among: known)
            throw ValidationError(
                "--instance-type must be a type such as ml.m5.xlarge (got \(name))"
                    + (near.map { "; did you mean \($0)?" } ?? ""))
        }
        return TransformInstanceType(rawValue: text)
    }
}

extension AccountArguments {
    fileprivate func apply(to plan: inout LaunchPlan) {
        if let sourceProfile { plan.sourceProfile = sourceProfile }
        if let copyArtifactsTo { plan.artifactPrefix = copyArtifactsTo }
        if copyArtifacts, plan.artifactPrefix.isEmpty { plan.artifactPrefix = plan.proposedArtifactPrefix }
    }
}

extension DataArguments {
    fileprivate func apply(to plan: inout LaunchPlan) throws {
        if let keys = inferenceResponseKeys { plan.responseKeys = commaList(keys) }
        // The API's other kinds are of training.
        if let value: S3DataType = try Check.value(
            dataType, of: "--s3-data-type", among: [.s3Prefix, .manifestFile])
        {
            plan.inputKind = value
        }
        if let contentType { plan.contentType = contentType }
        if let value: CompressionType = try Check.value(compressionType, of: "--compression-type") {
            plan.compression = value
        }
        if let value: SplitType = try Check.value(splitType, of: "--split-type") { plan.split = value }
        if let value: AssemblyType = try Check.value(assembleWith, of: "--assemble-with") { plan.assemble = value }
        if let accept { plan.accept = accept }
        if let inputFilter { plan.inputFilter = inputFilter }
        if let outputFilter { plan.outputFilter = outputFilter }
        if let value: JoinSource = try Check.value(joinSource, of: "--join-source") { plan.join = value }
    }
}

extension ContainerArguments {
    /// CreateModel's limit on Containers.
    fileprivate static let mostContainers = 15

    fileprivate func apply(to plan: inout LaunchPlan) throws {
        var changes: [EnvironmentChange] = []
        for text in containerEnvironment {
            let option = "--container-environment"
            let (container, rest) = try place(text, of: option, form: "N:KEY=VALUE")
            let (name, value) = try keyAndValue(rest, of: option)
            changes.append(EnvironmentChange(container: container, name: name, value: value))
        }
        for text in unsetContainerEnvironment {
            let option = "--unset-container-environment"
            let (container, name) = try place(text, of: option, form: "N:KEY")
            guard !name.containsByte("=") else {
                throw ValidationError("\(option) must be N:KEY, without a value (got \(text))")
            }
            changes.append(EnvironmentChange(container: container, name: name, value: nil))
        }
        if !changes.isEmpty { plan.environmentChanges = changes }
    }

    private func place(_ text: String, of option: String, form: String) throws -> (container: Int, rest: String) {
        guard let colon = text.firstByteIndex(of: ":"), let number = Int(text[..<colon]),
            (1...Self.mostContainers).contains(number)
        else {
            throw ValidationError(
                "\(option) must be \(form), where N is the container's number, 1 to \(Self.mostContainers) (got \(text))"
            )
        }
        return (number, String(text[text.utf8.index(after: colon)...]))
    }
}

extension BatchingArguments {
    fileprivate func apply(to plan: inout LaunchPlan) throws {
        if let value: BatchStrategy = try Check.value(batchStrategy, of: "--batch-strategy") {
            plan.batchStrategy = value
        }
        if let maxPayloadInMB { plan.maxPayloadInMB = maxPayloadInMB }
        if let maxConcurrentTransforms { plan.maxConcurrentTransforms = maxConcurrentTransforms }
        if let invocationsTimeoutInSeconds { plan.invocationTimeout = invocationsTimeoutInSeconds }
        if let invocationsMaxRetries { plan.invocationRetries = invocationsMaxRetries }
        if !environment.isEmpty {
            plan.environment = try environment.map {
                let (key, value) = try keyAndValue($0, of: "--environment")
                return EnvironmentEntry(name: key, value: value)
            }
        }
    }
}

extension SecurityArguments {
    fileprivate func apply(to plan: inout LaunchPlan) throws {
        if let securityGroupIds { plan.securityGroupIDs = commaList(securityGroupIds) }
        if let subnets { plan.subnets = commaList(subnets) }
        if let enableNetworkIsolation { plan.networkIsolation = enableNetworkIsolation }
        if let volumeKmsKeyId { plan.volumeKmsKey = volumeKmsKeyId }
        if let outputKmsKeyId { plan.outputKmsKey = outputKmsKeyId }
        if let transformAmiVersion { plan.amiVersion = transformAmiVersion }
    }
}

extension RecordArguments {
    fileprivate func apply(to plan: inout LaunchPlan) throws {
        if let dataCaptureDestination { plan.captureDestination = dataCaptureDestination }
        if let dataCaptureKmsKeyId { plan.captureKmsKey = dataCaptureKmsKeyId }
        if let dataCaptureGenerateInferenceId { plan.captureGeneratesInferenceID = dataCaptureGenerateInferenceId }
        if experimentName != nil || trialName != nil || trialComponentDisplayName != nil || runName != nil {
            var experiment = plan.experiment ?? ExperimentConfig()
            if let experimentName { experiment.experimentName = experimentName }
            if let trialName { experiment.trialName = trialName }
            if let trialComponentDisplayName { experiment.trialComponentDisplayName = trialComponentDisplayName }
            if let runName { experiment.runName = runName }
            plan.experiment = experiment
        }
        if !tags.isEmpty {
            plan.tags = try tags.map {
                let (key, value) = try keyAndValue($0, of: "--tag")
                return ResourceTag(key: key, value: value)
            }
        }
    }
}

private func commaList(_ text: String) -> [String] {
    text.split(separator: ",").map { part in
        let front = part.drop { $0 == " " }
        return String(front.reversed().drop { $0 == " " }.reversed())
    }.filter { !$0.isEmpty }
}

private func keyAndValue(_ text: String, of option: String) throws -> (key: String, value: String) {
    guard let sign = text.firstByteIndex(of: "="), sign != text.startIndex else {
        throw ValidationError("\(option) must be key=value (got \(text))")
    }
    // As they are pasted: neither a name nor a value begins or ends with a blank.
    let key = PastedText.trimmed(String(text[..<sign]))
    guard !key.isEmpty else { throw ValidationError("\(option) must be key=value (got \(text))") }
    return (key, PastedText.trimmed(String(text[text.utf8.index(after: sign)...])))
}
