/// A likely cause of what went wrong with a transform, and its cure.
public struct Diagnosis: Hashable, Sendable, Identifiable {
    /// Where the trouble lies.
    public enum Side: String, Hashable, Sendable, CaseIterable {
        /// What was sent to the container.
        case input
        /// What the container answered, or where that is written.
        case output
        /// The container itself: its start, its model, its memory, its time.
        case container
        /// What a role may do, and what exists.
        case access
        /// SageMaker, and what it has to give.
        case service
    }

    /// A stable name of the cause: `column-count`, `payload-too-large`.
    public var id: String
    /// What most likely happened, in one sentence without a full stop.
    public var cause: String
    /// The text that points to it: the failure reason or a log line; remote text, not cleaned.
    public var evidence: String
    /// What to do, in one sentence without a full stop.
    public var fix: String
    /// Nil where no cause is known, and where it is nobody's fault.
    public var side: Side?
    /// The objects that it is about as S3 URIs, in the order in which they failed; the first hundred of them.
    public var objects: [String] = []
    /// How many objects it is about; at least so many where the log says more than was kept.
    public var objectCount = 0
    /// What finds the record in the first of the objects; nil where nothing does.
    public var clue: RecordClue?
    /// Where no cause is known, the log's lines that speak of trouble, oldest first; remote text, not cleaned.
    public var lines: [String] = []

    public init(id: String, cause: String, evidence: String, fix: String, side: Side? = nil) {
        self.id = id
        self.cause = cause
        self.evidence = evidence
        self.fix = fix
        self.side = side
    }
}

/// What a failure says of the record that it happened on.
public enum RecordClue: Hashable, Sendable {
    /// The whole text of one of its fields.
    case field(String)
    /// Some text of it.
    case text(String)
    /// How many fields it has.
    case fieldCount(Int)
}
