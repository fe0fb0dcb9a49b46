import AWSOperations
import BatchInference

/// Reads listings to their end.
enum Pages {
    /// All rows, each once and at most `limit`, and how many could not be read at all; with why the rest could not be
    /// read, where a page after the first failed or the cursor found no way on. Throws what the first page threw.
    static func all<Request: PagedRequest>(
        _ first: Request, limit: Int? = nil, fetch: (Request) async throws -> Request.Response
    ) async throws -> (rows: [Request.Response.Item], leftOut: Int, shortfall: AWSFailure?) {
        var cursor = PageCursor(first: first)
        var rows: [Request.Response.Item] = []
        var leftOut = 0
        var hasBegun = false
        while let request = cursor.next {
            let page: Request.Response
            do {
                page = cursor.received(try await fetch(request))
            } catch {
                let failure = AWSFailure(wrapping: error)
                guard hasBegun, failure != .cancelled, !Task.isCancelled else { throw failure }
                return (rows, leftOut, failure)
            }
            hasBegun = true
            rows += page.items
            leftOut += page.itemsLeftOut
            if let limit, rows.count >= limit { return (Array(rows.prefix(limit)), leftOut, nil) }
        }
        return (rows, leftOut, cursor.failure)
    }
}
