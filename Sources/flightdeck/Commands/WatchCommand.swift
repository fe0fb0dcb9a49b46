import ArgumentParser
import BatchInference

/// `flightdeck watch TRANSFORM`
struct WatchCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Follow a transform and its log until it ends, or all running transforms.",
        discussion: """
            The exit status says how it ended: 0 completed, 1 failed or completed without all outputs, 3 stopped. \
            Ctrl-C only stops watching; the transform keeps running. Without a terminal, progress is printed as a \
            line now and then.

            With --json, each line is an object whose Event is description, log, phase, progress, trouble, recovery, \
            cause, slow, silence, stop or end; see the manual page.

            With --all, every running transform of the profiles and regions is followed, without logs, including \
            those that start meanwhile; status 1 if one failed, 3 if one was stopped, 4 if an account can't be read.
            """)

    @Argument(help: "Transform job name.") var transform: String?

    @Flag(help: "Follow all running transforms until all have ended.")
    var all = false

    @Flag(help: "Follow all running transforms until the first has ended.")
    var any = false

    @Flag(help: "Follow the newest transform.")
    var latest = false

    @OptionGroup var fleet: FleetArguments

    @Flag(help: "Print one JSON object per line: each event, and each log line.")
    var json = false

    @Flag(help: "Leave log lines out.")
    var quiet = false

    @Flag(help: "Succeed even if inputs have no output.")
    var allowMissing = false

    @OptionGroup var stop: StopLimitOptions

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Run this program when a transform ends, with the facts in FLIGHTDECK_* variables; repeat for each argument.",
            valueName: "word"))
    var onEnd: [String] = []

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { transform.map { [.transform($0)] } ?? [] }

    func validate() throws {
        guard [transform != nil, all, any, latest].count(where: \.self) == 1 else {
            throw ValidationError("name a transform, or use one of --all, --any and --latest")
        }
        if let transform { try Check.name(transform, of: "TRANSFORM", atMost: 63) }
        if transform != nil, fleet.isNamed {
            throw ValidationError(
                "--profiles and --regions go with --all, --any and --latest; for one transform use --profile and --region"
            )
        }
        if all || any, !stop.limits.isEmpty {
            throw ValidationError("--stop-after and --stop-at-cost work with one transform, not with --all or --any")
        }
        if json, quiet { throw ValidationError("--json and --quiet can't be used together") }
    }

    func run(in context: CommandContext) async throws {
        let hook = try EndHook(onEnd)
        if all || any {
            return try await FleetFollower(
                members: fleet.members, until: any ? .any : .all, json: json, allowsMissing: allowMissing,
                hook: hook, context: context
            ).follow()
        }
        guard let transform else {
            let newest = try await FleetAccounts(context).newest(of: fleet.members)
            if !json { context.output.note("\(newest.name): the newest transform in \(newest.context.session.region)") }
            return try await follow(newest.name, in: newest.context, hook)
        }
        try await follow(transform, in: context, hook)
    }

    private func follow(_ transform: String, in context: CommandContext, _ hook: EndHook) async throws {
        let lines: TransformFollower.Lines = json ? .json : quiet ? .none : .log(onError: false)
        let follower = TransformFollower(name: transform, context: context, lines: lines, limits: stop.limits)
        var ended: TransformOverview?
        do {
            try await follower.run(allowsMissing: allowMissing) { ended = $0.overview }
        } catch {
            await tell(ended, in: context, hook)
            throw error
        }
        await tell(ended, in: context, hook)
    }

    /// Runs the user's program where the transform has ended.
    private func tell(_ overview: TransformOverview?, in context: CommandContext, _ hook: EndHook) async {
        guard let overview, overview.isEnded else { return }
        let place = FleetPlace(
            profile: context.session.profile, region: context.session.region, endpoint: context.session.endpoint)
        let progress = ProgressLine(context.output)
        let waiting = Task {
            try await context.clock.sleep(seconds: 1)
            progress.show(hook.waitingText)
        }
        let problem = await hook.run(TransformEnd(overview: overview, place: place))
        waiting.cancel()
        _ = await waiting.result
        progress.clear()
        if let problem { context.output.note(problem) }
    }
}
