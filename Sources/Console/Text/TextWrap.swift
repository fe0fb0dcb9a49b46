/// Breaks text into lines of at most so many columns.
public enum TextWrap {
    /// The cleaned lines; line ends in the text are kept, words longer than a line are cut.
    public static func lines(_ text: some StringProtocol, columns limit: Int) -> [String] {
        guard limit > 0 else { return [] }
        return CleanText.lines(text).flatMap { wrap($0, limit) }
    }

    private static func wrap(_ line: String, _ limit: Int) -> [String] {
        if TextWidth.columns(line) <= limit { return [line] }
        var lines: [String] = []
        var current = ""
        var used = 0
        for word in line.split(separator: " ", omittingEmptySubsequences: true) {
            var rest = word
            var columns = TextWidth.columns(rest)
            if used > 0, used + 1 + columns <= limit {
                current += " " + rest
                used += 1 + columns
                continue
            }
            if used > 0 { lines.append(current) }
            while columns > limit {
                // Always at least one character, so that a wide one in a single column cannot stop the loop.
                let count = max(1, fitting(rest, limit))
                lines.append(TextWidth.prefix(rest.prefix(count), columns: limit))
                rest = rest.dropFirst(count)
                columns = TextWidth.columns(rest)
            }
            current = String(rest)
            used = columns
        }
        if used > 0 || lines.isEmpty { lines.append(current) }
        return lines
    }

    /// How many characters from the start fit.
    private static func fitting(_ text: Substring, _ limit: Int) -> Int {
        var used = 0
        var count = 0
        for character in text {
            used += TextWidth.columns(String(character))
            if used > limit { break }
            count += 1
        }
        return count
    }
}
