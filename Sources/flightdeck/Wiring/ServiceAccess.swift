import AWSClient
import AWSOperations
import BatchInference
import LocalStore
import Logging

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Connects one-shot commands: to an account, or to the embedded sandbox.
enum ServiceAccess {
    /// Runs work with the services that the options name.
    static func using(_ options: GlobalOptions, _ work: @Sendable (CommandContext) async throws -> Void) async throws {
        let output = StandardStreams.output(isASCII: options.ascii)
        let logger = options.debug ? DebugLog.standardError : nil
        guard options.demo else {
            let configuration = try configuration(options, logger: logger)
            let source = ClientSource { AWSClient(configuration: configuration) }
            let database = StateDatabase(path: UserDirectories.current.database)
            return try await work(
                context(source, session: try session(of: configuration), database: database, output: output))
        }
        let demo = try DemoService(logger: logger)
        do {
            try await work(
                context(demo.clientSource(), session: demo.session, database: demo.database, output: output))
        } catch {
            await demo.stop()
            throw error
        }
        await demo.stop()
    }

    /// The client's settings by options, environment and shared files.
    static func configuration(
        _ options: GlobalOptions, logger: Logger?
    ) throws(AWSFailure) -> ClientConfiguration {
        try ClientConfiguration.resolve(
            environment: ProcessInfo.processInfo.environment, profile: options.profile, region: options.region,
            endpointURL: options.endpointURL, caBundle: options.caBundle, logger: logger)
    }

    /// Whom the settings lead to; throws where there is no region, without which nobody can be asked.
    static func session(of configuration: ClientConfiguration) throws(AWSFailure) -> Session {
        guard let region = configuration.region?.value else {
            throw .configuration(
                problem: "no region is set",
                remedy: "name one with --region, AWS_REGION, or `region` in the profile, for example eu-west-1")
        }
        return Session(
            profile: configuration.profile?.value, region: region,
            endpoint: configuration.endpoints[.sageMaker]?.value,
            priceEndpoint: configuration.endpoints[.pricing]?.value, isDemo: false)
    }

    private static func context(
        _ source: ClientSource, session: Session, database: StateDatabase, output: CommandOutput
    ) -> CommandContext {
        CommandContext(
            cloud: ClientServices(source), session: session,
            clock: SystemClock(), output: output, journal: LaunchJournalStore(database),
            history: TransformHistoryStore(database),
            prices: PriceCacheStore(database, endpoint: session.priceEndpoint),
            files: LocalTextFiles.current,
            confirm: { try await Confirmation.ask($0, output: output) })
    }
}
