/// A JSON value made by hand, whose members are written in their order; a member without a value is left out.
indirect enum DocumentValue: Encodable, Sendable {
    case text(String)
    case number(Double)
    case integer(Int)
    case list([DocumentValue])
    case object([(key: String, value: DocumentValue?)])

    /// Text; nothing where it is nil or empty.
    static func textIfAny(_ text: String?) -> DocumentValue? { text.flatMap { $0.isEmpty ? nil : .text($0) } }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let text):
            var container = encoder.singleValueContainer()
            try container.encode(text)
        case .number(let number):
            var container = encoder.singleValueContainer()
            try container.encode(number)
        case .integer(let number):
            var container = encoder.singleValueContainer()
            try container.encode(number)
        case .list(let items):
            var container = encoder.unkeyedContainer()
            for item in items { try container.encode(item) }
        case .object(let members):
            var container = encoder.container(keyedBy: Key.self)
            for member in members {
                guard let value = member.value else { continue }
                try container.encode(value, forKey: Key(stringValue: member.key))
            }
        }
    }
}
