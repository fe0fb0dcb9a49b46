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
