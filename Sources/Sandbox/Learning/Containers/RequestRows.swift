/// Reads the body of a request, or what the container before handed over.
enum RequestRows {
    /// Raw cells by row; JSON only where the container takes it.
    static func cells(
        of payload: InferenceStage.Payload, columns: [String], acceptsJSON: Bool
    ) throws(InvocationFailure) -> [[String]] {
        switch payload {
        case .features(let matrix): return (0..<matrix.rows).map { matrix.row($0).map { "\($0)" } }
        case .predictions(let table): return table.rows.map { $0.map(\.text) }
        case .body(let bytes, let contentType):
            switch contentType {
            case "text/csv":
                return try csv(bytes)
            case "application/jsonlines" where acceptsJSON, "application/jsonl" where acceptsJSON:
                var rows: [[String]] = []
                for line in bytes.split(separator: 0x0a) where line.contains(where: { $0 > 0x20 }) {
                    rows.append(try cells(of: try json(line), columns: columns))
                }
                return rows
            case "application/json" where acceptsJSON:
                let value = try json(bytes[...])
                if case .array(let instances)? = value["instances"] {
                    return try instances.map { instance throws(InvocationFailure) in
                        try cells(of: instance, columns: columns)
                    }
                }
                return [try cells(of: value, columns: columns)]
            default:
                throw .unsupported(contentType: contentType)
            }
        }
    }

    static func features(of payload: InferenceStage.Payload) throws(InvocationFailure) -> Matrix {
        if case .features(let matrix) = payload { return matrix }
        let rows = try cells(of: payload, columns: [], acceptsJSON: false)
        let width = rows.first?.count ?? 0
        var values: [Double] = []
        values.reserveCapacity(rows.count * width)
        for cell in rows.joined() {
            guard let number = Double(cell) else {
                throw .badRequest("could not convert string to float: '\(cell)'")
            }
            values.append(number)
        }
        return Matrix(rows: rows.count, columns: width, values: values)
    }

    static func predictions(of payload: InferenceStage.Payload) throws(InvocationFailure) -> PredictionTable {
        if case .predictions(let table) = payload { return table }
        let rows = try cells(of: payload, columns: [], acceptsJSON: false)
        return PredictionTable(
            keys: (0..<(rows.first?.count ?? 0)).map { "column\($0)" },
            rows: rows.map { $0.map(PredictionValue.text) })
    }

    private static func csv(_ bytes: [UInt8]) throws(InvocationFailure) -> [[String]] {
        var rows: [[String]] = []
        for line in CSVLine.lines(of: bytes) {
            do throws(CSVProblem) {
                rows.append(try CSVLine.fields(of: line).map(CSVLine.text(ofField:)))
            } catch {
                throw .badRequest("Failed to parse input as CSV: \(error.message) found near: \(CSVLine.excerpt(line))")
            }
            guard let width = rows.first?.count, let found = rows.last?.count, width != found else { continue }
            throw .badRequest(
                "Error tokenizing data. C error: Expected \(width) fields in line \(rows.count), saw \(found)")
        }
        return rows
    }

    private static func json(_ bytes: ArraySlice<UInt8>) throws(InvocationFailure) -> JSONValue {
        do throws(JSONProblem) {
            return try JSONValue(parsing: bytes)
        } catch {
            throw .badRequest("Failed to parse input as JSON: \(error.message)")
        }
    }

    /// One record: an array of cells, an object with `features`, or an object by column names.
    private static func cells(of record: JSONValue, columns: [String]) throws(InvocationFailure) -> [String] {
        if case .array(let elements) = record { return elements.map(\.cell) }
        if case .array(let elements)? = record["features"] { return elements.map(\.cell) }
        if case .object(let members) = record, members.contains(where: { columns.contains($0.key) }) {
            return columns.map { record[$0]?.cell ?? "" }
        }
        throw .badRequest("A record must be an array, an object with 'features', or an object by column names")
    }
}

extension JSONValue {
    /// The value as a CSV cell would hold it.
    fileprivate var cell: String {
        switch self {
        case .null: ""
        case .string(let text): text
        default: text
        }
    }
}

/// Amazon's RecordIO-wrapped protobuf: what the feature transform answers by default.
enum RecordIO {
    static let magic: [UInt8] = [0x0a, 0x23, 0xd7, 0xce]

    /// A record a row, each a `Record` message with the dense Float32 tensor `values`.
    static func encode(_ matrix: Matrix) -> [UInt8] {
        var bytes: [UInt8] = []
        for row in 0..<matrix.rows {
            var numbers: [UInt8] = []
            for value in matrix.row(row) { numbers.append(littleEndian: Float(value).bitPattern) }
            // Record.features (1) is a map from "values" to a Value, whose float32_tensor (2) has packed values (1).
            let tensor = field(1, numbers)
            let value = field(2, tensor)
            let record = field(1, field(1, Array("values".utf8)) + field(2, value))
            bytes.append(contentsOf: magic)
            bytes.append(littleEndian: UInt32(record.count))
            bytes.append(contentsOf: record)
            bytes.append(contentsOf: Array(repeating: 0, count: (4 - record.count % 4) % 4))
        }
        return bytes
    }

    private static func field(_ number: Int, _ content: [UInt8]) -> [UInt8] {
        var bytes = [UInt8(number << 3 | 2)]
        var length = content.count
        while length > 127 {
            bytes.append(UInt8(length & 127 | 128))
            length >>= 7
        }
        bytes.append(UInt8(length))
        return bytes + content
    }
}
