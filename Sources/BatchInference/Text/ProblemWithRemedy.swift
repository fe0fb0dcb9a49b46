/// An error that says what is wrong and what to do about it, for a command to end with and a screen to show.
public protocol ProblemWithRemedy: Error, CustomStringConvertible {
    /// What is wrong, in one sentence without a full stop.
    var problem: String { get }
    /// What to do about it; empty where nothing helps.
    var remedy: String { get }
}

extension ProblemWithRemedy {
    public var description: String { remedy.isEmpty ? problem : "\(problem); \(remedy)" }
}
