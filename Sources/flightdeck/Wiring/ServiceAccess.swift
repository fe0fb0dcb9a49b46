import AWSClient
import AWSOperations
import BatchInference
import LocalStore
import Logging
import Monitor

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Connects one-shot commands: to an account, or to the embedded sandbox.
enum ServiceAccess {
    /// Runs work with the services that the options name.
    static func using(_ options: GlobalOptions, _ work: @Sendable (CommandContext) async throws -> Void) async throws {
        try checkTheme(options)
        let output = StandardStreams.output(isASCII: options.ascii)
        let logger = options.debug ? DebugLog.standardError : nil
        guard options.demo else {
            let configuration = try await located(options, mfaPrompt: .onTerminal, logger: logger)
            let unshown = UnshownItems()
            let clock = SystemClock()
            let report: @Sendable (ClientEvent) -> Void = { event in
                clock.take(event)
                if !unshown.count(event), let remark = event.remark { output.note(remark) }
            }
            let source = ClientSource(report: report) { AWSClient(configuration: configuration) }
            let profiles = SharedProfiles.ofUser(
                options, environment: ProcessInfo.processInfo.environment, mfaPrompt: .onTerminal, logger: logger,
                report: report)
            let database = StateDatabase(path: UserDirectories.current.database) { output.note($0) }
            var context = context(
                source, session: try session(of: configuration), profiles: profiles, database: database, output: output,
                clock: clock)
            context.saysItemsLeftOut = { unshown.leave($0) }
            let end = await Result { [context] in try await work(context) }
            await source.finishReports()
            for remark in unshown.remarks { output.note(remark) }
            return try end.get()
        }
        let demo = try DemoService(profile: options.profile, logger: logger)
        do {
            try await work(
                context(
                    demo.clientSource(), session: demo.session, profiles: demo.profiles(), database: demo.database,
                    output: output))
        } catch {
            await demo.stop()
            guard let failure = error as? AWSFailure else { throw error }
            throw CommandFailure(inDemo: failure)
        }
        await demo.stop()
    }

    /// A theme that does not exist is a mistake, even where nothing is drawn with it. Throws `CommandFailure`.
    static func checkTheme(_ options: GlobalOptions) throws {
        guard let name = options.theme else { return }
        let search = ThemeSearch(environment: ProcessInfo.processInfo.environment)
        do {
            _ = try Theme.load(name: name) { name throws(ThemeProblem) in try search.file(named: name) }
        } catch {
            throw CommandFailure(.usage, "--theme: \(error.description)")
        }
    }

    /// The client's settings by options, environment and shared files.
    static func configuration(
        _ options: GlobalOptions, logger: Logger?
    ) throws(AWSFailure) -> ClientConfiguration {
        let configuration = try ClientConfiguration.resolve(
            environment: ProcessInfo.processInfo.environment, profile: options.profile, region: options.region,
            endpointURL: options.endpointURL, caBundle: options.caBundle, logger: logger)
        try configuration.checkCABundle()
        return configuration
    }

    /// The same, with the region of the EC2 instance where nothing names one, and with somebody to ask for MFA codes.
    static func located(
        _ options: GlobalOptions, mfaPrompt: MFAPrompt?, logger: Logger?
    ) async throws(AWSFailure) -> ClientConfiguration {
        var configuration = try await configuration(options, logger: logger).withRegionOfInstance()
        configuration.mfaPrompt = mfaPrompt
        for note in configuration.notes { logger?.notice("\(note)") }
        return configuration
    }

    /// Whom the settings lead to; throws where there is no region, without which nobody can be asked.
    static func session(of configuration: ClientConfiguration) throws(AWSFailure) -> Session {
        guard let region = configuration.region?.value else {
            throw .noRegion
        }
        return Session(
            profile: configuration.profile?.value, region: region,
            endpoint: configuration.endpoints[.sageMaker]?.value,
            priceEndpoint: configuration.endpoints[.pricing]?.value, isDemo: false)
    }

    private static func context(
        _ source: ClientSource, session: Session, profiles: any Profiles, database: StateDatabase,
        output: CommandOutput, clock: SystemClock = SystemClock()
    ) -> CommandContext {
        CommandContext(
            cloud: ClientServices(source), session: session,
            clock: clock, output: output, journal: LaunchJournalStore(database),
            evaluations: EvaluationStore(database),
            history: TransformHistoryStore(database),
            prices: PriceCacheStore(database, endpoint: session.priceEndpoint), profiles: profiles,
            files: LocalFiles.current,
            confirm: { try await Confirmation.ask($0, output: output) },
            keysMayChange: { (try? await source.client().keysMayChange()) ?? true })
    }
}
