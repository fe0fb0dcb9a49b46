import BatchInference
import Console

/// What an update asks for beyond the new state: work elsewhere, a timer, or a change of what is on screen.
public enum Effect<Event: Sendable>: Sendable {
    /// Work off the main actor that sends events back; a newer effect of the same id replaces it.
    case run(EffectID, EffectLifetime = .visible, @Sendable (Services, Send<Event>) async -> Void)
    /// An event after some seconds; a newer effect of the same id replaces it.
    case after(EffectID, seconds: Double, Event)
    /// Ends the work or timer of that id; what it still sends is dropped.
    case cancel(EffectID)
    case navigate(Navigation)
    case toast(Toast)
    /// Puts text on the user's clipboard and says so.
    case copy(String, announcing: String)
    /// Asks for a confirmation; the event follows if the user agrees to exactly what was shown.
    case ask(Confirmation, then: Event)
    /// Calls the user's attention through the terminal: a bell, and a notification where the terminal has one.
    case notify(String)
    case chooseTheme(String)
    /// Watches over a transform until it has reached a limit, and then asks whether to stop it; without limits, no more.
    case limit(TransformOverview, StopLimits)
    /// What was read of transforms of the session's account: whose end is news is told, wherever one is.
    case observed([TransformOverview])
    /// Watches these accounts together, behind every screen.
    case watch([FleetMember])
    /// Asks the accounts that are watched again at once.
    case refreshFleet
    /// Goes to a transform of a watched account, with the session where that is another one.
    case goToTransform(FleetRow)
    /// Switches to another profile: every screen is closed, and the one that is carried stands over the jobs of there.
    case switchProfile(String, carrying: (any Screen)? = nil)
    case suspend
    /// Gives the terminal to the user's pager, which shows what is written to it; returns what went wrong.
    case page(@Sendable (Services, any PagerInput) async -> String?)
    case quit
}

/// How long work goes on.
public enum EffectLifetime: Hashable, Sendable {
    /// Until its screen is covered, left or closed.
    case visible
    /// Until its screen is closed.
    case screen
    /// Until the program ends.
    case program
}

/// The name of a piece of work: unique within its screen.
public struct EffectID: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The screen that owns the work; nil for the program itself.
    var owner: ScreenID?
    var name: String

    init(_ name: String, owner: ScreenID? = nil) {
        self.name = name
        self.owner = owner
    }

    public init(stringLiteral name: String) {
        self.init(name)
    }
}

/// Hands events from an effect back to the loop, from any thread.
public struct Send<Event: Sendable>: Sendable {
    private let deliver: @Sendable (Event) -> Void

    init(_ deliver: @escaping @Sendable (Event) -> Void) {
        self.deliver = deliver
    }

    func callAsFunction(_ event: Event) {
        deliver(event)
    }
}

extension Effect {
    /// The same effect with its events wrapped and its ids owned by a screen.
    func lifted<Outer: Sendable>(
        owner: ScreenID?, _ wrap: @escaping @Sendable (Event) -> Outer
    ) -> Effect<Outer> {
        switch self {
        case .run(let id, let lifetime, let work):
            .run(EffectID(id.name, owner: owner), lifetime) { services, send in
                await work(services, Send { send(wrap($0)) })
            }
        case .after(let id, let seconds, let event):
            .after(EffectID(id.name, owner: owner), seconds: seconds, wrap(event))
        case .cancel(let id): .cancel(EffectID(id.name, owner: owner))
        case .navigate(let navigation): .navigate(navigation)
        case .toast(let toast): .toast(toast)
        case .copy(let text, let announcement): .copy(text, announcing: announcement)
        case .ask(let confirmation, let event): .ask(confirmation, then: wrap(event))
        case .notify(let text): .notify(text)
        case .chooseTheme(let name): .chooseTheme(name)
        case .limit(let transform, let limits): .limit(transform, limits)
        case .observed(let transforms): .observed(transforms)
        case .watch(let members): .watch(members)
        case .refreshFleet: .refreshFleet
        case .goToTransform(let row): .goToTransform(row)
        case .switchProfile(let name, let screen): .switchProfile(name, carrying: screen)
        case .suspend: .suspend
        case .page(let content): .page(content)
        case .quit: .quit
        }
    }
}
