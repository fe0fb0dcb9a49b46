import AWSOperations

/// Reads listings to their end.
enum Pages {
    /// All rows, at most `limit`.
    static func all<Request: PagedRequest>(
        _ first: Request, limit: Int? = nil, fetch: (Request) async throws -> Request.Response
    ) async throws -> [Request.Response.Item] {
        var cursor = PageCursor(first: first)
        var rows: [Request.Response.Item] = []
        while let request = cursor.next {
            let page = try await fetch(request)
            rows += page.items
            if let limit, rows.count >= limit { return Array(rows.prefix(limit)) }
            cursor.received(page)
        }
        return rows
    }
}
