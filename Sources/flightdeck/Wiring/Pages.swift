import AWSOperations
import BatchInference

/// Reads listings to their end.
enum Pages {
    /// All rows, at most `limit`; with why the rest could not be read, where a page after the first failed or its token
    /// came twice. Throws what the first page threw.
    static func all<Request: PagedRequest>(
        _ first: Request, limit: Int? = nil, fetch: (Request) async throws -> Request.Response
    ) async throws -> (rows: [Request.Response.Item], shortfall: AWSFailure?) {
        var cursor = PageCursor(first: first)
        var rows: [Request.Response.Item] = []
        var hasBegun = false
        while let request = cursor.next {
            let page: Request.Response
            do {
                page = try await fetch(request)
            } catch {
                let failure = AWSFailure(wrapping: error)
                guard hasBegun, failure != .cancelled, !Task.isCancelled else { throw failure }
                return (rows, failure)
            }
            hasBegun = true
            rows += page.items
            if let limit, rows.count >= limit { return (Array(rows.prefix(limit)), nil) }
            cursor.received(page)
        }
        return (rows, cursor.isRepeating ? .repeatedPageToken(operation: Request.operation) : nil)
    }
}
