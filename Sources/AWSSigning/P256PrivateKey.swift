import COpenSSL

/// A private key on the curve P-256, for proofs that a token is used by whom it was given to.
///
/// `@unchecked Sendable`: libcrypto's key is only read after `init`, which it allows from any thread.
public final class P256PrivateKey: @unchecked Sendable {
    private let key: OpaquePointer
    /// The public point, 32 bytes each.
    public let x: [UInt8]
    public let y: [UInt8]

    /// Reads SEC 1 or PKCS #8; nil for anything else.
    public init?(der: [UInt8]) {
        guard let key = der.withUnsafeBufferPointer({ flightdeck_p256_key($0.baseAddress, $0.count) }) else {
            return nil
        }
        var point = [UInt8](repeating: 0, count: 65)
        guard flightdeck_public_point(key, &point) == 1 else {
            EVP_PKEY_free(key)
            return nil
        }
        self.key = key
        x = Array(point[1..<33])
        y = Array(point[33...])
    }

    deinit { EVP_PKEY_free(key) }

    /// ECDSA with SHA-256 over a message: 64 bytes, r then s, as JSON Web Signatures have it; nil where libcrypto fails.
    public func signature(over message: [UInt8]) -> [UInt8]? {
        var signature = [UInt8](repeating: 0, count: 64)
        return flightdeck_ecdsa_sha256(key, message, message.count, &signature) == 1 ? signature : nil
    }
}
