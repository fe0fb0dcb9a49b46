import AWSOperations

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
        let question = AccessQuestion(
            principal: call.principal, action: action, resource: repository.arn, owner: owner,
            resourcePolicy: repository.policy)
        if let refusal = question.refusal { throw ServiceFault("AccessDeniedException", refusal) }
        return repository
    }
}
