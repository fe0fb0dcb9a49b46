/// A surface as text, for golden files and failed tests.
public enum SurfaceDump {
    /// The rows as lines, without blanks at their ends.
    public static func text(_ surface: Surface) -> String {
        (0..<surface.size.rows).map { row($0, of: surface) }.joined(separator: "\n")
    }

    /// The rows, then the same rows with a letter for each style, then what the letters mean.
    public static func textAndStyles(_ surface: Surface) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        var order: [Style] = []
        var known: [Style: Int] = [.plain: -1]
        var map: [String] = []
        for row in 0..<surface.size.rows {
            var line = ""
            for column in 0..<surface.size.columns {
                let style = surface[Point(column: column, row: row)].style
                let index = known[style, default: order.count]
                if index == order.count, known[style] == nil {
                    known[style] = index
                    order.append(style)
                }
                line.append(index < 0 ? "." : letters[index % letters.count])
            }
            map.append(line)
        }
        var out = text(surface) + "\n--- styles\n" + map.joined(separator: "\n")
        for (index, style) in order.enumerated() {
            out += "\n\(letters[index % letters.count]) = \(describe(style))"
        }
        return out
    }

    private static func row(_ row: Int, of surface: Surface) -> String {
        var line = ""
        for column in 0..<surface.size.columns {
            surface[Point(column: column, row: row)].glyph.append(to: &line)
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    private static func describe(_ style: Style) -> String {
        var parts: [String] = []
        if style.foreground != .default { parts.append("fg " + describe(style.foreground)) }
        if style.background != .default { parts.append("bg " + describe(style.background)) }
        let names: [(Style.Attributes, String)] = [
            (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
            (.strikethrough, "strikethrough"),
        ]
        for (attribute, name) in names where style.attributes.contains(attribute) { parts.append(name) }
        return parts.isEmpty ? "plain" : parts.joined(separator: ", ")
    }

    private static func describe(_ color: Color) -> String {
        switch color.kind {
        case .default: return "default"
        case .ansi(let index): return "ansi \(index)"
        case .indexed(let index): return "indexed \(index)"
        case .rgb(let red, let green, let blue):
            let hex = String(UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue), radix: 16)
            return "#" + String(repeating: "0", count: 6 - hex.count) + hex
        }
    }
}
