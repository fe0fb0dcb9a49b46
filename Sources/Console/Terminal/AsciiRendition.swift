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
            case "…": "~"
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
            default: "?"
            }
        return character.value
    }
}
