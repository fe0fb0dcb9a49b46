import COpenSSL

/// HMAC with SHA-256, and the comparison that goes with it.
public enum HMAC {
    /// The 32 bytes of the code over a text's UTF-8.
    public static func sha256(key: [UInt8], _ message: String) -> [UInt8] {
        var message = message
        return message.withUTF8 { sha256(key: key, UnsafeRawBufferPointer($0)) }
    }

    /// The 32 bytes of the code over bytes.
    public static func sha256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        message.withUnsafeBytes { sha256(key: key, $0) }
    }

    private static func sha256(key: [UInt8], _ message: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
            let done = flightdeck_hmac_sha256(
                SHA256.algorithm.pointer, key, key.count, message.baseAddress, message.count, digest.baseAddress!)
            precondition(done == 1, "HMAC failed")
            count = 32
        }
    }

    /// Whether two texts are equal, in a time that does not depend on where they differ.
    public static func equalInConstantTime(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count == right.count else { return false }
        return flightdeck_equal_in_constant_time(left, right, left.count) == 1
    }
}
