import COpenSSL

/// SHA-256 over bytes in memory.
public enum SHA256 {
    /// The digest of no bytes, in hexadecimal.
    public static let ofNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    /// `@unchecked Sendable`: libcrypto's algorithms are only read, from any thread.
    struct Algorithm: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    static let algorithm: Algorithm = {
        guard let pointer = flightdeck_fetch_sha256() else { preconditionFailure("libcrypto has no SHA-256") }
        return Algorithm(pointer: pointer)
    }()

    /// The 32 bytes of the digest.
    public static func digest(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { digest($0) }
    }

    /// The digest of a text's UTF-8.
    public static func digest(_ text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { digest(UnsafeRawBufferPointer($0)) }
    }

    /// The 32 bytes of the digest over a buffer.
    public static func digest(_ buffer: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
            let done = flightdeck_sha256(algorithm.pointer, buffer.baseAddress, buffer.count, digest.baseAddress!)
            precondition(done == 1, "SHA-256 failed")
            count = 32
        }
    }

    /// The digest in lower-case hexadecimal, as a signature wants it.
    public static func hexDigest(_ bytes: [UInt8]) -> String {
        bytes.isEmpty ? ofNothing : Hexadecimal.encode(digest(bytes))
    }
}
