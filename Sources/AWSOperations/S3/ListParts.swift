/// Lists the parts of an upload that have arrived, 1,000 a page at most.
public struct ListPartsRequest: PagedRequest {
    public typealias Response = ListPartsResponse
    public static let operation = OperationDescriptor(service: .s3, name: "ListParts", effect: .read)

    public var bucket: String
    @ByteText public var key: String
    public var uploadID: String
    public var partNumberMarker: String?

    public init(bucket: String, key: String, uploadID: String, partNumberMarker: String? = nil) {
        self.bucket = bucket
        self.key = key
        self.uploadID = uploadID
        self.partNumberMarker = partNumberMarker
    }

    public var pageToken: String? {
        get { partNumberMarker }
        set { partNumberMarker = newValue }
    }
}

/// What ListParts answers.
public struct ListPartsResponse: Hashable, Sendable, PagedResponse, PartlyReadResponse {
    public var parts: [UploadedPart]
    public var isTruncated: Bool
    public var nextPartNumberMarker: String?
    public var unread = UnreadParts()

    public init(parts: [UploadedPart], isTruncated: Bool = false, nextPartNumberMarker: String? = nil) {
        self.parts = parts
        self.isTruncated = isTruncated
        self.nextPartNumberMarker = nextPartNumberMarker
    }

    public var items: [UploadedPart] {
        get { parts }
        set { parts = newValue }
    }
    public static func identity(of item: UploadedPart) -> String? { String(item.number) }
    public var nextPageToken: String? { isTruncated ? nextPartNumberMarker : nil }
}

/// A part that has arrived.
public struct UploadedPart: Hashable, Sendable {
    public var number: Int
    /// With its quotes.
    public var eTag: String
    /// In bytes.
    public var size: Int

    public init(number: Int, eTag: String, size: Int) {
        self.number = number
        self.eTag = eTag
        self.size = size
    }
}
