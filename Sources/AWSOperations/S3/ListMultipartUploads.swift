/// Lists the uploads under a prefix that are neither completed nor aborted, 1,000 a page at most.
public struct ListMultipartUploadsRequest: PagedRequest {
    public typealias Response = ListMultipartUploadsResponse
    public static let operation = OperationDescriptor(service: .s3, name: "ListMultipartUploads", effect: .read)

    /// Where a page begins.
    public struct Marker: Hashable, Sendable {
        @ByteText public var key: String
        public var uploadID: String

        public init(key: String, uploadID: String) {
            self.key = key
            self.uploadID = uploadID
        }
    }

    public var bucket: String
    public var prefix: String?
    public var marker: Marker?

    public init(bucket: String, prefix: String? = nil, marker: Marker? = nil) {
        self.bucket = bucket
        self.prefix = prefix
        self.marker = marker
    }

    /// Upload id and key in one text; upload ids have no blanks.
    public var pageToken: String? {
        get { marker.map { "\($0.uploadID) \($0.key)" } }
        set {
            marker = newValue.flatMap { text in
                text.firstByteIndex(of: " ").map {
                    Marker(key: String(text[text.index(after: $0)...]), uploadID: String(text[..<$0]))
                }
            }
        }
    }
}

/// What ListMultipartUploads answers; keys are already decoded from `encoding-type=url`.
public struct ListMultipartUploadsResponse: Hashable, Sendable, PagedResponse, PartlyReadResponse {
    public var uploads: [MultipartUpload]
    public var isTruncated: Bool
    public var nextMarker: ListMultipartUploadsRequest.Marker?
    public var unread = UnreadParts()

    public init(
        uploads: [MultipartUpload], isTruncated: Bool = false, nextMarker: ListMultipartUploadsRequest.Marker? = nil
    ) {
        self.uploads = uploads
        self.isTruncated = isTruncated
        self.nextMarker = nextMarker
    }

    public var items: [MultipartUpload] {
        get { uploads }
        set { uploads = newValue }
    }
    public static func identity(of item: MultipartUpload) -> String? { "\(item.uploadID) \(item.key)" }
    public var nextPageToken: String? { isTruncated ? nextMarker.map { "\($0.uploadID) \($0.key)" } : nil }
}

/// An upload under way.
public struct MultipartUpload: Hashable, Sendable {
    @ByteText public var key: String
    public var uploadID: String
    public var initiated: Timestamp?

    public init(key: String, uploadID: String, initiated: Timestamp? = nil) {
        self.key = key
        self.uploadID = uploadID
        self.initiated = initiated
    }
}
