import AWSOperations

/// Text from elsewhere as Markdown shows it: itself, whatever is in it.
public enum MarkdownText {
    /// One line, with every character escaped that Markdown or HTML could act on, and what is hidden made visible.
    public static func escaped(_ text: String, limit: Int = 4000) -> String {
        var out = String.UnicodeScalarView()
        var count = 0
        let scalars = text.unicodeScalars
        for place in scalars.indices {
            let scalar = scalars[place]
            guard count < limit else {
                out.append("…")
                break
            }
            count += 1
            switch scalar {
            case "\n", "\r", "\t": out.append(" ")
            case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "#", "!", "|", "~", ">", "@", "$":
                out.append("\\")
                out.append(scalar)
            case "+", "-", "=", ".", ":":
                if acts(scalar, behind: out, before: scalars[place...].dropFirst().first) { out.append("\\") }
                out.append(scalar)
            case "<": out.append(contentsOf: "&lt;".unicodeScalars)
            case "&": out.append(contentsOf: "&amp;".unicodeScalars)
            default: out.append(scalar.isHidden ? "\u{FFFD}" : scalar)
            }
        }
        return String(out)
    }

    /// Whether a sign means something where it stands: at a line's beginning or in an address. Elsewhere, names and numbers
    /// stay as they are, so that the text can be read as it is written.
    private static func acts(
        _ sign: Unicode.Scalar, behind text: String.UnicodeScalarView, before next: Unicode.Scalar?
    ) -> Bool {
        func ends(_ words: [String]) -> Bool {
            let end = String(text.suffix(6)).lowercased()
            return words.contains { end.hasSuffix($0) }
        }
        let isEnd = next.map { $0 == " " || $0.properties.isWhitespace } ?? true
        switch sign {
        case ".":
            let isMarker = isEnd && text.allSatisfy { $0 == " " || $0.properties.numericType != nil }
            return isMarker || ends(["www"])
        case ":": return ends(["http", "https", "ftp", "mailto"])
        default: return (isEnd || next == sign) && text.allSatisfy { $0 == " " }
        }
    }

    /// A table with a header; cells are text from elsewhere.
    static func table(_ header: [String], _ rows: [[String]]) -> String {
        func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }
        return line(header) + line(header.map { _ in "---" }) + rows.map { line($0.map { escaped($0) }) }.joined()
    }
}
