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

/// SHA-1, for names of files alone: the AWS CLI names its caches by it. Nothing is protected with it.
public enum SHA1 {
    /// The digest of a text's UTF-8, in lower-case hexadecimal; nil where libcrypto is built without SHA-1.
    public static func hexDigest(_ text: String) -> String? {
        var digest = [UInt8](repeating: 0, count: 20)
        let bytes = Array(text.utf8)
        guard flightdeck_sha1(bytes, bytes.count, &digest) == 1 else { return nil }
        return Hexadecimal.encode(digest)
    }
}

/// MD5, for entity tags alone: S3 names an object's content by it. Nothing is protected with it.
public enum MD5 {
    /// The 16 bytes of the digest; half of a SHA-256 where libcrypto has no MD5, as under FIPS.
    public static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 16)
        guard flightdeck_md5(bytes, bytes.count, &digest) == 1 else { return Array(SHA256.digest(bytes).prefix(16)) }
        return digest
    }

    /// The digest in lower-case hexadecimal.
    public static func hexDigest(_ bytes: [UInt8]) -> String { Hexadecimal.encode(digest(bytes)) }
}

/// MD5 over bytes that come in pieces.
public struct MD5Stream: ~Copyable {
    private let context: OpaquePointer

    /// Nil where libcrypto has no MD5, as under FIPS.
    public init?() {
        guard let context = flightdeck_md5_begin() else { return nil }
        self.context = context
    }

    deinit { _ = flightdeck_md5_end(context, nil) }

    /// Goes on with the next bytes.
    public mutating func add(_ bytes: UnsafeRawBufferPointer) {
        _ = flightdeck_md5_add(context, bytes.baseAddress, bytes.count)
    }

    /// The digest in lower-case hexadecimal; nil where libcrypto fails.
    public consuming func hexDigest() -> String? {
        var digest = [UInt8](repeating: 0, count: 16)
        let done = flightdeck_md5_end(context, &digest)
        discard self
        return done == 1 ? Hexadecimal.encode(digest) : nil
    }
}

/// HMAC with SHA-256, and the comparison that goes with it.
public enum HMAC {
    /// The 32 bytes of the code over a text's UTF-8.
    public static func sha256(key: [UInt8], _ message: String) -> [UInt8] {
        var message = message
        return message.withUTF8 { sha256(key: key, UnsafeRawBufferPointer($0)) }
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

/// Bytes as lower-case hexadecimal text.
public enum Hexadecimal {
    /// Without a branch: letters are 39 places further on than they would be after the nine.
    private static func digit(_ value: UInt8) -> UInt8 { UInt8(ascii: "0") &+ value &+ ((value &+ 6) >> 4) &* 39 }

    public static func encode(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            for (index, byte) in bytes.enumerated() {
                text[index * 2] = digit(byte >> 4)
                text[index * 2 + 1] = digit(byte & 15)
            }
            return bytes.count * 2
        }
    }
}
