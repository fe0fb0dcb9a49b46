import AWSOperations

/// How records look inside a body, as far as filters and joins must know.
enum RecordFormat: Hashable, Sendable {
    case csv
    /// JSON, one value a line or one a body.
    case json
    /// Not looked into.
    case opaque

    init(contentType: String?) {
        let type = (contentType ?? "text/csv").split(separator: ";").first.map { $0.trimmingSpaces.lowercased() }
        switch type {
        case "text/csv": self = .csv
        case "application/json", "application/jsonlines", "application/jsonl": self = .json
        default: self = .opaque
        }
    }

    /// Applies a filter to one record.
    func filter(_ record: ArraySlice<UInt8>, by path: JSONPath) throws(RecordProblem) -> [UInt8] {
        guard !path.isWhole else { return Array(record) }
        switch self {
        case .csv:
            let fields = try fields(of: record)
            do throws(JSONPathProblem) {
                return Array(try path.filter(csv: fields).joined(separator: [0x2c]))
            } catch {
                throw RecordProblem(message: error.message)
            }
        case .json:
            let value = try value(of: record)
            do throws(JSONPathProblem) {
                return Array(try path.filter(json: value).text.utf8)
            } catch {
                throw RecordProblem(message: error.message)
            }
        case .opaque:
            throw RecordProblem(message: "Only CSV and JSON records can be filtered")
        }
    }

    /// Puts a record's prediction behind its input, or into it where it is a JSON object.
    func join(_ input: ArraySlice<UInt8>, _ output: ArraySlice<UInt8>) throws(RecordProblem) -> [UInt8] {
        switch self {
        case .csv:
            _ = try fields(of: input)
            return Array(input) + [0x2c] + Array(output)
        case .json:
            let (record, prediction) = (try value(of: input), try value(of: output))
            if case .object(let members) = record {
                let others = members.filter { $0.key != "SageMakerOutput" }
                return Array(JSONValue.object(others + [("SageMakerOutput", prediction)]).text.utf8)
            }
            return Array(
                JSONValue.object([("SageMakerInput", record), ("SageMakerOutput", prediction)]).text.utf8)
        case .opaque:
            throw RecordProblem(message: "Only CSV and JSON records can be joined with their predictions")
        }
    }

    private func fields(of record: ArraySlice<UInt8>) throws(RecordProblem) -> [ArraySlice<UInt8>] {
        do throws(CSVProblem) {
            return try CSVLine.fields(of: record)
        } catch {
            let excerpt = CSVLine.excerpt(record)
            throw RecordProblem(
                message: "Failed to parse line: '\(excerpt)' as CSV: \(error.message) found near: \(excerpt)")
        }
    }

    private func value(of record: ArraySlice<UInt8>) throws(RecordProblem) -> JSONValue {
        do throws(JSONProblem) {
            return try JSONValue(parsing: record)
        } catch {
            throw RecordProblem(message: "Failed to parse '\(CSVLine.excerpt(record))' as JSON: \(error.message)")
        }
    }
}

/// Why a record cannot be split off, filtered or joined: a line for the data log.
struct RecordProblem: Error, Hashable, Sendable {
    var message: String
    /// Whether the data log leads in with a status, as for an answer of the containers.
    var hasStatus = true

    static let tooLarge = RecordProblem(message: "Too much data for max payload size", hasStatus: false)

    /// The lines for the data log.
    var logLines: [String] { (hasStatus ? ["ClientError: 400", "", "Message:"] : []) + message.logLines }
}

extension String {
    /// The text line by line, as a log takes it.
    var logLines: [String] { split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
}

/// Cuts an object into records by SplitType.
enum RecordSplitter {
    /// The records, in order; with `None` the whole object is one, and blank lines are none.
    static func records(of bytes: [UInt8], splitType: SplitType) throws(RecordProblem) -> [ArraySlice<UInt8>] {
        switch splitType {
        case .line: return CSVLine.lines(of: bytes)
        case .recordIO: return try framed(bytes, header: 8, trailer: 0, name: "RecordIO", length: recordIOLength)
        case .tfRecord: return try framed(bytes, header: 12, trailer: 4, name: "TFRecord", length: tfRecordLength)
        default: return bytes.isEmpty ? [] : [bytes[...]]
        }
    }

    /// Records that stand in frames; a record keeps its frame, as it is sent on.
    private static func framed(
        _ bytes: [UInt8], header: Int, trailer: Int, name: String,
        length: ([UInt8], Int) -> (content: Int, padding: Int)?
    ) throws(RecordProblem) -> [ArraySlice<UInt8>] {
        var records: [ArraySlice<UInt8>] = []
        var position = 0
        while position < bytes.count {
            guard position + header <= bytes.count, let size = length(bytes, position),
                size.content <= bytes.count - position - header - trailer
            else { throw RecordProblem(message: "Failed to parse \(name) record at byte \(position)") }
            let end = min(bytes.count, position + header + size.content + size.padding + trailer)
            records.append(bytes[position..<end])
            position = end
        }
        return records
    }

    private static func recordIOLength(_ bytes: [UInt8], _ position: Int) -> (content: Int, padding: Int)? {
        guard Array(bytes[position..<position + 4]) == RecordIO.magic else { return nil }
        let length = Int(bytes.littleEndian(at: position + 4) & 0x1fff_ffff)
        return (length, (4 - length % 4) % 4)
    }

    private static func tfRecordLength(_ bytes: [UInt8], _ position: Int) -> (content: Int, padding: Int)? {
        guard bytes.littleEndian(at: position + 4) == 0 else { return nil }
        return (Int(bytes.littleEndian(at: position)), 0)
    }

    /// Groups records into mini-batches: each as large as the payload allows, or each record alone.
    ///
    /// `limit` is in bytes, a newline counted for every record; without one everything goes into one request.
    static func batches(
        of records: [ArraySlice<UInt8>], strategy: BatchStrategy, limit: Int?
    ) throws(RecordProblem) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        var start = 0
        var size = 0
        for (index, record) in records.enumerated() {
            let needed = record.count + 1
            if let limit, record.count > limit { throw .tooLarge }
            if index > start, strategy == .singleRecord || size + needed > (limit ?? Int.max) {
                batches.append(start..<index)
                start = index
                size = 0
            }
            size += needed
        }
        if start < records.count { batches.append(start..<records.count) }
        return batches
    }
}

/// Applies a JSONPath to records.
extension JSONPath {
    /// The picked columns of a CSV line, with their quotes as they stand.
    func filter(csv fields: [ArraySlice<UInt8>]) throws(JSONPathProblem) -> [ArraySlice<UInt8>] {
        guard let step = steps.first else { return fields }
        if case .members = step { throw .notForCSV(text) }
        guard steps.count == 1 else { throw .notForCSV(text) }
        guard let places = Self.places(of: step, among: fields.count) else { throw .matchesNothing(text) }
        return places.map { fields[$0] }
    }

    /// The picked part of a JSON record: several names keep an object, several places an array.
    func filter(json record: JSONValue) throws(JSONPathProblem) -> JSONValue {
        try apply(steps[...], to: record)
    }

    private func apply(_ steps: ArraySlice<Step>, to value: JSONValue) throws(JSONPathProblem) -> JSONValue {
        guard let step = steps.first else { return value }
        let rest = steps.dropFirst()
        switch (step, value) {
        case (.members(let names), .object(let members)):
            var picked: [(key: String, value: JSONValue)] = []
            for name in names {
                guard let member = members.first(where: { $0.key == name }) else { throw .matchesNothing(text) }
                picked.append((name, try apply(rest, to: member.value)))
            }
            return names.count == 1 ? picked[0].value : .object(picked)
        case (.all, .object(let members)):
            return .array(try members.map { member throws(JSONPathProblem) in try apply(rest, to: member.value) })
        case (.members, _), (_, .null), (_, .bool), (_, .literal), (_, .string), (_, .object):
            throw .matchesNothing(text)
        case (_, .array(let elements)):
            guard let places = Self.places(of: step, among: elements.count) else { throw .matchesNothing(text) }
            let picked = try places.map { place throws(JSONPathProblem) in try apply(rest, to: elements[place]) }
            if case .indices(let indices) = step, indices.count == 1 { return picked[0] }
            return .array(picked)
        }
    }
}
