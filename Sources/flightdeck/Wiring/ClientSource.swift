import AWSClient
import AWSOperations
import Sandbox

/// Makes the shared client when it is first needed, and again where that has failed, so that a cause that is mended is
/// noticed without a restart.
actor ClientSource {
    private let connect: @Sendable () async throws -> AWSClient
    private var connecting: Task<AWSClient, any Error>?

    init(_ connect: @escaping @Sendable () async throws -> AWSClient) {
        self.connect = connect
    }

    /// The client; throws `AWSFailure`.
    func client() async throws(AWSFailure) -> AWSClient {
        let task = connecting ?? Task { [connect] in try await connect() }
        connecting = task
        do {
            return try await task.value
        } catch {
            if connecting == task { connecting = nil }
            switch error {
            case let failure as AWSFailure: throw failure
            case let failure as SandboxError: throw .configuration(problem: failure.description, remedy: "")
            default: throw .configuration(problem: "\(error)", remedy: "")
            }
        }
    }
}
