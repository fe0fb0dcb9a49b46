import AWSClient
import AWSOperations
import Sandbox

/// Makes the shared client when it is first needed, and again where that has failed, so that a cause that is fixed is
/// noticed without a restart.
actor ClientSource {
    private let connect: @Sendable () async throws -> AWSClient
    private var connecting: Task<AWSClient, any Error>?
    private var listening: Task<Void, Never>?
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
            ?? Task { [connect] in
                let client = try await connect()
                listen(to: client.events())
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

    private func listen(to events: AsyncStream<ClientEvent>) {
        listening = Task { [report] in for await event in events { report(event) } }
    }

    /// Waits until everything that the client has done by itself is reported; nothing is reported after that.
    func finishReports() async {
        guard let client = try? await connecting?.value else { return }
        client.endEvents()
        await listening?.value
    }
}
