import AWSOperations

/// The pages of a listing, asked for one by one as they are read.
///
/// Goes on over empty pages, and ends where a token comes a second time.
public struct PageSequence<Request: PagedRequest>: AsyncSequence, Sendable {
    public typealias Element = Request.Response
    public typealias Failure = AWSFailure

    let first: Request
    let send: @Sendable (Request) async throws(AWSFailure) -> Request.Response

    public func makeAsyncIterator() -> Iterator { Iterator(cursor: PageCursor(first: first), send: send) }

    public struct Iterator: AsyncIteratorProtocol {
        var cursor: PageCursor<Request>
        let send: @Sendable (Request) async throws(AWSFailure) -> Request.Response

        public mutating func next() async throws(AWSFailure) -> Request.Response? {
            guard let request = cursor.next else { return nil }
            let page = try await send(request)
            cursor.received(page)
            return page
        }
    }
}

/// Which page comes next: a value that is told each page.
struct PageCursor<Request: PagedRequest>: Sendable {
    /// The request for the next page; nil at the end.
    private(set) var next: Request?
    private var seen: Set<String> = []

    init(first: Request) {
        next = first
        if let token = first.pageToken { seen.insert(token) }
    }

    mutating func received(_ page: Request.Response) {
        guard var following = next, let token = page.nextPageToken, !token.isEmpty, seen.insert(token).inserted else {
            next = nil
            return
        }
        following.pageToken = token
        next = following
    }
}

extension AWSClient {
    /// All pages of a listing from `request` on.
    public func pages<Request: PagedRequest & JSONRequest>(_ request: Request) -> PageSequence<Request> {
        PageSequence(first: request) { request throws(AWSFailure) in try await self.send(request) }
    }

    /// All pages of a query service's listing from `request` on.
    public func pages<Request: PagedRequest & QueryRequest>(_ request: Request) -> PageSequence<Request> {
        PageSequence(first: request) { request throws(AWSFailure) in try await self.send(request) }
    }

    /// All pages of a listing of objects from `request` on.
    public func pages(_ request: ListObjectsV2Request) -> PageSequence<ListObjectsV2Request> {
        PageSequence(first: request) { request throws(AWSFailure) in try await self.send(request) }
    }
}
