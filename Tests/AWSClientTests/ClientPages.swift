import AWSClient
import AWSOperations

/// The pages of a listing, asked for one by one as they are read; `PageCursor` says which comes next, and takes out rows
/// that came before. Throws its failure after the last page that can be read.
struct ClientPages<Request: PagedRequest>: AsyncSequence, Sendable {
    typealias Element = Request.Response
    typealias Failure = AWSFailure

    let first: Request
    let send: @Sendable (Request) async throws(AWSFailure) -> Request.Response

    func makeAsyncIterator() -> Iterator { Iterator(cursor: PageCursor(first: first), send: send) }

    struct Iterator: AsyncIteratorProtocol {
        var cursor: PageCursor<Request>
        let send: @Sendable (Request) async throws(AWSFailure) -> Request.Response

        mutating func next() async throws(AWSFailure) -> Request.Response? {
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
    func pages<Request: PagedRequest & JSONRequest>(_ request: Request) -> ClientPages<Request> {
        ClientPages(first: request) { request throws(AWSFailure) in try await self.send(request) }
    }

    /// All pages of a query service's listing from `request` on.
    func pages<Request: PagedRequest & QueryRequest>(_ request: Request) -> ClientPages<Request> {
        ClientPages(first: request) { request throws(AWSFailure) in try await self.send(request) }
    }

    /// All pages of a listing of objects from `request` on.
    func pages(_ request: ListObjectsV2Request) -> ClientPages<ListObjectsV2Request> {
        ClientPages(first: request) { request throws(AWSFailure) in try await self.send(request) }
    }
}
