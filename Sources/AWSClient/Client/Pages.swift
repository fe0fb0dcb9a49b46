import AWSOperations

/// The pages of a listing, asked for one by one as they are read; `PageCursor` says which comes next, and takes out rows
/// that came before. Throws its failure after the last page that can be read.
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
                if let failure = cursor.failure { throw failure }
                return nil
            }
            return cursor.received(try await send(request))
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
