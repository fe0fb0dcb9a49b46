import AWSOperations

/// What a page or listing lacks because a call failed, while the rest is shown.
public struct Shortfall: Error, Hashable, Sendable {
    /// What is missing, without a full stop: `the list of candidates is incomplete`.
    public var missing: String
    public var failure: AWSFailure

    public init(_ missing: String, failure: AWSFailure) {
        self.missing = DisplayText.oneLine(missing)
        self.failure = failure
    }

    /// What is missing and why, in one sentence without a full stop.
    public var problem: String { "\(missing): \(failure.problem)" }

    /// What to do; a throttled service is asked again later.
    public var remedy: String {
        failure.isThrottling ? "wait a minute, then try again" : failure.remedy
    }

    /// Problem and remedy in one line.
    public var line: String { remedy.isEmpty ? problem : "\(problem): \(remedy)" }
}

extension AWSFailure {
    /// Any thrown error as a failure: ports throw `AWSFailure`, and tasks `CancellationError`.
    public init(wrapping error: any Error) {
        switch error {
        case let failure as AWSFailure: self = failure
        case is CancellationError: self = .cancelled
        default: self = .configuration(problem: "\(error)", remedy: "")
        }
    }
}
