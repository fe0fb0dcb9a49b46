import Console

/// Breaks text into lines of a width, at spaces where there are any.
enum WrappedText {
    static func lines(_ text: String, columns: Int) -> [String] {
        guard columns > 0 else { return [] }
        return CleanText.lines(text).flatMap { wrap($0, columns) }
    }

    private static func wrap(_ line: String, _ columns: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        var used = 0
        for word in line.split(separator: " ", omittingEmptySubsequences: true) {
            var word = String(word)
            let width = TextWidth.columns(word)
            if used > 0, used + 1 + width <= columns {
                current += " " + word
                used += 1 + width
                continue
            }
            if used > 0 {
                lines.append(current)
                (current, used) = ("", 0)
            }
            while TextWidth.columns(word) > columns {
                let head = TextWidth.prefix(word, columns: columns)
                guard !head.isEmpty else { break }
                lines.append(head)
                word = String(word.dropFirst(head.count))
            }
            current = word
            used = TextWidth.columns(word)
        }
        lines.append(current)
        return lines
    }
}
