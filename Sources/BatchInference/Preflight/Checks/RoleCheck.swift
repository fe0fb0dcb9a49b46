import AWSOperations
import JSONCoding

extension PreflightCheck {
    /// Whether the role is there, in this account, and lets SageMaker take it on.
    static let role = PreflightCheck("role", "role", needs: [.role]) { subject, lookups in
        let arn = subject.plan.roleArn
        guard let role = RoleName(arn: arn) else { return [] }
        // A role of another account cannot be read from here; whether it can be passed, it cannot at all.
        if let account = try? await lookups.caller().account, account != role.account {
            return [
                PreflightFinding(
                    .failed,
                    "the role is in account \(DisplayText.account(role.account)), the model in "
                        + DisplayText.account(account),
                    fix: "a model's role must be in the model's own account: choose one in this account", field: .role)
            ]
        }
        do {
            let found = try await lookups.role(named: role.name)
            guard found.arn == arn else {
                return [
                    PreflightFinding(
                        .failed, "no role \(arn), but there is \(found.arn)", fix: "enter that ARN, including its path",
                        field: .role)
                ]
            }
            return [trust(of: found)]
        } catch {
            let failure = AWSFailure(wrapping: error)
            guard failure.isNotFound else { return [.unknown("role", because: failure, field: .role)] }
            return [
                PreflightFinding(
                    .failed, "no role \(role.name) in account \(DisplayText.account(role.account))",
                    fix: "enter an existing role that SageMaker can assume", field: .role)
            ]
        }
    }

    private static func trust(of role: IAMRole) -> PreflightFinding {
        guard let policy = role.trustPolicy.flatMap({ JSONValue(parsing: $0) }).map(TrustPolicy.init) else {
            return PreflightFinding(
                .unknown, "role \(role.roleName): can't read its trust policy", field: .role)
        }
        switch policy.trust(of: "sagemaker.amazonaws.com") {
        case .always:
            return PreflightFinding(.passed, "role \(role.roleName) exists and trusts SageMaker", field: .role)
        case .underConditions:
            return PreflightFinding(
                .passed, "role \(role.roleName) exists and trusts SageMaker, under conditions", field: .role)
        case .never:
            return PreflightFinding(
                .failed, "role \(role.roleName) doesn't trust SageMaker",
                fix: "add to its trust policy: " + TrustPolicy.missingStatement, field: .role)
        }
    }
}

/// A role's name and account out of its ARN.
struct RoleName: Hashable, Sendable {
    var partition: String
    var account: String
    var name: String

    init?(arn: String) {
        guard PlanPatterns.isRoleArn(arn) else { return nil }
        let parts = arn.byteParts(at: ":", maxSplits: 5)
        guard let name = parts[5].byteParts(at: "/", omittingEmpty: true).last else { return nil }
        partition = String(parts[1])
        account = String(parts[4])
        self.name = String(name)
    }
}

/// Who may assume a role.
struct TrustPolicy: Hashable, Sendable {
    enum Trust: Hashable, Sendable {
        case always
        case underConditions
        case never
    }

    static let missingStatement =
        #"{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}"#

    let statements: [JSONValue]

    init(_ document: JSONValue) {
        let statement = document["Statement"]
        statements = statement?.array ?? statement.map { [$0] } ?? []
    }

    func trust(of service: String) -> Trust {
        let about = statements.filter { Self.isAbout($0, service: service) }
        if about.contains(where: { $0["Effect"]?.string == "Deny" && $0["Condition"] == nil }) { return .never }
        let allowing = about.filter { $0["Effect"]?.string == "Allow" }
        if allowing.contains(where: { $0["Condition"] == nil }) { return .always }
        return allowing.isEmpty ? .never : .underConditions
    }

    private static func isAbout(_ statement: JSONValue, service: String) -> Bool {
        let actions = (statement["Action"]?.strings ?? []).map { $0.lowercased() }
        guard actions.contains(where: { ["*", "sts:*", "sts:assumerole", "sts:assume*"].contains($0) }) else {
            return false
        }
        if statement["Principal"]?.string == "*" { return true }
        let services = statement["Principal"]?["Service"]?.strings ?? []
        return services.contains(service) || services.contains("*")
            || statement["Principal"]?["AWS"]?.strings.contains("*") == true
    }
}

extension PreflightCheck {
    /// Whether the role's policies let it read the input and the artifacts, and write the output.
    static let roleAccess = PreflightCheck(
        "role-permissions", "the role's permissions", needs: [.role, .input, .artifacts, .output, .encryption]
    ) { subject, lookups in
        let plan = subject.plan
        guard let role = RoleName(arn: plan.roleArn) else { return [] }
        // What is in another account, another check looks at.
        let isAcross = try await lookups.isAcross()
        let permissions = rolePermissions(plan, partition: role.partition, subject.region).filter {
            !isAcross || $0.field != .candidate
        }
        let answers: [(PlanProblem.Field, [PolicyEvaluation])]
        do {
            answers = try await lookups.gather(permissions) { permission in
                let request = SimulatePrincipalPolicyRequest(
                    policySourceArn: plan.roleArn, actionNames: [permission.action], resourceArns: permission.resources)
                return (permission.field, try await lookups.simulate(request))
            }
        } catch {
            // Of a role that is not there, its own check tells.
            guard AWSFailure(wrapping: error).isNotFound else { throw error }
            return []
        }
        let findings = answers.flatMap { field, evaluations in
            evaluations.compactMap { finding(on: $0, role: role.name, field) }
        }
        guard findings.isEmpty else { return findings }
        // Where the bucket is another account's, its policy has to say the same.
        let what = isAcross ? "input" : "input and artifacts"
        return [
            PreflightFinding(
                .passed, "the role's own policies let it read \(what), and write output", field: .role)
        ]
    }

    private struct RolePermission: Hashable, Sendable {
        var action: String
        var resources: [String]
        var field: PlanProblem.Field
    }

    private static func rolePermissions(_ plan: LaunchPlan, partition: String, _ region: String) -> [RolePermission] {
        func arn(_ text: String) -> String { "arn:\(partition):s3:::\(text)" }
        var permissions: [RolePermission] = []
        let artifacts = Set(plan.containers.compactMap { S3Location($0.modelDataUrl) }).sorted()
        if !artifacts.isEmpty {
            permissions.append(
                RolePermission(
                    action: "s3:GetObject", resources: artifacts.map { arn("\($0.bucket)/\($0.key)") },
                    field: .candidate))
        }
        if let input = S3Location(plan.input) {
            let object = plan.inputKind == .s3Prefix ? "\(input.bucket)/\(input.key)*" : "\(input.bucket)/\(input.key)"
            permissions.append(RolePermission(action: "s3:GetObject", resources: [arn(object)], field: .input))
            if plan.inputKind == .s3Prefix {
                permissions.append(
                    RolePermission(action: "s3:ListBucket", resources: [arn(input.bucket)], field: .input))
            }
        }
        if let output = S3Location(plan.output) {
            permissions.append(
                RolePermission(
                    action: "s3:PutObject", resources: [arn("\(output.bucket)/\(output.key)*")], field: .output))
        }
        if let key = KeyName(plan.outputKmsKey), let keyArn = key.arn {
            permissions.append(RolePermission(action: "kms:GenerateDataKey", resources: [keyArn], field: .outputKey))
        }
        return permissions
    }

    private static func finding(
        on evaluation: PolicyEvaluation, role: String, _ field: PlanProblem.Field
    ) -> PreflightFinding? {
        guard evaluation.decision != .allowed, evaluation.missingContextValues ?? [] == [] else { return nil }
        let what = "\(evaluation.actionName) on \(evaluation.resourceName ?? "*")"
        if evaluation.decision == .explicitDeny {
            return PreflightFinding(
                .failed, "a policy denies role \(role) \(what)",
                fix: "remove the Deny statement, or choose another role",
                field: field)
        }
        // A bucket's or a key's own policy may still allow it.
        return PreflightFinding(
            .warned, "the policies of role \(role) don't allow \(what)",
            fix: "allow it for the role, unless the policy of the bucket or key does", field: field)
    }
}

/// A KMS key as a plan or an object names it: an ARN, an id or an alias.
struct KeyName: Hashable, Sendable {
    var text: String

    init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        self.text = text
    }

    private var parts: [Substring] { text.byteParts(at: ":", maxSplits: 5) }
    /// Nil for an id or an alias alone, which is of the account and region at hand.
    var arn: String? { parts.count == 6 && parts[2] == "kms" ? text : nil }
    var region: String? { arn == nil ? nil : String(parts[3]) }
    var account: String? { arn == nil ? nil : String(parts[4]) }
}

extension PreflightCheck {
    /// Whether the caller's policies let them create model and transform, and pass the role.
    static let passRole = PreflightCheck(
        "permissions", "your permissions", needs: [.role, .candidate]
    ) { subject, lookups in
        let caller = try await lookups.caller()
        guard let role = RoleName(arn: subject.plan.roleArn), role.account == caller.account else { return [] }
        guard let source = await policySource(of: caller, lookups) else {
            return [PreflightFinding(.passed, "the account's root user is allowed everything", field: .role)]
        }
        async let passing = lookups.simulate(
            SimulatePrincipalPolicyRequest(
                policySourceArn: source, actionNames: ["iam:PassRole"], resourceArns: [subject.plan.roleArn],
                contextEntries: [
                    PolicyContextEntry(keyName: "iam:PassedToService", keyValues: ["sagemaker.amazonaws.com"])
                ]))
        async let creating = lookups.simulate(
            SimulatePrincipalPolicyRequest(
                policySourceArn: source, actionNames: ["sagemaker:CreateModel", "sagemaker:CreateTransformJob"]))
        let findings = try await (passing + creating).compactMap { finding(on: $0) }
        guard findings.isEmpty else { return findings }
        return [PreflightFinding(.passed, "you're allowed to create both, and to pass the role", field: .role)]
    }

    /// The user or role whose policies count; nil for the root user, whom none limits.
    private static func policySource(
        of caller: GetCallerIdentityResponse, _ lookups: PreflightLookups
    ) async -> String? {
        let parts = caller.arn.byteParts(at: ":", maxSplits: 5).map(String.init)
        guard parts.count == 6, parts[5] != "root" else { return nil }
        let names = parts[5].byteParts(at: "/", omittingEmpty: true).map(String.init)
        // A session's ARN is without the role's path, so the role itself is asked where that is allowed.
        guard names.first == "assumed-role", names.count >= 2 else { return caller.arn }
        let known = try? await lookups.role(named: names[1]).arn
        return known ?? "arn:\(parts[1]):iam::\(parts[4]):role/\(names[1])"
    }

    private static func finding(on evaluation: PolicyEvaluation) -> PreflightFinding? {
        let action = evaluation.actionName
        let organization = evaluation.organizationsDetail?.allowedByOrganizations
        if evaluation.decision == .allowed, organization != false { return nil }
        let field: PlanProblem.Field? = action == "iam:PassRole" ? .role : nil
        let missing = evaluation.missingContextValues ?? []
        if evaluation.decision == .implicitDeny, !missing.isEmpty {
            return PreflightFinding(
                .unknown, "\(action): unknown, because a policy asks for \(missing.joined(separator: ", "))",
                field: field)
        }
        let whose = organization == false ? "your organization's policies" : "your policies"
        return PreflightFinding(
            .failed, "\(whose) don't allow \(action)",
            fix: action == "iam:PassRole"
                ? "request iam:PassRole on the role, or choose a role you can pass"
                : "request the permission \(action)", field: field)
    }
}
