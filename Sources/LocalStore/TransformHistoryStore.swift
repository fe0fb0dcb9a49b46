import AWSOperations
import BatchInference
import Foundation
import GRDB
import JSONCoding

/// Ended transforms in SQLite, the newest few thousand.
public struct TransformHistoryStore: TransformHistory {
    /// Rows that estimates rest on; older ones say little about today's runs.
    static let rowLimit = 5000
    /// Runs that are kept whole.
    static let runLimit = 20_000

    private let database: StateDatabase

    public init(_ database: StateDatabase) {
        self.database = database
    }

    public func remember(_ transforms: [TransformOverview], in scope: AccountScope) async throws {
        let now = Timestamp(secondsSinceEpoch: Date().timeIntervalSince1970)
        try await keep(transforms.compactMap { EndedRun($0, at: now) }, in: scope)
        let rows = transforms.compactMap { PastTransformRow($0, scope: scope) }
        guard !rows.isEmpty else { return }
        try await database.write { db in
            for row in rows { try row.save(db) }
            try db.execute(
                sql: """
                    DELETE FROM pastTransform WHERE rowid NOT IN
                    (SELECT rowid FROM pastTransform ORDER BY endedAt DESC LIMIT ?)
                    """, arguments: [Self.rowLimit])
        }
    }

    public func rememberInput(bytes: Int, ofTransform name: String, in scope: AccountScope) async throws {
        guard bytes >= 0 else { return }
        try await database.write { db in
            try db.execute(
                sql: "UPDATE pastTransform SET inputBytes = ? WHERE account = ? AND region = ? AND name = ?",
                arguments: [bytes, scope.account, scope.region, name])
        }
    }

    public func keep(_ runs: [EndedRun], in scope: AccountScope) async throws {
        guard !runs.isEmpty else { return }
        try await database.write { db in
            for run in runs {
                let stored = try Row.fetchOne(
                    db, sql: "SELECT * FROM endedRun WHERE account = ? AND region = ? AND name = ?",
                    arguments: [scope.account, scope.region, run.name])
                // One that is damaged is written again.
                let known = stored.flatMap { try? EndedRunRow(row: $0).run }
                let merged = known?.merging(run) ?? run
                var same = merged
                same.keptAt = known?.keptAt ?? merged.keptAt
                guard same != known else { continue }
                try EndedRunRow(merged, scope: scope).save(db)
            }
            try db.execute(
                sql: """
                    DELETE FROM endedRun WHERE rowid NOT IN
                    (SELECT rowid FROM endedRun ORDER BY createdAt DESC LIMIT ?)
                    """, arguments: [Self.runLimit])
        }
    }

    public func runs(
        matching query: EndedRunQuery, in scope: AccountScope, limit: Int
    ) async throws -> [EndedRun] {
        try await database.read { db in
            var found: [EndedRun] = []
            let cursor = try Row.fetchCursor(
                db,
                sql: """
                    SELECT * FROM endedRun WHERE account = :account AND region = :region
                    AND (:model IS NULL OR modelName = :model) AND (:status IS NULL OR status = :status)
                    ORDER BY createdAt DESC
                    """,
                arguments: [
                    "account": scope.account, "region": scope.region, "model": query.modelName,
                    "status": query.status?.rawValue,
                ])
            let part = query.nameContains?.lowercased() ?? ""
            while found.count < limit, let row = try cursor.next() {
                // A damaged row is no reason to hide the others.
                guard let run = try? EndedRunRow(row: row).run else { continue }
                guard query.includesInternal || !run.isAutopilotInternal else { continue }
                guard part.isEmpty || run.name.lowercased().firstRange(of: part) != nil else { continue }
                found.append(run)
            }
            return found
        }
    }

    public func unreadableRuns(in scope: AccountScope) async throws -> Int {
        try await database.read { db in
            var count = 0
            let rows = try Row.fetchCursor(
                db, sql: "SELECT * FROM endedRun WHERE account = ? AND region = ?",
                arguments: [scope.account, scope.region])
            while let row = try rows.next() {
                if (try? EndedRunRow(row: row).run) == nil { count += 1 }
            }
            return count
        }
    }

    public func run(named name: String, in scope: AccountScope) async throws -> EndedRun? {
        try await database.read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM endedRun WHERE account = ? AND region = ? AND name = ?",
                arguments: [scope.account, scope.region, name]
            ).flatMap { try? EndedRunRow(row: $0).run }
        }
    }

    public func pastTransforms(
        ofModel modelName: String?, candidate candidateName: String?, in scope: AccountScope, limit: Int
    ) async throws -> [PastTransform] {
        try await database.read { db in
            // Each launch makes a model of its own name, so a candidate's runs are found through the journal.
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM pastTransform
                    WHERE account = :account AND region = :region AND status = 'Completed'
                    AND (modelName = :model OR name IN (
                        SELECT transformJobName FROM launch
                        WHERE account = :account AND region = :region AND candidateName = :candidate))
                    ORDER BY endedAt DESC LIMIT :limit
                    """,
                arguments: [
                    "account": scope.account, "region": scope.region, "model": modelName, "candidate": candidateName,
                    "limit": max(0, limit),
                ]
                // A damaged row is worth no more than its part in an estimate.
            ).compactMap { try? PastTransformRow(row: $0) }
        }.map(\.pastTransform)
    }
}

/// A transform as a row of the table `pastTransform`.
struct PastTransformRow: Codable, Sendable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "pastTransform"

    var account: String
    var region: String
    var name: String
    var modelName: String
    var status: String
    var instanceType: String
    var instanceCount: Int
    var createdAt: Double
    var startedAt: Double
    var endedAt: Double
    /// Told apart from the rest, by `rememberInput`: it's read here, and never written with the row.
    var inputBytes: Int?

    private enum CodingKeys: String, CodingKey {
        case account, region, name, modelName, status, instanceType, instanceCount, createdAt, startedAt, endedAt
    }

    init(row: Row) throws {
        account = try row.value("account")
        region = try row.value("region")
        name = try row.value("name")
        modelName = try row.value("modelName")
        status = try row.value("status")
        instanceType = try row.value("instanceType")
        instanceCount = try row.value("instanceCount")
        createdAt = try row.moment("createdAt")
        startedAt = try row.moment("startedAt")
        endedAt = try row.moment("endedAt")
        inputBytes = try? row.optional("inputBytes")
    }

    /// Nil for a transform that has not ended, never started, is one of Autopilot's own, or ran a sample of a few rows.
    init?(_ transform: TransformOverview, scope: AccountScope) {
        guard transform.isEnded, !transform.isAutopilotInternal, !transform.isSampleRun,
            let modelName = transform.modelName,
            let instanceType = transform.instanceType, let instanceCount = transform.instanceCount,
            let startedAt = transform.startedAt, let endedAt = transform.endedAt, transform.createdAt.isKnown
        else { return nil }
        account = scope.account
        region = scope.region
        name = transform.name
        self.modelName = modelName
        status = transform.status.rawValue
        self.instanceType = instanceType.rawValue
        self.instanceCount = instanceCount
        createdAt = transform.createdAt.secondsSinceEpoch
        self.startedAt = startedAt.secondsSinceEpoch
        self.endedAt = endedAt.secondsSinceEpoch
    }

    var pastTransform: PastTransform {
        PastTransform(
            name: name, modelName: modelName, instanceType: TransformInstanceType(rawValue: instanceType),
            instanceCount: instanceCount, provisioningSeconds: startedAt - createdAt,
            runningSeconds: endedAt - startedAt, endedAt: Timestamp(secondsSinceEpoch: endedAt),
            inputBytes: inputBytes)
    }
}

/// A run as a row of the table `endedRun`.
struct EndedRunRow: Codable, Sendable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "endedRun"

    var account: String
    var region: String
    var name: String
    var status: String
    var modelName: String?
    var createdAt: Double
    var content: String

    init(_ run: EndedRun, scope: AccountScope) throws {
        account = scope.account
        region = scope.region
        name = run.name
        status = run.status.rawValue
        modelName = run.modelName
        createdAt = run.createdAt.secondsSinceEpoch
        content = String(decoding: try JSON.encode(run), as: UTF8.self)
    }

    init(row: Row) throws {
        account = try row.value("account")
        region = try row.value("region")
        name = try row.value("name")
        status = try row.value("status")
        modelName = try row.optional("modelName")
        createdAt = try row.moment("createdAt")
        content = try row.value("content")
    }

    /// What the row tells; throws `UnreadableValue`.
    var run: EndedRun {
        get throws {
            do {
                return try JSON.decode(EndedRun.self, from: Array(content.utf8))
            } catch {
                throw UnreadableValue("its content is damaged")
            }
        }
    }
}
