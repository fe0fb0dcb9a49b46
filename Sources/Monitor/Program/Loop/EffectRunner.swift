import BatchInference
import Console

/// Runs effects as tasks off the main actor, one for each id; the newest of an id wins.
///
/// Work waits for `startWork`, and what was replaced or cancelled before that never starts.
@MainActor
final class EffectRunner {
    private struct Running {
        var generation: Int
        var lifetime: EffectLifetime
        /// Whether its first word is its last.
        var isTimer: Bool
        /// What to do, until it is started.
        var work: (@Sendable (Services, Send<Message>) async -> Void)?
        var task: Task<Void, Never>?
    }

    /// What work is begun with from now on.
    var services: Services
    private let inbox: Inbox
    private var running: [EffectID: Running] = [:]
    private var waiting: [EffectID] = []
    private var generations = 0

    init(services: Services, inbox: Inbox) {
        self.services = services
        self.inbox = inbox
    }

    func run(
        _ id: EffectID, _ lifetime: EffectLifetime, isTimer: Bool = false,
        _ work: @escaping @Sendable (Services, Send<Message>) async -> Void
    ) {
        cancel(id)
        generations += 1
        running[id] = Running(generation: generations, lifetime: lifetime, isTimer: isTimer, work: work)
        waiting.append(id)
    }

    /// Starts everything that was asked for since the last time.
    func startWork() {
        for id in waiting {
            guard let work = running[id]?.work, let generation = running[id]?.generation else { continue }
            running[id]?.work = nil
            running[id]?.task = Task.detached { [services, inbox] in
                await work(services, Send { inbox.post($0, sender: (id, generation)) })
                // Behind its last word: many have a name of their own, and would be kept for ever.
                inbox.end(of: (id, generation))
            }
        }
        waiting.removeAll(keepingCapacity: true)
    }

    func schedule(_ id: EffectID, seconds: Double, _ message: Message) {
        run(id, .visible, isTimer: true) { services, send in
            do { try await services.clock.sleep(seconds: seconds) } catch { return }
            send(message)
        }
    }

    func cancel(_ id: EffectID) {
        running.removeValue(forKey: id)?.task?.cancel()
    }

    /// Ends a covered screen's live work, or with `closing` all but what must outlive it.
    func cancelWork(of screen: ScreenID, closing: Bool) {
        for (id, work) in running where id.owner == screen {
            if work.lifetime == .visible || (closing && work.lifetime == .screen) { cancel(id) }
        }
    }

    /// Whether a letter's sender is still the newest of its id; a timer has done its work with that.
    func accepts(_ sender: (id: EffectID, generation: Int)?) -> Bool {
        guard let sender else { return true }
        guard let work = running[sender.id], work.generation == sender.generation else { return false }
        if work.isTimer { running[sender.id] = nil }
        return true
    }

    /// Drops work that has ended.
    func forget(_ sender: (id: EffectID, generation: Int)?) {
        guard let sender, running[sender.id]?.generation == sender.generation else { return }
        running[sender.id] = nil
    }

    /// How much work goes on or is waited for.
    var count: Int { running.count }

    func cancelEverything() {
        for work in running.values { work.task?.cancel() }
        running.removeAll()
    }
}

/// What is left of an effect once the state has taken its part: work for the loop.
enum RunnerEffect: Sendable {
    case run(EffectID, EffectLifetime, @Sendable (Services, Send<Message>) async -> Void)
    case after(EffectID, seconds: Double, Message)
    case cancel(EffectID)
    case cancelWork(of: ScreenID, closing: Bool)
    case copy(String)
    case notify(TerminalNotification)
    case watchFleet(FleetOrder)
    case lookAtFleet([FleetRow.ID])
    case refreshFleet
    case chooseTheme(String)
    /// Everything that is asked from here on is asked as that profile.
    case use(ProfileAccess)
    case suspend
    case page(@Sendable (Services, any PagerInput) async -> String?)
    case quit
}
