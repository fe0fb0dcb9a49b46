import AWSOperations

extension PreflightCheck {
    /// Whether the role's policies let it read the input and the artifacts, and write the output.
    static let roleReach = PreflightCheck(
        "role-permissions", "the role's permissions", needs: [.role, .input, .artifacts, .output, .encryption]
    ) { subject, lookups in
        let plan = subject.plan
        guard let role = RoleName(arn: plan.roleArn) else { return [] }
        // What is in another account, another check looks at.
        let isAcross = try await lookups.isAcross()
        let questions = roleQuestions(plan, partition: role.partition, subject.region).filter {
            !isAcross || $0.field != .candidate
        }
        let answers: [(PlanProblem.Field, [PolicyEvaluation])]
        do {
            answers = try await lookups.gather(questions) { question in
                let request = SimulatePrincipalPolicyRequest(
                    policySourceArn: plan.roleArn, actionNames: [question.action], resourceArns: question.resources)
                return (question.field, try await lookups.simulate(request))
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

    private struct RoleQuestion: Hashable, Sendable {
        var action: String
        var resources: [String]
        var field: PlanProblem.Field
    }

    private static func roleQuestions(_ plan: LaunchPlan, partition: String, _ region: String) -> [RoleQuestion] {
        func arn(_ text: String) -> String { "arn:\(partition):s3:::\(text)" }
        var questions: [RoleQuestion] = []
        let artifacts = Set(plan.containers.compactMap { S3Location($0.modelDataUrl) }).sorted()
        if !artifacts.isEmpty {
            questions.append(
                RoleQuestion(
                    action: "s3:GetObject", resources: artifacts.map { arn("\($0.bucket)/\($0.key)") },
                    field: .candidate))
        }
        if let input = S3Location(plan.input) {
            let object = plan.inputKind == .s3Prefix ? "\(input.bucket)/\(input.key)*" : "\(input.bucket)/\(input.key)"
            questions.append(RoleQuestion(action: "s3:GetObject", resources: [arn(object)], field: .input))
            if plan.inputKind == .s3Prefix {
                questions.append(RoleQuestion(action: "s3:ListBucket", resources: [arn(input.bucket)], field: .input))
            }
        }
        if let output = S3Location(plan.output) {
            questions.append(
                RoleQuestion(
                    action: "s3:PutObject", resources: [arn("\(output.bucket)/\(output.key)*")], field: .output))
        }
        if let key = KeyName(plan.outputKmsKey), let keyArn = key.arn {
            questions.append(RoleQuestion(action: "kms:GenerateDataKey", resources: [keyArn], field: .outputKey))
        }
        return questions
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
