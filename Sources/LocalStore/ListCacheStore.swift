import AWSOperations
import BatchInference
import Foundation
import GRDB
import JSONCoding

/// Last known lists in SQLite by their kind: the first few hundred rows each, of each kind those that were read last.
struct ListCacheStore {
    static let rowLimit = 500
    static let listLimit = 40

    private let database: StateDatabase

    init(_ database: StateDatabase) {
        self.database = database
    }

    func list<Row: Codable & Hashable & Sendable>(
        _ kind: String, in scope: AccountScope
    ) async throws -> CachedList<Row>? {
        // Rows that are damaged, or that another version wrote, are no loss.
        let found = try await database.read { db -> (Data, Double)? in
            let row = try GRDB.Row.fetchOne(
                db, sql: "SELECT rows, savedAt FROM cachedList WHERE account = ? AND region = ? AND kind = ?",
                arguments: [scope.account, scope.region, kind])
            guard let row, let rows: Data = try? row.value("rows"), let savedAt = try? row.moment("savedAt") else {
                return nil
            }
            return (rows, savedAt)
        }
        guard let (data, savedAt) = found, let rows = try? JSON.decode([Row].self, from: Array(data)) else {
            return nil
        }
        return CachedList(rows: rows, savedAt: Timestamp(secondsSinceEpoch: savedAt))
    }

    /// - Parameter group: A pattern of the kinds of which only the newest lists are kept; nil for this kind alone.
    func save<Row: Codable & Hashable & Sendable>(
        _ list: CachedList<Row>, _ kind: String, in scope: AccountScope, sharingRoomWith group: String? = nil
    ) async throws {
        let data = Data(try JSON.encode(Array(list.rows.prefix(Self.rowLimit))))
        try await database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO cachedList (account, region, kind, rows, savedAt) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET rows = excluded.rows, savedAt = excluded.savedAt
                    """,
                arguments: [scope.account, scope.region, kind, data, list.savedAt.secondsSinceEpoch])
            try db.execute(
                sql: """
                    DELETE FROM cachedList WHERE kind GLOB ? AND rowid NOT IN
                    (SELECT rowid FROM cachedList WHERE kind GLOB ? ORDER BY savedAt DESC LIMIT ?)
                    """, arguments: [group ?? kind, group ?? kind, Self.listLimit])
        }
    }
}

/// Prices in SQLite, those of AWS apart from those of any other endpoint.
public struct PriceCacheStore: PriceCache {
    private let lists: ListCacheStore
    private let endpoint: String

    /// - Parameter endpoint: The price list's configured endpoint, where one is in force.
    public init(_ database: StateDatabase, endpoint: String? = nil) {
        lists = ListCacheStore(database)
        self.endpoint = endpoint ?? ""
    }

    public func cachedPrices(inRegion region: String) async throws -> CachedList<InstancePrice>? {
        try await lists.list("prices", in: scope(region))
    }

    public func cachePrices(_ list: CachedList<InstancePrice>, inRegion region: String) async throws {
        try await lists.save(list, "prices", in: scope(region))
    }

    /// Prices are the same for every account: the endpoint stands in the account's place.
    private func scope(_ region: String) -> AccountScope { AccountScope(account: endpoint, region: region) }
}
