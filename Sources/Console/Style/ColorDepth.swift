/// How many colours a terminal shows.
public enum ColorDepth: Int, Comparable, Hashable, Sendable {
    /// None: attributes only.
    case monochrome
    /// The 16 ANSI colours.
    case ansi16
    /// xterm's palette of 256.
    case indexed256
    /// 24 bits.
    case trueColor

    public static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }
}
