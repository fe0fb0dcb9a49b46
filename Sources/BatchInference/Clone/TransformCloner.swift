import AWSOperations

/// Makes a launch plan of a past transform: what it was, under new names.
public struct TransformCloner: Sendable {
    private let models: any Models
    private let transforms: any TransformJobs
    private let journal: any LaunchJournal

    public init(models: any Models, transforms: any TransformJobs, journal: any LaunchJournal) {
        self.models = models
        self.transforms = transforms
        self.journal = journal
    }

    /// The plan of a transform, with names and an output folder made new; throws `AWSFailure` or `CloneProblem`.
    ///
    /// A model that has been deleted, or may not be read, is taken from the launch journal, where the launch was made from here.
    public func plan(like name: String, now: Timestamp) async throws -> ClonedPlan {
        let job = try await transforms.describeTransformJob(named: name)
        try Self.checkWhole(job.unread, of: "transform \(name)")
        try Self.checkInput(of: job, name)
        async let labels = labels(of: job.transformJobArn)
        let record = await journal.record(of: job)
        var notes = Self.unknownNotes(job.unread, of: "transform \(name)")
        let model: CreateModelRequest
        var modelArn: String?
        do {
            let description = try await models.describeModel(named: job.modelName)
            try Self.checkWhole(description.unread, of: "model \(job.modelName)")
            model = CreateModelRequest(description)
            notes += Self.unknownNotes(description.unread, of: "model \(job.modelName)")
            modelArn = description.modelArn
        } catch let problem as CloneProblem {
            throw problem
        } catch {
            let failure = AWSFailure(wrapping: error)
            guard failure.isNotFound || record != nil, failure != .cancelled else { throw failure }
            guard let kept = record?.createModel else {
                throw CloneProblem(
                    problem: "the model \(job.modelName) of \(name) was deleted, so its containers are unknown",
                    remedy: "launch from a candidate instead")
            }
            model = kept
            let why =
                failure.isNotFound ? "has been deleted" : "can't be read (\(failure.deniedAction ?? failure.problem))"
            notes.append("the model \(job.modelName) \(why): using the containers from the launch journal")
        }
        var plan = try LaunchPlan(
            job, model: model, jobName: record?.autopilotJobName ?? "", candidateName: record?.candidateName ?? "")
        plan.sourceProfile = record?.sourceProfile ?? ""
        switch await labels {
        case .success(let found):
            plan.tags = found.own
            notes += found.note.map { ["tags of the transform \(name) \($0)"] } ?? []
        case .failure(let failure):
            plan.tags = record?.createTransformJob.tags ?? []
            if plan.tags.isEmpty { notes.append("its tags aren't copied: \(failure.problem)") }
        }
        if let modelArn { notes += await modelTagNotes(modelArn, job.modelName, beside: plan.tags) }
        let formerOutput = plan.output
        plan.rename(now: now)
        return ClonedPlan(plan: plan, notes: notes, formerOutput: formerOutput)
    }

    /// A plan made of the rest would be another.
    private static func checkWhole(_ unread: UnreadParts, of thing: String) throws(CloneProblem) {
        guard !unread.isEmpty else { return }
        throw CloneProblem(
            problem: "parts of the description of the \(thing) can't be read: \(unread.places.joined(separator: ", "))",
            remedy: "launch from a candidate instead")
    }

    /// Members that are facts about what is described, and no part of a request.
    private static let described: Set<String> = ["DeploymentRecommendation"]

    /// What was added to SageMaker after this program can't be asked for again, and isn't dropped without a word.
    private static func unknownNotes(_ unread: UnreadParts, of thing: String) -> [String] {
        let names = unread.unknown.filter { !described.contains($0) }
        guard !names.isEmpty else { return [] }
        let shown = names.prefix(UnreadParts.placesTold).joined(separator: ", ")
        let rest = names.count > UnreadParts.placesTold ? " and \(names.count - UnreadParts.placesTold) more" : ""
        return ["what this version doesn't know of the \(thing) isn't copied: \(shown)\(rest)"]
    }

    /// What it reads is not to be guessed, nor is the model.
    private static func checkInput(of job: DescribeTransformJobResponse, _ name: String) throws(CloneProblem) {
        let source = job.transformInput.dataSource.s3DataSource
        var missing: [String] = []
        if job.modelName.isEmpty { missing.append("ModelName") }
        if source.s3Uri.isEmpty { missing.append("TransformInput.DataSource.S3DataSource.S3Uri") }
        if source.$s3DataType == nil { missing.append("TransformInput.DataSource.S3DataSource.S3DataType") }
        guard !missing.isEmpty else { return }
        throw CloneProblem(
            problem: "the description of the transform \(name) has no readable \(missing.joined(separator: ", "))",
            remedy: "launch from a candidate instead")
    }

    /// A plan puts its tags on the model and on the transform alike: what the model alone has is not taken over.
    private func modelTagNotes(_ arn: String, _ name: String, beside tags: [ResourceTag]) async -> [String] {
        switch await labels(of: arn) {
        case .success(let found):
            let lost = found.own.filter { !tags.contains($0) }
            let names = lost.map(\.key).sorted().joined(separator: ", ")
            return (lost.isEmpty ? [] : ["tags of the model \(name) aren't copied: \(names)"])
                + (found.note.map { ["tags of the model \(name) \($0)"] } ?? [])
        case .failure(let failure): return ["tags of the model \(name) aren't copied: \(failure.problem)"]
        }
    }

    /// The tags of a resource that a plan can take, and what is to be said of the others.
    private struct Labels {
        var own: [ResourceTag] = []
        var unread = 0
        var isCut = false

        var note: String? {
            let what = unread == 0 ? nil : "that can't be read aren't copied (\(DisplayText.count(unread)))"
            return isCut ? "may be missing: the list of them is incomplete" : what
        }
    }

    private func labels(of arn: String) async -> Result<Labels, AWSFailure> {
        do {
            var labels = Labels()
            let models = models
            let failure = try await PageSequence(
                ListTagsRequest(resourceArn: arn), fetch: { try await models.listTags($0) }
            ).read { page in
                let usable = page.items.filter { !($0.$key ?? "").isEmpty && $0.$value != nil }
                labels.unread += max(page.items.count - usable.count, page.unread.count)
                // Those of AWS's own can't be given to another resource.
                labels.own += usable.filter { !$0.key.lowercased().hasPrefix("aws:") }
                return true
            }
            if let failure, labels.own.isEmpty { throw failure }
            labels.isCut = failure != nil
            return .success(labels)
        } catch {
            return .failure(AWSFailure(wrapping: error))
        }
    }
}

extension CreateModelRequest {
    /// The request that would make a described model again.
    init(_ model: DescribeModelResponse) {
        self.init(
            modelName: model.modelName, primaryContainer: model.primaryContainer, containers: model.containers,
            inferenceExecutionConfig: model.inferenceExecutionConfig, executionRoleArn: model.executionRoleArn,
            vpcConfig: model.vpcConfig,
            enableNetworkIsolation: model.enableNetworkIsolation)
    }
}

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
public struct CloneProblem: ProblemWithRemedy, Hashable {
    /// What is wrong, in one sentence without a full stop.
    public var problem: String
    public var remedy: String

    public init(problem: String, remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }
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
