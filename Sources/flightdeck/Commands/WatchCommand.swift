import ArgumentParser

/// `flightdeck watch TRANSFORM`
struct WatchCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Follow a transform and its log until it ends.",
        discussion: """
            The exit status tells how it ended: 0 completed, 1 failed or completed without all outputs, 3 stopped. \
            Ctrl-C only stops watching; the transform goes on. Without a terminal, a line tells the progress now and then.

            With --json, each line is an object whose Event is description, log, phase, progress, trouble, recovery, cause, \
            slow, silence, stop or end; see the manual page.
            """)

    @Argument(help: "Transform job name.") var transform: String

    @Flag(help: "Print one JSON object per line: each event, and each log line.")
    var json = false

    @Flag(help: "Leave log lines out.")
    var quiet = false

    @Flag(help: "Succeed although inputs have no output.")
    var allowMissing = false

    @OptionGroup var stop: StopLimitOptions

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { [.transform(transform)] }

    func validate() throws {
        try Check.name(transform, of: "TRANSFORM", atMost: 63)
        if json, quiet { throw ValidationError("--json and --quiet can't be used together") }
    }

    func run(in context: CommandContext) async throws {
        let lines: TransformFollower.Lines = json ? .json : quiet ? .none : .log(onError: false)
        try await TransformFollower(name: transform, context: context, lines: lines, limits: stop.limits)
            .run(allowsMissing: allowMissing)
    }
}
