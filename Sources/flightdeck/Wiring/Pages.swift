import AWSOperations

/// Reads listings to their end.
enum Pages {
    /// All rows, at most `limit`; ends on a token that repeats, and goes on after an empty page.
    static func all<Request: PagedRequest>(
        _ first: Request, limit: Int? = nil, fetch: (Request) async throws -> Request.Response
    ) async throws -> [Request.Response.Item] {
        var request = first
        var rows: [Request.Response.Item] = []
        var seen: Set<String> = []
        while true {
            let page = try await fetch(request)
            rows += page.items
            if let limit, rows.count >= limit { return Array(rows.prefix(limit)) }
            guard let token = page.nextPageToken, !token.isEmpty, seen.insert(token).inserted else { return rows }
            request.pageToken = token
        }
    }
}
