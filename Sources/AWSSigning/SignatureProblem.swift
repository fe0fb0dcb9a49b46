/// Why a request's signature is not accepted.
public enum SignatureProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Neither an `Authorization` header nor a signed query.
    case missing
    case malformed(String)
    case unknownAccessKey(String)
    /// A temporary key without its token, or with another one.
    case wrongSessionToken
    case wrongScope(part: String, expected: String, found: String)
    /// A header that must be signed is not.
    case headerNotSigned(String)
    /// A header that was signed did not arrive.
    case headerMissing(String)
    /// How far the caller's clock is ahead of the service's; negative where it is behind.
    case clockSkew(seconds: Int)
    /// A presigned URL past its end.
    case expired(secondsAgo: Int)
    /// `x-amz-content-sha256` is not the hash of the body.
    case wrongBodyHash
    /// The signature is another; AWS answers with both texts, which hold no secret.
    case mismatch(canonicalRequest: String, stringToSign: String)

    public var description: String {
        switch self {
        case .missing: "the request is not signed"
        case .malformed(let what): "the signature cannot be read: \(what)"
        case .unknownAccessKey(let key): "no such access key: \(key)"
        case .wrongSessionToken: "the session token does not belong to the access key"
        case .wrongScope(let part, let expected, let found): "signed for \(part) \(found), not \(expected)"
        case .headerNotSigned(let name): "the header \(name) is not signed"
        case .headerMissing(let name): "the signed header \(name) is missing"
        case .clockSkew(let seconds):
            "the caller's clock is \(abs(seconds)) seconds \(seconds > 0 ? "ahead" : "behind")"
        case .expired(let seconds): "the signed URL expired \(seconds) seconds ago"
        case .wrongBodyHash: "x-amz-content-sha256 is not the body's hash"
        case .mismatch: "the signature does not match the request"
        }
    }
}
