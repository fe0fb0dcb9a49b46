import Synchronization

/// Keys derived from a secret for a day, a region and a service; each takes four rounds of HMAC, and requests share them.
public final class SigningKeys: Sendable {
    private struct Origin: Hashable {
        var secret: String
        var date: String
        var scope: SigningScope
    }

    private let keys = Mutex<[Origin: [UInt8]]>([:])
    /// More are another day's, or other credentials'.
    private static let limit = 32

    public init() {}

    func key(secret: String, date: String, scope: SigningScope) -> [UInt8] {
        let origin = Origin(secret: secret, date: date, scope: scope)
        if let key = keys.withLock({ $0[origin] }) { return key }
        let key = Self.derive(secret: secret, date: date, scope: scope)
        keys.withLock { keys in
            if keys.count >= Self.limit { keys.removeAll() }
            keys[origin] = key
        }
        return key
    }

    static func derive(secret: String, date: String, scope: SigningScope) -> [UInt8] {
        [date, scope.region, scope.service, SigningScope.ending].reduce(Array(("AWS4" + secret).utf8)) { key, part in
            HMAC.sha256(key: key, part)
        }
    }
}
