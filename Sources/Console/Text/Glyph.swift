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
/// terminals disagree about the rest; a pair of regional indicators stays together.
public struct GlyphScanner: IteratorProtocol, Sequence {
    private var scalars: String.UnicodeScalarView.Iterator
    private var ahead: Unicode.Scalar?

    /// Scans a text from its start.
    public init(_ text: some StringProtocol) {
        scalars = String(text).unicodeScalars.makeIterator()
        ahead = scalars.next()
    }

    /// The next glyph and its columns, 1 or 2; `nil` at the end.
    public mutating func next() -> (glyph: Glyph, columns: Int)? {
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
            case .mark, .invisible: continue  // A mark without a base has nothing to stand on.
            }
        }
        return nil
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
            case 0xFE0F:
                if ScalarWidth.contains(WidthTable.emojiVariation, base) { columns = 2 }
            case 0x1F3FB...0x1F3FF where isEmoji(base):
                break
            case 0x200D where isEmoji(base):
                ahead = scalars.next()
                guard let joined = ahead, isEmoji(joined.value) else { continue }
                columns = 2
            default:
                switch ScalarWidth.of(value) {
                case .mark: glyph = glyph.adding(mark: value)
                case .invisible: break
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
