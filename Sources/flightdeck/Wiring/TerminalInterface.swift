import AWSClient
import AWSOperations
import BatchInference
import CMemory
import Console
import CursesTerminal
import LocalStore
import Logging
import Monitor

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Opens the terminal UI; everything but the terminal and the theme waits until the first frame is drawn.
enum TerminalInterface {
    /// Returns when the user quits. Throws `TerminalError` where there is no terminal to open.
    @MainActor
    static func run(_ options: GlobalOptions) async throws {
        memory_return_large_blocks()
        let log = options.debug ? DebugLog.file(in: UserDirectories.current.state) : nil
        let logger = log?.logger
        let demo = options.demo ? try DemoService(profile: options.profile, logger: logger) : nil
        do {
            try await show(options, demo: demo, logger: logger, remark: log?.remark)
        } catch {
            await demo?.stop()
            throw error
        }
        await demo?.stop()
    }

    @MainActor
    private static func show(_ options: GlobalOptions, demo: DemoService?, logger: Logger?, remark: String?)
        async throws
    {
        let environment = ProcessInfo.processInfo.environment
        let isColorless = environment["NO_COLOR"]?.isEmpty == false
        var settings = ProgramSettings()
        var settingsProblem: SettingsProblem?
        do throws(SettingsProblem) { settings = try UserSettings.read() } catch { settingsProblem = error }
        if demo != nil {
            // Its accounts are its own.
            settings.watchedProfiles = []
            settings.watchedRegions = []
        }
        let endCommand = EndCommand(settings.notify.onEnd)
        let terminalOptions = TerminalOptions(
            maximumColorDepth: isColorless ? .monochrome : .trueColor, ascii: options.ascii,
            title: settings.notify.title)
        let (chosenSettings, problemOfSettings) = (settings, settingsProblem)
        try await withTerminal(terminalOptions) { terminal in
            let depth = terminal.capabilities.colorDepth
            let search = ThemeSearch(environment: environment)
            let choice = ThemeChoice(wanted: options.theme, environment: environment, depth: depth, search: search)
            let connection = connection(options, demo: demo)
            let clock = SystemClock()
            let (notices, listener) = AsyncStream.makeStream(
                of: ServiceNotice.self, bufferingPolicy: .bufferingNewest(16))
            let database =
                demo?.database
                ?? StateDatabase(path: UserDirectories.current.database) { listener.yield(.remark($0)) }
            if let remark { listener.yield(.remark(remark)) }
            let unshown = UnshownItems()
            let report: @Sendable (ClientEvent) -> Void = { event in
                clock.take(event)
                if unshown.isFirst(event), let notice = ServiceNotice(event) { listener.yield(notice) }
            }
            let (questions, asker) = AsyncStream.makeStream(of: MFARequest.self, bufferingPolicy: .bufferingNewest(1))
            let coordinator = MFACoordinator(uptime: { clock.uptime }) { asker.yield($0) }
            let program = Program(
                state: State(
                    size: terminal.size, now: clock.now, connection: connection, theme: choice.theme,
                    themeNames: search.names(), glyphs: terminal.capabilities.unicode ? .unicode : .ascii,
                    refresh: connection.isSandbox ? .sandbox : .service, settings: chosenSettings,
                    watchesRunning: true, suggestedProfiles: demo == nil ? [] : DemoService.accountProfiles),
                terminal: terminal,
                services: Services(
                    cloud: ClientServices(
                        demo?.clientSource(report: report)
                            ?? clientSource(options, coordinator: coordinator, logger: logger, report: report) {
                                listener.yield($0)
                            }),
                    journal: LaunchJournalStore(database), history: TransformHistoryStore(database),
                    evaluations: EvaluationStore(database),
                    prices: PriceCacheStore(database, endpoint: priceEndpoint(options)),
                    lists: ListCopyStore(database),
                    profiles: demo?.profiles(report: report)
                        ?? SharedProfiles.ofUser(
                            options, environment: environment, mfaPrompt: coordinator.prompt, logger: logger,
                            report: report),
                    clock: clock, files: LocalFiles.current, pager: Pager(environment["PAGER"]),
                    downloadDirectory: FileManager.default.currentDirectoryPath,
                    logSpool: { TemporarySpool() },
                    examine: { profile in
                        var examination = Examination(
                            options: options, demo: demo, database: database, logger: logger)
                        if let profile { examination.options.profile = profile }
                        return examination.reports()
                    },
                    onEnd: endCommand?.work),
                notices: notices,
                loadTheme: { name throws(ThemeProblem) in
                    try Theme.load(name: name) { name throws(ThemeProblem) in try search.file(named: name) }
                },
                log: log(to: logger))
            if let problem = choice.problem { program.post(.themeProblem(problem.description)) }
            if let problemOfSettings { program.post(.themeProblem(problemOfSettings.description)) }
            let asking = Task { for await question in questions { program.post(.mfaAsked(question)) } }
            defer { asking.cancel() }
            // Once when the first screen has settled, and once when a long list may have come in.
            let settling = Task.detached {
                for seconds in [1.0, 1.5] {
                    try await clock.sleep(seconds: seconds)
                    memory_release_startup()
                }
                // Hours of lists leave holes between what is in use.
                while true {
                    try await clock.sleep(seconds: 600)
                    memory_release_startup()
                }
            }
            defer { settling.cancel() }
            await program.run()
        }
    }

    /// The client of the account; where settings are missing, each request tries again and says what.
    private static func clientSource(
        _ options: GlobalOptions, coordinator: MFACoordinator, logger: Logger?,
        report: @escaping @Sendable (ClientEvent) -> Void, say: @escaping @Sendable (ServiceNotice) -> Void
    ) -> ClientSource {
        ClientSource(report: report) {
            let configuration = try await ServiceAccess.located(options, mfaPrompt: coordinator.prompt, logger: logger)
            say(.regionFound(try ServiceAccess.session(of: configuration).region))
            for note in configuration.notes { say(.remark(note)) }
            return AWSClient(configuration: configuration)
        }
    }

    private static func log(to logger: Logger?) -> (@Sendable (String) -> Void)? {
        guard let logger else { return nil }
        return { logger.debug("\($0)") }
    }

    /// Where prices come from in place of AWS; kept prices are distinguished by it.
    private static func priceEndpoint(_ options: GlobalOptions) -> String? {
        try? ServiceAccess.configuration(options, logger: nil).endpoints[.pricing]?.value
    }

    /// Whose account the header names, as far as known without a request.
    private static func connection(_ options: GlobalOptions, demo: DemoService?) -> Connection {
        if let session = demo?.session {
            return Connection(profile: session.profile, region: session.region, isSandbox: true)
        }
        do throws(AWSFailure) {
            let session = try ServiceAccess.session(of: ServiceAccess.configuration(options, logger: nil))
            return Connection(profile: session.profile, region: session.region, endpoint: session.endpoint)
        } catch {
            return Connection(profile: options.profile, region: options.region ?? "no region")
        }
    }
}
