import AWSOperations

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
