/// Lists the caller's own account's buckets.
public struct ListBucketsRequest: AWSRequest {
    public typealias Response = ListBucketsResponse
    public static let operation = OperationDescriptor(service: .s3, name: "ListBuckets", effect: .read)

    public init() {}
}

/// What ListBuckets answers.
public struct ListBucketsResponse: Hashable, Sendable, PartlyReadResponse {
    public var names: [String]
    public var unread = UnreadParts()

    public init(names: [String]) {
        self.names = names
    }
}
