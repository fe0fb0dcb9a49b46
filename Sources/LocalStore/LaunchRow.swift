import AWSOperations
import BatchInference
import Foundation
import GRDB
import JSONCoding

/// A launch as a row of the table `launch`.
struct LaunchRow: JournalRow {
    static let databaseTableName = "launch"
    static let thing = "launch"

    static func setAside(_ stored: Row, reason: String) -> SetAsideRow { SetAsideRow(stored, reason: reason) }

    static func setAside(id: String, state: String?) -> SetAsideRow? {
        let hasEnded = state.flatMap(LaunchRecord.State.init(rawValue:))?.isFinal == true
        return hasEnded ? nil : SetAsideRow(id: id, state: state)
    }

    /// The columns that a record tells.
    private static let told = [
        "account", "region", "profile", "autopilotJobName", "candidateName", "transformJobName", "createModel",
        "createTransformJob", "state", "createdAt", "updatedAt", "reusesModel", "sourceProfile", "copies",
        "isOpenTrial", "correctedFolder", "repairs",
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
    /// The transform that it repairs; nil for a launch of its own.
    var repairs: String?
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
        isOpenTrial = record.isOpenSampleRun
        correctedFolder = record.correctedFolder
        repairs = record.repairs
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
        repairs = try row.optional("repairs")
        owner = try row.optional("owner")
    }

    func insertVerified(_ db: Database) throws {
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
        else { throw RowNotStored() }
    }

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
                isOpenSampleRun: isOpenTrial)
            record.correctedFolder = correctedFolder
            record.repairs = repairs
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

/// A row of the table `setAsideLaunch`: a launch or an evaluation that cannot be read, kept as it was.
struct SetAsideRow: Codable, Sendable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "setAsideLaunch"

    var transformJobName: String?
    var modelName: String?
    var reason: String
    var setAsideAt: Double
    var content: String

    /// Of a row of the table `launch`.
    init(_ row: Row, reason: String) {
        let createModel = Self.text(row, "createModel") ?? ""
        let id = Self.text(row, "id")
        transformJobName = Self.text(row, "transformJobName") ?? id.flatMap(Self.name(inID:))
        modelName = Self.modelName(in: createModel)
        self.reason = reason
        setAsideAt = Date().timeIntervalSince1970
        content = Self.content(of: row)
    }

    /// Of a row of the table `evaluation`.
    init(evaluation row: Row, reason: String) {
        self.reason = reason
        setAsideAt = Date().timeIntervalSince1970
        content = Self.content(of: row)
    }

    private static func content(of row: Row) -> String {
        content(Dictionary(row.columnNames.map { ($0, shown(row[$0])) }, uniquingKeysWith: { first, _ in first }))
    }

    /// Of a launch that only an index still knows.
    init(id: String, state: String?) {
        transformJobName = Self.name(inID: id)
        reason = "its record was lost with a damaged file" + (state.map { "; it had reached \($0)" } ?? "")
        setAsideAt = Date().timeIntervalSince1970
        content = Self.content(["id": id])
    }

    /// Of an evaluation that only an index still knows.
    init(evaluationID id: String, state: String?) {
        reason = "its record was lost with a damaged file"
        setAsideAt = Date().timeIntervalSince1970
        content = Self.content(["id": id, Self.evaluationMark: nil, "state": state])
    }

    private static func content(_ columns: [String: String?]) -> String {
        (try? JSON.encode(columns)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    init(row: Row) throws {
        transformJobName = try row.optional("transformJobName")
        modelName = try row.optional("modelName")
        reason = try row.value("reason")
        setAsideAt = try row.moment("setAsideAt")
        content = try row.value("content")
    }

    var launch: SetAsideLaunch {
        SetAsideLaunch(
            transformJobName: transformJobName, modelName: modelName, evaluation: evaluation, reason: reason,
            setAsideAt: Timestamp(secondsSinceEpoch: setAsideAt))
    }

    /// A column that only evaluations have.
    private static let evaluationMark = "jobName"

    private var evaluation: SetAsideLaunch.Evaluation? {
        guard let columns = JSONValue(parsing: Array(content.utf8)), columns[Self.evaluationMark] != nil else {
            return nil
        }
        let id = columns["id"]?.string.map { $0.split(separator: "/", omittingEmptySubsequences: false) } ?? []
        func text(_ column: String, inID place: Int) -> String? {
            id.count == 3 ? String(id[place]) : columns[column]?.string
        }
        let inside = columns["content"]?.string.flatMap { JSONValue(parsing: Array($0.utf8)) }?["state"]?.string
        let ended = EvaluationRecord.State.ended.rawValue
        return SetAsideLaunch.Evaluation(
            name: text("name", inID: 2), jobName: columns[Self.evaluationMark]?.string,
            account: text("account", inID: 0), region: text("region", inID: 1),
            hasEnded: columns["state"]?.string == ended && inside ?? ended == ended)
    }

    /// Account, region and name, as `LaunchRecord.id` has them.
    private static func name(inID id: String) -> String? {
        id.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init)
    }

    private static func text(_ row: Row, _ column: String) -> String? {
        guard let text: String = try? row.optional(column), !text.isEmpty else { return nil }
        return text
    }

    /// The model's name in a request, also where the request has lost its end.
    private static func modelName(in request: String) -> String? {
        if let whole = try? JSON.decode(CreateModelRequest.self, from: Array(request.utf8)) { return whole.modelName }
        let mark = "\"ModelName\":\""
        guard let start = request.firstRange(of: mark) else { return nil }
        let rest = request[start.upperBound...]
        guard let end = rest.firstIndex(of: "\"") else { return nil }
        let name = rest[..<end]
        let isName =
            !name.isEmpty
            && name.utf8.allSatisfy { $0 == 45 || (48...57).contains($0) || ($0 | 32) >= 97 && ($0 | 32) <= 122 }
        return isName ? String(name) : nil
    }

    private static func shown(_ value: DatabaseValue) -> String? {
        switch value.storage {
        case .null: nil
        case .int64(let number): "\(number)"
        case .double(let number): "\(number)"
        case .string(let text): text
        case .blob(let data): data.base64EncodedString()
        }
    }
}

/// A value of a row that is not what its column holds; the text says which.
struct UnreadableValue: Error, Hashable, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}

/// A row that was written without an error, and is not in its table.
struct RowNotStored: Error, CustomStringConvertible {
    var description: String { "the file does not keep what is written to it" }
}

extension Row {
    /// A column's value; throws `UnreadableValue` where it is missing or of another type, which GRDB's own subscripts trap on.
    func value<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        guard let value: Value = try optional(column) else { throw UnreadableValue("its \(column) is missing") }
        return value
    }

    /// The same, nil where there is none.
    func optional<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
        guard hasColumn(column) else { return nil }
        let stored: DatabaseValue = self[column]
        guard !stored.isNull else { return nil }
        guard let value = Value.fromDatabaseValue(stored) else { throw UnreadableValue("its \(column) is damaged") }
        return value
    }

    /// Seconds since 1970 that a date can show.
    func moment(_ column: String) throws -> Double {
        let seconds: Double = try value(column)
        guard abs(seconds) < 1e11 else { throw UnreadableValue("its \(column) is damaged") }
        return seconds
    }
}
