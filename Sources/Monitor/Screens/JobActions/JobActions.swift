import AWSOperations
import BatchInference
import Console

/// A stop of an Autopilot job, from the yes to its question to what the service said.
enum JobStop: Sendable {
    case agreed(name: String)
    case requested(name: String)
    case failed(name: String, AWSFailure)
}

/// A screen on which one Autopilot job can be stopped: the list for the selected one, the details for theirs.
protocol JobActions: Screen {
    var subject: JobOverview? { get }
    /// Why there is none.
    var whyNoSubject: String { get }
    static func event(_ stop: JobStop) -> Event
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
                    return [.ask(.stopping(job, context), then: event(.agreed(name: job.name)))]
                })
        ]
    }

    /// Stops what was agreed to, and says what became of it.
    mutating func take(_ stop: JobStop, _ context: Context) -> [Effect<Event>] {
        switch stop {
        case .agreed(let name):
            return [
                .run(EffectID("stop \(name)"), .program) { services, send in
                    do {
                        try await services.cloud.stopJob(named: name)
                        send(Self.event(.requested(name: name)))
                    } catch let failure as AWSFailure {
                        send(Self.event(.failed(name: name, failure)))
                    } catch {
                        // Cancelled: the program ends, and the service has or has not heard.
                    }
                }
            ]
        case .requested(let name):
            return [.toast(Toast(.success, "requested a stop of \(name)"))] + refresh(context)
        case .failed(let name, let failure):
            return [.toast(Toast(.failure, "\(name) was not stopped: \(failure.problem)"))]
        }
    }
}

extension Confirmation {
    /// The question before a stop: it names the job and says what stays.
    fileprivate static func stopping(_ job: JobOverview, _ context: Context) -> Confirmation {
        let account = context.connection.account.map { DisplayText.account($0) } ?? "this account"
        return Confirmation(
            title: "Stop the Autopilot job?",
            lines: [
                job.name, "in account \(account), \(context.connection.region)", "",
                "It keeps the candidates that it has finished; a stopped job can't be resumed.",
            ], action: "Stop", isDestructive: true)
    }
}
