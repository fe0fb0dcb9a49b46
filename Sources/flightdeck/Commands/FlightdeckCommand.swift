import ArgumentParser

/// `flightdeck`: the terminal UI, and the root of every command.
struct FlightdeckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flightdeck",
        abstract: "Monitor and launch batch inference from Amazon SageMaker Autopilot models.",
        discussion: """
            Without a subcommand, opens the terminal UI. `flightdeck --demo` opens it on an embedded sandbox, without \
            an account or network.
            """,
        version: ProgramVersion.current,
        subcommands: [
            JobsCommand.self, JobCommand.self, CandidatesCommand.self, EvaluateCommand.self, InstancesCommand.self,
            LaunchCommand.self, ExportCommand.self,
            PoliciesCommand.self, TransformsCommand.self, WatchCommand.self, LogsCommand.self, OutputsCommand.self,
            StopCommand.self, RepairCommand.self, ReportCommand.self, CompareCommand.self, HistoryCommand.self,
            ResumeCommand.self, CleanUpCommand.self, DoctorCommand.self, SandboxCommand.self, KeysCommand.self,
        ])

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run() async throws {
        try await TerminalInterface.run(global)
    }
}
