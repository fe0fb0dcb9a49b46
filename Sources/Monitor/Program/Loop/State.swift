import AWSOperations
import BatchInference
import Console

/// Everything that is shown: the stacks of screens, what lies over them, and the chrome around them.
public struct State: Sendable {
    var size: Size
    var now: Timestamp
    var connection: Connection
    var identityProblem: String?
    var theme: Theme
    var themeNames: [String]
    var glyphs: Glyphs
    var refresh: RefreshIntervals

    var stacks: [Tab: [ScreenEntry]] = [:]
    var tab: Tab = .jobs
    var overlay: Overlay?
    /// Messages that are on screen, the newest last.
    var toasts: [Toast] = []
    /// Messages that may be read again, the newest last.
    var messages: [KeptMessage] = []
    private static let keptMessages = 100
    /// The retry that the client is waiting for, if any.
    var retry: ServiceNotice.Retry?
    var mfa = MFAState()
    /// The end of the credentials in use, where a person must do something about it.
    var outlook: CredentialsOutlook?
    /// Transforms that are to be stopped at a limit, whatever is on screen.
    var stopLimits = StopLimitDesk()
    var isQuitting = false
    private var screensMade = 0
    private var toastsMade = 0

    public init(
        size: Size, now: Timestamp, connection: Connection, theme: Theme, themeNames: [String], glyphs: Glyphs,
        refresh: RefreshIntervals
    ) {
        self.size = size
        self.now = now
        self.connection = connection
        self.theme = theme
        self.themeNames = themeNames
        self.glyphs = glyphs
        self.refresh = refresh
        for tab in Tab.allCases { stacks[tab] = [makeEntry(tab.makeScreen())] }
    }

    /// The screen that has the keys.
    var top: ScreenEntry {
        get { stacks[tab]![stacks[tab]!.count - 1] }
        set { stacks[tab]![stacks[tab]!.count - 1] = newValue }
    }

    var context: Context {
        Context(
            now: now, connection: connection, area: Chrome.body(of: size), refresh: refresh, theme: theme,
            glyphs: glyphs, limits: stopLimits.limits)
    }

    mutating func makeEntry(_ screen: any Screen) -> ScreenEntry {
        screensMade += 1
        return ScreenEntry(id: ScreenID(number: screensMade), screen: screen)
    }

    mutating func addToast(_ toast: Toast) -> Toast {
        toastsMade += 1
        var numbered = toast
        numbered.id = Toast.ID(number: toastsMade)
        // The same words twice are one message.
        toasts.removeAll { $0.text == toast.text }
        toasts.append(numbered)
        // What a key doesn't do is kept, too, but pushes nothing else out.
        if toast.kind == .hint, messages.last?.toast.text == toast.text { messages.removeLast() }
        messages.append(KeptMessage(toast: toast, at: now))
        if messages.count > Self.keptMessages {
            messages.remove(at: messages.firstIndex { $0.toast.kind == .hint } ?? 0)
        }
        if toasts.count > 3 { toasts.removeFirst(toasts.count - 3) }
        return numbered
    }

    /// What closing the screens over the tab's first would lose; the first such screen's name.
    func lossAbove(_ tab: Tab) -> String? {
        stacks[tab]!.dropFirst().first { $0.screen.unsavedChanges != nil || $0.screen.lossAtQuit != nil }?.screen.crumb
    }

    /// Changes the screen with an id wherever it stands; false where it is gone.
    mutating func withScreen(_ id: ScreenID, _ change: (inout any Screen) -> Void) -> Bool {
        for (tab, stack) in stacks {
            guard let index = stack.firstIndex(where: { $0.id == id }) else { continue }
            change(&stacks[tab]![index].screen)
            return true
        }
        return false
    }
}

extension Tab {
    /// The screen at the bottom of the tab's stack.
    func makeScreen() -> any Screen {
        switch self {
        case .jobs: JobsScreen()
        case .transforms: TransformsScreen()
        }
    }
}

extension State {
    /// Looks a profile up, for the switch to it.
    static func profileWork(_ name: String, carrying screen: (any Screen)?) -> RunnerEffect {
        .run("switch profile", .program) { services, send in
            do {
                send(.profileReady(try await services.profiles.access(to: name), carrying: screen))
            } catch {
                if !Task.isCancelled { send(.profileFailed(name: name, AWSFailure(wrapping: error))) }
            }
        }
    }

    /// The one place where the session changes: header, services and screens go together.
    ///
    /// Every screen is closed, so that nothing of the older session's is shown or taken any more; what must outlive its
    /// screen, such as a launch, goes on with the services that it began with.
    mutating func go(to access: ProfileAccess, carrying screen: (any Screen)?) -> [RunnerEffect] {
        var effects: [RunnerEffect] = Tab.allCases.flatMap { tab in
            stacks[tab]!.map { .cancelWork(of: $0.id, closing: true) }
        }
        connection = Connection(
            profile: access.profile.name, region: access.region, isSandbox: connection.isSandbox,
            endpoint: access.endpoint)
        (identityProblem, outlook, retry) = (nil, nil, nil)
        tab = .jobs
        for tab in Tab.allCases { stacks[tab] = [makeEntry(tab.makeScreen())] }
        effects.append(.use(access))
        effects += apply(loadIdentity())
        if let screen { stacks[tab]!.append(makeEntry(screen)) }
        return effects + apply(top.screen.appear(as: top.id, context))
    }
}
