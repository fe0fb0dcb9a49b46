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

    /// By RFC 2104; libcrypto's own `HMAC` looks up its parts at each call, under locks.
    private static func sha256(key: [UInt8], _ message: UnsafeRawBufferPointer) -> [UInt8] {
        var block = key.count > 64 ? SHA256.digest(key) : key
        block += repeatElement(0, count: 64 - block.count)
        var text: [UInt8] = []
        text.reserveCapacity(64 + message.count)
        for byte in block { text.append(byte ^ 0x36) }
        text.append(contentsOf: message)
        let inner = SHA256.digest(text)
        text.removeAll(keepingCapacity: true)
        for byte in block { text.append(byte ^ 0x5C) }
        text += inner
        return SHA256.digest(text)
    }

    /// Whether two texts are equal, in a time that does not depend on where they differ.
    public static func equalInConstantTime(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count == right.count else { return false }
        return flightdeck_equal_in_constant_time(left, right, left.count) == 1
    }
}
