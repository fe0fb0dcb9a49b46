import AWSOperations
import AWSSigning

/// The operations of the container registry that tell of images and of who may pull them.
struct RegistryService: Sendable {
    let registry: ImageRegistry

    var operations: [String: JSONOperation] {
        [
            "BatchGetImage": JSONOperation(isRead: true) { (input: ImagesInput, call) in
                try await images(input, call)
            },
            "DescribeImages": JSONOperation(isRead: true) { (input: ImagesInput, call) in
                try await details(input, call)
            },
            "GetRepositoryPolicy": JSONOperation(isRead: true) { (input: RepositoryPolicyInput, call) in
                try policy(try await repository(input, for: "ecr:GetRepositoryPolicy", call))
            },
            "SetRepositoryPolicy": JSONOperation(isRead: false) { (input: RepositoryPolicyInput, call) in
                try await setPolicy(input, call)
            },
            "DeleteRepositoryPolicy": JSONOperation(isRead: false) { (input: RepositoryPolicyInput, call) in
                let repository = try await repository(input, for: "ecr:DeleteRepositoryPolicy", call)
                let answer = try policy(repository)
                try await registry.setPolicy(nil, nil, of: repository)
                return answer
            },
        ]
    }

    private func images(_ input: ImagesInput, _ call: ServiceCall) async throws -> ImagesAnswer {
        let repository = try await repository(
            input.repositoryName, in: input.registryId, for: "ecr:BatchGetImage", call)
        guard let asked = input.imageIds, !asked.isEmpty else {
            throw ServiceFault(
                "InvalidParameterException",
                "Invalid parameter at 'imageIds' failed to satisfy constraint: 'Member must not be null'")
        }
        var answer = ImagesAnswer(images: [], failures: [])
        for identifier in asked {
            guard let tag = Self.tag(identifier, in: repository) else {
                answer.failures.append(
                    ImagesAnswer.Failure(
                        imageId: identifier, failureCode: "ImageNotFound", failureReason: "Requested image not found"))
                continue
            }
            let type = "application/vnd.docker.distribution.manifest.v2+json"
            answer.images.append(
                ImagesAnswer.Image(
                    registryId: repository.owner, repositoryName: repository.name,
                    imageId: ImageIdentifier(imageDigest: repository.digest(of: tag), imageTag: tag),
                    imageManifest: #"{"schemaVersion":2,"mediaType":"\#(type)","layers":[]}"#,
                    imageManifestMediaType: type))
        }
        return answer
    }

    private func details(_ input: ImagesInput, _ call: ServiceCall) async throws -> ImageDetailsAnswer {
        let repository = try await repository(
            input.repositoryName, in: input.registryId, for: "ecr:DescribeImages", call)
        var tags = repository.tags
        if let asked = input.imageIds {
            tags = []
            for identifier in asked {
                guard let tag = Self.tag(identifier, in: repository) else {
                    throw ServiceFault(
                        "ImageNotFoundException",
                        "The image with imageId {imageDigest:'\(identifier.imageDigest ?? "null")', "
                            + "imageTag:'\(identifier.imageTag ?? "null")'} does not exist within the repository with "
                            + "name '\(repository.name)' in the registry with id '\(repository.owner)'")
                }
                tags.append(tag)
            }
        }
        return ImageDetailsAnswer(
            imageDetails: tags.map { tag in
                ImageDetailsAnswer.Detail(
                    registryId: repository.owner, repositoryName: repository.name,
                    imageDigest: repository.digest(of: tag), imageTags: [tag], imageSizeInBytes: 1_263_431_680,
                    imagePushedAt: 1_767_603_600)
            })
    }

    private static func tag(_ identifier: ImageIdentifier, in repository: ImageRegistry.Repository) -> String? {
        repository.tags.first { tag in
            (identifier.imageTag ?? tag) == tag
                && (identifier.imageDigest.map { $0 == repository.digest(of: tag) } ?? (identifier.imageTag != nil))
        }
    }

    private func policy(_ repository: ImageRegistry.Repository) throws(ServiceFault) -> RepositoryPolicyAnswer {
        guard let text = repository.policyText else {
            throw ServiceFault(
                "RepositoryPolicyNotFoundException",
                "Repository policy does not exist for the repository with name '\(repository.name)' in the registry "
                    + "with id '\(repository.owner)'")
        }
        return RepositoryPolicyAnswer(
            registryId: repository.owner, repositoryName: repository.name, policyText: text)
    }

    private func setPolicy(_ input: RepositoryPolicyInput, _ call: ServiceCall) async throws -> RepositoryPolicyAnswer {
        let repository = try await repository(input, for: "ecr:SetRepositoryPolicy", call)
        let text = input.policyText ?? ""
        let document: PolicyDocument
        do throws(PolicyProblem) {
            document = try PolicyText(text, of: .repository).document
        } catch {
            throw ServiceFault(
                "InvalidParameterException",
                "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'"
                    + " (\(error.message))")
        }
        try await registry.setPolicy(text, document, of: repository)
        return RepositoryPolicyAnswer(
            registryId: repository.owner, repositoryName: repository.name, policyText: text)
    }

    private func repository(
        _ input: RepositoryPolicyInput, for action: String, _ call: ServiceCall
    ) async throws(ServiceFault) -> ImageRegistry.Repository {
        try await repository(input.repositoryName, in: input.registryId, for: action, call)
    }

    private func repository(
        _ name: String, in registryID: String?, for action: String, _ call: ServiceCall
    ) async throws(ServiceFault) -> ImageRegistry.Repository {
        let owner = registryID ?? call.principal.account.number
        guard let repository = await registry.repository(name, in: owner) else {
            throw ServiceFault(
                "RepositoryNotFoundException",
                "The repository with name '\(name)' does not exist in the registry with id '\(owner)'")
        }
        let access = AccessRequest(
            principal: call.principal, action: action, resource: repository.arn, owner: owner,
            resourcePolicy: repository.policy)
        if let refusal = access.refusal { throw ServiceFault("AccessDeniedException", refusal) }
        return repository
    }
}

/// The container images that the sandbox knows of, and who may pull them.
actor ImageRegistry {
    struct Repository: Sendable {
        /// The number of the account that it belongs to.
        var owner: String
        var name: String
        var tags: [String]
        /// As it was set; nil where there is none.
        var policyText: String?
        var policy: PolicyDocument?

        var arn: String { "arn:\(Account.partition):ecr:\(Account.region):\(owner):repository/\(name)" }

        /// Made from the image's name: no image has bytes here.
        func digest(of tag: String) -> String {
            "sha256:" + Hexadecimal.encode(SHA256.digest("\(owner)/\(name):\(tag)"))
        }
    }

    /// An image of the home account's own, which no candidate needs.
    static let privateImage = (repository: "penguins-custom-inference", tag: "1.0")

    private static let file = "repository-policies.json"
    private static let readByAll =
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["ecr:BatchGetImage","#
        + #""ecr:DescribeImages","ecr:GetDownloadUrlForLayer","ecr:BatchCheckLayerAvailability"]}]}"#

    private let files: FileTree
    /// By registry and name.
    private var repositories: [String: Repository] = [:]

    /// - Parameter files: The files of the home account, which owns the private image.
    init(files: FileTree) throws {
        self.files = files
        let everyone = try PolicyText(Self.readByAll, of: .repository).document
        for image in TrainedCandidate.images + [ForecastJob.image] {
            let parts = image.split(separator: ":", maxSplits: 1).map(String.init)
            let key = "\(TrainedCandidate.registry)/\(parts[0])"
            repositories[
                key,
                default: Repository(
                    owner: TrainedCandidate.registry, name: parts[0], tags: [], policyText: Self.readByAll,
                    policy: everyone)
            ].tags.append(parts[1])
        }
        let own = Self.privateImage
        repositories["\(Account.home.number)/\(own.repository)"] = Repository(
            owner: Account.home.number, name: own.repository, tags: [own.tag])
        guard files.read(Self.file) != nil else { return }
        for (key, text) in try files.decode([String: String].self, from: Self.file) {
            repositories[key]?.policyText = text
            repositories[key]?.policy = try PolicyText(text, of: .repository).document
        }
    }

    func repository(_ name: String, in registry: String) -> Repository? {
        repositories["\(registry)/\(name)"]
    }

    /// Sets a repository's policy, or takes it away.
    func setPolicy(_ text: String?, _ policy: PolicyDocument?, of repository: Repository) throws {
        let key = "\(repository.owner)/\(repository.name)"
        repositories[key]?.policyText = text
        repositories[key]?.policy = policy
        let changed = repositories.filter { $0.value.owner == Account.home.number }.compactMapValues(\.policyText)
        try files.encode(changed, to: Self.file)
    }
}

/// Shapes of the container registry; their members are named as on the wire.
struct ImageIdentifier: Codable, Hashable, Sendable {
    var imageDigest: String?
    var imageTag: String?
}

struct ImagesInput: Codable, Sendable {
    var registryId: String?
    var repositoryName: String
    var imageIds: [ImageIdentifier]?
}

struct ImagesAnswer: Codable, Sendable {
    struct Image: Codable, Sendable {
        var registryId: String
        var repositoryName: String
        var imageId: ImageIdentifier
        var imageManifest: String
        var imageManifestMediaType: String
    }

    struct Failure: Codable, Sendable {
        var imageId: ImageIdentifier
        var failureCode: String
        var failureReason: String
    }

    var images: [Image]
    var failures: [Failure]
}

struct ImageDetailsAnswer: Codable, Sendable {
    struct Detail: Codable, Sendable {
        var registryId: String
        var repositoryName: String
        var imageDigest: String
        var imageTags: [String]
        var imageSizeInBytes: Int
        /// Seconds since 1970.
        var imagePushedAt: Double
    }

    var imageDetails: [Detail]
}

struct RepositoryPolicyInput: Codable, Sendable {
    var registryId: String?
    var repositoryName: String
    var policyText: String?
}

struct RepositoryPolicyAnswer: Codable, Sendable {
    var registryId: String
    var repositoryName: String
    var policyText: String
}
