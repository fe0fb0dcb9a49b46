/// One thing that is tried, and what came of it.
public struct DoctorCheck: Hashable, Sendable, Identifiable {
    public enum Area: String, Hashable, Sendable, CaseIterable {
        case clock
        case identity
        case permissions
        case machine
    }

    public enum Outcome: String, Hashable, Sendable {
        /// It is under way.
        case waiting
        case passed
        /// It works, but not as it could.
        case warned
        case failed
        /// The caller lacks the permission.
        case denied
        /// Nobody tried; the detail says why.
        case notTried = "not-tried"
    }

    /// Stable, for example `permission.sagemaker:ListAutoMLJobs`.
    public var id: String
    public var area: Area
    public var title: String
    public var outcome: Outcome
    public var detail: String
    public var remedy: String
    /// The IAM action that is missing.
    public var missingAction: String?
    /// Whether the program works without it, but for that one thing.
    public var isOptional = false
    /// The host and port that could not be reached; nil where that is not why it failed.
    public var unreachable: String?

    public init(
        id: String, area: Area, title: String, outcome: Outcome = .waiting, detail: String = "", remedy: String = "",
        missingAction: String? = nil
    ) {
        self.id = id
        self.area = area
        self.title = title
        self.outcome = outcome
        self.detail = detail
        self.remedy = remedy
        self.missingAction = missingAction
    }

    func with(_ outcome: Outcome, _ detail: String, remedy: String = "") -> DoctorCheck {
        var check = self
        check.outcome = outcome
        check.detail = detail
        check.remedy = remedy
        return check
    }
}
