/// Which service an operation belongs to, what it is called, and what repeating it would do.
public struct OperationDescriptor: Hashable, Sendable {
    /// What happens when the same request reaches the service twice.
    public enum Effect: Hashable, Sendable {
        /// Changes nothing: identical requests in flight may share one answer.
        case read
        /// Changes something, but a second time makes no difference.
        case idempotentWrite
        /// Makes a new thing, and has no client token: after doubt, describe and compare.
        case create
    }

    public let service: AWSService
    /// The API's own name, for example `ListTransformJobs`.
    public let name: String
    public let effect: Effect

    public init(service: AWSService, name: String, effect: Effect) {
        self.service = service
        self.name = name
        self.effect = effect
    }

    /// The IAM action that permits the operation, for example `sagemaker:CreateModel`.
    public var iamAction: String {
        switch name {
        case "HeadObject": "s3:GetObject"
        case "ListObjectsV2", "HeadBucket": "s3:ListBucket"
        case "DescribeAutoMLJobV2": "sagemaker:DescribeAutoMLJobV2"
        case "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload": "s3:PutObject"
        case "ListBuckets": "s3:ListAllMyBuckets"
        case "ListParts": "s3:ListMultipartUploadParts"
        case "ListMultipartUploads": "s3:ListBucketMultipartUploads"
        default: "\(service.iamPrefix):\(name)"
        }
    }
}

/// The input of one AWS operation; its type says which, and what comes back.
public protocol AWSRequest: Hashable, Sendable {
    associatedtype Response: Sendable
    static var operation: OperationDescriptor { get }
}

/// An operation of a JSON 1.0 or 1.1 service: request and response are the JSON objects themselves.
public protocol JSONRequest: AWSRequest, Codable where Response: Codable {}

/// An operation of a query-protocol service (STS, IAM): a form in, XML out.
public protocol QueryRequest: AWSRequest where Response: Codable {
    /// The form fields beside `Action` and `Version`, in any order.
    var parameters: [(name: String, value: String)] { get }
}

/// A listing that is read page by page with a token.
public protocol PagedRequest: AWSRequest where Response: PagedResponse {
    /// The token of the page asked for; nil for the first page.
    var pageToken: String? { get set }
}

/// One page of a listing.
public protocol PagedResponse: Sendable {
    associatedtype Item: Sendable
    /// The page's rows; may be empty although more pages follow.
    var items: [Item] { get set }
    /// What tells a row from the others of its listing; nil where the answer does not say.
    static func identity(of item: Item) -> String?
    /// Counts rows of the page that stand for others, which are not shown, as left out.
    mutating func countTwins()
    /// Takes out the rows that came on an earlier page.
    mutating func keepNew(in progress: inout ListingProgress)
    /// The token of the next page; nil or empty at the end.
    var nextPageToken: String? { get }
    /// Whether the page says that more follows, and gives no token for it.
    var isCutShort: Bool { get }
    /// Rows of the page that could not be read at all, and are not among its items.
    var itemsLeftOut: Int { get }
}

extension PagedResponse {
    public var itemsLeftOut: Int { 0 }
    public var isCutShort: Bool { false }
    public mutating func countTwins() {}
}

/// The answer of an operation that answers with nothing.
public struct EmptyResponse: Codable, Hashable, Sendable {
    public init() {}
}
