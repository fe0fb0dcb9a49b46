import AWSOperations
import BatchInference
import Foundation
import GRDB

/// The launch journal in SQLite; each call has reached the disk when it returns.
public struct LaunchJournalStore: LaunchJournal {
    private let database: StateDatabase

    public init(_ database: StateDatabase) {
        self.database = database
    }

    public func begin(_ record: LaunchRecord) async throws {
        let row = try LaunchRow(record)
        try await database.write { db in
            if let known = try LaunchRow.fetchOne(db, key: row.id) {
                let state = LaunchRecord.State(rawValue: known.state) ?? .planned
                guard state == .refused || state == .cleanedUp else {
                    throw LaunchAlreadyInJournal(id: row.id, state: state)
                }
                try row.update(db)
            } else {
                try row.insert(db)
            }
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

    public func unfinished() async throws -> [LaunchRecord] {
        let final = LaunchRecord.State.allStates.filter(\.isFinal).map(\.rawValue)
        return try await database.read { db in
            try LaunchRow.filter(!final.contains(Column("state"))).order(Column("createdAt").desc).fetchAll(db)
        }.map { try $0.record }
    }

    public func history(limit: Int) async throws -> [LaunchRecord] {
        try await database.read { db in
            try LaunchRow.order(Column("createdAt").desc).limit(max(0, limit)).fetchAll(db)
        }.map { try $0.record }
    }
}

extension LaunchRecord.State {
    fileprivate static let allStates: [LaunchRecord.State] = [
        .planned, .creatingModel, .modelCreated, .creatingTransform, .launched, .cleaningUp, .cleanedUp, .refused,
    ]
}

/// A launch as a row of the table `launch`.
private struct LaunchRow: Codable, Sendable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "launch"

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

    init(_ record: LaunchRecord) throws {
        id = record.id
        account = record.account
        region = record.region
        profile = record.profile
        autopilotJobName = record.autopilotJobName
        candidateName = record.candidateName
        transformJobName = record.createTransformJob.transformJobName
        createModel = String(decoding: try JSONEncoder().encode(record.createModel), as: UTF8.self)
        createTransformJob = String(decoding: try JSONEncoder().encode(record.createTransformJob), as: UTF8.self)
        state = record.state.rawValue
        createdAt = record.createdAt.secondsSinceEpoch
        updatedAt = record.updatedAt.secondsSinceEpoch
        reusesModel = record.reusesModel
    }

    var record: LaunchRecord {
        get throws {
            guard let state = LaunchRecord.State(rawValue: state) else {
                throw StoreError(problem: "unknown state \(state) of launch \(id)", remedy: "")
            }
            return LaunchRecord(
                id: id, account: account, region: region, profile: profile, autopilotJobName: autopilotJobName,
                candidateName: candidateName,
                createModel: try JSONDecoder().decode(CreateModelRequest.self, from: Data(createModel.utf8)),
                createTransformJob: try JSONDecoder().decode(
                    CreateTransformJobRequest.self, from: Data(createTransformJob.utf8)),
                state: state, createdAt: Timestamp(secondsSinceEpoch: createdAt),
                updatedAt: Timestamp(secondsSinceEpoch: updatedAt), reusesModel: reusesModel)
        }
    }

    func updateIfExists(_ db: Database) throws -> Bool {
        guard try LaunchRow.exists(db, key: id) else { return false }
        try update(db)
        return true
    }
}
