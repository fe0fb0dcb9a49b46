import AWSOperations
import BatchInference
import GRDB

/// The launch journal in SQLite; each call has reached the disk when it returns.
public struct LaunchJournalStore: LaunchJournal {
    private let database: StateDatabase
    private let table: JournalTable<LaunchRow>

    public init(_ database: StateDatabase) {
        self.database = database
        table = JournalTable(database)
    }

    public func begin(_ record: LaunchRecord) async throws {
        let lost = try await table.taking(record.id) { taken in
            var row = try LaunchRow(record)
            row.owner = taken.name
            return try await database.write { [row, owner = table.owner] db -> SetAsideRow? in
                guard let stored = try JournalTable<LaunchRow>.row(row.id, in: db) else {
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
                    let lost = try JournalTable<LaunchRow>.setAside(stored, unreadable, in: db)
                    try row.insertVerified(db)
                    return lost
                }
            }
        }
        if let lost { database.say(lost.launch.text) }
    }

    public func update(_ record: LaunchRecord) async throws {
        let row = try LaunchRow(record)
        try await database.write { [owner = table.owner] db in
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

    public func claim(_ record: LaunchRecord) async throws -> LaunchRecord { try await table.claim(record.id) }

    public func release(_ id: LaunchRecord.ID) async { await table.release(id) }

    private static let isOpen: String = {
        let final = LaunchRecord.State.allStates.filter(\.isFinal).map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return "WHERE state IS NULL OR state NOT IN (\(final)) OR isOpenTrial ORDER BY createdAt DESC"
    }()

    public func unfinished() async throws -> [LaunchRecord] {
        try await table.open(Self.isOpen, isAtWork: false)
    }

    public func underWay() async throws -> [LaunchRecord] {
        try await table.open(Self.isOpen, isAtWork: true)
    }

    public func history(limit: Int) async throws -> [LaunchRecord] {
        try await table.entries("ORDER BY createdAt DESC", limit: max(0, limit)).map(\.record)
    }

    public func repairs() async throws -> [LaunchRecord] {
        try await table.entries("WHERE repairs IS NOT NULL ORDER BY createdAt").map(\.record).filter(\.isRepair)
    }

    public func setAside() async throws -> [SetAsideLaunch] {
        try await database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM setAsideLaunch ORDER BY number DESC LIMIT 200")
                .compactMap { try? SetAsideRow(row: $0) }
        }.map(\.launch)
    }
}

extension LaunchRecord.State {
    fileprivate static let allStates: [LaunchRecord.State] = [
        .planned, .copyingArtifacts, .creatingModel, .modelCreated, .creatingTransform, .launched, .cleaningUp,
        .cleanedUp, .refused,
    ]
}
