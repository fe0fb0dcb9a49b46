import AWSOperations

/// The pages of a listing, one request each, as they come.
///
/// Ends without a next token, on a token that repeats, or after `pageLimit` pages; an empty page with a token goes on
/// (list calls are known to answer so).
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
        private var request: Request?
        private var seenTokens: Set<String> = []
        private var pagesRead = 0

        init(_ pages: PageSequence) {
            self.pages = pages
            request = pages.first
        }

        mutating func next() async throws -> Request.Response? {
            guard var current = request, pagesRead < pages.pageLimit else { return nil }
            let response = try await pages.fetch(current)
            pagesRead += 1
            if let token = response.nextPageToken, !token.isEmpty, seenTokens.insert(token).inserted {
                current.pageToken = token
                request = current
            } else {
                request = nil
            }
            return response
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
