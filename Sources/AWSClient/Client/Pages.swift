import AWSOperations

/// The pages of a listing, asked for one by one as they are read; `PageCursor` says which comes next. Throws
/// `repeatedPageToken` after the page whose token had been given before.
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
            guard let request = cursor.next else {
                if cursor.isRepeating { throw .repeatedPageToken(operation: Request.operation) }
                return nil
            }
            let page = try await send(request)
            cursor.received(page)
            return page
        }
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
