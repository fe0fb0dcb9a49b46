import AWSClient
import AWSSigning
import BatchInference
import LocalStore
import Logging
import Sandbox

/// The embedded sandbox of `--demo`, started with the first request, with a folder that goes when it goes.
actor DemoService {
    nonisolated let database: StateDatabase
    nonisolated let session: Session
    private let logger: Logger?
    private let scratch: ScratchDirectory
    private var starting: Task<Sandbox, any Error>?

    /// - Parameter profile: One of the sandbox's; nil for its first.
    init(profile: String? = nil, logger: Logger?) throws(SandboxError) {
        session = Session(
            profile: profile, region: Sandbox.homeRegion, endpoint: "http://127.0.0.1", isDemo: true)
        self.logger = logger
        scratch = try ScratchDirectory()
        database = StateDatabase(path: scratch.path + "/flightdeck.sqlite")
    }

    /// The client of the sandbox; asking it starts the sandbox.
    nonisolated func clientSource(report: @escaping @Sendable (ClientEvent) -> Void = { _ in }) -> ClientSource {
        ClientSource(report: report) { [self] in
            let sandbox = try await started()
            return AWSClient(configuration: configuration(for: sandbox))
        }
    }

    /// The sandbox's profiles.
    nonisolated func profiles(report: @escaping @Sendable (ClientEvent) -> Void = { _ in }) -> any Profiles {
        NoProfiles()
    }

    private func started() async throws -> Sandbox {
        let task = starting ?? Task { try await Sandbox.start() }
        starting = task
        return try await task.value
    }

    /// Keys and endpoint at hand: nothing of the user's own AWS set-up is read.
    private nonisolated func configuration(for sandbox: Sandbox) -> ClientConfiguration {
        ClientConfiguration(
            credentials: Credentials(accessKeyID: sandbox.accessKeyID, secretAccessKey: sandbox.secretAccessKey),
            region: sandbox.region, endpointURL: sandbox.endpointURL, logger: logger)
    }

    /// Ends the service and removes everything that it wrote.
    func stop() async {
        if let sandbox = try? await starting?.value { await sandbox.stop() }
        scratch.remove()
    }
}
