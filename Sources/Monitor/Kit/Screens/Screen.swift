import AWSOperations
import BatchInference
import Console

/// One screen: its state as a value, what can happen to it, what it can do, and how it looks.
///
/// Adding one is a file with a type that conforms, and the row of the command that opens it.
public protocol Screen: Sendable {
    /// What its effects send back.
    associatedtype Event: Sendable

    /// Its part of the breadcrumb.
    var crumb: String { get }
    static var commands: [Command<Self, Event>] { get }
    /// How fresh what it shows is, for the header; nil for a screen that loads nothing.
    var freshness: Freshness? { get }

    /// Called when it comes to the top of its stack: starts what must be live.
    mutating func appear(_ context: Context) -> [Effect<Event>]
    /// Called when it has become known whose account it is, wherever the screen stands.
    mutating func identified(_ context: Context) -> [Effect<Event>]
    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>]
    /// Offers a key before any command sees it, for text entry; nil where the screen has no use for it.
    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]?
    /// Whether letters are typed into a field now, so that they call no commands.
    var takesText: Bool { get }
    mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>]
    /// A mouse event, in the coordinates of the area that the screen draws in.
    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>]
    /// What closing the screen now would lose, in a sentence; nil where nothing.
    var unsavedChanges: String? { get }
    /// What ending the program now would lose or leave behind, in a sentence; nil where it does neither.
    var lossAtQuit: String? { get }
    /// The transform that the keys act on now, by its id; nil where there is none.
    var shownTransform: TransformOverview.ID? { get }
    /// The seconds until time alone changes the picture; nil where it does not.
    func nextChange(after now: Timestamp) -> Double?

    func draw(on canvas: inout Canvas, in area: Rect)
    /// Draws what stands over the screen, as a choice does.
    func drawOver(on canvas: inout Canvas)
    /// The line above the footer: counts, sort order, filter.
    var statusLine: StatusLine { get }
    /// What there is no room for in the area, and the key that helps; empty where nothing is missing.
    func missingRoom(in area: Rect, _ glyphs: Glyphs) -> String
}

extension Screen {
    var freshness: Freshness? { nil }
    mutating func appear(_ context: Context) -> [Effect<Event>] { [] }
    mutating func identified(_ context: Context) -> [Effect<Event>] { [] }
    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? { nil }
    var takesText: Bool { false }
    mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>] { [] }
    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] { [] }
    var unsavedChanges: String? { nil }
    var lossAtQuit: String? { unsavedChanges }
    var shownTransform: TransformOverview.ID? { nil }
    func nextChange(after now: Timestamp) -> Double? { nil }
    var statusLine: StatusLine { StatusLine() }
    func drawOver(on canvas: inout Canvas) {}
    func missingRoom(in area: Rect, _ glyphs: Glyphs) -> String { "" }
}

/// What stands in the line above the footer, at its left and its right.
public struct StatusLine: Hashable, Sendable {
    var left: String
    var right: String

    init(left: String = "", right: String = "") {
        self.left = left
        self.right = right
    }
}

/// What an update may look at beside its own state.
public struct Context: Sendable {
    var now: Timestamp
    var connection: Connection
    /// The area that the screen draws in.
    var area: Rect
    var refresh: RefreshIntervals
    /// How cells look, for what finds rows by what is shown of them.
    var theme: Theme
    var glyphs: Glyphs
    /// Where transforms are to be stopped, by their ARN.
    var limits: [String: StopLimits] = [:]

    /// A canvas without room, for the texts of cells.
    var canvas: Canvas {
        Canvas(size: Size(columns: 0, rows: 0), theme: theme, glyphs: glyphs, now: now, connection: connection)
    }
}

/// How often live screens ask again, in seconds.
public struct RefreshIntervals: Hashable, Sendable {
    /// A list in which something is still running.
    var active: Double
    /// A list in which nothing runs.
    var quiet: Double
    /// How a running transform is followed.
    var watch: WatchPace
    /// How what runs is watched behind the screens.
    var fleet: FleetPace

    /// Gentle on the account's request quotas.
    public static let service = RefreshIntervals(active: 10, quiet: 30, watch: .aws, fleet: .aws)
    /// Lively: the embedded sandbox answers in a millisecond.
    public static let sandbox = RefreshIntervals(active: 5, quiet: 15, watch: .sandbox, fleet: .sandbox)
}

/// Whose account the screens show.
public struct Connection: Hashable, Sendable {
    /// The profile's name; nil where keys come from elsewhere.
    var profile: String?
    var region: String
    /// The name by which another program's run finds the keys in use again; nil where they come from elsewhere.
    var profileName: String? { profile ?? (isSandbox ? "sandbox" : nil) }
    /// 12 digits; nil until STS has answered.
    var account: String?
    /// What this machine keeps is of an account and region; nil until the account is known.
    var scope: AccountScope? { account.map { AccountScope(account: $0, region: region) } }
    var callerArn: String?
    /// The embedded sandbox rather than an account.
    public var isSandbox: Bool
    /// A configured endpoint, where one is in force.
    var endpoint: String?

    public init(
        profile: String? = nil, region: String, account: String? = nil, callerArn: String? = nil,
        isSandbox: Bool = false, endpoint: String? = nil
    ) {
        self.profile = profile
        self.region = region
        self.account = account
        self.callerArn = callerArn
        self.isSandbox = isSandbox
        self.endpoint = endpoint
    }
}

/// One screen on a stack; a number that is never used twice in a run.
public struct ScreenID: Hashable, Sendable {
    var number: Int
}

/// A change of which screens there are.
public enum Navigation: Sendable {
    case push(any Screen)
    /// Like `push`; where a screen of its type is open already, that one comes to the top instead.
    case reveal(any Screen)
    case pop
    /// Closes everything over the tab's first screen.
    case home
    /// Closes the screen and hands an event to the one below, as a picker does with what was picked.
    case finish(any Sendable)
    /// Goes to a tab, as it was left.
    case open(Tab)
    /// Goes to the list of transforms and selects the one of that name.
    case showTransform(named: String)
    case replace(any Screen)
}

/// The places that a digit key leads to, each with a stack of screens of its own.
public enum Tab: Int, Hashable, Sendable, CaseIterable {
    case jobs = 1
    case transforms = 2

    var title: String {
        switch self {
        case .jobs: "Jobs"
        case .transforms: "Transforms"
        }
    }
}

/// A screen in its place on a stack.
struct ScreenEntry: Sendable {
    let id: ScreenID
    var screen: any Screen
}
