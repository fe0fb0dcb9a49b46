/// Why a download's file could not be written, and what to do.
public struct FileWriteError: Error, Hashable, Sendable {
    public var path: String
    public var problem: String
    public var remedy: String
    /// Whether another file may well be written where this one can't: its name or place is why, not the disk.
    public var concernsOneFile = false

    public init(path: String, problem: String, remedy: String) {
        self.path = path
        self.problem = problem
        self.remedy = remedy
    }
}
