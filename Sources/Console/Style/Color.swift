/// A colour of the terminal's palette or an RGB value, packed into four bytes.
public struct Color: Hashable, Sendable {
    /// The kind in the top byte, the value below it; 0 is the terminal's own colour.
    let packed: UInt32

    /// What a colour is, for those that translate it.
    public enum Kind: Hashable, Sendable {
        /// The terminal's own foreground or background.
        case `default`
        /// One of the 16 ANSI colours, 0 to 15.
        case ansi(UInt8)
        /// One of xterm's 256 colours.
        case indexed(UInt8)
        /// Red, green and blue.
        case rgb(UInt8, UInt8, UInt8)
    }

    /// The terminal's own colour; in a layer it lets the colour below show through.
    public static let `default` = Color(packed: 0)

    /// One of the 16 ANSI colours; the value is taken modulo 16.
    public static func ansi(_ index: UInt8) -> Color { Color(packed: 1 << 24 | UInt32(index & 15)) }

    /// One of xterm's 256 colours.
    public static func indexed(_ index: UInt8) -> Color { Color(packed: 2 << 24 | UInt32(index)) }

    /// A colour by red, green and blue.
    public static func rgb(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Color {
        Color(packed: 3 << 24 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue))
    }

    /// The colour taken apart.
    public var kind: Kind {
        switch packed >> 24 {
        case 1: .ansi(UInt8(packed & 15))
        case 2: .indexed(UInt8(packed & 0xFF))
        case 3: .rgb(UInt8(packed >> 16 & 0xFF), UInt8(packed >> 8 & 0xFF), UInt8(packed & 0xFF))
        default: .default
        }
    }
}
