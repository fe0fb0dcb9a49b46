import BatchInference
import Console
import JSONCoding

extension JSONValue {
    /// One piece of JSON text, and what it is.
    struct Token: Hashable, Sendable {
        var text: String
        var role: StyleRole

        init(_ text: String, _ role: StyleRole = .codePunctuation) {
            self.text = text
            self.role = role
        }
    }

    /// The value over several lines, indented by two blanks a level.
    var lines: [[Token]] { lines(depth: 0) }

    private func lines(depth: Int) -> [[Token]] {
        switch self {
        case .object(let members):
            let items = members.map { member in
                ([Token(Self.quoted(member.key), .codeKey), Token(": ")], member.value)
            }
            return Self.enclosed(items, "{", "}", depth)
        case .array(let items): return Self.enclosed(items.map { ([], $0) }, "[", "]", depth)
        case .string(let text): return [[Token(Self.quoted(text), .codeString)]]
        case .number(let text): return [[Token(text, .codeNumber)]]
        case .bool(let value): return [[Token(value ? "true" : "false", .codeNumber)]]
        case .null: return [[Token("null", .codeNumber)]]
        }
    }

    private static func enclosed(
        _ items: [(lead: [Token], value: JSONValue)], _ open: String, _ close: String, _ depth: Int
    ) -> [[Token]] {
        guard !items.isEmpty else { return [[Token(open + close)]] }
        let margin = Token(String(repeating: "  ", count: depth + 1))
        var lines = [[Token(open)]]
        for (index, item) in items.enumerated() {
            var inner = item.value.lines(depth: depth + 1)
            inner[0] = [margin] + item.lead + inner[0]
            if index < items.count - 1 { inner[inner.count - 1].append(Token(",")) }
            lines += inner
        }
        return lines + [[Token(String(repeating: "  ", count: depth)), Token(close)]]
    }
}
