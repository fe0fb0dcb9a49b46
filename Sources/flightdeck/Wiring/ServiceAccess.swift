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
        guard options.demo else {
            let configuration = try configuration(options)
            let database = StateDatabase(path: UserDirectories.current.database)
            return try await work(
                context(configuration, session: try session(of: configuration), database: database, output: output))
        }
        let demo = try await DemoService.start()
        do {
            let configuration = demo.configuration(logger: logger(options))
            try await work(context(configuration, session: demo.session, database: demo.database, output: output))
        } catch {
            await demo.stop()
            throw error
        }
        await demo.stop()
    }

    /// The client's settings by options, environment and shared files.
    static func configuration(_ options: GlobalOptions) throws(AWSFailure) -> ClientConfiguration {
        try ClientConfiguration.resolve(
            environment: ProcessInfo.processInfo.environment, profile: options.profile, region: options.region,
            endpointURL: options.endpointURL, caBundle: options.caBundle, logger: logger(options))
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
            endpoint: configuration.endpoints[.sageMaker]?.value, isDemo: false)
    }

    private static func context(
        _ configuration: ClientConfiguration, session: Session, database: StateDatabase, output: CommandOutput
    ) -> CommandContext {
        CommandContext(
            cloud: ClientServices(client: AWSClient(configuration: configuration)), session: session,
            clock: SystemClock(), output: output, journal: LaunchJournalStore(database),
            confirm: { try await Confirmation.ask($0, output: output) })
    }

    /// What `--debug` writes, to standard error.
    private static func logger(_ options: GlobalOptions) -> Logger? {
        guard options.debug else { return nil }
        var logger = Logger(label: "flightdeck") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .debug
        return logger
    }
}
