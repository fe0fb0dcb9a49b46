import AWSOperations

/// The plan of a past transform, ready to be launched again under new names.
public struct ClonedPlan: Hashable, Sendable {
    public var plan: LaunchPlan
    /// What could not be found out or taken over, a sentence each.
    public var notes: [String]
    /// Where the past transform wrote; the plan's own output is a fresh prefix.
    public var formerOutput: String

    public init(plan: LaunchPlan, notes: [String], formerOutput: String = "") {
        self.plan = plan
        self.notes = notes
        self.formerOutput = formerOutput
    }

    /// That the output goes elsewhere than before, in a sentence; nil where it does not.
    public var outputNote: String? {
        guard !formerOutput.isEmpty, !plan.output.hasSameBytes(as: formerOutput) else { return nil }
        return "new output prefix: \(plan.output) (the past run's was \(formerOutput))"
    }
}

/// Why a past transform cannot be launched again.
public struct CloneProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in one sentence without a full stop.
    public var problem: String
    public var remedy: String

    public init(problem: String, remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }

    public var description: String { "\(problem); \(remedy)" }
}

extension LaunchPlan {
    /// The plan behind a transform job and its model, as they are described; names are kept.
    ///
    /// Throws `CloneProblem` where a container has no image or artifact of its own, as with a model package.
    init(
        _ job: DescribeTransformJobResponse, model: CreateModelRequest, jobName: String, candidateName: String
    ) throws(CloneProblem) {
        let definitions =
            model.containers.flatMap { $0.isEmpty ? nil : $0 } ?? model.primaryContainer.map { [$0] } ?? []
        var containers: [AutoMLContainerDefinition] = []
        for definition in definitions {
            if let package = definition.modelPackageName {
                throw CloneProblem(
                    problem: "the model \(model.modelName) uses the model package \(package) (ModelPackageName"
                        + (definition.inferenceSpecificationName.map { ", InferenceSpecificationName \($0)" } ?? "")
                        + "), which a launch can't copy",
                    remedy: "launch from a candidate instead")
            }
            let settings = definition.settings
            let artifact = settings?.modelDataSource?.s3DataSource?.s3Uri ?? definition.modelDataUrl
            guard let image = definition.image, let artifact else {
                throw CloneProblem(
                    problem: "the model \(model.modelName) has a container without an image or an artifact of its own",
                    remedy: "launch from a candidate instead")
            }
            containers.append(
                AutoMLContainerDefinition(
                    image: image, modelDataUrl: artifact, environment: definition.environment,
                    settings: settings))
        }
        let source = job.transformInput.dataSource.s3DataSource
        self.init(
            jobName: jobName, candidateName: candidateName,
            containerSets: ContainerSets(plain: containers, execution: model.inferenceExecutionConfig),
            modelName: model.modelName, roleArn: model.executionRoleArn ?? "", input: source.s3Uri,
            output: job.transformOutput?.s3OutputPath ?? "", transformJobName: job.transformJobName,
            instanceType: job.transformResources.instanceType)
        securityGroupIDs = model.vpcConfig?.securityGroupIds ?? []
        subnets = model.vpcConfig?.subnets ?? []
        networkIsolation = model.enableNetworkIsolation ?? false
        inputKind = source.s3DataType
        contentType = job.transformInput.contentType ?? ""
        compression = job.transformInput.compressionType ?? .none
        split = job.transformInput.splitType ?? .none
        assemble = job.transformOutput?.assembleWith ?? .none
        accept = job.transformOutput?.accept ?? ""
        outputKmsKey = job.transformOutput?.kmsKeyId ?? ""
        if let count = job.transformResources.$instanceCount { instanceCount = count }
        volumeKmsKey = job.transformResources.volumeKmsKeyId ?? ""
        amiVersion = job.transformResources.transformAmiVersion ?? ""
        batchStrategy = job.batchStrategy
        maxPayloadInMB = job.maxPayloadInMB
        maxConcurrentTransforms = job.maxConcurrentTransforms
        invocationTimeout = job.modelClientConfig?.invocationsTimeoutInSeconds
        invocationRetries = job.modelClientConfig?.invocationsMaxRetries
        environment = (job.environment ?? [:]).map { EnvironmentEntry(name: $0.key, value: $0.value) }
            .sorted { $0.name < $1.name }
        // A description names the defaults that a request may leave out.
        inputFilter = Self.filter(job.dataProcessing?.inputFilter)
        outputFilter = Self.filter(job.dataProcessing?.outputFilter)
        join = job.dataProcessing?.joinSource ?? .none
        captureDestination = job.dataCaptureConfig?.destinationS3Uri ?? ""
        captureKmsKey = job.dataCaptureConfig?.kmsKeyId ?? ""
        captureGeneratesInferenceID = job.dataCaptureConfig?.generateInferenceId ?? false
        experiment = job.experimentConfig
    }

    private static func filter(_ path: String?) -> String {
        guard let path, path != "$" else { return "" }
        return path
    }

    /// Gives model and transform new names and the output a fresh prefix: the folder of the new name where one bore the
    /// old name, else the one that a launch proposes, so that nothing of the old run is overwritten.
    mutating func rename(now: Timestamp) {
        let old = transformJobName
        let names = LaunchNames(repeating: old, jobName: jobName, candidateName: candidateName, now: now)
        modelName = names.model
        transformJobName = names.transform
        if let location = S3Location(output) {
            let parts = location.key.byteParts(at: "/")
            let renamed = parts.map { $0.hasSameBytes(as: old) ? names.transform : String($0) }.joined(separator: "/")
            let isRenamed = !renamed.hasSameBytes(as: location.key)
            output =
                S3Location(
                    bucket: location.bucket,
                    key: isRenamed ? renamed : LaunchPlan.proposedOutputKey(transformJobName: names.transform)
                ).uri
        }
    }
}
