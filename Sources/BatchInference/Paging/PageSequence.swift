import AWSOperations

/// The pages of a listing, one request each, as they come; ends where `PageCursor` does.
///
/// Rows that came on an earlier page are taken out. Throws the cursor's failure after the last page that can be read, and
/// `AWSFailure.endlessListing` where more follow after `pageLimit` pages.
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
            guard let request = cursor.next else {
                if let failure = cursor.failure { throw failure }
                return nil
            }
            guard pagesRead < pages.pageLimit else {
                throw AWSFailure.endlessListing(operation: Request.operation, pages: pagesRead)
            }
            let response = try await pages.fetch(request)
            pagesRead += 1
            return cursor.received(response)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

    /// Hands on page after page while `take` wants more, and returns why a later page could not be read: what came before
    /// it stays good.
    ///
    /// Throws where the first page fails, and when cancelled.
    func read(_ take: (Request.Response) -> Bool) async throws -> AWSFailure? {
        var hasBegun = false
        do {
            for try await page in self {
                hasBegun = true
                guard take(page) else { return nil }
            }
            return nil
        } catch {
            let failure = AWSFailure(wrapping: error)
            guard hasBegun, !Task.isCancelled, failure != .cancelled else { throw failure }
            return failure
        }
    }
}
