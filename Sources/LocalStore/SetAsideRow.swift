import AWSOperations
import BatchInference
import Foundation
import GRDB
import JSONCoding

/// A row of the table `setAsideLaunch`: a launch that cannot be read, kept as it was.
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
        let columns = Dictionary(
            row.columnNames.map { ($0, Self.shown(row[$0])) }, uniquingKeysWith: { first, _ in first })
        content = (try? JSON.encode(columns)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// Of a launch that only an index still knows.
    init(id: String, state: String?) {
        transformJobName = Self.name(inID: id)
        reason = "its record was lost with a damaged file" + (state.map { "; it had reached \($0)" } ?? "")
        setAsideAt = Date().timeIntervalSince1970
        content = (try? JSON.encode(["id": id])).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
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
            transformJobName: transformJobName, modelName: modelName, reason: reason,
            setAsideAt: Timestamp(secondsSinceEpoch: setAsideAt))
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
