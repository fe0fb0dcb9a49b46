import AWSOperations

/// Text from elsewhere as Markdown shows it: itself, whatever is in it.
public enum MarkdownText {
    /// One line, with every character escaped that Markdown or HTML could act on, and what is hidden made visible.
    public static func escaped(_ text: String, limit: Int = 4000) -> String {
        var out = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else {
                out.append("…")
                break
            }
            count += 1
            switch scalar {
            case "\n", "\r", "\t": out.append(" ")
            case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "#", "+", "-", ".", "!", "|", "~", ">", "=", ":",
                "@",
                "$", "^", "'", "\"":
                out.append("\\")
                out.append(scalar)
            case "<": out.append(contentsOf: "&lt;".unicodeScalars)
            case "&": out.append(contentsOf: "&amp;".unicodeScalars)
            default: out.append(scalar.isHidden ? "\u{FFFD}" : scalar)
            }
        }
        return String(out)
    }

    /// A table with a header; cells are text from elsewhere.
    static func table(_ header: [String], _ rows: [[String]]) -> String {
        func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }
        return line(header) + line(header.map { _ in "---" }) + rows.map { line($0.map { escaped($0) }) }.joined()
    }
}
