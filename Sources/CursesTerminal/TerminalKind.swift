import Console

/// What the environment says about the terminal; pure, from TERM, COLORTERM and TMUX.
struct TerminalKind: Hashable, Sendable {
    /// TERM.
    let type: String
    let tmux: Bool
    /// Whether COLORTERM promises 24 bits.
    let promisesTrueColor: Bool

    init(type: String, colorTerm: String?, tmux: String?) {
        self.type = type
        self.tmux = !(tmux ?? "").isEmpty
        promisesTrueColor = colorTerm == "truecolor" || colorTerm == "24bit"
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
