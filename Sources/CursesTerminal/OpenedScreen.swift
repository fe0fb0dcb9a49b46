import CNcurses
import Console
import Glibc

/// A screen of ncurses, opened with the best terminfo entry for the terminal, and what was found out about it.
@MainActor
struct OpenedScreen {
    let kind: TerminalKind
    /// The terminal's modes before.
    let modes: termios
    let capabilities: TerminalCapabilities
    let scheme: ColorScheme
    /// How many colour pairs ncurses has here.
    let pairs: Int32

    init(_ options: TerminalOptions) throws(TerminalError) {
        func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
        guard let type = variable("TERM"), !type.isEmpty else { throw .typeMissing }
        kind = TerminalKind(type: type, colorTerm: variable("COLORTERM"), tmux: variable("TMUX"))
        var before = termios()
        tcgetattr(0, &before)
        modes = before
        let utf8 = Locale.adopt()

        guard curses_knows(type) else { throw .typeUnknown(type) }
        guard curses_string("cup") != nil else { throw .tooSimple(type) }
        let direct = options.maximumColorDepth == .trueColor ? kind.directTypes.first { curses_knows($0) } : nil
        guard curses_open(direct ?? type) != nil else { throw .typeUnknown(direct ?? type) }

        raw()
        noecho()
        nonl()
        curses_settle()
        let depth = Self.startColors(limit: options.maximumColorDepth, direct: direct != nil)
        pairs = depth == .monochrome ? 1 : max(1, curses_pairs())
        scheme = ColorScheme(depth: depth, palette: Self.palette(direct))
        capabilities = TerminalCapabilities(
            colorDepth: depth, unicode: utf8 && !options.ascii && kind.drawsUnicode, tmux: kind.tmux)
    }

    private static func startColors(limit: ColorDepth, direct: Bool) -> ColorDepth {
        guard limit > .monochrome, has_colors(), start_color() == OK else { return .monochrome }
        use_default_colors()
        if direct { return .trueColor }
        return min(limit, curses_colors() >= 256 ? .indexed256 : .ansi16)
    }

    /// How many of the first colour numbers mean the terminal's palette.
    private static func palette(_ direct: String?) -> Int32 {
        guard let direct else { return min(16, curses_colors()) }
        return direct.hasSuffix("direct16") ? 16 : 8
    }
}
