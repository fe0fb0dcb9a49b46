import AWSOperations
import BatchInference
import GRDB
import JSONCoding

/// A launch as a row of the table `launch`.
struct LaunchRow: Codable, Sendable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "launch"
    /// The columns that a record tells.
    private static let told = [
        "account", "region", "profile", "autopilotJobName", "candidateName", "transformJobName", "createModel",
        "createTransformJob", "state", "createdAt", "updatedAt", "reusesModel", "sourceProfile", "copies",
        "isOpenTrial", "correctedFolder",
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
    /// Nil for a launch.
    var correctedFolder: String?
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
        correctedFolder = record.correctedFolder
    }

    /// Reads a row of any version of the table; throws `UnreadableValue`.
    init(row: Row) throws {
        id = try row.value("id")
        account = try row.value("account")
        region = try row.value("region")
        profile = try row.optional("profile")
        autopilotJobName = try row.value("autopilotJobName")
        candidateName = try row.value("candidateName")
        transformJobName = try row.value("transformJobName")
        createModel = try row.value("createModel")
        createTransformJob = try row.value("createTransformJob")
        state = try row.value("state")
        createdAt = try row.moment("createdAt")
        updatedAt = try row.moment("updatedAt")
        reusesModel = try row.value("reusesModel")
        sourceProfile = try row.optional("sourceProfile")
        copies = try row.optional("copies")
        isOpenTrial = try row.optional("isOpenTrial") ?? false
        correctedFolder = try row.optional("correctedFolder")
        owner = try row.optional("owner")
    }

    func insertSurely(_ db: Database) throws {
        try insert(db)
        try verify(db)
    }

    /// Makes sure that the row is in the table as it was written: a trigger may swallow or change it without an error.
    func verify(_ db: Database) throws {
        let stored = try Row.fetchOne(
            db, sql: "SELECT state, createModel, createTransformJob FROM launch WHERE id = ?", arguments: [id])
        guard let stored, let state: String = try? stored.optional("state"), state == self.state,
            let model: String = try? stored.optional("createModel"), model == createModel,
            let job: String = try? stored.optional("createTransformJob"), job == createTransformJob
        else { throw UnwrittenRow() }
    }

    /// What the row tells; throws `UnreadableValue`.
    var record: LaunchRecord {
        get throws {
            guard let state = LaunchRecord.State(rawValue: state) else {
                throw UnreadableValue("its state \(state) is unknown")
            }
            var record = LaunchRecord(
                id: id, account: account, region: region, profile: profile, autopilotJobName: autopilotJobName,
                candidateName: candidateName,
                createModel: try Self.decode(createModel, "its model"),
                createTransformJob: try Self.decode(createTransformJob, "its transform"),
                state: state, createdAt: Timestamp(secondsSinceEpoch: createdAt),
                updatedAt: Timestamp(secondsSinceEpoch: updatedAt), reusesModel: reusesModel,
                sourceProfile: sourceProfile,
                copies: try copies.map { try Self.decode($0, "its list of copies") } ?? [],
                isOpenTrial: isOpenTrial)
            record.correctedFolder = correctedFolder
            return record
        }
    }

    private static func decode<Value: Decodable>(_ text: String, _ thing: String) throws -> Value {
        do {
            return try JSON.decode(Value.self, from: Array(text.utf8))
        } catch {
            throw UnreadableValue("\(thing) is damaged")
        }
    }

    func updateIfExists(_ db: Database) throws -> Bool {
        guard try Row.fetchOne(db, sql: "SELECT 1 FROM launch WHERE id = ?", arguments: [id]) != nil else {
            return false
        }
        // Who works on it is not the launcher's to change.
        try update(db, columns: Self.told)
        return true
    }
}
