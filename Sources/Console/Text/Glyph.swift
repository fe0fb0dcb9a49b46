/// What one cell shows: a base scalar and up to two marks, packed into eight bytes.
///
/// More marks than two are dropped, which also bounds what stacked marks can do to a row.
public struct Glyph: Hashable, Sendable {
    let packed: UInt64

    init(packed: UInt64) { self.packed = packed }

    /// A glyph of one scalar, which must be printable; text goes through `GlyphScanner`.
    init(_ scalar: UInt32) { packed = UInt64(scalar) }

    /// A glyph of one column, or U+FFFD for a scalar that is not.
    public init(narrow scalar: Unicode.Scalar) {
        self = ScalarWidth.of(scalar.value) == .narrow ? Glyph(scalar.value) : .replacement
    }

    /// An empty cell.
    public static let blank = Glyph(0x20)
    /// The right half of a wide glyph.
    public static let continuation = Glyph(packed: 0)
    /// U+FFFD, in place of what must not be shown.
    public static let replacement = Glyph(0xFFFD)

    /// The base scalar's value; 0 for a continuation.
    public var base: UInt32 { UInt32(truncatingIfNeeded: packed & 0x1F_FFFF) }
    /// The first mark's value, or 0.
    public var firstMark: UInt32 { UInt32(truncatingIfNeeded: packed >> 21 & 0x1F_FFFF) }
    /// The second mark's value, or 0.
    public var secondMark: UInt32 { UInt32(truncatingIfNeeded: packed >> 42 & 0x1F_FFFF) }
    /// Whether this is the right half of a wide glyph.
    public var isContinuation: Bool { packed == 0 }

    /// The glyph with one more mark, where there is room for it.
    func adding(mark: UInt32) -> Glyph {
        if firstMark == 0 { return Glyph(packed: packed | UInt64(mark) << 21) }
        if secondMark == 0 { return Glyph(packed: packed | UInt64(mark) << 42) }
        return self
    }

    /// Appends the glyph's scalars; a continuation adds nothing.
    public func append(to text: inout String) {
        for value in [base, firstMark, secondMark] where value != 0 {
            if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
        }
    }
}

/// Cuts untrusted text into glyphs that are safe to draw, with the columns of each.
///
/// This is the one place where text is cleaned and measured: drawing, measuring, cutting and `CleanText` all read it.
/// An emoji sequence (joined by U+200D, with a skin tone, or with U+FE0F) becomes its first emoji in two columns, since
/// terminals disagree about the rest; a pair of regional indicators stays together. What shows nothing and is no part of
/// how its script is written comes as the glyphs of its escape: `\u{200F}`.
public struct GlyphScanner: IteratorProtocol, Sequence {
    private var scalars: String.UnicodeScalarView.Iterator
    private var ahead: Unicode.Scalar?
    /// The scalar that is being written out, and how many glyphs of it are still to come.
    private var hidden: UInt32 = 0
    private var hiddenLeft = 0

    /// Scans a text from its start.
    public init(_ text: some StringProtocol) {
        scalars = String(text).unicodeScalars.makeIterator()
        ahead = scalars.next()
    }

    /// The next glyph and its columns, 1 or 2; `nil` at the end.
    public mutating func next() -> (glyph: Glyph, columns: Int)? {
        if hiddenLeft > 0 { return (nextOfEscape(), 1) }
        while let scalar = ahead {
            ahead = scalars.next()
            let value = scalar.value
            switch ScalarWidth.of(value) {
            case .narrow: return cluster(value, columns: 1)
            case .wide: return cluster(value, columns: 2)
            case .space:
                if value == 0x0D, ahead?.value == 0x0A { ahead = scalars.next() }
                return (.blank, 1)
            case .control: return (Self.replacement(for: value), 1)
            case .mark, .invisible:
                // A mark without a base has nothing to stand on.
                hide(value)
                return (nextOfEscape(), 1)
            }
        }
        return nil
    }

    private mutating func hide(_ value: UInt32) {
        hidden = value
        hiddenLeft = 4 + Self.digits(of: value)
    }

    private static func digits(of value: UInt32) -> Int { (35 - value.leadingZeroBitCount) / 4 }

    /// The next glyph of `\u{200F}`.
    private mutating func nextOfEscape() -> Glyph {
        defer { hiddenLeft -= 1 }
        let digits = Self.digits(of: hidden)
        switch hiddenLeft {
        case digits + 4: return Glyph(0x5C)
        case digits + 3: return Glyph(0x75)
        case digits + 2: return Glyph(0x7B)
        case 1: return Glyph(0x7D)
        default:
            let digit = hidden >> UInt32(4 * (hiddenLeft - 2)) & 0xF
            return Glyph(digit < 10 ? 0x30 + digit : 0x37 + digit)
        }
    }

    /// Whether a scalar that shows nothing is how the script or the sign before it is written, and tells no other name.
    private static func belongs(_ value: UInt32, to base: UInt32) -> Bool {
        switch value {
        case 0x200C, 0x200D: (0x600...0x1FFF).contains(base)
        case 0xFE00...0xFE0F: base >= 0x2000 || ScalarWidth.contains(WidthTable.emojiVariation, base)
        case 0xE0100...0xE01EF: base >= 0x2E80
        case 0xE0020...0xE007F: base == 0x1F3F4
        case 0x180B...0x180F: (0x1800...0x18AF).contains(base)
        case 0x17B4, 0x17B5: (0x1780...0x17FF).contains(base)
        default: false
        }
    }

    /// Control pictures for C0 and DEL, U+FFFD for all else.
    private static func replacement(for value: UInt32) -> Glyph {
        if value < 0x20 { return Glyph(0x2400 + value) }
        return value == 0x7F ? Glyph(0x2421) : .replacement
    }

    private mutating func cluster(_ base: UInt32, columns: Int) -> (glyph: Glyph, columns: Int) {
        var glyph = Glyph(base)
        var columns = columns
        while let value = ahead?.value, value >= 0x300 || value == 0xAD {
            switch value {
            case 0x1F1E6...0x1F1FF where isRegionalIndicator(base) && glyph.firstMark == 0:
                glyph = glyph.adding(mark: value)
            case 0xFE0F where ScalarWidth.contains(WidthTable.emojiVariation, base):
                columns = 2
            case 0x1F3FB...0x1F3FF where isEmoji(base):
                break
            case 0x200D where isEmoji(base):
                ahead = scalars.next()
                guard let joined = ahead, isEmoji(joined.value) else {
                    hide(value)
                    return (glyph, columns)
                }
                columns = 2
            default:
                switch ScalarWidth.of(value) {
                case .mark: glyph = glyph.adding(mark: value)
                case .invisible where Self.belongs(value, to: base): break
                default: return (glyph, columns)
                }
            }
            ahead = scalars.next()
        }
        return (glyph, columns)
    }

    private func isRegionalIndicator(_ value: UInt32) -> Bool { value >= 0x1F1E6 && value <= 0x1F1FF }

    private func isEmoji(_ value: UInt32) -> Bool {
        value >= 0xA9 && !isRegionalIndicator(value) && (Unicode.Scalar(value)?.properties.isEmoji ?? false)
    }
}
