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
        try await rows("state IS NOT 'ended'").filter { !owner.isAtWork($0.row.owner) }.map(\.record)
    }

    public func underWay() async throws -> [EvaluationRecord] {
        try await rows("state IS NOT 'ended'").filter { owner.isAtWork($0.row.owner) }.map(\.record)
    }

    public func ended(
        ofJob job: String?, in scope: AccountScope, limit: Int
    ) async throws -> [EvaluationRecord] {
        try await rows(
            "state = 'ended' AND account = :account AND region = :region AND (:job IS NULL OR jobName = :job)",
            ["account": scope.account, "region": scope.region, "job": job], limit: limit
        ).map(\.record)
    }

    public func ended(named name: String, in scope: AccountScope) async throws -> EvaluationRecord? {
        try await rows(
            "state = 'ended' AND account = :account AND region = :region AND name = :name",
            ["account": scope.account, "region": scope.region, "name": name]
        ).map(\.record).first { $0.name.utf8.elementsEqual(name.utf8) }
    }

    private struct Entry: Sendable {
        var row: EvaluationRow
        var record: EvaluationRecord
    }

    /// The rows that can be read, newest first; those that can't be are set aside and named.
    private func rows(
        _ condition: String, _ arguments: StatementArguments = StatementArguments(), limit: Int = 1000
    ) async throws -> [Entry] {
        let (entries, damaged) = try await database.read { db in
            var found: [Entry] = []
            var damaged: [Int64] = []
            let cursor = try Row.fetchCursor(
                db,
                sql: """
                    SELECT rowid, * FROM evaluation WHERE (\(condition)) OR \(Self.isOddlyTyped)
                    ORDER BY createdAt DESC
                    """, arguments: arguments)
            while found.count < limit, let stored = try cursor.next() {
                do {
                    let row = try EvaluationRow(row: stored)
                    found.append(Entry(row: row, record: try row.record))
                } catch {
                    // A damaged row is no reason to hide the others.
                    damaged.append(stored["rowid"])
                }
            }
            return (found, damaged)
        }
        if !damaged.isEmpty { await setAside(damaged) }
        return entries
    }

    /// Of rows that no condition on their columns finds.
    private static let isOddlyTyped = EvaluationRow.keys
        .map { "typeof(\($0)) != 'text'" }.joined(separator: " OR ")

    private func setAside(_ numbers: [Int64]) async {
        // A disk that takes nothing is told of where something has to be written.
        let lost = try? await database.write { [owner] db in
            try numbers.compactMap { number -> SetAsideRow? in
                guard
                    let stored = try Row.fetchOne(
                        db, sql: "SELECT rowid, * FROM evaluation WHERE rowid = ?", arguments: [number])
                else { return nil }
                // A program of another version may be at work on it.
                let worker: String?? = try? stored.optional("owner")
                if owner.isAtWork(worker ?? nil) { return nil }
                do {
                    _ = try EvaluationRow(row: stored).record
                    return nil
                } catch {
                    let row = SetAsideRow(evaluation: stored, reason: "\(error)")
                    try row.insert(db)
                    try db.execute(sql: "DELETE FROM evaluation WHERE rowid = ?", arguments: [number])
                    return row
                }
            }
        }
        for row in lost ?? [] { database.say(row.launch.text) }
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

    /// The columns that rows are looked for by.
    static let keys = ["account", "region", "jobName", "state"]

    init(row: Row) throws {
        // Bytes may read as a text and still be found by none.
        for column in Self.keys {
            let value: DatabaseValue = row[column]
            guard case .string = value.storage else { throw UnreadableValue("its \(column) is damaged") }
        }
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
            let record: EvaluationRecord
            do {
                record = try JSON.decode(EvaluationRecord.self, from: Array(content.utf8))
            } catch {
                throw UnreadableValue("its content is damaged")
            }
            // Rows are found by the column: with another state in it, what was cut short would pass for ended.
            guard record.state.rawValue == state else {
                throw UnreadableValue("its state \(state) isn't its content's")
            }
            return record
        }
    }
}
