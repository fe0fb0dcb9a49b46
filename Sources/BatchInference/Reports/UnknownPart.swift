import AWSOperations
import JSONCoding

/// A part of a report that isn't understood, as it stands there.
public struct UnknownPart: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// What no reader looks for.
        case unfamiliar
        /// What reports usually have and what no figure needs: when it was made, of which column.
        case aside
        /// What a reader looks for and can't read, in a sentence.
        case unreadable(String)
    }

    @ByteText public var name: String
    public var value: JSONValue
    public var kind: Kind

    public init(_ name: String, _ value: JSONValue, _ kind: Kind = .unfamiliar) {
        _name = ByteText(name)
        self.value = value
        self.kind = kind
    }

    /// A part that isn't what it should be: `mae is "bad", not a number`.
    ///
    /// - Parameter found: What stands there, where that is only a part of the value.
    static func unreadable(_ name: String, _ value: JSONValue, found: JSONValue? = nil, not expected: String) -> Self {
        Self(name, value, .unreadable("\(name) is \(brief(found ?? value)), not \(expected)"))
    }

    /// The value on one line, cut where it is long.
    public var text: String {
        if case .string(let string) = value { return Self.cut(string, 160) }
        return Self.line(value, 160)
    }

    /// A value within a sentence: short, and text in quotes.
    static func brief(_ value: JSONValue) -> String { line(value, 48) }

    private static func line(_ value: JSONValue, _ limit: Int) -> String {
        switch value {
        case .string(let string): return JSONValue.quoted(cut(string, limit))
        case .number(let digits): return cut(digits, limit)
        // What is large isn't written out to be cut.
        case .array(let items) where items.count > 50: return "a list of \(DisplayText.count(items.count))"
        case .object(let members) where members.count > 50:
            return "an object with \(DisplayText.count(members.count)) members"
        default:
            return size(of: value, atMost: 200) > 199
                ? (value.isObject ? "an object" : "a list") : cut(value.text(.oneLine, escapingHidden: true), limit)
        }
    }

    /// How many values stand within one; counting ends at the bound.
    private static func size(of value: JSONValue, atMost bound: Int) -> Int {
        var count = 1
        for inner in value.items + value.members.map(\.value) where count < bound {
            count += size(of: inner, atMost: bound - count)
        }
        return count
    }

    private static func cut(_ text: String, _ limit: Int) -> String {
        // By scalars: one character may have thousands of them.
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }
}

extension [UnknownPart] {
    /// A sentence for each part that can't be read, and one that names all that nobody knows.
    var sentences: [String] {
        var sentences = compactMap { part -> String? in
            if case .unreadable(let sentence) = part.kind { return sentence }
            return nil
        }
        let unfamiliar = filter { $0.kind == .unfamiliar }.map(\.name)
        if !unfamiliar.isEmpty {
            sentences.append(
                "not a known part, so shown as it stands: \(DisplayText.names(unfamiliar, atMost: 8))")
        }
        return sentences
    }
}

extension DisplayText {
    /// `a, b and 3 more`.
    static func names(_ names: [String], atMost limit: Int) -> String {
        let shown = names.prefix(limit).map { $0.isEmpty ? "(empty)" : $0 }.joined(separator: ", ")
        return names.count > limit ? "\(shown) and \(count(names.count - limit)) more" : shown
    }

    /// A sentence on names that look the same and are written in different bytes; nil where there are none.
    static func lookalikes(_ names: [String], _ things: String) -> String? {
        // `==` takes what looks the same for the same.
        var written: [String: Set<ByteText>] = [:]
        for name in names where !name.utf8.allSatisfy({ $0 < 0x80 }) {
            written[name, default: []].insert(ByteText(name))
        }
        guard let alike = written.values.filter({ $0.count > 1 }).map({ $0.min()! }).min() else { return nil }
        return "some \(things) look the same and are different bytes: \(alike)"
    }
}

extension JSONValue {
    /// The keys that an object has more than once; of each, the last value counts.
    var repeatedKeys: [String] {
        guard case .object(let members) = self else { return [] }
        var seen: Set<ByteText> = []
        var repeated: Set<ByteText> = []
        return members.compactMap { member in
            let key = ByteText(member.key)
            if seen.insert(key).inserted { return nil }
            return repeated.insert(key).inserted ? member.key : nil
        }
    }

    /// A sentence on keys that come more than once; nil where none does.
    func repetition(in part: String) -> String? {
        let keys = repeatedKeys
        guard !keys.isEmpty else { return nil }
        return "\(part.isEmpty ? "" : "\(part): ")more than once, and the last one counts: "
            + DisplayText.names(keys, atMost: 5)
    }
}
