/// Lists the candidates of a job, 300 a page at most; always ask for an order.
public struct ListCandidatesForAutoMLJobRequest: JSONRequest, PagedRequest {
    public typealias Response = ListCandidatesForAutoMLJobResponse
    public static let operation = OperationDescriptor(
        service: .sageMaker, name: "ListCandidatesForAutoMLJob", effect: .read)

    /// 1 to 32 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}`.
    public var autoMLJobName: String
    public var statusEquals: CandidateStatus?
    /// 1 to 64 characters.
    public var candidateNameEquals: String?
    public var sortOrder: AutoMLSortOrder?
    public var sortBy: CandidateSortBy?
    /// 1 to 300.
    public var maxResults: Int?
    /// 0 to 8192 characters.
    public var nextToken: String?

    public init(
        autoMLJobName: String,
        statusEquals: CandidateStatus? = nil,
        candidateNameEquals: String? = nil,
        sortOrder: AutoMLSortOrder? = nil,
        sortBy: CandidateSortBy? = nil,
        maxResults: Int? = nil,
        nextToken: String? = nil
    ) {
        self.autoMLJobName = autoMLJobName
        self.statusEquals = statusEquals
        self.candidateNameEquals = candidateNameEquals
        self.sortOrder = sortOrder
        self.sortBy = sortBy
        self.maxResults = maxResults
        self.nextToken = nextToken
    }

    private enum CodingKeys: String, CodingKey {
        case autoMLJobName = "AutoMLJobName"
        case statusEquals = "StatusEquals"
        case candidateNameEquals = "CandidateNameEquals"
        case sortOrder = "SortOrder"
        case sortBy = "SortBy"
        case maxResults = "MaxResults"
        case nextToken = "NextToken"
    }
}

extension ListCandidatesForAutoMLJobRequest {
    public var pageToken: String? {
        get { nextToken }
        set { nextToken = newValue }
    }
}

/// What ListCandidatesForAutoMLJob answers.
public struct ListCandidatesForAutoMLJobResponse: Codable, Hashable, Sendable, PartlyReadResponse {
    @SentList public var candidates: [AutoMLCandidate]
    /// 0 to 8192 characters.
    public var nextToken: String?
    public var unread = UnreadParts()

    public init(candidates: [AutoMLCandidate], nextToken: String? = nil) {
        self.candidates = candidates
        self.nextToken = nextToken
    }

    private enum CodingKeys: String, CodingKey {
        case candidates = "Candidates"
        case nextToken = "NextToken"
    }
}

extension ListCandidatesForAutoMLJobResponse: PagedResponse {
    public var items: [AutoMLCandidate] {
        get { candidates }
        set { candidates = newValue }
    }
    public static func identity(of item: AutoMLCandidate) -> String? {
        item.candidateName.isEmpty ? nil : item.candidateName
    }
    public mutating func countTwins() { countTwins { _ in false } }
    public var nextPageToken: String? { nextToken }
}
