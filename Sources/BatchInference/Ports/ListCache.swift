import AWSOperations

/// Rows as they were last read, to show as old until the service answers.
public struct CachedList<Row: Hashable & Sendable>: Hashable, Sendable {
    public var rows: [Row]
    public var savedAt: Timestamp

    public init(rows: [Row], savedAt: Timestamp) {
        self.rows = rows
        self.savedAt = savedAt
    }
}

/// Keeps the last known lists of each account and region, bounded in rows and in number.
public protocol ListCache: Sendable {
    func cachedJobs(in scope: AccountScope) async throws -> CachedList<JobOverview>?
    func cacheJobs(_ list: CachedList<JobOverview>, in scope: AccountScope) async throws
    func cachedTransforms(in scope: AccountScope) async throws -> CachedList<TransformOverview>?
    func cacheTransforms(_ list: CachedList<TransformOverview>, in scope: AccountScope) async throws
}
