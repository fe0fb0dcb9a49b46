/// The standard input of a pager.
public protocol PagerInput: Sendable {
    /// Writes bytes, and waits while the pager takes none; false where it takes no more.
    func write(_ bytes: [UInt8]) async -> Bool
}

/// How a pager ended.
public enum PagerEnd: Hashable, Sendable {
    /// With this status of the shell that ran it; 127 where there's no such program.
    case exited(status: Int32)
    case killed(signal: Int32)
    case notStarted(String)
}
