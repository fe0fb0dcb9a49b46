import AWSOperations
import BatchInference
import Console

/// A screen on which one Autopilot job can be stopped: the list for the selected one, the details for theirs.
protocol JobActions: Screen {
    var subject: JobOverview? { get }
    /// Why there is none.
    var whyNoSubject: String { get }
    static func event(_ stop: StopProgress<JobOverview>) -> Event
    /// Looks again, as after a stop.
    mutating func refresh(_ context: Context) -> [Effect<Event>]
}

extension JobActions {
    @Sendable private static func canStop(_ screen: Self) -> Availability {
        guard let job = screen.subject else { return .unavailable(screen.whyNoSubject) }
        guard job.isNamed else { return .unavailable("SageMaker's response has no name for this job") }
        guard job.isRunning else { return .unavailable("the job has ended") }
        return .when(job.status != .stopping, otherwise: "the job is already stopping")
    }

    static func stopCommands(_ prefix: String, footerRank: Int? = nil) -> [Command<Self, Event>] {
        [
            Command(
                "\(prefix).stop", "stop…", help: "Stop the running Autopilot job, after a confirmation.",
                chords: ["x"], footerRank: footerRank, availability: canStop,
                run: { screen, context in
                    guard let job = screen.subject else { return [] }
                    return [.ask(.stopping(job, context), then: event(.agreed(job)))]
                })
        ]
    }

    /// Stops what was agreed to, and says what became of it.
    mutating func take(_ stop: StopProgress<JobOverview>, _ context: Context) -> [Effect<Event>] {
        let effects = stop.effects(named: \.name, sending: Self.event) { cloud, name in
            try await cloud.stopJob(named: name)
        }
        return stop.wasRequested ? effects + refresh(context) : effects
    }
}

extension Confirmation {
    /// The question before a stop: it names the job and says what stays.
    fileprivate static func stopping(_ job: JobOverview, _ context: Context) -> Confirmation {
        stopping(
            "Autopilot job", job.name, "It keeps its finished candidates; a stopped job can't be resumed.", context)
    }
}
