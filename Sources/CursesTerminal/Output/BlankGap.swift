import Console

/// Blanks side by side, and the style to send them in.
///
/// A short gap between two words takes the style of the word before it where that looks the same: a change of colour
/// costs more bytes than the gap.
struct BlankGap: Equatable {
    /// The columns of the row that are blank, without a break.
    let columns: Range<Int>
    /// The style for all of them; nil where each keeps its own.
    let style: Style?

    /// Longer gaps are passed over by moving the cursor.
    private static let longest = 8

    /// The gap around a blank cell.
    init(at column: Int, row: Int, of surface: Surface) {
        let start = row * surface.size.columns
        let limit = surface.size.columns
        var first = column
        var end = column + 1
        while first > 0, surface.cells[start + first - 1].glyph == .blank { first -= 1 }
        while end < limit, surface.cells[start + end].glyph == .blank { end += 1 }
        columns = first..<end
        guard first > 0, end - first <= Self.longest else {
            style = nil
            return
        }
        let before = surface.cells[start + first - 1].style
        let looksTheSame =
            Self.isBare(before)
            && surface.cells[(start + first)..<(start + end)].allSatisfy {
                $0.style.background == before.background && Self.isBare($0.style)
            }
        style = looksTheSame ? before : nil
    }

    /// Whether a blank shows nothing of a style but its background.
    private static func isBare(_ style: Style) -> Bool {
        style.attributes.isDisjoint(with: [.underline, .reverse, .strikethrough])
    }
}
