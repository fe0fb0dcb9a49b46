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
    let settings: ProgramSettings
    var announcer: Announcer
    var fleet = FleetWatch()
    /// Whether the terminal has the focus; nil until it says.
    var isFocused: Bool?
    var bell = PendingBell()
    /// Ends that were told since somebody was last seen at the keyboard: the last, and how many.
    var unseenEnds: (last: String, count: Int)?
    /// Columns that the user has chosen or hidden, by the kind of list: they outlast the screen.
    private var columnChoices: [String: [String: Bool]] = [:]
    private var screensMade = 0
    private var toastsMade = 0

    public init(
        size: Size, now: Timestamp, connection: Connection, theme: Theme, themeNames: [String], glyphs: Glyphs,
        refresh: RefreshIntervals, settings: ProgramSettings = ProgramSettings(), watchesRunning: Bool = false,
        suggestedProfiles: [String] = []
    ) {
        self.settings = settings
        announcer = Announcer(beganAt: now)
        self.size = size
        self.now = now
        self.connection = connection
        self.theme = theme
        self.themeNames = themeNames
        self.glyphs = glyphs
        self.refresh = refresh
        for tab in Tab.allCases { stacks[tab] = [makeEntry(tab.makeScreen())] }
        fleet.isOn = watchesRunning
        fleet.homeProfile = connection.profileName
        fleet.suggested = FleetMember.all(profiles: suggestedProfiles, regions: []).map(fleet.known)
        if !settings.watchedProfiles.isEmpty || !settings.watchedRegions.isEmpty {
            let profiles: [String?] = settings.watchedProfiles.isEmpty ? [nil] : settings.watchedProfiles
            fleet.chosen = FleetMember.all(profiles: profiles, regions: settings.watchedRegions).map(fleet.known)
        }
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
        var screen = screen
        if var list = screen as? any ListScreen, let chosen = columnChoices[Self.kind(of: list)] {
            list.chosenColumns = chosen
            screen = list
        }
        return ScreenEntry(id: ScreenID(number: screensMade), screen: screen)
    }

    /// Keeps which columns of the top screen's list are chosen, for the next list of its kind.
    mutating func keepColumns() {
        guard let list = top.screen as? any ListScreen else { return }
        columnChoices[Self.kind(of: list)] = list.chosenColumns
    }

    private static func kind(of list: any ListScreen) -> String { String(describing: type(of: list)) }

    mutating func addToast(_ toast: Toast) -> Toast {
        toastsMade += 1
        var numbered = toast
        numbered.id = Toast.ID(number: toastsMade)
        // The same words twice are one message.
        toasts.removeAll { $0.text == toast.text }
        toasts.append(numbered)
        keep(toast)
        if toasts.count > 3 { toasts.removeFirst(toasts.count - 3) }
        return numbered
    }

    /// Keeps a message to be read again.
    mutating func keep(_ toast: Toast) {
        // What a key doesn't do is kept, too, but pushes nothing else out.
        if toast.kind == .hint, messages.last?.toast.text == toast.text { messages.removeLast() }
        messages.append(KeptMessage(toast: toast, at: now))
        if messages.count > Self.keptMessages {
            messages.remove(at: messages.firstIndex { $0.toast.kind == .hint } ?? 0)
        }
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
    /// screen, such as a launch, continues with the services that it began with.
    ///
    /// - Parameter member: Who that is among the watched accounts, where it isn't the profile's name alone.
    mutating func go(
        to access: ProfileAccess, carrying screen: (any Screen)?, as member: FleetMember? = nil
    ) -> [RunnerEffect] {
        var effects: [RunnerEffect] = Tab.allCases.flatMap { tab in
            stacks[tab]!.map { .cancelWork(of: $0.id, closing: true) }
        }
        // What runs in the account that is left is watched until it ends.
        let isBusy = announcer.open.values.contains {
            $0.place.profile == place.profile && $0.place.region == place.region
        }
        if isBusy { fleet.left.append(fleet.session) }
        fleet.session = fleet.known(member ?? FleetMember(profile: access.profile.name))
        fleet.left.removeAll { $0 == fleet.session }
        connection = Connection(
            profile: access.profile.name.isEmpty ? nil : access.profile.name, region: access.region,
            isSandbox: connection.isSandbox,
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
