import AWSOperations

/// The models that an account has created, kept in a file.
actor ModelRegistry {
    private let account: Account
    private let files: FileTree
    private let access: ObjectAccess
    private let roles: RoleDirectory
    private var models: [String: DescribeModelResponse] = [:]

    init(account: Account, files: FileTree, access: ObjectAccess, roles: RoleDirectory) throws {
        self.account = account
        self.files = files
        self.access = access
        self.roles = roles
        if files.read("models.json") != nil {
            models = try files.decode([String: DescribeModelResponse].self, from: "models.json")
        }
    }

    nonisolated func arn(_ name: String) -> String {
        account.arn("sagemaker", "model/\(name.lowercased())")
    }

    /// Creates a model for a principal; nil for the sandbox itself, whose models of the past were its users'.
    func create(
        _ request: CreateModelRequest, by principal: Principal?, at now: Timestamp
    ) async throws -> CreateModelResponse {
        try Self.checkShape(of: request)
        guard models[request.modelName] == nil else {
            throw ServiceFault.validation("Cannot create already existing model \"\(arn(request.modelName))\".")
        }
        let containers = request.containers ?? request.primaryContainer.map { [$0] } ?? []
        let roleArn = request.executionRoleArn ?? ""
        if let principal { try checkPassing(of: roleArn, by: principal) }
        guard let role = await roles.executionSession(roleArn, for: account) else {
            throw ServiceFault.validation(TransformFailure.unassumableRole(roleArn))
        }
        for container in containers { try await checkArtifact(of: container, role: role, roleArn: roleArn) }
        // Another request may have taken the name while the artifacts were looked at.
        guard models[request.modelName] == nil else {
            throw ServiceFault.validation("Cannot create already existing model \"\(arn(request.modelName))\".")
        }
        models[request.modelName] = DescribeModelResponse(
            modelName: request.modelName, creationTime: now, modelArn: arn(request.modelName),
            primaryContainer: request.primaryContainer.map(Self.withDefaults),
            containers: request.containers?.map(Self.withDefaults),
            inferenceExecutionConfig: request.inferenceExecutionConfig, executionRoleArn: roleArn,
            vpcConfig: request.vpcConfig, enableNetworkIsolation: request.enableNetworkIsolation ?? false)
        try save()
        return CreateModelResponse(modelArn: arn(request.modelName))
    }

    func describe(_ name: String) throws(ServiceFault) -> DescribeModelResponse {
        guard let model = models[name] else { throw unknown(name) }
        return model
    }

    func delete(_ name: String) throws {
        guard models.removeValue(forKey: name) != nil else { throw unknown(name) }
        try save()
    }

    func list(_ request: ListModelsRequest) throws(ServiceFault) -> ListModelsResponse {
        let matching = models.values.filter { model in
            (request.nameContains.map { model.modelName.contains($0) } ?? true)
                && (request.creationTimeAfter.map { model.creationTime > $0 } ?? true)
                && (request.creationTimeBefore.map { model.creationTime < $0 } ?? true)
        }
        let byName = request.sortBy == .name
        var sorted = matching.sorted { left, right in
            byName
                ? left.modelName < right.modelName
                : (left.creationTime, left.modelName) < (right.creationTime, right.modelName)
        }
        if request.sortOrder != .ascending { sorted.reverse() }
        let page = try Page(of: sorted, after: request.nextToken, limit: request.maxResults ?? 10) { $0.modelName }
        return ListModelsResponse(
            models: page.items.map {
                ModelSummary(modelName: $0.modelName, modelArn: $0.modelArn, creationTime: $0.creationTime)
            }, nextToken: page.nextToken)
    }

    private func save() throws {
        try files.encode(models, to: "models.json")
    }

    nonisolated func unknown(_ name: String) -> ServiceFault {
        .validation("Could not find model \"\(arn(name))\".")
    }

    private static func withDefaults(_ container: ContainerDefinition) -> ContainerDefinition {
        var container = container
        container.mode = container.mode ?? .singleModel
        container.environment = container.environment ?? [:]
        return container
    }

    private static func checkShape(of request: CreateModelRequest) throws(ServiceFault) {
        var constraint = Constraint()
        constraint.modelName(request.modelName, at: "modelName")
        constraint.count(request.containers?.count, at: "containers", atMost: 15)
        constraint.count(request.tags?.count, at: "tags", atMost: 50)
        let containers = (request.containers ?? []) + (request.primaryContainer.map { [$0] } ?? [])
        for container in containers {
            constraint.length(container.image, at: "image", 1...255)
            constraint.s3Address(container.modelDataUrl, at: "modelDataUrl")
            constraint.count(container.environment?.count, at: "environment", atMost: 100)
            for value in (container.environment ?? [:]).values { constraint.length(value, at: "environment", 0...1024) }
        }
        if let role = request.executionRoleArn { constraint.roleArn(role, at: "executionRoleArn") }
        try constraint.check()
        if request.primaryContainer != nil, request.containers?.isEmpty == false {
            throw .validation("Both PrimaryContainer and Containers were given; only one of them may be.")
        }
        guard !containers.isEmpty else {
            throw .validation("At least one of PrimaryContainer and Containers must be given.")
        }
        guard request.executionRoleArn != nil else {
            throw .validation(
                "1 validation error detected: Value null at 'executionRoleArn' failed to satisfy constraint: "
                    + "Member must not be null")
        }
        for container in containers where container.image == nil && container.modelPackageName == nil {
            throw .validation("Either an Image or a ModelPackageName must be given for every container.")
        }
    }

    /// A role stays in its account, and the caller needs leave to hand it to SageMaker.
    private func checkPassing(of roleArn: String, by principal: Principal) throws(ServiceFault) {
        guard roleArn.hasPrefix(account.arn("iam", "")) else {
            throw .validation("RoleArn: Cross-account pass role is not allowed.")
        }
        let access = AccessRequest(
            principal: principal, action: "iam:PassRole", resource: roleArn, owner: account.number,
            context: ["iam:PassedToService": ["sagemaker.amazonaws.com"]])
        if let refusal = access.refusal { throw ServiceFault("AccessDeniedException", refusal) }
    }

    private func checkArtifact(
        of container: ContainerDefinition, role: Principal, roleArn: String
    ) async throws(ServiceFault) {
        guard let address = container.modelDataUrl else { return }
        if let location = S3Location(address), (try? await access.readable(location, by: role)) != nil { return }
        throw .validation(
            "Could not access model data at \(address). Please ensure that the role \"\(roleArn)\" exists and that its "
                + "trust relationship policy allows the action \"sts:AssumeRole\" for the service principal "
                + "\"sagemaker.amazonaws.com\". Also ensure that the role has \"s3:GetObject\" permissions and that the "
                + "object is located in \(Account.region).")
    }
}
