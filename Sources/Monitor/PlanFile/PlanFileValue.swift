import BatchInference

/// A value of a plan file.
enum PlanFileValue: Hashable, Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([String])
    /// Names and their texts, sorted by name.
    case pairs([String: String])

    /// What a value may be.
    enum Kind: Hashable, Sendable {
        case text
        case number
        case flag
        case list
        case pairs

        /// How such a value is written.
        var example: String {
            switch self {
            case .text: "text in quotes"
            case .number: "a whole number"
            case .flag: "true or false"
            case .list: "a list of texts: [\"a\", \"b\"]"
            case .pairs: "a table of texts: { name = \"value\" }"
            }
        }
    }

    /// The value as the file has it; nil where it is of another kind.
    init?(_ value: TOMLValue, as kind: Kind) {
        switch kind {
        case .text:
            guard let text = value.string else { return nil }
            self = .text(PastedText.trimmed(text))
        case .number:
            guard let number = value.int else { return nil }
            self = .number(number)
        case .flag:
            guard let flag = value.bool else { return nil }
            self = .flag(flag)
        case .list:
            guard let array = value.array else { return nil }
            var texts: [String] = []
            for item in array {
                guard let text = item.string else { return nil }
                texts.append(PastedText.trimmed(text))
            }
            self = .list(texts)
        case .pairs:
            guard let table = value.table else { return nil }
            var texts: [String: String] = [:]
            for key in table.keys {
                guard let text = table[key]?.string else { return nil }
                texts[PastedText.trimmed(key)] = PastedText.trimmed(text)
            }
            self = .pairs(texts)
        }
    }

    /// The first key of a table of texts whose value isn't one, with its line.
    static func strayKey(in value: TOMLValue) -> (key: String, line: Int)? {
        value.table?.members.first { $0.value.string == nil }.map { ($0.key, $0.line) }
    }

    /// The value as TOML.
    var tomlText: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .number(let number): "\(number)"
        case .flag(let flag): flag ? "true" : "false"
        case .list(let texts): "[" + texts.map(Self.quoted).joined(separator: ", ") + "]"
        case .pairs(let pairs):
            "{ "
                + pairs.sorted { $0.key < $1.key }.map { "\(Self.key($0.key)) = \(Self.quoted($0.value))" }
                .joined(separator: ", ") + " }"
        }
    }

    /// A basic string; whatever could end it or the line is escaped.
    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case let control where control.value < 0x20 || control.value == 0x7F || isInvisible(control):
                let hex = String(control.value, radix: 16)
                out += "\\U" + String(repeating: "0", count: 8 - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// A bare key where that is allowed, a quoted one elsewhere.
    static func key(_ name: String) -> String {
        let isBare =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122, 45, 95: true
                default: false
                }
            }
        return isBare ? name : quoted(name)
    }
}
