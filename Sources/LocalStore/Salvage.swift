import BatchInference
import Foundation
import GRDB

/// What can still be read of a damaged database, table by table and from both ends of each.
struct Salvage: Sendable {
    private(set) var launches: [LaunchRow] = []
    private(set) var setAside: [SetAsideRow] = []
    private(set) var history: [PastTransformRow] = []
    private(set) var runs: [EndedRunRow] = []
    private(set) var evaluations: [EvaluationRow] = []

    /// Reads a file that nobody else uses; empty where nothing can be read.
    init(path: String) {
        var configuration = Configuration()
        configuration.readonly = true
        guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else { return }
        queue.unsafeRead { read($0) }
        try? queue.close()
    }

    private mutating func read(_ db: Database) {
        launches = journal(db)
        setAside += Self.rows("setAsideLaunch", db).compactMap { try? SetAsideRow(row: $0) }
        history = Self.rows("pastTransform", db).compactMap { try? PastTransformRow(row: $0) }
        runs = Self.rows("endedRun", db).compactMap { row in
            guard let run = try? EndedRunRow(row: row), (try? run.run) != nil else { return nil }
            return run
        }
        evaluations = journal(db)
    }

    /// The rows of a table of the journal; those that can't be read any more are set aside.
    private mutating func journal<Stored: JournalRow>(_ db: Database) -> [Stored] {
        let table = Stored.databaseTableName
        var found: [Stored] = []
        var ids: Set<String> = []
        for row in Self.rows(table, db) {
            do {
                let stored = try Stored(row: row)
                ids.insert(stored.id)
                _ = try stored.record
                found.append(stored)
            } catch {
                if let id: String = try? row.optional("id") { ids.insert(id) }
                setAside.append(Stored.setAside(row, reason: "\(error)"))
            }
        }
        // Where the table is damaged, its indexes may still know names and states.
        let states = Self.states("SELECT rowid, state FROM \(table) INDEXED BY index_\(table)_on_state", db)
        for row in Self.all("SELECT rowid, id FROM \(table) INDEXED BY sqlite_autoindex_\(table)_1", db) {
            guard let id: String = try? row.optional("id"), ids.insert(id).inserted else { continue }
            let number: Int64? = (try? row.optional("rowid")) ?? nil
            if let lost = Stored.setAside(id: id, state: number.flatMap { states[$0] }) { setAside.append(lost) }
        }
        return found
    }

    /// States by the numbers of their rows, as an index has them.
    private static func states(_ sql: String, _ db: Database) -> [Int64: String] {
        var states: [Int64: String] = [:]
        for row in all(sql, db) {
            if let number: Int64 = try? row.optional("rowid"), let state: String = try? row.optional("state") {
                states[number] = state
            }
        }
        return states
    }

    /// The rows of a table that can be reached from its beginning or its end, each once.
    private static func rows(_ table: String, _ db: Database) -> [Row] {
        var known: Set<Int64> = []
        var rows: [Row] = []
        for order in ["ASC", "DESC"] {
            for row in all("SELECT rowid AS salvagedNumber, * FROM \(table) NOT INDEXED ORDER BY rowid \(order)", db) {
                guard let number: Int64 = try? row.optional("salvagedNumber"), known.insert(number).inserted else {
                    continue
                }
                rows.append(row)
            }
        }
        // A view has no row numbers.
        return rows.isEmpty ? all("SELECT * FROM \(table)", db) : rows
    }

    /// The rows up to the first that cannot be read.
    private static func all(_ sql: String, _ db: Database) -> [Row] {
        var rows: [Row] = []
        do {
            let cursor = try Row.fetchCursor(db, sql: sql)
            while let row = try cursor.next() { rows.append(row.copy()) }
        } catch {
            // What came before it counts.
        }
        return rows
    }

    /// Writes everything to a new database.
    func save(to db: Database) throws {
        for launch in launches { try launch.insert(db, onConflict: .ignore) }
        for row in setAside { try row.insert(db) }
        for row in history { try row.insert(db, onConflict: .ignore) }
        for row in runs { try row.insert(db, onConflict: .ignore) }
        for row in evaluations { try row.insert(db, onConflict: .ignore) }
    }

    /// What was found, for the message about the damaged file: nothing is lost without a word.
    var words: String {
        guard !launches.isEmpty || !setAside.isEmpty else { return "no launch in it could be read" }
        let kept = launches.count == 1 ? "1 launch was" : "\(launches.count) launches were"
        guard !setAside.isEmpty else { return "\(kept) carried over" }
        let names = setAside.prefix(5).map { $0.launch.name ?? "one without a name" }.joined(separator: ", ")
        let more = setAside.count > 5 ? " and \(setAside.count - 5) more" : ""
        return "\(kept) carried over; these could not be read: \(names)\(more)"
    }
}

/// A database in memory with what the file holds, for reading where the file or its folder can't be written: SQLite needs
/// files of its own beside one that has a write-ahead log.
enum ReadingCopy {
    /// Throws where the file can't be read either; one that does not exist gives an empty database.
    static func queue(of path: String) throws -> DatabaseQueue {
        let copy = try DatabaseQueue()
        let files = FileManager.default
        // Not distinguished from one that can't be looked for.
        var status = stat()
        guard stat(path, &status) == 0 || errno != ENOENT && errno != ENOTDIR else {
            try Migrations.all.migrate(copy)
            return copy
        }
        let folder = files.temporaryDirectory.appendingPathComponent("flightdeck-journal-\(UUID().uuidString)")
        try files.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? files.removeItem(at: folder) }
        let file = folder.appendingPathComponent("copy.sqlite").path
        for suffix in ["", "-wal"] where suffix.isEmpty || files.fileExists(atPath: path + suffix) {
            try Data(contentsOf: URL(fileURLWithPath: path + suffix)).write(to: URL(fileURLWithPath: file + suffix))
        }
        let source = try DatabaseQueue(path: file)
        defer { try? source.close() }
        try source.backup(to: copy)
        guard try !copy.read({ try Migrations.all.hasBeenSuperseded($0) }) else { throw StoreError.newer(path) }
        try Migrations.all.migrate(copy)
        return copy
    }
}
