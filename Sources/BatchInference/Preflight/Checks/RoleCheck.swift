import AWSOperations

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
        guard let policy = role.trustPolicy.flatMap({ JSONDocument(parsing: $0) }).map(TrustPolicy.init) else {
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

    let statements: [JSONDocument]

    init(_ document: JSONDocument) {
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

    private static func isAbout(_ statement: JSONDocument, service: String) -> Bool {
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
