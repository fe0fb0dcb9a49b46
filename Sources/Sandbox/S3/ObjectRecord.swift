import AWSOperations

/// What is known of an object beside its bytes.
struct ObjectRecord: Codable, Hashable, Sendable {
    var key: String
    var size: Int
    /// With its quotation marks.
    var entityTag: String
    var lastModified: Timestamp
    var contentType: String
    /// `Content-Encoding`, `Cache-Control` and the like, with names in lower case.
    var storedHeaders: [String: String]
    /// `x-amz-meta-…` headers, with names in lower case.
    var metadata: [String: String]
    /// CRC-32 in base64, where the uploader sent one.
    var crc32: String?
}

/// What an uploader says of an object.
struct ObjectAttributes: Codable, Hashable, Sendable {
    static let encryptionHeaders = ["x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id"]

    var contentType = "binary/octet-stream"
    var storedHeaders: [String: String] = [:]
    var metadata: [String: String] = [:]
    var crc32: String?

    init(contentType: String = "binary/octet-stream") {
        self.contentType = contentType
    }

    init(headers: [String: String]) {
        contentType = headers["content-type"] ?? "binary/octet-stream"
        for name in ["cache-control", "content-disposition", "content-language", "expires"] + Self.encryptionHeaders {
            storedHeaders[name] = headers[name]
        }
        // The wire's own coding is not the object's.
        let codings = (headers["content-encoding"] ?? "").split(separator: ",")
            .map { String($0.drop { $0 == " " }) }.filter { $0 != "aws-chunked" && !$0.isEmpty }
        if !codings.isEmpty { storedHeaders["content-encoding"] = codings.joined(separator: ",") }
        metadata = headers.filter { $0.key.hasPrefix("x-amz-meta-") }
        crc32 = headers["x-amz-checksum-crc32"]
    }
}
