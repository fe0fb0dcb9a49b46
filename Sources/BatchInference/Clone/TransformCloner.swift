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
        var notes: [String] = []
        let model: CreateModelRequest
        var modelArn: String?
        do {
            let description = try await models.describeModel(named: job.modelName)
            try Self.checkWhole(description.unread, of: "model \(job.modelName)")
            model = CreateModelRequest(description)
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
        case .success(let tags): plan.tags = tags.filter { !$0.key.lowercased().hasPrefix("aws:") }
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
        case .success(let own):
            let lost = own.filter { !$0.key.lowercased().hasPrefix("aws:") && !tags.contains($0) }
            guard !lost.isEmpty else { return [] }
            let names = lost.map(\.key).sorted().joined(separator: ", ")
            return ["tags of the model \(name) aren't copied: \(names)"]
        case .failure(let failure): return ["tags of the model \(name) aren't copied: \(failure.problem)"]
        }
    }

    private func labels(of arn: String) async -> Result<[ResourceTag], AWSFailure> {
        do {
            // A resource has at most 50 tags, which is one page.
            return .success(try await models.listTags(ListTagsRequest(resourceArn: arn)).items)
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
