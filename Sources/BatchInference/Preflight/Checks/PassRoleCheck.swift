import AWSOperations

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
