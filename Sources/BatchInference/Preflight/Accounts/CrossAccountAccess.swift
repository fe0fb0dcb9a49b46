import AWSOperations
import JSONCoding

/// Finds out from the target account whether a plan's artifacts, keys and images can be reached there; the source's
/// profile reads the policies that say so.
public struct CrossAccountAccess: Sendable {
    let plan: LaunchPlan
    let region: String
    let targetProfile: String?
    let target: PreflightLookups
    let source: PreflightLookups

    /// The report on a plan, asked for again; both sides are asked nothing but reads. Throws `AWSFailure`.
    public static func report(
        on plan: LaunchPlan, region: String, profile: String?, target: any PreflightServices,
        source: any PreflightServices, now: Timestamp
    ) async throws -> CrossAccountReport {
        let reach = CrossAccountAccess(
            plan: plan, region: region, targetProfile: profile,
            target: PreflightLookups(services: target, memory: AnswerMemory(), now: now),
            source: PreflightLookups(services: source, memory: AnswerMemory(), now: now))
        return try await reach.report()
    }

    func report() async throws -> CrossAccountReport {
        async let here = target.caller()
        async let there = source.caller()
        let (targetCaller, sourceCaller) = try await (here, there)
        let sides = CrossAccountReport(
            source: .init(
                profile: plan.sourceProfile.isEmpty ? nil : plan.sourceProfile, account: sourceCaller.account,
                arn: sourceCaller.arn),
            target: .init(profile: targetProfile, account: targetCaller.account, arn: targetCaller.arn))
        guard sides.isAcross else { return sides }
        let (caller, doubt) = await principal(of: targetCaller)
        let reader = Reader(
            role: plan.roleArn, caller: caller,
            account: targetCaller.account, partition: Self.partition(of: targetCaller.arn))
        async let artifacts = artifactAccess(sides, reader)
        async let images = imageAccess(sides, reader)
        let (stored, pulled) = try await (artifacts, images)
        let own = try await roleAccess(sides, reader, stored, pulled)
        var report = sides
        report.items = stored.items + pulled.items + own.items
        report.missingPolicies = stored.missingPolicies + pulled.missingPolicies + own.missingPolicies
        if let doubt, !report.missingPolicies.isEmpty {
            report.items.append(
                .init(
                    .role, targetCaller.arn,
                    .unknown(
                        "the policies let only the execution role in: which role you launch with is unknown, because "
                            + doubt,
                        fix: "add your own role to them, where you need to read the artifacts yourself")))
        }
        return report
    }

    /// Who has to be let in: the role that SageMaker assumes, and whoever launches.
    struct Reader: Sendable {
        var role: String
        /// Nil where the ARN that policies know the caller by is not known.
        var caller: String?
        var account: String
        var partition: String

        var principals: [String] {
            let known = [role.isEmpty ? nil : role, caller].compactMap(\.self)
            return known.isEmpty ? ["arn:\(partition):iam::\(account):root"] : known
        }
        /// The one that matters to the launch.
        var decisive: String { principals[0] }
    }

    /// What was found of one group of things.
    struct Found: Sendable {
        var items: [CrossAccountReport.Item] = []
        var missingPolicies: [MissingPolicy] = []
        /// What the role itself must be allowed.
        var objects: [String] = []
        var keys: [String] = []
        var repositories: [String] = []
    }

    static func partition(of arn: String) -> String {
        let parts = arn.byteParts(at: ":")
        return parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : "aws"
    }

    /// The ARN by which policies name a caller: of a session, its role's, whose path only the role itself tells; and why
    /// that could not be looked up.
    private func principal(of caller: GetCallerIdentityResponse) async -> (arn: String?, doubt: String?) {
        let parts = caller.arn.byteParts(at: ":", maxSplits: 5).map(String.init)
        guard parts.count == 6 else { return (nil, nil) }
        if parts[5] == "root" || parts[5].hasPrefix("user/") { return (caller.arn, nil) }
        let names = parts[5].byteParts(at: "/", omittingEmpty: true).map(String.init)
        guard names.first == "assumed-role", names.count >= 2 else { return (nil, nil) }
        do {
            return (try await target.role(named: names[1]).arn, nil)
        } catch {
            return (nil, Self.reason(AWSFailure(wrapping: error)))
        }
    }

    /// `iam:GetRole is denied`, or what else is wrong.
    static func reason(_ failure: AWSFailure) -> String {
        failure.deniedAction.map { "\($0) is denied" } ?? failure.problem
    }

    // MARK: The role itself

    /// Whether the execution role's own policies allow what the other account would let it do: both are needed.
    private func roleAccess(
        _ report: CrossAccountReport, _ reader: Reader, _ stored: Found, _ pulled: Found
    ) async throws -> Found {
        guard let role = RoleName(arn: plan.roleArn), role.account == reader.account else { return Found() }
        var permissions: [(action: String, resources: [String])] = []
        if !stored.objects.isEmpty { permissions.append(("s3:GetObject", stored.objects)) }
        if !stored.keys.isEmpty { permissions.append(("kms:Decrypt", stored.keys)) }
        if !pulled.repositories.isEmpty { permissions.append(("ecr:BatchGetImage", pulled.repositories)) }
        guard !permissions.isEmpty else { return Found() }
        var missing: [String: [String]] = [:]
        var found = Found()
        do {
            for permission in permissions {
                let answers = try await target.simulate(
                    SimulatePrincipalPolicyRequest(
                        policySourceArn: plan.roleArn, actionNames: [permission.action],
                        resourceArns: permission.resources))
                for answer in answers where answer.decision != .allowed {
                    let resource = answer.resourceName ?? "*"
                    if answer.decision == .explicitDeny {
                        found.items.append(
                            .init(
                                .role, plan.roleArn,
                                .failed(
                                    "a policy denies role \(role.name) \(permission.action) on \(resource)",
                                    fix: "remove the Deny statement, or choose another role")))
                    } else if answer.missingContextValues ?? [] == [] {
                        missing[permission.action, default: []].append(resource)
                    }
                }
            }
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure == .cancelled { throw failure }
            // Of a role that is not there, its own check tells.
            guard !failure.isNotFound else { return found }
            found.items.append(
                .init(
                    .role, plan.roleArn,
                    .unknown(
                        "whether role \(role.name) can read them is unknown: \(failure.problem)",
                        fix: failure.remedy)))
            return found
        }
        guard !missing.isEmpty else {
            if found.items.isEmpty { found.items.append(.init(.role, plan.roleArn, .passed)) }
            return found
        }
        let what = missing.keys.sorted().joined(separator: ", ")
        found.items.append(
            .init(
                .role, plan.roleArn,
                .failed(
                    "the policies of role \(role.name) don't allow \(what) on resources in account "
                        + DisplayText.account(report.source.account),
                    fix: Self.policiesFix)))
        found.missingPolicies.append(missingRolePolicy(report, role, missing))
        return found
    }

    private func missingRolePolicy(_ report: CrossAccountReport, _ role: RoleName, _ missing: [String: [String]])
        -> MissingPolicy
    {
        var statements: [JSONValue] = []
        if let objects = missing["s3:GetObject"] {
            statements.append(CrossAccountStatement.statement("ReadArtifacts", ["s3:GetObject"], resources: objects))
        }
        if let keys = missing["kms:Decrypt"] {
            statements.append(
                CrossAccountStatement.statement(
                    "DecryptArtifacts", ["kms:Decrypt", "kms:DescribeKey"], resources: keys))
        }
        if let repositories = missing["ecr:BatchGetImage"] {
            statements.append(
                CrossAccountStatement.statement(
                    "PullImages", CrossAccountStatement.pullActions, resources: repositories))
            statements.append(
                CrossAccountStatement.statement("LogInToECR", ["ecr:GetAuthorizationToken"], resources: ["*"]))
        }
        let name = LaunchNames.cleaned("flightdeck-\(plan.candidateName)")
        return MissingPolicy(
            kind: .rolePolicy, resource: plan.roleArn, account: role.account, region: region, profile: targetProfile,
            purpose: "lets the role use resources in account \(DisplayText.account(report.source.account))",
            present: .none, document: PolicyDocument.whole(statements), policyName: String(name.prefix(128)))
    }

    /// What is to be done about a policy that is missing.
    static let policiesFix = "add the missing policies, or copy the artifacts"
}

extension CrossAccountAccess {
    /// Whether the target can pull each image.
    func imageAccess(_ report: CrossAccountReport, _ reader: Reader) async throws -> Found {
        var images: [String] = []
        for container in plan.containers where !images.contains(container.image) { images.append(container.image) }
        var found = Found()
        for image in images {
            guard let reference = ImageReference(image) else {
                found.items.append(
                    .init(
                        .image, image,
                        .unknown("image \(image) isn't in an ECR registry", fix: "check that SageMaker can pull it")))
                continue
            }
            // Every account may pull from AWS's own registries.
            if reference.isAmazons {
                found.items.append(.init(.image, image, .passed))
                continue
            }
            let part = try await reach(of: reference, image, report, reader)
            found.items += part.items
            // Images of one repository need its policy once.
            found.missingPolicies += part.missingPolicies.filter { policy in
                !found.missingPolicies.contains { $0.id == policy.id }
            }
            let arn =
                "arn:\(reader.partition):ecr:\(reference.region):\(reference.account):repository/\(reference.repository)"
            if !found.repositories.contains(arn) { found.repositories.append(arn) }
        }
        return found
    }

    private func reach(
        of image: ImageReference, _ name: String, _ report: CrossAccountReport, _ reader: Reader
    ) async throws -> Found {
        let refusal: AWSFailure?
        do {
            guard try await target.hasImage(image) else {
                return Found(items: [
                    .init(
                        .image, name,
                        .failed(
                            "the image \(image.name) no longer exists",
                            fix: "choose another candidate, or push it again"))
                ])
            }
            refusal = nil
        } catch {
            let failure = AWSFailure(wrapping: error)
            if failure == .cancelled { throw failure }
            refusal = failure
        }
        // A repository of the target's own account needs no policy, and one of a third cannot be read.
        guard image.account == report.source.account else { return Self.probed(image, name, refusal) }
        let present = try await presentPolicy { try await source.repositoryPolicy(of: image) }
        let verdict = present.verdict(on: "ecr:BatchGetImage", resource: nil, for: reader.decisive)
        switch (verdict, refusal) {
        case (.denied?, _):
            return Found(items: [
                .init(
                    .image, name,
                    .failed(
                        "the policy of repository \(image.repository) denies \(reader.decisive) to pull from it",
                        fix: "remove the Deny statement"))
            ])
        case (.allowed?, nil), (.allowedUnderConditions?, nil):
            return Found(items: [.init(.image, name, .passed)])
        case (nil, nil):
            return Found(items: [
                .init(.image, name, .passed),
                .init(
                    .image, image.repository,
                    .unknown(
                        "whether the policy of repository \(image.repository) lets the role in: unknown, because "
                            + (present.doubt ?? ""), fix: "")),
            ])
        case (.allowed?, let refusal?), (.allowedUnderConditions?, let refusal?):
            return Found(items: [
                .init(
                    .image, name,
                    .unknown(
                        "image \(image.name): the repository lets the role pull it, but not you: \(refusal.problem)",
                        fix: "the role pulls it, not you: continue"))
            ])
        case (nil, let refusal?) where !refusal.isAccessDenied && !refusal.isNotFound:
            return Self.probed(image, name, refusal)
        case (.notAllowed?, _), (nil, _?): break
        }
        let account = DisplayText.account(reader.account)
        return Found(
            items: [
                .init(
                    .image, name,
                    .failed(
                        "account \(account) isn't allowed to pull the image \(image.name)",
                        fix: "add the missing policy of its repository"))
            ],
            missingPolicies: [
                MissingPolicy(
                    kind: .repositoryPolicy, resource: image.repository, account: image.account,
                    region: image.region, profile: report.source.profile,
                    purpose: "lets account \(account) pull the images", present: present.state,
                    document: present.document(adding: [
                        CrossAccountStatement.pull(repositories: [], by: reader.principals)
                    ]))
            ])
    }

    /// What the target's own try says, where no policy can be read.
    private static func probed(_ image: ImageReference, _ name: String, _ refusal: AWSFailure?) -> Found {
        guard let refusal else { return Found(items: [.init(.image, name, .passed)]) }
        let fix =
            refusal.isAccessDenied
            ? "request \(refusal.deniedAction ?? "ecr:BatchGetImage"), or continue" : refusal.remedy
        return Found(items: [
            .init(.image, name, .unknown("image \(image.name): unknown: \(refusal.problem)", fix: fix))
        ])
    }
}
