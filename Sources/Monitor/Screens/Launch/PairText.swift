import AWSOperations

/// Names with values in one line of text: `NAME=value; NAME=value`, with `\;` for a semicolon in a value.
enum PairText {
    struct Pair: Hashable, Sendable {
        var name: String
        var value: String
    }

    static func text(of pairs: [Pair]) -> String {
        pairs.map { "\($0.name)=\(escaped($0.value))" }.joined(separator: "; ")
    }

    /// The pairs; nil where an entry has no name or no `=`. A value may hold `=`, and a semicolon as `\;`.
    static func pairs(in text: String) -> [Pair]? {
        var pairs: [Pair] = []
        for part in entries(of: text) {
            guard let sign = part.firstByteIndex(of: "=") else { return nil }
            let name = trimmed(part[..<sign])
            guard !name.isEmpty else { return nil }
            pairs.append(Pair(name: name, value: trimmed(part[part.utf8.index(after: sign)...])))
        }
        return pairs
    }

    private static func escaped(_ value: String) -> String {
        // By scalars: a semicolon before a combining mark ends an entry as well.
        value.unicodeScalars.reduce(into: "") { text, scalar in
            if scalar == ";" || scalar == "\\" { text.append("\\") }
            text.unicodeScalars.append(scalar)
        }
    }

    /// The entries between semicolons, a backslash taking the next character as it is.
    private static func entries(of text: String) -> [String] {
        var entries = [""]
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped || (scalar != ";" && scalar != "\\") {
                entries[entries.count - 1].unicodeScalars.append(scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                entries.append("")
            }
        }
        return entries.map { trimmed($0[...]) }.filter { !$0.isEmpty }
    }

    /// The parts of a text without blanks around them, and without empty ones.
    static func parts(of text: String, by separator: Character) -> [String] {
        text.split(separator: separator).map { trimmed($0) }.filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.unicodeScalars.drop { $0 == " " }
        return String(String.UnicodeScalarView(start.reversed().drop { $0 == " " }.reversed()))
    }
}
