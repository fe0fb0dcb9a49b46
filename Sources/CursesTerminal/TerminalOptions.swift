import Console

/// What the caller decides about the terminal; all else is found out.
public struct TerminalOptions: Hashable, Sendable {
    /// At most this many colours; `.monochrome` for NO_COLOR.
    public var maximumColorDepth: ColorDepth
    /// Draw in ASCII alone.
    public var ascii: Bool
    /// Ask for mouse events.
    public var mouse: Bool

    public init(maximumColorDepth: ColorDepth = .trueColor, ascii: Bool = false, mouse: Bool = true) {
        self.maximumColorDepth = maximumColorDepth
        self.ascii = ascii
        self.mouse = mouse
    }
}
