/// Reads and writes small text files of the user's: plans and exports.
public protocol TextFiles: Sendable {
    /// The file's text; throws `FileProblem`.
    func readText(at path: String) async throws -> String
    /// Writes a file in one step: whoever reads meanwhile sees the old text or the new one. Throws `FileProblem`.
    ///
    /// Unless it may replace one, a file that is there is left as it is, and the problem says so.
    func writeText(_ text: String, at path: String, replacing: Bool) async throws
}

/// Why a file could not be read or written.
public struct FileProblem: Error, Hashable, Sendable, CustomStringConvertible {
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
