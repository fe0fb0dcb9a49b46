import AWSOperations
import BatchInference

/// Rows of a listing as JSON, each with the members of its description behind its own.
enum DescribedRows {
    /// Descriptions in flight at a time.
    private static let limit = 4

    /// The rows in their order. A row whose description cannot be read has `DescriptionFailure` instead, and `note` says so.
    static func rows<Row: Encodable & Sendable>(
        _ rows: [Row], name: @Sendable (Row) -> String, note: (String) -> Void,
        describe: @escaping @Sendable (Row) async throws -> [JSONValue]
    ) async throws -> (rows: [JSONValue], failure: AWSFailure?) {
        var descriptions: [Int: Result<[JSONValue], AWSFailure>] = [:]
        await withTaskGroup(of: (Int, Result<[JSONValue], AWSFailure>).self) { group in
            var waiting = rows.enumerated().makeIterator()
            func start() {
                guard let (index, row) = waiting.next() else { return }
                group.addTask {
                    do {
                        return (index, .success(try await describe(row)))
                    } catch let failure as AWSFailure {
                        return (index, .failure(failure))
                    } catch {
                        return (index, .failure(.cancelled))
                    }
                }
            }
            for _ in 0..<limit { start() }
            for await (index, description) in group {
                descriptions[index] = description
                if !Task.isCancelled { start() }
            }
        }
        try Task.checkCancellation()
        var first: AWSFailure?
        let merged = try rows.enumerated().map { index, row in
            let summary = try JSONValue(encoding: row)
            switch descriptions[index] ?? .failure(.cancelled) {
            case .success(let parts): return parts.reduce(summary) { $0.merging($1) }
            case .failure(let failure):
                note("\(name(row)): \(failure.problem)")
                first = first ?? failure
                return summary.merging(.object([.init(key: "DescriptionFailure", value: .string(failure.problem))]))
            }
        }
        return (merged, first)
    }
}

extension JSONValue: Encodable {
    /// Writes the value as it stands, its keys in their order.
    func encode(to encoder: any Encoder) throws {
        switch self {
        case .object(let members):
            var container = encoder.container(keyedBy: MemberKey.self)
            for member in members { try container.encode(member.value, forKey: MemberKey(stringValue: member.key)) }
        case .array(let items):
            var container = encoder.unkeyedContainer()
            for item in items { try container.encode(item) }
        case .string(let text):
            var container = encoder.singleValueContainer()
            try container.encode(text)
        case .number(let digits):
            var container = encoder.singleValueContainer()
            if let whole = Int(digits) { try container.encode(whole) } else { try container.encode(Double(digits)) }
        case .bool(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        }
    }

    private struct MemberKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

extension JSONValue {
    /// An object with the members of another behind its own; of a key that both have, its own counts.
    func merging(_ other: JSONValue) -> JSONValue {
        guard case .object(let own) = self, case .object(let more) = other else { return self }
        let keys = Set(own.map(\.key))
        return .object(own + more.filter { !keys.contains($0.key) })
    }
}
