import AWSOperations

/// A likely cause of what went wrong with a transform, and its cure.
public struct Diagnosis: Hashable, Sendable, Identifiable {
    /// A stable name of the cause: `column-count`, `payload-too-large`.
    public var id: String
    /// What most likely happened, in one sentence without a full stop.
    public var cause: String
    /// The text that points to it: the failure reason or a log line; remote text, not cleaned.
    public var evidence: String
    /// What to do, in one sentence without a full stop.
    public var fix: String
    /// Where no cause is known, the log's lines that speak of trouble, oldest first; remote text, not cleaned.
    public var lines: [String] = []

    public init(id: String, cause: String, evidence: String, fix: String) {
        self.id = id
        self.cause = cause
        self.evidence = evidence
        self.fix = fix
    }
}
