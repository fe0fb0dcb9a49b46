import BatchInference
import GRDB

/// A row of something that one program at a time works on: a launch, an evaluation.
protocol JournalRow: Codable, Sendable, FetchableRecord, PersistableRecord {
    associatedtype Record: Sendable

    /// What it is of, in a message.
    static var thing: String { get }
    /// What is kept of a row that can't be read.
    static func setAside(_ stored: Row, reason: String) -> SetAsideRow
    /// What is kept of one that only an index of a damaged file still knows; nil where nothing is lost with it.
    static func setAside(id: String, state: String?) -> SetAsideRow?

    var id: String { get }
    /// The program that works on it; nil where none does.
    var owner: String? { get set }
    /// What the row tells; throws `UnreadableValue`.
    var record: Record { get throws }
}

/// A table of the journal: who works on which row, and what becomes of rows that can't be read.
struct JournalTable<Stored: JournalRow>: Sendable {
    struct Entry: Sendable {
        var row: Stored
        var record: Stored.Record
    }

    let database: StateDatabase
    let owner: LaunchOwner

    init(_ database: StateDatabase) {
        self.database = database
        owner = LaunchOwner(database: database.path) { database.say($0) }
    }

    /// With the number of each row, by which it is set aside whatever else of it is damaged.
    private static var select: String { "SELECT rowid, * FROM \(Stored.databaseTableName) " }

    static func row(_ id: String, in db: Database) throws -> Row? {
        try Row.fetchOne(db, sql: select + "WHERE id = ?", arguments: [id])
    }

    // MARK: Whose a row is

    /// Counts a row among this program's for what is done with it, and from then on; no longer where that fails.
    func taking<Value>(
        _ id: String, _ work: (_ taken: (name: String, isNew: Bool)) async throws -> Value
    ) async throws -> Value {
        let taken = try owner.take(id)
        do {
            return try await work(taken)
        } catch {
            if taken.isNew { owner.letGo(id) }
            throw error
        }
    }

    /// Makes a row this program's; throws `LaunchIsUnderWay` where another works on it.
    func claim(_ id: String) async throws -> Stored.Record {
        try await taking(id) { taken in
            try await database.write { [owner] db in
                guard let stored = try Self.row(id, in: db) else {
                    throw StoreError(problem: "the \(Stored.thing) \(id) isn't in the journal", remedy: "")
                }
                var row = try Stored(row: stored)
                if owner.isAnother(row.owner) { throw LaunchIsUnderWay(id: id) }
                let record = try row.record
                row.owner = taken.name
                try row.update(db, columns: ["owner"])
                return record
            }
        }
    }

    func release(_ id: String) async {
        // A row that keeps its owner's name does no harm: the name's lock is gone.
        try? await database.write { [owner] db in
            guard let stored = try Self.row(id, in: db) else { return }
            let known: String? = try stored.optional("owner")
            guard !owner.isAnother(known) else { return }
            try db.execute(
                sql: "UPDATE \(Stored.databaseTableName) SET owner = NULL WHERE id = ?", arguments: [id])
        }
        owner.letGo(id)
    }

    /// Of rows that are still open: those that a program works on, or those that none does.
    func open(_ clauses: String, isAtWork: Bool) async throws -> [Stored.Record] {
        try await entries(clauses).filter { owner.isAtWork($0.row.owner) == isAtWork }.map(\.record)
    }

    // MARK: Rows

    /// The rows that can be read; the others are set aside and named.
    ///
    /// - Parameter limit: How many are read at most; those that can't be read don't count.
    func entries(
        _ clauses: String, _ arguments: StatementArguments = StatementArguments(), limit: Int = .max
    ) async throws -> [Entry] {
        let (entries, damaged) = try await database.read { db in
            var entries: [Entry] = []
            var damaged: [Int64] = []
            let cursor = try Row.fetchCursor(db, sql: Self.select + clauses, arguments: arguments)
            while entries.count < limit, let stored = try cursor.next() {
                do {
                    let row = try Stored(row: stored)
                    entries.append(Entry(row: row, record: try row.record))
                } catch {
                    // A damaged row is no reason to hide the others.
                    damaged.append(stored["rowid"])
                }
            }
            return (entries, damaged)
        }
        if !damaged.isEmpty { await setAside(damaged) }
        return entries
    }

    private func setAside(_ numbers: [Int64]) async {
        // A disk that takes nothing is told of where something has to be written.
        let lost = try? await database.write { [owner] db in
            try numbers.compactMap { number -> SetAsideRow? in
                guard let stored = try Row.fetchOne(db, sql: Self.select + "WHERE rowid = ?", arguments: [number])
                else { return nil }
                // A program of another version may be at work on it.
                let worker: String?? = try? stored.optional("owner")
                if owner.isAtWork(worker ?? nil) { return nil }
                do {
                    _ = try Stored(row: stored).record
                    return nil
                } catch {
                    return try Self.setAside(stored, error, in: db)
                }
            }
        }
        for row in lost ?? [] { database.say(row.launch.text) }
    }

    static func setAside(_ stored: Row, _ reason: any Error, in db: Database) throws -> SetAsideRow {
        let number: Int64 = stored["rowid"]
        let row = Stored.setAside(stored, reason: "\(reason)")
        try row.insert(db)
        try db.execute(sql: "DELETE FROM \(Stored.databaseTableName) WHERE rowid = ?", arguments: [number])
        return row
    }
}
