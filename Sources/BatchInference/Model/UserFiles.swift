/// Reads and writes files of the user's: plans, exports and tables.
public protocol UserFiles: Sendable {
    /// The text of a small file; throws `FileProblem`.
    func readText(at path: String) async throws -> String
    /// Writes a file in one step: whoever reads meanwhile sees the old text or the new one. Throws `FileProblem`.
    ///
    /// Unless it may replace one, a file that is there is left as it is, and the problem says so.
    func writeText(_ text: String, at path: String, replacing: Bool) async throws
    /// A file that is written bit by bit and is there once it's finished; the same rules.
    func newFile(at path: String, replacing: Bool) throws -> any NewFile
}

/// Where rows are written to.
public protocol RowSink {
    /// How many bytes were written; nil where what is written can't be taken back.
    var mark: Int? { get }
    mutating func write(_ bytes: [UInt8]) throws
    /// Takes back what was written since a mark.
    mutating func takeBack(to mark: Int) throws
}

/// A file that isn't there yet; without `finish` nothing stays of it.
public protocol NewFile: AnyObject, RowSink {
    /// Puts the file in its place. Throws `FileProblem`.
    func finish() throws
}

/// Why a file could not be read or written.
public struct FileProblem: ProblemWithRemedy, Hashable {
    public var path: String
    public var problem: String
    public var remedy: String
    /// Whether there is a file of that name already, which was to be kept.
    public var isThereAlready: Bool

    public init(path: String, problem: String, remedy: String, isThereAlready: Bool = false) {
        self.path = path
        self.problem = problem
        self.remedy = remedy
        self.isThereAlready = isThereAlready
    }

    public var description: String { "\(path): \(problem); \(remedy)" }
}
