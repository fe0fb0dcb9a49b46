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
