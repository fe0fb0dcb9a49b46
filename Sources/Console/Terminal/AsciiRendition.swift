/// Stands in ASCII for what a terminal without Unicode, or the option `--ascii`, cannot show.
public enum AsciiRendition {
    /// The same frame in ASCII alone; each glyph keeps its columns.
    public static func of(_ surface: Surface) -> Surface {
        surface.mappingGlyphs { glyph, wide in
            glyph.base < 0x7F ? Glyph(glyph.base) : Glyph(wide ? 0x3F : replacement(glyph.base))
        }
    }

    /// The ASCII character for one scalar value; `?` where none is known.
    public static func replacement(_ value: UInt32) -> UInt32 {
        let character: Unicode.Scalar =
            switch Unicode.Scalar(value) ?? "?" {
            case "─", "━", "╌", "┄", "╴", "╶", "╸", "╺", "–", "—", "‐", "‑", "−": "-"
            case "═": "="
            case "│", "║", "▏", "▎", "▕", "┆": "|"
            // The thumb of a scrollbar, on a track of thin lines.
            case "┃": "#"
            case "▍", "▌", "▋": "="
            case "▊", "▉", "█", "■", "▮", "▇", "▆": "#"
            case "▁": "_"
            case "▂": "."
            case "▃": "-"
            case "▄": "="
            case "▅": "+"
            case "░": "."
            case "▒": ":"
            case "▓": "%"
            case "┌", "┐", "└", "┘", "├", "┤", "┬", "┴", "┼", "╭", "╮", "╰", "╯", "╔", "╗", "╚", "╝": "+"
            case "…", "±", "≈": "~"
            case "²": "2"
            case "³": "3"
            case "µ", "μ": "u"
            case "·", "•", "∙", "‧": "."
            case "✓", "✔": "v"
            case "✗", "✘", "×", "✕", "✖": "x"
            case "●", "◉", "★", "◆": "*"
            case "○", "◌", "☆", "◇": "o"
            case "◐", "◑", "◒", "◓", "◔", "◕": "%"
            case "▸", "▶", "►", "›", "→", "»": ">"
            case "◂", "◀", "‹", "←", "«": "<"
            case "▴", "▲", "↑": "^"
            case "▾", "▼", "↓": "v"
            case "↔": "="
            case "‘", "’", "′": "'"
            case "“", "”", "″": "\""
            case "\u{A0}", "\u{202F}", "\u{2009}", "\u{2007}": " "
            case "\u{2800}"..."\u{28FF}": braille(value)
            default: "?"
            }
        return character.value
    }

    /// Braille dots by where they lie: in the upper half of the cell, the lower, or both; more of them look heavier.
    private static func braille(_ value: UInt32) -> Unicode.Scalar {
        let dots = UInt8(truncatingIfNeeded: value - 0x2800)
        let (upper, lower) = (dots & 0b0001_1011, dots & 0b1110_0100)
        switch (upper != 0, lower != 0) {
        case (false, false): return " "
        case (true, false): return "'"
        case (false, true): return "."
        case (true, true): return dots.nonzeroBitCount > 4 ? "#" : ":"
        }
    }
}
