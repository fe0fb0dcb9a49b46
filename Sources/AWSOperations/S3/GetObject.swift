/// Reads an object, or a range of it, into memory; large objects are streamed by the client instead.
public struct GetObjectRequest: AWSRequest {
    public typealias Response = GetObjectResponse
    public static let operation = OperationDescriptor(service: .s3, name: "GetObject", effect: .read)

    public var bucket: String
    @ByteText public var key: String
    /// The bytes asked for, from 0; nil for all.
    public var range: Range<Int>?
    /// Refuses the answer with 412 where the object has another ETag by now.
    public var ifMatch: String?

    public init(bucket: String, key: String, range: Range<Int>? = nil, ifMatch: String? = nil) {
        self.bucket = bucket
        self.key = key
        self.range = range
        self.ifMatch = ifMatch
    }
}

/// An object's bytes with its head.
public struct GetObjectResponse: Hashable, Sendable {
    public var body: [UInt8]
    public var head: HeadObjectResponse
    /// The whole object's size where a range was asked for.
    public var totalLength: Int

    public init(body: [UInt8], head: HeadObjectResponse, totalLength: Int) {
        self.body = body
        self.head = head
        self.totalLength = totalLength
    }
}
