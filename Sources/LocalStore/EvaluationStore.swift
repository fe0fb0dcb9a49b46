import AWSOperations
import BatchInference
import GRDB
import JSONCoding

/// Evaluations in SQLite, under way and ended; each call has reached the disk when it returns.
public struct EvaluationStore: EvaluationJournal {
    /// Ended ones that are kept.
    static let endedLimit = 500

    private let database: StateDatabase
    private let owner: LaunchOwner

    public init(_ database: StateDatabase) {
        self.database = database
        owner = LaunchOwner(database: database.path) { database.say($0) }
    }

    public func begin(_ record: EvaluationRecord) async throws {
        let taken = try owner.take(record.id)
        do {
            var row = try EvaluationRow(record)
            row.owner = taken.name
            try await database.write { [row] db in try row.insert(db) }
        } catch {
            if taken.isNew { owner.letGo(record.id) }
            throw error
        }
    }

    public func update(_ record: EvaluationRecord) async throws {
        let row = try EvaluationRow(record)
        try await database.write { [owner] db in
            if try Row.fetchOne(db, sql: "SELECT 1 FROM evaluation WHERE id = ?", arguments: [row.id]) != nil {
                // Who works on it is not for the record to say.
                try row.update(db, columns: ["state", "updatedAt", "content"])
            } else {
                // A damaged file may have taken it along; what this program works on must be written down all the same.
                var row = row
                row.owner = owner.name(of: row.id)
                try row.insert(db)
            }
            guard record.isSettled else { return }
            try db.execute(
                sql: """
                    DELETE FROM evaluation WHERE state = 'ended' AND rowid NOT IN
                    (SELECT rowid FROM evaluation WHERE state = 'ended' ORDER BY createdAt DESC LIMIT ?)
                    """, arguments: [Self.endedLimit])
        }
    }

    public func claim(_ id: EvaluationRecord.ID) async throws -> EvaluationRecord {
        let taken = try owner.take(id)
        do {
            return try await database.write { [owner, taken] db in
                let stored = try Row.fetchOne(db, sql: "SELECT * FROM evaluation WHERE id = ?", arguments: [id])
                guard let stored else {
                    throw StoreError(problem: "the evaluation \(id) isn't in the journal", remedy: "")
                }
                var row = try EvaluationRow(row: stored)
                if owner.isAnother(row.owner) { throw LaunchIsUnderWay(id: id) }
                row.owner = taken.name
                try row.update(db, columns: ["owner"])
                return try row.record
            }
        } catch {
            if taken.isNew { owner.letGo(id) }
            throw error
        }
    }

    public func release(_ id: EvaluationRecord.ID) async {
        // A row that keeps its owner's name does no harm: the name's lock is gone.
        try? await database.write { [owner] db in
            guard let stored = try Row.fetchOne(db, sql: "SELECT owner FROM evaluation WHERE id = ?", arguments: [id])
            else { return }
            let known: String? = try stored.optional("owner")
            guard !owner.isAnother(known) else { return }
            try db.execute(sql: "UPDATE evaluation SET owner = NULL WHERE id = ?", arguments: [id])
        }
        owner.letGo(id)
    }

    public func unfinished() async throws -> [EvaluationRecord] {
        try await rows("WHERE state != 'ended'").filter { !owner.isAtWork($0.row.owner) }.map(\.record)
    }

    public func underWay() async throws -> [EvaluationRecord] {
        try await rows("WHERE state != 'ended'").filter { owner.isAtWork($0.row.owner) }.map(\.record)
    }

    public func ended(
        ofJob job: String?, in scope: AccountScope, limit: Int
    ) async throws -> [EvaluationRecord] {
        try await rows(
            "WHERE state = 'ended' AND account = :account AND region = :region AND (:job IS NULL OR jobName = :job)",
            ["account": scope.account, "region": scope.region, "job": job], limit: limit
        ).map(\.record)
    }

    private struct Entry: Sendable {
        var row: EvaluationRow
        var record: EvaluationRecord
    }

    /// The rows that can be read, newest first.
    private func rows(
        _ clause: String, _ arguments: StatementArguments = StatementArguments(), limit: Int = 1000
    ) async throws -> [Entry] {
        try await database.read { db in
            var found: [Entry] = []
            let cursor = try Row.fetchCursor(
                db, sql: "SELECT * FROM evaluation \(clause) ORDER BY createdAt DESC", arguments: arguments)
            while found.count < limit, let stored = try cursor.next() {
                // A damaged row is no reason to hide the others.
                guard let row = try? EvaluationRow(row: stored), let record = try? row.record else { continue }
                found.append(Entry(row: row, record: record))
            }
            return found
        }
    }
}

/// An evaluation as a row of the table `evaluation`.
struct EvaluationRow: Codable, Sendable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "evaluation"

    var id: String
    var account: String
    var region: String
    var jobName: String
    var name: String
    var state: String
    var createdAt: Double
    var updatedAt: Double
    /// The program that works on it; nil where none does.
    var owner: String?
    var content: String

    init(_ record: EvaluationRecord) throws {
        (id, account, region) = (record.id, record.account, record.region)
        (jobName, name, state) = (record.jobName, record.name, record.state.rawValue)
        createdAt = record.createdAt.secondsSinceEpoch
        updatedAt = record.updatedAt.secondsSinceEpoch
        content = String(decoding: try JSON.encode(record), as: UTF8.self)
    }

    init(row: Row) throws {
        id = try row.value("id")
        account = try row.value("account")
        region = try row.value("region")
        jobName = try row.value("jobName")
        name = try row.value("name")
        state = try row.value("state")
        createdAt = try row.moment("createdAt")
        updatedAt = try row.moment("updatedAt")
        owner = try row.optional("owner")
        content = try row.value("content")
    }

    /// What the row tells; throws `UnreadableValue`.
    var record: EvaluationRecord {
        get throws {
            do {
                return try JSON.decode(EvaluationRecord.self, from: Array(content.utf8))
            } catch {
                throw UnreadableValue("its content is damaged")
            }
        }
    }
}
