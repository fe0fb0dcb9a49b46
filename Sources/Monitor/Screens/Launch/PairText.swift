/// Names with values in one line of text: `NAME=value; NAME=value`.
enum PairText {
    struct Pair: Hashable, Sendable {
        var name: String
        var value: String
    }

    static func text(of pairs: [Pair]) -> String {
        pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
    }

    /// The pairs; nil where an entry has no name or no `=`. A value may hold `=`, but no `;`.
    static func pairs(in text: String) -> [Pair]? {
        var pairs: [Pair] = []
        for part in parts(of: text, by: ";") {
            guard let sign = part.firstIndex(of: "=") else { return nil }
            let name = trimmed(part[..<sign])
            guard !name.isEmpty else { return nil }
            pairs.append(Pair(name: name, value: trimmed(part[part.index(after: sign)...])))
        }
        return pairs
    }

    /// The parts of a text without blanks around them, and without empty ones.
    static func parts(of text: String, by separator: Character) -> [String] {
        text.split(separator: separator).map { trimmed($0) }.filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
