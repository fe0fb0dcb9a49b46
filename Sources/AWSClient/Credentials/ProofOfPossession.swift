import AWSSigning
import JSONCoding

// For Base64 and UUIDs.
#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The `DPoP` header of a request: a signed note of whoever holds the login's key (RFC 9449).
enum ProofOfPossession {
    private struct Header: Encodable {
        struct Key: Encodable {
            var kty = "EC"
            var crv = "P-256"
            var x: String
            var y: String
        }
        var typ = "dpop+jwt"
        var alg = "ES256"
        var jwk: Key
    }

    private struct Payload: Encodable {
        var jti: String
        var htm = "POST"
        var htu: String
        var iat: Int
    }

    /// - Parameters:
    ///   - id: Different for each request.
    ///   - now: Seconds since 1970.
    static func header(
        for url: String, now: Double, key: P256PrivateKey, id: String = UUID().uuidString.lowercased()
    ) -> String? {
        let jwk = Header.Key(x: base64URL(key.x), y: base64URL(key.y))
        guard let header = try? JSON.encode(Header(jwk: jwk)),
            let payload = try? JSON.encode(Payload(jti: id, htu: url, iat: Int(now)))
        else { return nil }
        let text = "\(base64URL(header)).\(base64URL(payload))"
        return key.signature(over: Array(text.utf8)).map { "\(text).\(base64URL($0))" }
    }

    static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
