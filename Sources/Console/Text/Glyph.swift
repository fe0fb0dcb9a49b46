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
