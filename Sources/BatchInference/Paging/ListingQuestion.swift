import AWSOperations

/// A row that a listing can be cut by: who it is, and when it was created.
protocol CreatedRow: Sendable {
    /// What tells rows apart.
    var identity: String { get }
    /// `.unknown` where the answer does not tell.
    var createdAt: Timestamp { get }
}

/// A listing that can be asked for a window of creation times, newest or oldest first.
protocol WindowedRequest: PagedRequest where Response.Item: CreatedRow {
    var creationTimeAfter: Timestamp? { get set }
    var creationTimeBefore: Timestamp? { get set }
    var maxResults: Int? { get set }
    /// Sorts by creation time.
    mutating func sort(ascending: Bool)
}

/// One request of a listing that is read in several places at a time.
struct ListingQuestion: Hashable, Sendable {
    var id: Int
    /// Seconds since 1970; whether a service counts the bound itself in makes no difference to the plan.
    var after: Double?
    var before: Double?
    /// Whether only the oldest row is wanted.
    var isForOldest = false
    var token: String?

    /// The request that asks it, made from the one that the listing began with.
    func request<Request: WindowedRequest>(from first: Request) -> Request {
        var request = first
        if let after { request.creationTimeAfter = Timestamp(secondsSinceEpoch: after) }
        if let before { request.creationTimeBefore = Timestamp(secondsSinceEpoch: before) }
        request.sort(ascending: isForOldest)
        if isForOldest { request.maxResults = 1 }
        request.pageToken = token
        return request
    }
}

extension AutoMLJobSummary: CreatedRow {
    var identity: String { ListedIdentity.of(arn: autoMLJobArn, name: autoMLJobName, creationTime) }
    var createdAt: Timestamp { creationTime }
}

extension TransformJobSummary: CreatedRow {
    var identity: String { ListedIdentity.of(arn: transformJobArn, name: transformJobName, creationTime) }
    var createdAt: Timestamp { creationTime }
}

extension ListAutoMLJobsRequest: WindowedRequest {
    mutating func sort(ascending: Bool) {
        sortBy = .creationTime
        sortOrder = ascending ? .ascending : .descending
    }
}

extension ListTransformJobsRequest: WindowedRequest {
    mutating func sort(ascending: Bool) {
        sortBy = .creationTime
        sortOrder = ascending ? .ascending : .descending
    }
}
