import COpenSSL

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
