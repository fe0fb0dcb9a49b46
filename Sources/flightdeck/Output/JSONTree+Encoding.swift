import BatchInference

extension JSONTree: Encodable {
    /// Writes the value as it stands, its keys in their order.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .object(let members):
            var container = encoder.container(keyedBy: MemberKey.self)
            for member in members { try container.encode(member.value, forKey: MemberKey(stringValue: member.key)) }
        case .array(let items):
            var container = encoder.unkeyedContainer()
            for item in items { try container.encode(item) }
        case .string(let text): try Self.single(encoder) { try $0.encode(text) }
        case .number(let digits):
            try Self.single(encoder) { container in
                if let whole = Int(digits) { try container.encode(whole) } else { try container.encode(Double(digits)) }
            }
        case .bool(let value): try Self.single(encoder) { try $0.encode(value) }
        case .null: try Self.single(encoder) { try $0.encodeNil() }
        }
    }

    private static func single(
        _ encoder: any Encoder, _ write: (inout any SingleValueEncodingContainer) throws -> Void
    ) throws {
        var container = encoder.singleValueContainer()
        try write(&container)
    }

    private struct MemberKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
