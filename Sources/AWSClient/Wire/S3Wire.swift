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
            contentLength: ByteCount.read(head["content-length"]) ?? 0, contentType: head["content-type"],
            contentEncoding: head["content-encoding"], eTag: head["etag"],
            lastModified: head["last-modified"].flatMap(HTTPDate.parse),
            kmsKey: head["x-amz-server-side-encryption-aws-kms-key-id"])
    }

    /// An object or a range of it, as far as it was asked for; never less than the answer says that it holds.
    static func object(_ answer: HTTPAnswer, _ request: GetObjectRequest) throws(AWSFailure) -> GetObjectResponse {
        // Other answers of success, as 204, bring no object.
        guard answer.head.status == 200 || answer.head.status == 206 else {
            throw .undecodable(
                operation: GetObjectRequest.operation,
                detail:
                    "HTTP \(answer.head.status) without an object: it was cut short, or it wasn't S3 that responded",
                requestID: RequestID.find(answer.head))
        }
        let head = head(answer.head)
        if let length = ByteCount.read(answer.head["content-length"]), answer.bytes.count < length {
            throw cutShort(request, got: answer.bytes.count, of: length)
        }
        guard let range = request.range else {
            return GetObjectResponse(body: answer.bytes, head: head, totalLength: answer.bytes.count)
        }
        // A service that does not know ranges sends everything.
        guard answer.head.status == 206 else {
            let body = Array(answer.bytes.dropFirst(range.lowerBound).prefix(range.count))
            return GetObjectResponse(body: body, head: head, totalLength: answer.bytes.count)
        }
        guard let part = ContentRange(answer.head), part.bytes.lowerBound == range.lowerBound else {
            throw .undecodable(
                operation: GetObjectRequest.operation, detail: "another range than was asked for",
                requestID: RequestID.find(answer.head))
        }
        // A service may send a part of what was asked for, but no less than what it says.
        guard answer.bytes.count >= part.bytes.count else {
            throw cutShort(request, got: answer.bytes.count, of: part.bytes.count)
        }
        return GetObjectResponse(
            body: Array(answer.bytes.prefix(min(range.count, part.bytes.count))), head: head,
            totalLength: part.totalLength)
    }

    private static func cutShort(_ request: GetObjectRequest, got: Int, of length: Int) -> AWSFailure {
        .transport(
            TransportError(
                operation: GetObjectRequest.operation, kind: .connectionLost, host: "\(request.bucket) in S3",
                detail: "the response was cut short: \(got) of \(length) bytes came", mayHaveArrived: true))
    }

    static func list(_ answer: HTTPAnswer) throws(AWSFailure) -> ListObjectsV2Response {
        do {
            return try (try? quickList(answer.bytes)) ?? readList(try XMLElement.parse(answer.bytes))
        } catch {
            throw .undecodable(
                operation: ListObjectsV2Request.operation, detail: DecodingDetail.describe(error, in: answer),
                requestID: RequestID.find(answer.head))
        }
    }

    /// Reads a page as S3 writes it; nil where it is in any other form, which `readList` then reads or refuses.
    private static func quickList(_ bytes: [UInt8]) throws -> ListObjectsV2Response? {
        guard let scan = S3ListScanner(bytes), !scan.items.isEmpty, let root = try? XMLElement.parse(scan.frame) else {
            return nil
        }
        let isEncoded = root["EncodingType"]?.text == "url"
        var unread = UnreadParts()
        var contents: [S3Object] = []
        contents.reserveCapacity(scan.items.count)
        var last = ByteText("")
        // Objects of one run have few times.
        var lastTime: (text: String, time: Timestamp?) = ("", nil)
        for item in scan.items {
            guard let range = item.key, !range.isEmpty else {
                unread.leftOut("Contents without Key")
                continue
            }
            var key = try scan.text(range)
            let size = try item.size.map(scan.text)
            let modified = try item.lastModified.map(scan.text)
            let eTag = try item.eTag.map(scan.text)
            if isEncoded, key.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) {
                key = PercentEncoding.decodeLeniently(key, plusIsSpace: true).text
            }
            // In the order of keys, none comes twice.
            guard last < ByteText(key) else { return nil }
            last = ByteText(key)
            if let modified, !modified.hasSameBytes(as: lastTime.text) {
                lastTime = (modified, Timestamp(sent: modified))
            }
            let time = modified == nil ? nil : lastTime.time
            let count = ByteCount.read(size)
            if count == nil { unread.lost("Contents.Size") }
            if time == nil { unread.lost("Contents.LastModified") }
            contents.append(S3Object(key: key, sentSize: count, sentTime: time, eTag: eTag))
        }
        var response = try readList(root)
        guard response.unread.isEmpty, response.contents.isEmpty else { return nil }
        response.contents = contents
        response.unread = unread
        return response
    }

    private static func readList(_ root: XMLElement) throws -> ListObjectsV2Response {
        guard root.name == "ListBucketResult" else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [NameKey("ListBucketResult")], debugDescription: "missing or malformed"))
        }
        func decoded(_ text: String) -> String { Self.decoded(text, in: root) }
        var unread = UnreadParts()
        var keys: Set<ByteText> = []
        let contents = root.all("Contents").compactMap { object -> S3Object? in
            guard let key = object["Key"]?.knownText, !key.isEmpty else {
                unread.leftOut(object["Key"]?.isDamaged == true ? "Contents.Key" : "Contents without Key")
                return nil
            }
            // An object is one, however often it is named.
            guard keys.insert(ByteText(decoded(key))).inserted else { return nil }
            let size = ByteCount.read(object["Size"]?.text)
            let modified = object["LastModified"].flatMap { Timestamp(sent: $0.text) }
            if size == nil { unread.lost("Contents.Size") }
            if modified == nil { unread.lost("Contents.LastModified") }
            return S3Object(key: decoded(key), sentSize: size, sentTime: modified, eTag: object["ETag"]?.knownText)
        }
        let prefixes = root.all("CommonPrefixes").compactMap { folder -> String? in
            guard let prefix = folder["Prefix"]?.knownText, !prefix.isEmpty else {
                unread.leftOut(
                    folder["Prefix"]?.isDamaged == true ? "CommonPrefixes.Prefix" : "CommonPrefixes without Prefix")
                return nil
            }
            return decoded(prefix)
        }
        let token = root["NextContinuationToken"]
        if token?.isDamaged == true { unread.lost("NextContinuationToken") }
        var response = ListObjectsV2Response(
            name: root["Name"]?.text ?? "", prefix: decoded(root["Prefix"]?.text ?? ""),
            isTruncated: isTruncated(root, hasToken: token != nil), contents: contents, commonPrefixes: prefixes,
            nextContinuationToken: token?.knownText)
        response.unread = unread
        return response
    }

    /// Whether more pages follow. Where that can't be read, a token tells.
    static func isTruncated(_ list: XMLElement, hasToken: Bool) -> Bool {
        switch list["IsTruncated"]?.text.trimmed.lowercased() {
        case "true": true
        case nil, "false": false
        default: hasToken
        }
    }

    static func decoded(_ text: String, in list: XMLElement) -> String {
        guard list["EncodingType"]?.text == "url" else { return text }
        return PercentEncoding.decodeLeniently(text, plusIsSpace: true).text
    }

    private struct NameKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
