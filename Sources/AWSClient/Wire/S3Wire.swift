import AWSOperations
import AWSSigning

/// S3's operations: a URL an object, headers for what is said of it, XML for lists.
enum S3Wire {
    static func call(_ request: ListObjectsV2Request) -> Call {
        var query = [(name: "list-type", value: "2"), (name: "encoding-type", value: "url")]
        if let prefix = request.prefix { query.append((name: "prefix", value: prefix)) }
        if let delimiter = request.delimiter { query.append((name: "delimiter", value: delimiter)) }
        if let maxKeys = request.maxKeys { query.append((name: "max-keys", value: String(maxKeys))) }
        if let startAfter = request.startAfter { query.append((name: "start-after", value: startAfter)) }
        if let token = request.continuationToken { query.append((name: "continuation-token", value: token)) }
        return Call(
            operation: ListObjectsV2Request.operation, target: .bucket(request.bucket, key: ""), method: .get,
            query: query)
    }

    static func call(_ request: HeadBucketRequest) -> Call {
        Call(operation: HeadBucketRequest.operation, target: .bucket(request.bucket, key: ""), method: .head)
    }

    static func call(_ request: HeadObjectRequest) -> Call {
        Call(
            operation: HeadObjectRequest.operation, target: .bucket(request.bucket, key: request.key), method: .head)
    }

    static func call(_ request: GetObjectRequest, streamsBody: Bool = false) -> Call {
        var headers: [(name: String, value: String)] = []
        if let range = request.range {
            // Not even one byte asked for: one is asked for all the same, for the head that comes with it.
            let last = max(range.lowerBound, range.upperBound - 1)
            headers.append((name: "Range", value: "bytes=\(range.lowerBound)-\(last)"))
        }
        if let eTag = request.ifMatch { headers.append((name: "If-Match", value: eTag)) }
        return Call(
            operation: GetObjectRequest.operation, target: .bucket(request.bucket, key: request.key), method: .get,
            headers: headers, streamsBody: streamsBody)
    }

    static func call(_ request: PutObjectRequest) -> Call {
        Call(
            operation: PutObjectRequest.operation, target: .bucket(request.bucket, key: request.key), method: .put,
            headers: [(name: "Content-Type", value: request.contentType ?? "application/octet-stream")],
            body: request.body)
    }

    static func call(_ request: DeleteObjectRequest) -> Call {
        Call(
            operation: DeleteObjectRequest.operation, target: .bucket(request.bucket, key: request.key),
            method: .delete)
    }

    static func head(_ head: HTTPHead) -> HeadObjectResponse {
        HeadObjectResponse(
            contentLength: head["content-length"].flatMap { Int($0) } ?? 0, contentType: head["content-type"],
            contentEncoding: head["content-encoding"], eTag: head["etag"],
            lastModified: head["last-modified"].flatMap(HTTPDate.parse),
            kmsKey: head["x-amz-server-side-encryption-aws-kms-key-id"])
    }

    /// The whole object's size: behind the slash of `Content-Range: bytes 0-9/1234`, or the content's length.
    static func totalLength(_ head: HTTPHead) -> Int {
        let behindSlash = head["content-range"]?.split(separator: "/").last.flatMap { Int($0) }
        return behindSlash ?? head["content-length"].flatMap { Int($0) } ?? 0
    }

    static func list(_ answer: HTTPAnswer) throws(AWSFailure) -> ListObjectsV2Response {
        do {
            return try readList(try XMLElement.parse(answer.bytes))
        } catch {
            throw .undecodable(
                operation: ListObjectsV2Request.operation, detail: DecodingDetail.describe(error),
                requestID: RequestID.find(answer.head))
        }
    }

    private static func readList(_ root: XMLElement) throws -> ListObjectsV2Response {
        func missing(_ name: String) -> DecodingError {
            .dataCorrupted(.init(codingPath: [NameKey(name)], debugDescription: "missing or malformed"))
        }
        guard root.name == "ListBucketResult" else { throw missing("ListBucketResult") }
        // A service that does not know encoding-type leaves the element out, and the keys as they are.
        let isEncoded = root["EncodingType"]?.text == "url"
        func decoded(_ text: String) -> String {
            isEncoded ? PercentEncoding.decode(text, plusIsSpace: true) ?? text : text
        }
        let contents = try root.all("Contents").map { object throws(DecodingError) -> S3Object in
            guard let key = object["Key"]?.text else { throw missing("Key") }
            guard let size = object["Size"].flatMap({ Int($0.text) }) else { throw missing("Size") }
            guard let modified = object["LastModified"].flatMap({ Timestamp(iso8601: $0.text) }) else {
                throw missing("LastModified")
            }
            return S3Object(key: decoded(key), size: size, lastModified: modified, eTag: object["ETag"]?.text ?? "")
        }
        return ListObjectsV2Response(
            name: root["Name"]?.text ?? "", prefix: decoded(root["Prefix"]?.text ?? ""),
            isTruncated: root["IsTruncated"]?.text == "true", contents: contents,
            commonPrefixes: root.all("CommonPrefixes").compactMap { $0["Prefix"].map { decoded($0.text) } },
            nextContinuationToken: root["NextContinuationToken"]?.text)
    }

    private struct NameKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
