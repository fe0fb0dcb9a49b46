import AWSOperations

/// The object that a download reads, and what is known of it.
struct DownloadSource: Sendable {
    let client: AWSClient
    let bucket: String
    let key: String
    /// What a listing said of the object; nil where nothing is known of it.
    var listed: ListedObject?

    var uri: String { S3Location(bucket: bucket, key: key).uri }
    /// Whom failures name.
    var host: String { "\(bucket) in S3" }

    /// Opens the object, whole or its first range, which tells its length and ETag; refuses another than the listed one.
    func open() async throws -> OpenedObject {
        let range = 0..<Download.partSize
        var stream = try await firstStream(range)
        // Without an ETag the parts could be of different objects, and without its place a part could be any.
        if stream.isPart, stream.head.eTag == nil || stream.part?.bytes.lowerBound != range.lowerBound {
            stream = try await client.stream(request(nil))
            guard !stream.isPart else { throw Self.misplaced }
        }
        let object = DownloadedObject(
            length: stream.part?.totalLength ?? stream.length, eTag: stream.head.eTag,
            isEncryptedWithKey: stream.head.kmsKey != nil)
        try listed?.check(object)
        return OpenedObject(
            object: object, stream: stream,
            range: 0..<min(stream.isPart ? range.upperBound : .max, object.length ?? .max))
    }

    private func firstStream(_ range: Range<Int>) async throws -> ObjectStream {
        do {
            return try await client.stream(request(range))
        } catch AWSFailure.service(let error) where error.httpStatus == 416 {
            // An empty object has no ranges.
            return try await client.stream(request(nil))
        }
    }

    func request(_ range: Range<Int>?, ifMatch eTag: String? = nil) -> GetObjectRequest {
        GetObjectRequest(bucket: bucket, key: key, range: range, ifMatch: eTag)
    }

    /// The bytes would land in another place than theirs.
    static let misplaced = AWSFailure.undecodable(
        operation: GetObjectRequest.operation, detail: "another range than was asked for", requestID: nil)
}

/// An object whose answer has begun, cut to what the answer holds.
struct OpenedObject: Sendable {
    var object: DownloadedObject
    var stream: ObjectStream
    var range: Range<Int>
}

/// What all parts of a download must belong to.
struct DownloadedObject: Hashable, Sendable {
    /// Nil where the service does not say: it ends where the answer does.
    var length: Int?
    /// Nil where the service gives none: nothing then says that two answers are of one object.
    var eTag: String?
    /// Whether KMS encrypts it, so that its ETag says nothing of its bytes.
    var isEncryptedWithKey = false

    /// Whether its ETag is the MD5 of its bytes, as far as is known.
    var eTagIsDigest: Bool {
        guard let eTag, !isEncryptedWithKey else { return false }
        return ETagNote.isDigest(String(decoding: ListedObject.bare(eTag), as: UTF8.self))
    }
}

/// What a listing said of an object that is then downloaded.
public struct ListedObject: Hashable, Sendable {
    /// In bytes; nil where it did not say.
    public var size: Int?
    /// With or without its quotes; empty where it did not say.
    public var eTag: String
    /// Nil where it did not say; the file gets this time.
    public var lastModified: Timestamp?

    public init(size: Int?, eTag: String, lastModified: Timestamp? = nil) {
        self.size = size
        self.eTag = eTag
        self.lastModified = lastModified
    }

    /// Refuses another object than the listed one: it was written again since, or something else than S3 has answered.
    func check(_ object: DownloadedObject) throws(AWSFailure) {
        let hasOtherETag = object.eTag.map { !eTag.isEmpty && !$0.isEmpty && Self.bare($0) != Self.bare(eTag) } ?? false
        if let size, let length = object.length, length != size {
            let sizes = "it has \(length) bytes, and the listing said \(size)"
            if hasOtherETag { throw .objectReplaced(GetObjectRequest.operation, detail: sizes) }
            throw .undecodable(
                operation: GetObjectRequest.operation,
                detail: "\(sizes): the object was replaced, or it wasn't S3 that responded",
                requestID: nil)
        }
        if hasOtherETag {
            throw .objectReplaced(GetObjectRequest.operation, detail: "it has another ETag than the listing said")
        }
    }

    static func bare(_ eTag: String) -> [UInt8] { eTag.utf8.filter { $0 != UInt8(ascii: "\"") } }
}
