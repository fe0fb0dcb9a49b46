import AWSOperations
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
    /// The age and health of what it shows, for the header; nil for a screen that loads nothing.
    var freshness: Freshness? { get }

    /// Called when it comes to the top of its stack: starts what must be live.
    mutating func appear(_ context: Context) -> [Effect<Event>]
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
    /// The seconds until time alone changes the picture; nil where it does not.
    func nextChange(after now: Timestamp) -> Double?

    func draw(on canvas: inout Canvas, in area: Rect)
    /// The line above the footer: counts, sort order, filter.
    var statusLine: StatusLine { get }
}

extension Screen {
    public var freshness: Freshness? { nil }
    public mutating func appear(_ context: Context) -> [Effect<Event>] { [] }
    public mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? { nil }
    public var takesText: Bool { false }
    public mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>] { [] }
    public mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] { [] }
    public var unsavedChanges: String? { nil }
    public var lossAtQuit: String? { unsavedChanges }
    public func nextChange(after now: Timestamp) -> Double? { nil }
    public var statusLine: StatusLine { StatusLine() }
}

/// How old and how sound what a screen shows is.
public struct Freshness: Hashable, Sendable {
    public var loadedAt: Timestamp?
    public var isLoading: Bool
    public var failure: LoadFailure?

    public init(loadedAt: Timestamp?, isLoading: Bool, failure: LoadFailure?) {
        self.loadedAt = loadedAt
        self.isLoading = isLoading
        self.failure = failure
    }

    public init<Value>(_ loadable: Loadable<Value>) {
        self.init(loadedAt: loadable.loadedAt, isLoading: loadable.isLoading, failure: loadable.failure)
    }
}

/// What stands in the line above the footer, at its left and its right.
public struct StatusLine: Hashable, Sendable {
    public var left: String
    public var right: String

    public init(left: String = "", right: String = "") {
        self.left = left
        self.right = right
    }
}
