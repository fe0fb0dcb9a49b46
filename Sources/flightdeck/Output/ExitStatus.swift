/// What the program's exit status says.
enum ExitStatus: Int32, Sendable {
    case done = 0
    /// The transform failed, or the operation did, or its question was answered with no.
    case failed = 1
    /// Wrong usage or invalid input.
    case usage = 2
    /// The transform was stopped.
    case stopped = 3
    /// No usable credentials, or access denied.
    case access = 4
    case interrupted = 130
}
