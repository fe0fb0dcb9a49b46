import AWSOperations
import ArgumentParser
import BatchInference

/// `flightdeck stop TRANSFORM`
struct StopCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stop a transform and discard its output.")

    @Argument(help: "Transform job name.") var transform: String

    @Flag(name: .shortAndLong, help: "Stop without asking.")
    var yes = false

    @Flag(help: "Wait until it has stopped.")
    var wait = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { [.transform(transform)] }

    func validate() throws {
        try Check.name(transform, of: "TRANSFORM", atMost: 63)
    }

    func run(in context: CommandContext) async throws {
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
