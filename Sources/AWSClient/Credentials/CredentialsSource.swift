import AWSOperations
import AWSSigning

/// Who signs a request.
protocol CredentialsSource: Sendable {
    func current() async throws(AWSFailure) -> Credentials
    /// Says that a service refused these; true where others are at hand now.
    func replace(_ refused: Credentials) async throws(AWSFailure) -> Bool
}
