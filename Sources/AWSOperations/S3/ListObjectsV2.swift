/// Lists the objects under a prefix, 1,000 a page at most, in key order.
public struct ListObjectsV2Request: PagedRequest {
    public typealias Response = ListObjectsV2Response
    public static let operation = OperationDescriptor(service: .s3, name: "ListObjectsV2", effect: .read)

    public var bucket: String
    public var prefix: String?
    /// Groups keys that share what stands between the prefix and this text.
    public var delimiter: String?
    /// 1 to 1,000.
    public var maxKeys: Int?
    public var startAfter: String?
    public var continuationToken: String?

    public init(
        bucket: String, prefix: String? = nil, delimiter: String? = nil, maxKeys: Int? = nil,
        startAfter: String? = nil, continuationToken: String? = nil
    ) {
        self.bucket = bucket
        self.prefix = prefix
        self.delimiter = delimiter
        self.maxKeys = maxKeys
        self.startAfter = startAfter
        self.continuationToken = continuationToken
    }

    public var pageToken: String? {
        get { continuationToken }
        set { continuationToken = newValue }
    }
}

/// What ListObjectsV2 answers; keys are already decoded from `encoding-type=url`.
public struct ListObjectsV2Response: Hashable, Sendable, PagedResponse, PartlyReadResponse {
    public var name: String
    public var prefix: String
    public var isTruncated: Bool
    public var contents: [S3Object]
    /// The groups that a delimiter made, each ending in it.
    public var commonPrefixes: [String]
    public var nextContinuationToken: String?
    public var unread = UnreadParts()

    public init(
        name: String, prefix: String, isTruncated: Bool, contents: [S3Object], commonPrefixes: [String],
        nextContinuationToken: String?
    ) {
        self.name = name
        self.prefix = prefix
        self.isTruncated = isTruncated
        self.contents = contents
        self.commonPrefixes = commonPrefixes
        self.nextContinuationToken = nextContinuationToken
    }

    public var items: [S3Object] {
        get { contents }
        set { contents = newValue }
    }
    public static func identity(of item: S3Object) -> String? { item.key }

    /// Keys and groups come in the order of their bytes.
    public mutating func keepNew(in progress: inout ListingProgress) {
        contents = contents.filter { progress.isForward($0.key) }
        commonPrefixes = commonPrefixes.filter { progress.isForward($0) }
    }

    public var nextPageToken: String? { isTruncated ? nextContinuationToken : nil }
    public var isCutShort: Bool { isTruncated && nextContinuationToken?.isEmpty ?? true || unread.lacksToken }
}

/// One object of a listing.
public struct S3Object: Codable, Hashable, Sendable {
    @ByteText public var key: String
    /// In bytes.
    @Promised public var size: Int
    @Promised public var lastModified: Timestamp
    /// With its quotes.
    public var eTag: String

    public init(key: String, size: Int, lastModified: Timestamp, eTag: String) {
        self.key = key
        self.size = size
        self.lastModified = lastModified
        self.eTag = eTag
    }

    /// An object as a listing tells it, with nil for what it does not tell.
    public init(key: String, sentSize: Int?, sentTime: Timestamp?, eTag: String?) {
        self.key = key
        _size = Promised(sent: sentSize)
        _lastModified = Promised(sent: sentTime)
        self.eTag = eTag ?? ""
    }
}
