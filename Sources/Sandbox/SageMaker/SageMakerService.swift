import AWSOperations

/// The operations of SageMaker on an account's jobs, models and transforms.
struct SageMakerService: Sendable {
    let jobs: AutoMLCatalog
    let models: ModelRegistry
    let transforms: TransformJobRegistry
    let tags: TagRegistry

    var operations: [String: JSONOperation] {
        jobOperations.merging(modelOperations) { first, _ in first }
            .merging(transformOperations) { first, _ in first }
            .merging(tagOperations) { first, _ in first }
    }

    private var jobOperations: [String: JSONOperation] {
        [
            "ListAutoMLJobs": JSONOperation(isRead: true) { (input: ListAutoMLJobsRequest, call) in
                try await jobs.list(input, at: call.now)
            },
            "DescribeAutoMLJob": JSONOperation(isRead: true) { (input: DescribeAutoMLJobRequest, call) in
                try await jobs.describe(input.autoMLJobName, at: call.now)
            },
            "DescribeAutoMLJobV2": JSONOperation(isRead: true) { (input: DescribeAutoMLJobV2Request, call) in
                try await jobs.describeV2(input.autoMLJobName, at: call.now)
            },
            "ListCandidatesForAutoMLJob": JSONOperation(isRead: true) {
                (input: ListCandidatesForAutoMLJobRequest, call) in
                try await jobs.candidates(input, at: call.now)
            },
            "DescribeEndpoint": JSONOperation(isRead: true) { (input: DescribeEndpointRequest, call) in
                try await jobs.endpoint(input.endpointName, at: call.now)
            },
            "DescribeEndpointConfig": JSONOperation(isRead: true) { (input: DescribeEndpointConfigRequest, call) in
                try await jobs.endpointConfig(input.endpointConfigName, at: call.now)
            },
            "StopAutoMLJob": JSONOperation(isRead: false) { (input: StopAutoMLJobRequest, call) in
                try await jobs.stop(input.autoMLJobName, at: call.now)
                return EmptyResponse()
            },
        ]
    }

    private var modelOperations: [String: JSONOperation] {
        [
            "CreateModel": JSONOperation(isRead: false) { (input: CreateModelRequest, call) in
                let response = try await models.create(input, by: call.principal, at: call.now)
                try await tags.add(input.tags ?? [], to: response.modelArn)
                return response
            },
            "DescribeModel": JSONOperation(isRead: true) { (input: DescribeModelRequest, _) in
                try await models.describe(input.modelName)
            },
            "DeleteModel": JSONOperation(isRead: false) { (input: DeleteModelRequest, _) in
                try await models.delete(input.modelName)
                try await tags.remove(models.arn(input.modelName))
                return EmptyResponse()
            },
            "ListModels": JSONOperation(isRead: true) { (input: ListModelsRequest, _) in
                try await models.list(input)
            },
        ]
    }

    private var transformOperations: [String: JSONOperation] {
        [
            "CreateTransformJob": JSONOperation(isRead: false) { (input: CreateTransformJobRequest, call) in
                let response = try await transforms.create(input, at: call.now)
                try await tags.add(input.tags ?? [], to: response.transformJobArn)
                return response
            },
            "DescribeTransformJob": JSONOperation(isRead: true) { (input: DescribeTransformJobRequest, _) in
                try await transforms.describe(input.transformJobName)
            },
            "ListTransformJobs": JSONOperation(isRead: true) { (input: ListTransformJobsRequest, _) in
                try await transforms.list(input)
            },
            "StopTransformJob": JSONOperation(isRead: false) { (input: StopTransformJobRequest, call) in
                try await transforms.stop(input.transformJobName, at: call.now)
                return EmptyResponse()
            },
        ]
    }

    private var tagOperations: [String: JSONOperation] {
        [
            "ListTags": JSONOperation(isRead: true) { (input: ListTagsRequest, _) in
                TagsResponse(tags: await tags.list(input.resourceArn))
            },
            "AddTags": JSONOperation(isRead: false) { (input: AddTagsRequest, _) in
                TagsResponse(tags: try await tags.add(input.tags, to: input.resourceArn))
            },
        ]
    }
}

/// Shapes of operations that the program itself does not call, but other clients do.
struct AddTagsRequest: Codable, Sendable {
    var resourceArn: String
    var tags: [ResourceTag]

    private enum CodingKeys: String, CodingKey {
        case resourceArn = "ResourceArn"
        case tags = "Tags"
    }
}

struct TagsResponse: Codable, Sendable {
    var tags: [ResourceTag]

    private enum CodingKeys: String, CodingKey {
        case tags = "Tags"
    }
}

/// The tags of resources by ARN, kept in a file.
actor TagRegistry {
    private let files: FileTree
    private var tags: [String: [ResourceTag]] = [:]

    init(files: FileTree) throws {
        self.files = files
        if files.read("tags.json") != nil { tags = try files.decode([String: [ResourceTag]].self, from: "tags.json") }
    }

    func list(_ arn: String) -> [ResourceTag] {
        tags[arn] ?? []
    }

    /// Adds tags; one whose key is there replaces it.
    @discardableResult
    func add(_ added: [ResourceTag], to arn: String) throws -> [ResourceTag] {
        guard !added.isEmpty else { return list(arn) }
        let keys = Set(added.map(\.key))
        let merged = list(arn).filter { !keys.contains($0.key) } + added
        guard merged.count <= 50 else {
            throw ServiceFault("ResourceLimitExceeded", "A resource can have at most 50 tags.")
        }
        tags[arn] = merged
        try files.encode(tags, to: "tags.json")
        return merged
    }

    func remove(_ arn: String) throws {
        guard tags.removeValue(forKey: arn) != nil else { return }
        try files.encode(tags, to: "tags.json")
    }
}
