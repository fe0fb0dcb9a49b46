import AWSOperations
import BatchInference
import GRDB
import JSONCoding

/// Evaluations in SQLite, under way and ended; each call has reached the disk when it returns.
public struct EvaluationStore: EvaluationJournal {
    /// Ended ones that are kept.
    static let endedLimit = 500

    private let database: StateDatabase
    private let table: JournalTable<EvaluationRow>

    public init(_ database: StateDatabase) {
        self.database = database
        table = JournalTable(database)
    }

    public func begin(_ record: EvaluationRecord) async throws {
        try await table.taking(record.id) { taken in
            var row = try EvaluationRow(record)
            row.owner = taken.name
            try await database.write { [row] db in try row.insert(db) }
        }
    }

    public func update(_ record: EvaluationRecord) async throws {
        let row = try EvaluationRow(record)
        try await database.write { [owner = table.owner] db in
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

    public func claim(_ id: EvaluationRecord.ID) async throws -> EvaluationRecord { try await table.claim(id) }

    public func release(_ id: EvaluationRecord.ID) async { await table.release(id) }

    public func unfinished() async throws -> [EvaluationRecord] {
        try await table.open(Self.where("state IS NOT 'ended'"), isAtWork: false)
    }

    public func underWay() async throws -> [EvaluationRecord] {
        try await table.open(Self.where("state IS NOT 'ended'"), isAtWork: true)
    }

    public func ended(
        ofJob job: String?, in scope: AccountScope, limit: Int
    ) async throws -> [EvaluationRecord] {
        try await table.entries(
            Self.where(
                "state = 'ended' AND account = :account AND region = :region AND (:job IS NULL OR jobName = :job)"),
            ["account": scope.account, "region": scope.region, "job": job], limit: limit
        ).map(\.record)
    }

    public func ended(named name: String, in scope: AccountScope) async throws -> EvaluationRecord? {
        try await table.entries(
            Self.where("state = 'ended' AND account = :account AND region = :region AND name = :name"),
            ["account": scope.account, "region": scope.region, "name": name]
        ).map(\.record).first { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// Rows that meet a condition, newest first, and those that are damaged, which no condition on their columns finds.
    private static func `where`(_ condition: String) -> String {
        let isOddlyTyped = EvaluationRow.keys.map { "typeof(\($0)) != 'text'" }.joined(separator: " OR ")
        return "WHERE (\(condition)) OR \(isOddlyTyped) ORDER BY createdAt DESC"
    }
}

/// An evaluation as a row of the table `evaluation`.
struct EvaluationRow: JournalRow {
    static let databaseTableName = "evaluation"
    static let thing = "evaluation"

    static func setAside(_ stored: Row, reason: String) -> SetAsideRow {
        SetAsideRow(evaluation: stored, reason: reason)
    }

    static func setAside(id: String, state: String?) -> SetAsideRow? { SetAsideRow(evaluationID: id, state: state) }

    var id: String
    var account: String
    var region: String
    var jobName: String
    var name: String
    var state: String
    var createdAt: Double
    var updatedAt: Double
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
