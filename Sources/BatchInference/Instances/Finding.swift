import AWSOperations

/// Something asked of a service that not everybody may ask: on its way, known, or unknown with the reason.
public enum Finding<Value: Hashable & Sendable>: Hashable, Sendable {
    case asking
    case known(Value)
    /// The reason in words, for example `pricing:GetProducts is denied`.
    case unknown(reason: String)

    public var value: Value? { if case .known(let value) = self { value } else { nil } }
    public var reason: String? { if case .unknown(let reason) = self { reason } else { nil } }
}

extension Finding {
    /// What a call came to.
    init(_ work: () async throws -> Value) async {
        do {
            self = .known(try await work())
        } catch {
            self = .unknown(reason: Self.reason(for: error))
        }
    }

    /// A denial by its action alone: the whole refusal names the caller, and takes more than a line.
    static func reason(for error: any Error) -> String {
        let failure = AWSFailure(wrapping: error)
        if let action = failure.deniedAction { return "\(action) is denied" }
        return failure.problem
    }
}
