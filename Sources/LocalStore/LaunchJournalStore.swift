import AWSOperations
import BatchInference
import Foundation
import GRDB
import JSONCoding

/// The launch journal in SQLite; each call has reached the disk when it returns.
public struct LaunchJournalStore: LaunchJournal {
    private let database: StateDatabase
    private let owner: LaunchOwner

    public init(_ database: StateDatabase) {
        self.database = database
        owner = LaunchOwner(folder: "\(database.path).owners")
    }

    public func begin(_ record: LaunchRecord) async throws {
        var row = try LaunchRow(record)
        row.owner = try owner.take(row.id)
        do {
            try await database.write { [row, owner] db in
                if let known = try LaunchRow.fetchOne(db, key: row.id) {
                    if owner.isAnother(known.owner) { throw LaunchIsUnderWay(id: row.id) }
                    let state = LaunchRecord.State(rawValue: known.state) ?? .planned
                    guard state == .refused || state == .cleanedUp else {
                        throw LaunchAlreadyInJournal(id: row.id, state: state)
                    }
                    try row.update(db)
                } else {
                    try row.insert(db)
                }
            }
        } catch {
            owner.letGo(row.id)
            throw error
        }
    }

    public func update(_ record: LaunchRecord) async throws {
        let row = try LaunchRow(record)
        try await database.write { db in
            guard try row.updateIfExists(db) else {
                throw StoreError(
                    problem: "the launch of \(row.transformJobName) is not in the journal",
                    remedy: "it may have been removed by hand")
            }
        }
    }

    public func claim(_ record: LaunchRecord) async throws -> LaunchRecord {
        let id = record.id
        let name = try owner.take(id)
        do {
            let row = try await database.write { [owner] db in
                guard var row = try LaunchRow.fetchOne(db, key: id) else {
                    throw StoreError(problem: "the launch \(id) is not in the journal", remedy: "")
                }
                if owner.isAnother(row.owner) { throw LaunchIsUnderWay(id: id) }
                row.owner = name
                try row.update(db, columns: ["owner"])
                return row
            }
            return try row.record
        } catch {
            owner.letGo(id)
            throw error
        }
    }

    public func release(_ id: LaunchRecord.ID) async {
        // A row that keeps its owner's name does no harm: the name's lock is gone.
        try? await database.write { [owner] db in
            guard var row = try LaunchRow.fetchOne(db, key: id), !owner.isAnother(row.owner) else { return }
            row.owner = nil
            try row.update(db, columns: ["owner"])
        }
        owner.letGo(id)
    }

    public func unfinished() async throws -> [LaunchRecord] {
        try await open().filter { !owner.isAtWork($0.owner) }.map { try $0.record }
    }

    public func underWay() async throws -> [LaunchRecord] {
        try await open().filter { owner.isAtWork($0.owner) }.map { try $0.record }
    }

    private func open() async throws -> [LaunchRow] {
        let final = LaunchRecord.State.allStates.filter(\.isFinal).map(\.rawValue)
        return try await database.read { db in
            try LaunchRow.filter(!final.contains(Column("state")) || Column("isOpenTrial")).order(
                Column("createdAt").desc
            ).fetchAll(db)
        }
    }

    public func history(limit: Int) async throws -> [LaunchRecord] {
        try await database.read { db in
            try LaunchRow.order(Column("createdAt").desc).limit(max(0, limit)).fetchAll(db)
        }.map { try $0.record }
    }
}

extension LaunchRecord.State {
    fileprivate static let allStates: [LaunchRecord.State] = [
        .planned, .copyingArtifacts, .creatingModel, .modelCreated, .creatingTransform, .launched, .cleaningUp,
        .cleanedUp, .refused,
    ]
}

/// A launch as a row of the table `launch`.
private struct LaunchRow: Codable, Sendable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "launch"
    /// The columns that a record tells.
    private static let told = [
        "account", "region", "profile", "autopilotJobName", "candidateName", "transformJobName", "createModel",
        "createTransformJob", "state", "createdAt", "updatedAt", "reusesModel", "sourceProfile", "copies",
        "isOpenTrial",
    ]

    var id: String
    var account: String
    var region: String
    var profile: String?
    var autopilotJobName: String
    var candidateName: String
    var transformJobName: String
    var createModel: String
    var createTransformJob: String
    var state: String
    var createdAt: Double
    var updatedAt: Double
    var reusesModel: Bool
    var sourceProfile: String?
    /// Nil where nothing is copied.
    var copies: String?
    var isOpenTrial: Bool
    /// The program that works on it; nil where none does.
    var owner: String?

    init(_ record: LaunchRecord) throws {
        id = record.id
        account = record.account
        region = record.region
        profile = record.profile
        autopilotJobName = record.autopilotJobName
        candidateName = record.candidateName
        transformJobName = record.createTransformJob.transformJobName
        createModel = String(decoding: try JSON.encode(record.createModel), as: UTF8.self)
        createTransformJob = String(decoding: try JSON.encode(record.createTransformJob), as: UTF8.self)
        state = record.state.rawValue
        createdAt = record.createdAt.secondsSinceEpoch
        updatedAt = record.updatedAt.secondsSinceEpoch
        reusesModel = record.reusesModel
        sourceProfile = record.sourceProfile
        copies =
            record.copies.isEmpty ? nil : String(decoding: try JSON.encode(record.copies), as: UTF8.self)
        isOpenTrial = record.isOpenTrial
    }

    var record: LaunchRecord {
        get throws {
            guard let state = LaunchRecord.State(rawValue: state) else {
                throw StoreError(problem: "unknown state \(state) of launch \(id)", remedy: "")
            }
            return LaunchRecord(
                id: id, account: account, region: region, profile: profile, autopilotJobName: autopilotJobName,
                candidateName: candidateName,
                createModel: try JSON.decode(CreateModelRequest.self, from: Array(createModel.utf8)),
                createTransformJob: try JSON.decode(
                    CreateTransformJobRequest.self, from: Array(createTransformJob.utf8)),
                state: state, createdAt: Timestamp(secondsSinceEpoch: createdAt),
                updatedAt: Timestamp(secondsSinceEpoch: updatedAt), reusesModel: reusesModel,
                sourceProfile: sourceProfile,
                copies: try copies.map { try JSON.decode([ArtifactCopy].self, from: Array($0.utf8)) } ?? [],
                isOpenTrial: isOpenTrial)
        }
    }

    func updateIfExists(_ db: Database) throws -> Bool {
        guard try LaunchRow.exists(db, key: id) else { return false }
        // Who works on it is not the launcher's to change.
        try update(db, columns: Self.told)
        return true
    }
}
