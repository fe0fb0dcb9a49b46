/// The port to a terminal: shows surfaces and reports input.
@MainActor
public protocol Terminal: AnyObject {
    /// The present size; the next `present` should have it.
    var size: Size { get }
    var capabilities: TerminalCapabilities { get }
    /// Hands all input to its one reader, in order, from what has come so far; nothing follows `.end`.
    func receiveInput(_ receive: @escaping (InputEvent) -> Void)

    /// Shows a frame, writing only what differs from the one before, and nothing if it is the same.
    ///
    /// `cursor` is where the text cursor blinks; `nil` hides it.
    func present(_ surface: Surface, cursor: Point?)

    /// Hands a text to the clipboard of the terminal's machine (OSC 52); controls but TAB and LF are left out.
    @discardableResult
    func copyToClipboard(_ text: String) -> ClipboardOutcome

    /// Calls the user's attention through the terminal; the text is cleaned.
    func notify(_ notification: TerminalNotification)

    /// Names the terminal's window, cleaned; its own name comes back when the program ends.
    func setTitle(_ title: String)

    /// Stops the program as Ctrl-Z does, and returns when it runs again.
    func suspend()

    /// Gives the terminal to a pager until it ends, and feeds its standard input meanwhile.
    ///
    /// `command` is a line for the shell, as the user has it: nothing that came from elsewhere may be in it.
    func page(_ command: String, feeding feed: @escaping @Sendable (any PagerInput) async -> Void) -> PagerEnd
}

extension Terminal {
    /// Shows a frame without a cursor.
    public func present(_ surface: Surface) { present(surface, cursor: nil) }
}

/// A call for the user's attention that reaches beyond the terminal's own screen.
public struct TerminalNotification: Hashable, Sendable {
    public var text: String
    public var ringsBell: Bool
    public var desktop: DesktopNotification

    public init(_ text: String, ringsBell: Bool = true, desktop: DesktopNotification = .automatic) {
        self.text = text
        self.ringsBell = ringsBell
        self.desktop = desktop
    }
}

/// How a terminal is asked for a desktop notification.
public enum DesktopNotification: String, Hashable, Sendable, CaseIterable {
    /// As this terminal is known to take it.
    case automatic = "auto"
    case none
    /// iTerm2's: a text.
    case osc9
    /// rxvt-unicode's, also of foot, Ghostty, WezTerm and VTE: a title and a text.
    case osc777
    /// kitty's: a title and a text by parts.
    case osc99
}

/// What a terminal can show.
public struct TerminalCapabilities: Hashable, Sendable {
    public var colorDepth: ColorDepth
    /// Whether text beyond ASCII is drawn; where not, `AsciiRendition` stands in for it.
    public var unicode: Bool
    /// Whether tmux stands between the program and the terminal.
    public var tmux: Bool

    public init(colorDepth: ColorDepth = .trueColor, unicode: Bool = true, tmux: Bool = false) {
        self.colorDepth = colorDepth
        self.unicode = unicode
        self.tmux = tmux
    }
}

/// What became of a text for the clipboard; a terminal never says whether it took it.
public enum ClipboardOutcome: Hashable, Sendable {
    /// Handed to the terminal.
    case sent
    /// Longer than terminals take; nothing was sent. `limit` is in bytes of UTF-8.
    case tooLong(limit: Int)
    /// This terminal knows no clipboard sequence.
    case unsupported
}
