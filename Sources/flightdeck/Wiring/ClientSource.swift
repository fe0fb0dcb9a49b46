import AWSClient
import AWSOperations
import Sandbox

/// Makes the shared client when it is first needed, and again where that has failed, so that a cause that is mended is
/// noticed without a restart.
actor ClientSource {
    private let connect: @Sendable () async throws -> AWSClient
    private var connecting: Task<AWSClient, any Error>?
    private let report: @Sendable (ClientEvent) -> Void

    /// `report` hears what the client does by itself, such as a retry.
    init(
        report: @escaping @Sendable (ClientEvent) -> Void = { _ in },
        _ connect: @escaping @Sendable () async throws -> AWSClient
    ) {
        self.report = report
        self.connect = connect
    }

    /// The client; throws `AWSFailure`.
    func client() async throws(AWSFailure) -> AWSClient {
        let task =
            connecting
            ?? Task { [connect, report] in
                let client = try await connect()
                let events = client.events()
                Task { for await event in events { report(event) } }
                return client
            }
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
