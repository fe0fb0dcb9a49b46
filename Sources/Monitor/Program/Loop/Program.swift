import AWSOperations
import BatchInference
import Console

/// The loop: it sleeps until something happens, updates the state, draws once, and sees to the effects.
@MainActor
public final class Program {
    private var state: State
    private let terminal: any Terminal
    private var services: Services
    private let notices: AsyncStream<ServiceNotice>
    private let inbox = Inbox()
    private let runner: EffectRunner
    private let loadTheme: @Sendable (String) throws(ThemeProblem) -> Theme
    /// When the clock's timer goes off; nil where none runs.
    private var clockDue: Timestamp?
    /// Where each message and frame is written; nil for nowhere.
    private let log: (@Sendable (String) -> Void)?
    /// What is wished of the watch behind the screens.
    private var wishes = FleetWishes()
    private var title: String?

    /// `notices` is what the shared client says of itself; `loadTheme` finds a theme when the user picks another; `log`
    /// takes the lines of `MessageLog`.
    public init(
        state: State, terminal: any Terminal, services: Services, notices: AsyncStream<ServiceNotice>,
        loadTheme: @escaping @Sendable (String) throws(ThemeProblem) -> Theme,
        log: (@Sendable (String) -> Void)? = nil
    ) {
        self.log = log
        self.state = state
        self.terminal = terminal
        var services = services
        services.home = state.place
        self.services = services
        self.notices = notices
        self.loadTheme = loadTheme
        runner = EffectRunner(services: services, inbox: inbox)
    }

    /// Hands the program a message from outside of its screens.
    public func post(_ message: Message) {
        inbox.post(message)
    }

    /// Runs until the user quits or the terminal ends; the first frame is drawn before anything is loaded.
    public func run() async {
        draw()
        terminal.receiveInput { [inbox] event in inbox.post(.input(event)) }
        let listening = Task { [inbox, notices] in
            for await notice in notices { inbox.post(.notice(notice)) }
        }
        defer {
            listening.cancel()
            runner.cancelEverything()
        }
        perform(state.start())
        draw()
        runner.startWork()
        for await _ in inbox.arrivals {
            let envelopes = inbox.takeAll()
            guard !envelopes.isEmpty else { continue }
            state.now = services.clock.now
            for envelope in envelopes where runner.accepts(envelope.sender) {
                guard let message = envelope.message else {
                    runner.forget(envelope.sender)
                    continue
                }
                if case .clockMoved = message { clockDue = nil }
                perform(update(message))
            }
            if state.isQuitting { return }
            draw()
            // The picture is what the user waits for: what was asked for meanwhile starts after it.
            runner.startWork()
        }
    }

    private func update(_ message: Message) -> [RunnerEffect] {
        guard let log else { return state.update(message) }
        let hidesKeys = if case .mfa = state.overlay { true } else { false }
        let effects = state.update(message)
        log(MessageLog.line(message, effects: effects, hidesKeys: hidesKeys))
        return effects
    }

    private func draw() {
        defer { setClock(state.nextChange()) }
        if state.settings.notify.title, title != state.windowTitle {
            title = state.windowTitle
            terminal.setTitle(state.windowTitle)
        }
        guard let log else {
            let frame = state.frame()
            return terminal.present(frame.surface, cursor: frame.cursor)
        }
        let clock = ContinuousClock()
        let start = clock.now
        let frame = state.frame()
        let drawn = clock.now
        terminal.present(frame.surface, cursor: frame.cursor)
        log(
            MessageLog.frameLine(
                size: state.size, drawing: start.duration(to: drawn), presenting: drawn.duration(to: clock.now)))
    }

    /// Has the loop woken after so many seconds; a timer that goes off sooner is kept, and asks again then.
    private func setClock(_ seconds: Double?) {
        guard let seconds else {
            clockDue = nil
            return runner.cancel("clock")
        }
        let due = state.now.adding(seconds: seconds)
        if let clockDue, clockDue <= due, clockDue > state.now { return }
        clockDue = due
        runner.schedule("clock", seconds: seconds, .clockMoved)
    }

    /// Nothing is drawn and no key is taken until the pager ends; work goes on.
    private func page(_ content: @escaping @Sendable (Services, any PagerInput) async -> String?) {
        let problem = PagerProblem()
        let end = terminal.page(services.pager.command) { [services] input in
            problem.set(await content(services, input))
        }
        if let toast = services.pager.toast(end) ?? problem.text.map({ Toast(.failure, $0) }) {
            perform(state.apply([.toast(toast)]))
        }
    }

    private func watch(_ order: FleetOrder) {
        let wishes = FleetWishes()
        self.wishes = wishes
        wishes.look(at: state.fleet.inSight)
        runner.run("fleet", .program) { services, send in
            let watcher = FleetWatcher(order.members, clock: services.clock, pace: order.pace) { member in
                try await services.fleetConnection(to: member, isSandbox: order.isSandbox)
            }
            await watcher.follow(wishes: wishes, expecting: order.expected, since: order.since) {
                snapshot, events, hasBegun in
                send(.fleet(snapshot, events, hasBegun: hasBegun))
                return true
            }
        }
    }

    private func perform(_ effects: [RunnerEffect]) {
        for effect in effects { perform(effect) }
    }

    private func perform(_ effect: RunnerEffect) {
        switch effect {
        case .run(let id, let lifetime, let work): runner.run(id, lifetime, work)
        case .after(let id, let seconds, let message): runner.schedule(id, seconds: seconds, message)
        case .cancel(let id): runner.cancel(id)
        case .cancelWork(let screen, let closing): runner.cancelWork(of: screen, closing: closing)
        case .copy(let text): terminal.copyToClipboard(text)
        case .notify(let notification): terminal.notify(notification)
        case .watchFleet(let order): watch(order)
        case .lookAtFleet(let rows): wishes.look(at: rows)
        case .refreshFleet: wishes.refresh()
        case .chooseTheme(let name):
            do {
                state.theme = try loadTheme(name)
            } catch {
                perform(state.update(.themeProblem(error.description)))
            }
        case .use(let access):
            services.use(access)
            runner.services = services
        case .suspend: terminal.suspend()
        case .page(let content): page(content)
        case .quit: state.isQuitting = true
        }
    }
}
