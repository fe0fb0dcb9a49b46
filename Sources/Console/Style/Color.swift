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

/// Colours brought down to what a terminal shows, and their values where it wants RGB.
extension Color {
    /// The nearest colour within a depth; `.default` stays what it is.
    public func downsampled(to depth: ColorDepth) -> Color {
        switch (kind, depth) {
        case (_, .monochrome), (.default, _): .default
        case (_, .trueColor), (.ansi, _), (.indexed, .indexed256): self
        case (.indexed(let index), .ansi16): index < 16 ? .ansi(index) : Self.nearestAnsi(rgbValue ?? (0, 0, 0))
        case (.rgb(let red, let green, let blue), .indexed256): Self.nearestIndexed((red, green, blue))
        case (.rgb(let red, let green, let blue), .ansi16): Self.nearestAnsi((red, green, blue))
        }
    }

    /// Red, green and blue, by xterm's palette where the colour is an index; `nil` for `.default`.
    public var rgbValue: (red: UInt8, green: UInt8, blue: UInt8)? {
        switch kind {
        case .default: nil
        case .ansi(let index): Self.ansiPalette[Int(index)]
        case .indexed(let index): Self.paletteValue(index)
        case .rgb(let red, let green, let blue): (red, green, blue)
        }
    }

    /// xterm's own 16 colours.
    private static let ansiPalette: [(UInt8, UInt8, UInt8)] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
        (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255),
        (0, 255, 255), (255, 255, 255),
    ]

    /// The levels of the palette's cube of six by six by six.
    private static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]

    private static func paletteValue(_ index: UInt8) -> (UInt8, UInt8, UInt8) {
        if index < 16 { return ansiPalette[Int(index)] }
        if index >= 232 {
            let grey = 8 + 10 * (index - 232)
            return (grey, grey, grey)
        }
        let cube = Int(index) - 16
        return (levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
    }

    private static func nearestIndexed(_ wanted: (UInt8, UInt8, UInt8)) -> Color {
        func step(_ value: UInt8) -> Int {
            levels.indices.min { distance(levels[$0], value) < distance(levels[$1], value) } ?? 0
        }
        let (red, green, blue) = (step(wanted.0), step(wanted.1), step(wanted.2))
        let cube = UInt8(16 + 36 * red + 6 * green + blue)
        let mean = (Int(wanted.0) + Int(wanted.1) + Int(wanted.2)) / 3
        let grey = UInt8(232 + min(23, max(0, (mean - 3) / 10)))
        return .indexed(
            distance(paletteValue(grey), wanted) < distance(paletteValue(cube), wanted) ? grey : cube)
    }

    private static func nearestAnsi(_ wanted: (UInt8, UInt8, UInt8)) -> Color {
        let index = ansiPalette.indices.min { distance(ansiPalette[$0], wanted) < distance(ansiPalette[$1], wanted) }
        return .ansi(UInt8(index ?? 0))
    }

    private static func distance(_ left: UInt8, _ right: UInt8) -> Int { abs(Int(left) - Int(right)) }

    /// The "redmean" distance: a weighted Euclidean one that follows the eye better than the plain one.
    private static func distance(_ left: (UInt8, UInt8, UInt8), _ right: (UInt8, UInt8, UInt8)) -> Int {
        let mean = (Int(left.0) + Int(right.0)) / 2
        let red = distance(left.0, right.0)
        let green = distance(left.1, right.1)
        let blue = distance(left.2, right.2)
        return ((512 + mean) * red * red) / 256 + 4 * green * green + ((767 - mean) * blue * blue) / 256
    }
}
