import AWSOperations

/// Whether an account can use a model whose artifacts and images are in another one, and what is missing for it.
public struct CrossAccountReport: Hashable, Sendable {
    /// Who asks, on one of the two sides.
    public struct Side: Hashable, Sendable {
        public var profile: String?
        /// Twelve digits.
        public var account: String
        public var arn: String

        public init(profile: String?, account: String, arn: String) {
            self.profile = profile
            self.account = account
            self.arn = arn
        }
    }

    /// One thing that the launch needs to reach.
    public struct Item: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable {
            case artifact = "Artifact"
            case key = "Key"
            case image = "Image"
            /// The execution role's own policies.
            case role = "Role"
        }

        public enum Outcome: Hashable, Sendable {
            case passed
            /// The launch would fail.
            case failed(String, fix: String)
            /// What neither side may look up.
            case unknown(String, fix: String)
        }

        public var kind: Kind
        /// An S3 URI, a key's ARN, an image, or a role's ARN.
        public var name: String
        public var outcome: Outcome

        public init(_ kind: Kind, _ name: String, _ outcome: Outcome) {
            self.kind = kind
            self.name = name
            self.outcome = outcome
        }
    }

    public var source: Side
    public var target: Side
    public var items: [Item]
    /// What is missing; nothing where everything can be reached, or where copying alone helps.
    public var missingPolicies: [MissingPolicy]

    public init(source: Side, target: Side, items: [Item] = [], missingPolicies: [MissingPolicy] = []) {
        self.source = source
        self.target = target
        self.items = items
        self.missingPolicies = missingPolicies
    }

    /// Whether two accounts are concerned.
    public var isAcross: Bool { source.account != target.account }

    /// What no policy of the report puts right: other failures, and what could not be looked up.
    public var remarks: [(text: String, fix: String, isFailure: Bool)] {
        items.compactMap { item in
            switch item.outcome {
            case .passed: nil
            case .failed(let text, let fix):
                missingPolicies.isEmpty || fix != CrossAccountAccess.policiesFix ? (text, fix, true) : nil
            case .unknown(let text, let fix): (text, fix, false)
            }
        }
    }

    public var hasFailed: Bool {
        items.contains { if case .failed = $0.outcome { true } else { false } }
    }
}

extension CrossAccountReport {
    /// What the checks before a launch say of it.
    var findings: [PreflightFinding] {
        guard isAcross else { return [] }
        var findings = items.compactMap { item -> PreflightFinding? in
            switch item.outcome {
            case .passed: nil
            case .failed(let text, let fix): PreflightFinding(.failed, text, fix: fix, field: Self.field(of: item.kind))
            case .unknown(let text, let fix):
                PreflightFinding(.unknown, text, fix: fix, field: Self.field(of: item.kind))
            }
        }
        let place = "from account \(DisplayText.account(target.account))"
        func count(_ kind: Item.Kind) -> Int { items.count { $0.kind == kind && $0.outcome == .passed } }
        let (artifacts, images) = (count(.artifact), count(.image))
        if artifacts > 0 {
            findings.append(
                PreflightFinding(
                    .passed, "\(DisplayText.counted(artifacts, "model artifact")) readable \(place)",
                    field: .candidate))
        }
        if images > 0 {
            findings.append(
                PreflightFinding(
                    .passed, "\(DisplayText.counted(images, "container image")) can be pulled \(place)",
                    field: .candidate))
        }
        if count(.role) > 0 {
            findings.append(
                PreflightFinding(.passed, "the role's own policies let it read them", field: .role))
        }
        return findings
    }

    private static func field(of kind: Item.Kind) -> PlanProblem.Field { kind == .role ? .role : .candidate }
}
