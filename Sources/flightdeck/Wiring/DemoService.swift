import AWSClient
import AWSOperations
import AWSSigning
import BatchInference
import LocalStore
import Logging
import Sandbox

/// The embedded sandbox of `--demo`, started with the first request, with a folder that goes when it goes.
actor DemoService {
    /// A profile of each of its accounts.
    static let accountProfiles = ["sandbox", "sandbox-deploy"]

    nonisolated let database: StateDatabase
    nonisolated let session: Session
    private let logger: Logger?
    private let scratch: ScratchDirectory
    private var starting: Task<Sandbox, any Error>?
    /// The environment that leads to the sandbox's own profiles, once they are written.
    private var writing: Task<SharedProfiles.Place, any Error>?

    /// - Parameter profile: One of the sandbox's; nil for its first.
    init(profile: String? = nil, logger: Logger?) throws(SandboxError) {
        session = Session(
            profile: profile, region: Sandbox.homeRegion, endpoint: "http://127.0.0.1", isDemo: true)
        self.logger = logger
        scratch = try ScratchDirectory()
        database = StateDatabase(path: scratch.path + "/flightdeck.sqlite")
    }

    /// The client of the sandbox; asking it starts the sandbox.
    nonisolated func clientSource(
        profile: String? = nil, report: @escaping @Sendable (ClientEvent) -> Void = { _ in }
    ) -> ClientSource {
        ClientSource(report: report) { [self] in
            if let profile = profile ?? session.profile {
                return AWSClient(configuration: try Self.configuration(try await place(), profile, logger))
            }
            let sandbox = try await started()
            return AWSClient(configuration: configuration(for: sandbox))
        }
    }

    /// The sandbox's profiles.
    nonisolated func profiles(report: @escaping @Sendable (ClientEvent) -> Void = { _ in }) -> any Profiles {
        SharedProfiles(
            place: { try await self.place() }, report: report,
            configure: { [logger, session] place, profile, region in
                if let region, region != place.region {
                    throw AWSFailure.configuration(
                        problem: "the --demo sandbox has no region \(region)",
                        remedy: "it has only \(Sandbox.homeRegion)")
                }
                let names = try ClientConfiguration.profileNames(environment: place.environment)
                return try Self.configuration(place, profile ?? session.profile ?? names.first ?? "", logger)
            })
    }

    /// Where the sandbox's profiles are: nothing of the user's own AWS set-up is read.
    private func place() async throws -> SharedProfiles.Place {
        let task =
            writing
            ?? Task { [scratch] in
                let sandbox = try await started()
                let files = try sandbox.writeProfiles(inDirectory: scratch.path + "/profiles")
                return SharedProfiles.Place(
                    environment: [
                        "HOME": scratch.path, "AWS_CONFIG_FILE": files.config,
                        "AWS_SHARED_CREDENTIALS_FILE": files.credentials, "AWS_EC2_METADATA_DISABLED": "true",
                    ], region: sandbox.region, endpointURL: sandbox.endpointURL)
            }
        writing = task
        return try await task.value
    }

    private static func configuration(
        _ place: SharedProfiles.Place, _ profile: String, _ logger: Logger?
    ) throws(AWSFailure) -> ClientConfiguration {
        let names = try ClientConfiguration.profileNames(environment: place.environment)
        guard names.contains(profile) else {
            // Not where its files are: they are made for this run alone.
            throw .configuration(
                problem: "the --demo sandbox has no profile \(profile)",
                remedy: "its profiles are \(names.joined(separator: ", "))")
        }
        return try ClientConfiguration.resolve(
            environment: place.environment, profile: profile, region: place.region, endpointURL: place.endpointURL,
            logger: logger)
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
