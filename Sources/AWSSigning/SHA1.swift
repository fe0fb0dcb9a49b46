import COpenSSL

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
