import AWSOperations

/// The pages of a listing, one request each, as they come; ends where `PageCursor` does, or after `pageLimit` pages.
struct PageSequence<Request: PagedRequest>: AsyncSequence, Sendable {
    let first: Request
    let pageLimit: Int
    let fetch: @Sendable (Request) async throws -> Request.Response

    init(
        _ first: Request, pageLimit: Int = 1000, fetch: @escaping @Sendable (Request) async throws -> Request.Response
    ) {
        self.first = first
        self.pageLimit = pageLimit
        self.fetch = fetch
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        private let pages: PageSequence
        private var cursor: PageCursor<Request>
        private var pagesRead = 0

        init(_ pages: PageSequence) {
            self.pages = pages
            cursor = PageCursor(first: pages.first)
        }

        mutating func next() async throws -> Request.Response? {
            guard let request = cursor.next, pagesRead < pages.pageLimit else { return nil }
            let response = try await pages.fetch(request)
            pagesRead += 1
            cursor.received(response)
            return response
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
