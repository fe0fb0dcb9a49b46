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
