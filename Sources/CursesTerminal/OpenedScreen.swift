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
        kind = TerminalKind(
            type: type, colorTerm: variable("COLORTERM"), tmux: variable("TMUX"), variable: variable)
        var before = termios()
        tcgetattr(0, &before)
        modes = before
        let utf8 = Locale.adopt()

        guard curses_knows(type) else { throw .typeUnknown(type) }
        guard curses_string("cup") != nil else { throw .tooSimple(type) }
        let direct = options.maximumColorDepth == .trueColor ? kind.directTypes.first { curses_knows($0) } : nil
        Self.arm(kind, options, modes: before)
        EmergencyRestore.beginWriting()
        defer { EmergencyRestore.endWriting() }
        guard curses_open(direct ?? type) != nil else {
            EmergencyRestore.disarm()
            throw .typeUnknown(direct ?? type)
        }

        raw()
        noecho()
        nonl()
        curses_settle()
        scheme = Self.startColors(limit: options.maximumColorDepth, type: direct ?? type)
        pairs = scheme.depth == .monochrome ? 1 : max(1, curses_pairs())
        capabilities = TerminalCapabilities(
            colorDepth: scheme.depth, unicode: utf8 && !options.ascii && kind.drawsUnicode, tmux: kind.tmux)
    }

    /// Has the terminal given back, whatever happens from here on; what ends each mode is known before any is set.
    private static func arm(_ kind: TerminalKind, _ options: TerminalOptions, modes: termios) {
        let endings = ["sgr0", "op", "cnorm", "rmcup"].compactMap { (name: String) in
            curses_string(name).map { String(cString: $0) }
        }
        let own =
            kind.speaksXterm
            ? TerminalSequences.endFrame + TerminalSequences.leave(mouse: options.mouse, title: options.title) : ""
        EmergencyRestore.arm(
            descriptor: 1, bytes: own + TerminalSequences.withoutPadding(endings.joined()) + "\r", modes: modes)
    }

    private static func startColors(limit: ColorDepth, type: String) -> ColorScheme {
        guard limit > .monochrome, has_colors(), start_color() == OK else {
            return ColorScheme(depth: .monochrome, palette: 0, direct: false)
        }
        use_default_colors()
        let colors = curses_colors()
        if colors > 256 {
            // As ncurses names its entries: the number is that of the palette colours kept, 8 without one.
            let palette: Int32 = type.hasSuffix("direct256") ? 256 : type.hasSuffix("direct16") ? 16 : 8
            return ColorScheme(depth: limit, palette: palette, direct: true)
        }
        return ColorScheme(
            depth: min(limit, colors == 256 ? .indexed256 : .ansi16), palette: min(16, colors), direct: false)
    }
}
