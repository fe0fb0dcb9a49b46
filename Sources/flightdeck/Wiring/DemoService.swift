import AWSClient
import AWSSigning
import LocalStore
import Logging
import Sandbox

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The embedded sandbox of `--demo`, with a folder that goes when it goes.
struct DemoService: Sendable {
    let sandbox: Sandbox
    let database: StateDatabase
    private let folder: String

    /// Throws `SandboxError`.
    static func start() async throws -> DemoService {
        let sandbox = try await Sandbox.start()
        let folder = FileManager.default.temporaryDirectory.path + "/flightdeck-demo-\(UUID().uuidString)"
        return DemoService(
            sandbox: sandbox, database: StateDatabase(path: folder + "/flightdeck.sqlite"), folder: folder)
    }

    var session: Session {
        Session(profile: nil, region: sandbox.region, endpoint: sandbox.endpointURL, isDemo: true)
    }

    /// Keys and endpoint at hand: nothing of the user's own AWS set-up is read.
    func configuration(logger: Logger? = nil) -> ClientConfiguration {
        ClientConfiguration(
            credentials: Credentials(
                accessKeyID: sandbox.accessKeyID, secretAccessKey: sandbox.secretAccessKey),
            region: sandbox.region, endpointURL: sandbox.endpointURL, logger: logger)
    }

    /// Ends the service and removes everything that it wrote.
    func stop() async {
        await sandbox.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }
}
