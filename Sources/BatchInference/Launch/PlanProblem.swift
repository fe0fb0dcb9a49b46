/// Something wrong, or worth a second look, in a launch plan.
public struct PlanProblem: Hashable, Sendable {
    /// Where in the form it belongs.
    public enum Field: Hashable, Sendable, CaseIterable {
        case candidate
        case artifactPrefix
        case modelName
        case role
        case responseKeys
        case containerEnvironment
        case network
        case input
        case contentType
        case split
        case output
        case assemble
        case accept
        case transformName
        case instanceType
        case instanceCount
        case amiVersion
        case volumeKey
        case outputKey
        case batchStrategy
        case payload
        case concurrency
        case invocationTimeout
        case invocationRetries
        case environment
        case inputFilter
        case outputFilter
        case join
        case tags
        case capture
        case experiment
    }

    public enum Severity: Hashable, Sendable, Comparable {
        /// Works, but perhaps not as meant.
        case warning
        /// The service would refuse it.
        case error
    }

    public var field: Field
    public var severity: Severity
    /// What is wrong, in one sentence without a full stop.
    public var message: String
    /// What to do about it; empty where the message says it.
    public var remedy: String
    /// Where the limit comes from, for example `CreateTransformJob`.
    public var source: String
    /// The API's member at fault, where the field has several: `TrialName`.
    public var member: String?

    public init(
        field: Field, severity: Severity, message: String, remedy: String = "", source: String,
        member: String? = nil
    ) {
        self.field = field
        self.severity = severity
        self.message = message
        self.remedy = remedy
        self.source = source
        self.member = member
    }
}
