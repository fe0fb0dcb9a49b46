import Console

/// What the caller decides about the terminal; all else is found out.
public struct TerminalOptions: Hashable, Sendable {
    /// At most this many colours; `.monochrome` for NO_COLOR.
    public var maximumColorDepth: ColorDepth
    /// Draw in ASCII alone.
    public var ascii: Bool
    /// Ask for mouse events.
    public var mouse: Bool
    /// Name the window.
    public var title: Bool

    public init(
        maximumColorDepth: ColorDepth = .trueColor, ascii: Bool = false, mouse: Bool = true, title: Bool = false
    ) {
        self.maximumColorDepth = maximumColorDepth
        self.ascii = ascii
        self.mouse = mouse
        self.title = title
    }
}

/// What the environment says about the terminal; pure, from TERM, COLORTERM and TMUX.
struct TerminalKind: Hashable, Sendable {
    /// TERM.
    let type: String
    let tmux: Bool
    /// Whether COLORTERM promises 24 bits.
    let promisesTrueColor: Bool
    /// How it takes desktop notifications.
    let notification: DesktopNotification

    /// - Parameter variable: The other variables by which terminals are known.
    init(type: String, colorTerm: String?, tmux: String?, variable: (String) -> String? = { _ in nil }) {
        self.type = type
        notification = Self.notification(type: type, variable: variable)
        self.tmux = !(tmux ?? "").isEmpty
        promisesTrueColor = colorTerm == "truecolor" || colorTerm == "24bit"
    }

    /// By the terminal's own type or its variables, which tmux hands on; ssh hands on the type and LC_TERMINAL. What isn't
    /// known is asked by OSC 9, which most take.
    private static func notification(type: String, variable: (String) -> String?) -> DesktopNotification {
        let program = variable("TERM_PROGRAM") ?? ""
        if type.hasPrefix("xterm-kitty") || variable("KITTY_WINDOW_ID") != nil { return .osc99 }
        if variable("LC_TERMINAL") == "iTerm2" || program == "iTerm.app" { return .osc9 }
        let families = ["foot", "rxvt", "xterm-ghostty", "ghostty", "wezterm"]
        if families.contains(where: { type.hasPrefix($0) }) || ["ghostty", "WezTerm"].contains(program)
            || variable("VTE_VERSION") != nil || variable("WEZTERM_PANE") != nil
        {
            return .osc777
        }
        return .osc9
    }

    /// Terminals that print, or choke on, sequences that they do not know.
    private static let plainFamilies = ["linux", "dumb", "vt1", "vt2", "ansi", "cons", "sun", "wy", "unknown"]

    /// Whether xterm's private modes and OSC sequences are understood or at least skipped.
    var speaksXterm: Bool { !Self.plainFamilies.contains { type.hasPrefix($0) } }

    /// Whether it can draw more than ASCII, where the locale does.
    var drawsUnicode: Bool { speaksXterm || type.hasPrefix("linux") }

    /// terminfo entries with direct colour that fit the terminal, the best first; none where TERM names one itself.
    var directTypes: [String] {
        guard promisesTrueColor, speaksXterm, !type.contains("-direct") else { return [] }
        if tmux || type.hasPrefix("tmux") || type.hasPrefix("screen") { return ["tmux-direct"] }
        let family = type.hasSuffix("-256color") ? String(type.dropLast("-256color".count)) : type
        if family == "xterm" { return ["xterm-direct16", "xterm-direct"] }
        let own = family.hasPrefix("xterm-") ? String(family.dropFirst("xterm-".count)) : family
        return [own + "-direct", "xterm-direct16", "xterm-direct"]
    }
}

/// Why no terminal could be opened.
public enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Standard input is a file, a pipe or at its end.
    case inputNotATerminal
    /// Standard output is a file or a pipe.
    case outputNotATerminal
    /// TERM is not set.
    case typeMissing
    /// terminfo has no entry for TERM.
    case typeUnknown(String)
    /// The terminal cannot place its cursor.
    case tooSimple(String)

    public var description: String {
        switch self {
        case .inputNotATerminal:
            "standard input is not a terminal: start it in a terminal, without a pipe or < before it"
        case .outputNotATerminal:
            "standard output is not a terminal: start it without a pipe or > behind it, or use a one-shot command"
        case .typeMissing:
            "TERM is not set: set it to the terminal's type, for example TERM=xterm-256color"
        case .typeUnknown(let type):
            "terminfo doesn't know the terminal '\(type)': set TERM to a known one, for example TERM=xterm-256color, or install ncurses-term"
        case .tooSimple(let type):
            "a terminal of type '\(type)' can't move its cursor: use another terminal, or a one-shot command"
        }
    }
}
