import AWSOperations
import ArgumentParser
import BatchInference

/// `flightdeck stop TRANSFORM`, and `flightdeck stop --job JOB`
struct StopCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stop a transform and discard its output, or stop an Autopilot job.",
        discussion: "A stopped Autopilot job keeps the candidates that it has finished.")

    @Argument(help: "Transform job name; with --job, an Autopilot job's.") var name: String

    @Flag(help: "Stop an Autopilot job instead of a transform.")
    var job = false

    @Flag(name: .shortAndLong, help: "Stop without asking.")
    var yes = false

    @Flag(help: "Wait until it has stopped.")
    var wait = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { [job ? .job(name) : .transform(name)] }

    func validate() throws {
        try Check.name(name, of: job ? "JOB" : "TRANSFORM", atMost: job ? 32 : 63)
    }

    func run(in context: CommandContext) async throws {
        if job { try await stopJob(in: context) } else { try await stopTransform(name, in: context) }
    }

    private func stopJob(in context: CommandContext) async throws {
        let overview = JobOverview(try await context.cloud.describeJob(named: name))
        guard overview.isRunning else {
            throw CommandFailure(.failed, "\(name) has already ended: \(overview.status)")
        }
        if !yes, overview.status != .stopping {
            let question =
                "Stop the Autopilot job \(name) in \(context.session.region)? It keeps its finished candidates."
            guard try await context.confirm(question) else {
                throw CommandFailure(.failed, "not confirmed: it keeps running")
            }
        }
        if overview.status != .stopping { try await context.cloud.stopJob(named: name) }
        context.output.note("stopping \(name)")
        guard wait else { return }
        while true {
            try await context.clock.sleep(seconds: context.session.isDemo ? 0.5 : 10)
            let now = JobOverview(try await context.cloud.describeJob(named: name))
            guard !now.isRunning else { continue }
            guard now.status == .stopped else {
                throw CommandFailure(.failed, "\(name) was not stopped: it is \(now.status)")
            }
            return context.output.note("\(name) was stopped")
        }
    }

    private func stopTransform(_ transform: String, in context: CommandContext) async throws {
        let overview = TransformOverview(try await context.cloud.describeTransformJob(named: transform))
        guard !overview.isEnded else {
            throw CommandFailure(.failed, "\(transform) has already ended: \(overview.status)")
        }
        if !yes {
            let question = "Stop \(transform) in \(context.session.region)? Its output is discarded."
            guard try await context.confirm(question) else {
                throw CommandFailure(.failed, "not confirmed: it keeps running")
            }
        }
        if overview.status != .stopping { try await context.cloud.stopTransformJob(named: transform) }
        context.output.note("stopping \(transform)")
        guard wait else { return }
        let ended = try await TransformFollower(name: transform, context: context, lines: .none).follow()
        switch ended.overview?.status {
        case .some(.stopped): context.output.note("\(transform) was stopped")
        case .some(let status): throw CommandFailure(.failed, "\(transform) was not stopped: it is \(status)")
        case .none: break
        }
    }
}
