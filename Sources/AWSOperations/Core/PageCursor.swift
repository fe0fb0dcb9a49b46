/// The tokens of one chain of pages; ends without a next token, on an empty one, or on one that comes a second time.
public struct TokenChain: Hashable, Sendable {
    /// The token of the page to ask for; nil for the first page.
    public private(set) var token: String?
    private var seen: Set<String> = []

    /// - Parameter token: Where the chain is entered; nil for its beginning.
    public init(from token: String? = nil) {
        self.token = token
        if let token { seen.insert(token) }
    }

    /// Goes on to the next page; false where there is none.
    public mutating func advance(to next: String?) -> Bool {
        guard let next, !next.isEmpty, seen.insert(next).inserted else { return false }
        token = next
        return true
    }
}

/// Which page of a listing comes next: a value that is told each page. An empty page with a token goes on (list calls are
/// known to answer so).
public struct PageCursor<Request: PagedRequest>: Sendable {
    /// The request for the next page; nil at the end.
    public private(set) var next: Request?
    private var chain: TokenChain

    public init(first: Request) {
        next = first
        chain = TokenChain(from: first.pageToken)
    }

    public mutating func received(_ page: Request.Response) {
        if chain.advance(to: page.nextPageToken) { next?.pageToken = chain.token } else { next = nil }
    }
}
