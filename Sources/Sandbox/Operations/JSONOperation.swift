import AWSOperations

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One call of a JSON service, as its handler sees it.
struct ServiceCall: Sendable {
    var body: [UInt8]
    var principal: Principal
    var now: Timestamp
}

/// An operation of a JSON service: its body decoded, answered, encoded.
struct JSONOperation: Sendable {
    /// Whether a principal that may only read may call it.
    let isRead: Bool
    private let run: @Sendable (ServiceCall) async throws -> [UInt8]

    init<Input: Decodable & Sendable, Output: Encodable & Sendable>(
        isRead: Bool, _ answer: @escaping @Sendable (Input, ServiceCall) async throws -> Output
    ) {
        self.isRead = isRead
        run = { call in
            let input = try Self.decode(Input.self, from: call.body)
            return try Array(JSONEncoder().encode(try await answer(input, call)))
        }
    }

    func respond(to call: ServiceCall) async throws -> [UInt8] {
        try await run(call)
    }

    private static func decode<Input: Decodable>(_ type: Input.Type, from body: [UInt8]) throws(ServiceFault) -> Input {
        do {
            return try JSONDecoder().decode(Input.self, from: body.isEmpty ? Data("{}".utf8) : Data(body))
        } catch {
            throw fault(for: error)
        }
    }

    private static func fault(for error: any Error) -> ServiceFault {
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            let path = (context.codingPath + [key]).map(\.stringValue).joined(separator: ".")
            return .validation(
                "1 validation error detected: Value null at '\(Constraint.memberName(path))' failed to satisfy "
                    + "constraint: Member must not be null")
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            return ServiceFault("SerializationException", "The value at '\(path)' has the wrong type")
        default:
            return ServiceFault("SerializationException", "The request body is not the JSON object that was expected")
        }
    }
}
