import AWSOperations

/// One check before a launch: what it looks at, and how it finds out. A check is one file under `Checks/` and one row in
/// `PreflightCheck.all`.
public struct PreflightCheck: Sendable, Identifiable {
    /// Short and stable, as it stands in JSON: `input`, `quota`.
    public let id: String
    /// What it is about, for a line that has no finding yet.
    public let title: String
    /// What of the plan it depends on: only a change of these makes it run again.
    public let needs: Set<PreflightNeed>
    /// Finds out; no finding where the check does not apply. May throw `AWSFailure`.
    let run: @Sendable (PreflightSubject, PreflightLookups) async throws -> [PreflightFinding]

    init(
        _ id: String, _ title: String, needs: Set<PreflightNeed>,
        run: @escaping @Sendable (PreflightSubject, PreflightLookups) async throws -> [PreflightFinding]
    ) {
        self.id = id
        self.title = title
        self.needs = needs
        self.run = run
    }
}

/// What is checked: a plan, and where it would be launched.
public struct PreflightSubject: Hashable, Sendable {
    public var plan: LaunchPlan
    public var region: String
    /// The profile that would launch; nil where keys come from elsewhere.
    public var profile: String?

    public init(plan: LaunchPlan, region: String, profile: String? = nil) {
        self.plan = plan
        self.region = region
        self.profile = profile
    }

    /// Whether the same services answer for both.
    func isAsked(like other: PreflightSubject) -> Bool {
        profile == other.profile && region == other.region && plan.sourceProfile == other.plan.sourceProfile
    }
}

/// A part of a plan that checks depend on.
public enum PreflightNeed: Hashable, Sendable, CaseIterable {
    case candidate
    case artifacts
    case model
    case transformName
    case role
    case input
    case records
    case filters
    case output
    case encryption
    case instances
    case payload
    case options

    /// The parts in which two plans differ.
    static func changed(from earlier: PreflightSubject, to later: PreflightSubject) -> Set<PreflightNeed> {
        // Another account answers everything again.
        guard earlier.isAsked(like: later) else { return Set(allCases) }
        return Set(allCases.filter { $0.value(of: earlier) != $0.value(of: later) })
    }

    /// The part's value, to be compared with an earlier one, by bytes: another spelling of `é` is another key.
    func value(of subject: PreflightSubject) -> [ByteText] { texts(of: subject).map { ByteText($0) } }

    private func texts(of subject: PreflightSubject) -> [String] {
        let plan = subject.plan
        switch self {
        case .candidate: return [plan.jobName, plan.candidateName, subject.region]
        case .artifacts:
            return plan.containers.map(\.modelDataUrl) + [subject.region] + plan.artifactCopies.map(\.destination)
        case .model:
            // The whole model is compared with one of its name.
            return ["\(plan.requests.createModel)"]
        case .transformName: return [plan.transformJobName]
        case .role: return [plan.roleArn]
        case .input: return [plan.input, plan.inputKind.rawValue]
        case .records: return [plan.contentType, plan.compression.rawValue, plan.split.rawValue]
        case .filters:
            return [plan.inputFilter, plan.outputFilter, plan.join.rawValue, plan.accept] + plan.effectiveResponseKeys
        case .output: return [plan.output, plan.assemble.rawValue]
        case .encryption: return [plan.outputKmsKey, plan.volumeKmsKey]
        case .instances: return [plan.instanceType.rawValue, "\(plan.instanceCount)"]
        case .payload:
            return [
                plan.maxPayloadInMB.map { "\($0)" } ?? "", plan.maxConcurrentTransforms.map { "\($0)" } ?? "",
                plan.batchStrategy?.rawValue ?? "",
            ]
        case .options: return plan.problems().map { "\($0)" }
        }
    }
}

extension PreflightCheck {
    /// Every check, in the order in which they are shown.
    public static let all: [PreflightCheck] = [
        .identity, .names, .role, .passRole, .roleAccess, .artifacts, .accounts, .input, .unexpectedObjects, .output,
        .compression,
        .images, .text,
        .columns, .filters, .instances, .payload, .quota, .options,
    ]

    /// Those that can tell something before the input is written: of the account, the model and the settings.
    public static var withoutInput: [PreflightCheck] { all.filter { !$0.needs.contains(.input) } }
}
