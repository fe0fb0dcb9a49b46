import AWSOperations
import BatchInference
import GRDB

/// The launch journal in SQLite; each call has reached the disk when it returns.
public struct LaunchJournalStore: LaunchJournal {
    private let database: StateDatabase
    private let owner: LaunchOwner

    public init(_ database: StateDatabase) {
        self.database = database
        owner = LaunchOwner(database: database.path) { database.say($0) }
    }

    public func begin(_ record: LaunchRecord) async throws {
        var row = try LaunchRow(record)
        let taken = try owner.take(row.id)
        row.owner = taken.name
        do {
            let lost = try await database.write { [row, owner, taken] db -> SetAsideRow? in
                guard let stored = try Row.fetchOne(db, sql: Self.select + "WHERE id = ?", arguments: [row.id]) else {
                    try row.insertVerified(db)
                    return nil
                }
                do {
                    let known = try LaunchRow(row: stored)
                    if owner.isAnother(known.owner) { throw LaunchIsUnderWay(id: row.id) }
                    let state = try known.record.state
                    // Written by this very call, before it turned out that its file was damaged.
                    let isOwn = taken.isNew && known.owner == taken.name
                    guard isOwn || state == .refused || state == .cleanedUp else {
                        throw LaunchAlreadyInJournal(id: row.id, state: state)
                    }
                    try row.update(db)
                    try row.verify(db)
                    return nil
                } catch let unreadable as UnreadableValue {
                    let lost = try Self.setAside(stored, unreadable, in: db)
                    try row.insertVerified(db)
                    return lost
                }
            }
            if let lost { database.say(lost.launch.text) }
        } catch {
            if taken.isNew { owner.letGo(row.id) }
            throw error
        }
    }

    public func update(_ record: LaunchRecord) async throws {
        let row = try LaunchRow(record)
        try await database.write { [owner] db in
            if try row.updateIfExists(db) { return try row.verify(db) }
            // A damaged file may have taken it along; what this program works on must be written down all the same.
            guard let name = owner.name(of: row.id) else {
                throw StoreError(
                    problem: "the launch of \(row.transformJobName) isn't in the journal",
                    remedy: "it may have been deleted by hand")
            }
            var row = row
            row.owner = name
            try row.insertVerified(db)
        }
    }

    public func claim(_ record: LaunchRecord) async throws -> LaunchRecord {
        let id = record.id
        let taken = try owner.take(id)
        do {
            return try await database.write { [owner, taken] db in
                guard let stored = try Row.fetchOne(db, sql: Self.select + "WHERE id = ?", arguments: [id]) else {
                    throw StoreError(problem: "the launch \(id) isn't in the journal", remedy: "")
                }
                var row = try LaunchRow(row: stored)
                if owner.isAnother(row.owner) { throw LaunchIsUnderWay(id: id) }
                let record = try row.record
                row.owner = taken.name
                try row.update(db, columns: ["owner"])
                return record
            }
        } catch {
            if taken.isNew { owner.letGo(id) }
            throw error
        }
    }

    public func release(_ id: LaunchRecord.ID) async {
        // A row that keeps its owner's name does no harm: the name's lock is gone.
        try? await database.write { [owner] db in
            guard let stored = try Row.fetchOne(db, sql: Self.select + "WHERE id = ?", arguments: [id]) else { return }
            let known: String? = try stored.optional("owner")
            guard !owner.isAnother(known) else { return }
            try db.execute(sql: "UPDATE launch SET owner = NULL WHERE id = ?", arguments: [id])
        }
        owner.letGo(id)
    }

    public func unfinished() async throws -> [LaunchRecord] {
        try await open().filter { !owner.isAtWork($0.row.owner) }.map(\.record)
    }

    public func underWay() async throws -> [LaunchRecord] {
        try await open().filter { owner.isAtWork($0.row.owner) }.map(\.record)
    }

    private func open() async throws -> [Entry] {
        let final = LaunchRecord.State.allStates.filter(\.isFinal).map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try await entries(
            "WHERE state IS NULL OR state NOT IN (\(final)) OR isOpenTrial ORDER BY createdAt DESC")
    }

    public func history(limit: Int) async throws -> [LaunchRecord] {
        try await entries("ORDER BY createdAt DESC LIMIT \(max(0, limit))").map(\.record)
    }

    public func repairs() async throws -> [LaunchRecord] {
        try await entries("WHERE repairs IS NOT NULL ORDER BY createdAt").map(\.record).filter(\.isRepair)
    }

    public func setAside() async throws -> [SetAsideLaunch] {
        try await database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM setAsideLaunch ORDER BY number DESC LIMIT 200")
                .compactMap { try? SetAsideRow(row: $0) }
        }.map(\.launch)
    }

    // MARK: Rows

    /// With the number of each row, by which it is set aside whatever else of it is damaged.
    private static let select = "SELECT rowid, * FROM launch "

    private struct Entry: Sendable {
        var row: LaunchRow
        var record: LaunchRecord
    }

    /// The rows that can be read; the others are set aside and named.
    private func entries(_ clauses: String) async throws -> [Entry] {
        let (entries, damaged) = try await database.read { db in
            var entries: [Entry] = []
            var damaged: [Int64] = []
            for stored in try Row.fetchAll(db, sql: Self.select + clauses) {
                do {
                    let row = try LaunchRow(row: stored)
                    entries.append(Entry(row: row, record: try row.record))
                } catch {
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
                else {
                    return nil
                }
                // A program of another version may be at work on it.
                let worker: String?? = try? stored.optional("owner")
                if owner.isAtWork(worker ?? nil) { return nil }
                do {
                    _ = try LaunchRow(row: stored).record
                    return nil
                } catch {
                    return try Self.setAside(stored, error, in: db)
                }
            }
        }
        for row in lost ?? [] { database.say(row.launch.text) }
    }

    private static func setAside(_ stored: Row, _ reason: any Error, in db: Database) throws -> SetAsideRow {
        let number: Int64 = stored["rowid"]
        let row = SetAsideRow(stored, reason: "\(reason)")
        try row.insert(db)
        try db.execute(sql: "DELETE FROM launch WHERE rowid = ?", arguments: [number])
        return row
    }
}

extension LaunchRecord.State {
    fileprivate static let allStates: [LaunchRecord.State] = [
        .planned, .copyingArtifacts, .creatingModel, .modelCreated, .creatingTransform, .launched, .cleaningUp,
        .cleanedUp, .refused,
    ]
}
