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
