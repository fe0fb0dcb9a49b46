import AWSOperations
import BatchInference

/// A stop of a job or a transform, from the confirmation to what SageMaker said.
enum StopProgress<Subject: Sendable>: Sendable {
    case agreed(Subject)
    case requested(name: String)
    case failed(name: String, AWSFailure)

    /// Whether it is time to look at the subject again.
    var wasRequested: Bool { if case .requested = self { true } else { false } }

    /// Requests what was agreed to, and says what became of it.
    func effects<Event>(
        named name: (Subject) -> String, sending event: @escaping @Sendable (Self) -> Event,
        request: @escaping @Sendable (any CloudServices, String) async throws -> Void
    ) -> [Effect<Event>] {
        switch self {
        case .agreed(let subject):
            let name = name(subject)
            return [
                .run(EffectID("stop \(name)"), .program) { services, send in
                    do {
                        try await request(services.cloud, name)
                        send(event(.requested(name: name)))
                    } catch let failure as AWSFailure {
                        send(event(.failed(name: name, failure)))
                    } catch {
                        // Cancelled: the program ends, and the service has or has not heard.
                    }
                }
            ]
        case .requested(let name): return [.toast(Toast(.success, "requested a stop of \(name)"))]
        case .failed(let name, let failure):
            return [.toast(Toast(.failure, "\(name) was not stopped: \(failure.problem)"))]
        }
    }
}

extension Confirmation {
    /// The question before a stop: it names what is stopped and where, and what that means.
    static func stopping(_ thing: String, _ name: String, _ consequence: String, _ context: Context) -> Confirmation {
        let account = context.connection.account.map { DisplayText.account($0) } ?? "this account"
        return Confirmation(
            title: "Stop the \(thing)?",
            lines: [name, "in account \(account), \(context.connection.region)", "", consequence],
            action: "Stop", isDestructive: true)
    }
}
