/// Measures and cuts text in terminal columns, exactly as `Surface` draws it.
public enum TextWidth {
    /// The columns that drawing this text takes.
    public static func columns(_ text: some StringProtocol) -> Int {
        if CleanText.isPrintableASCII(text) { return text.utf8.count }
        var total = 0
        for (_, columns) in GlyphScanner(text) { total += columns }
        return total
    }

    /// The longest start of the text that fits in so many columns, cleaned.
    public static func prefix(_ text: some StringProtocol, columns limit: Int) -> String {
        var used = 0
        var cut = ""
        for (glyph, columns) in GlyphScanner(text) {
            if used + columns > limit { break }
            used += columns
            glyph.append(to: &cut)
        }
        return cut
    }

    /// The longest end of the text that fits in so many columns, cleaned.
    public static func suffix(_ text: some StringProtocol, columns limit: Int) -> String {
        let glyphs = Array(GlyphScanner(text))
        var used = 0
        var start = glyphs.count
        while start > 0, used + glyphs[start - 1].columns <= limit {
            start -= 1
            used += glyphs[start].columns
        }
        var cut = ""
        for (glyph, _) in glyphs[start...] { glyph.append(to: &cut) }
        return cut
    }

    /// Where a text that is too long loses its characters.
    public enum Cut: Hashable, Sendable {
        case start
        case middle
        case end
    }

    /// The text cleaned and in at most so many columns, with `…` where it was cut.
    public static func truncate(_ text: some StringProtocol, columns limit: Int, at cut: Cut = .end) -> String {
        guard limit > 0 else { return "" }
        if columns(text) <= limit { return CleanText.line(text) }
        switch cut {
        case .start: return "…" + suffix(text, columns: limit - 1)
        case .end: return prefix(text, columns: limit - 1) + "…"
        case .middle:
            let tail = suffix(text, columns: (limit - 1) / 2)
            return prefix(text, columns: limit - 1 - columns(tail)) + "…" + tail
        }
    }

    /// The text truncated at its end or filled up with spaces on the right to exactly so many columns.
    public static func padRight(_ text: some StringProtocol, columns: Int) -> String {
        let cut = truncate(text, columns: columns)
        return cut + String(repeating: " ", count: max(0, columns - self.columns(cut)))
    }
}
