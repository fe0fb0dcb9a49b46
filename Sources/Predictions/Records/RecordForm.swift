import JSONCoding

/// How the records of an object are written.
public enum RecordForm: Hashable, Sendable {
    case csv
    /// One JSON value a line.
    case jsonLines
    /// JSON documents over any number of lines.
    case json
    /// Lines that are neither.
    case text
    case binary(BinaryContent)

    /// What it is called where it is shown.
    public var name: String {
        switch self {
        case .csv: "CSV"
        case .jsonLines: "JSON lines"
        case .json: "JSON"
        case .text: "text"
        case .binary(let content): content.rawValue
        }
    }

    public var isBinary: Bool { if case .binary = self { true } else { false } }

    /// Decides by the declared type and by how the content begins; where they differ, the content is right.
    ///
    /// A transform that names no type gets what Autopilot's containers give by themselves, CSV.
    ///
    /// - Parameter chosen: The form of text, whatever it seems to be; nil where that decides.
    public init(of beginning: [UInt8], type: String?, as chosen: RecordForm? = nil) {
        if let content = BinaryContent(of: beginning) {
            self = .binary(content)
            return
        }
        if let chosen {
            self = chosen
            return
        }
        let declared = RecordForm(declared: type)
        let start = beginning.firstIndex { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
        guard let start else {
            self = declared
            return
        }
        self = Self.form(declared: declared, beginning, from: start)
    }

    private static func form(declared: RecordForm, _ bytes: [UInt8], from start: Int) -> RecordForm {
        let isJSON = declared == .json || declared == .jsonLines
        switch JSONValue.prefix(of: bytes, from: start) {
        case .malformed: return isJSON ? .text : declared
        case .unfinished:
            // Pretty-printed over many lines, or longer than what was looked at.
            if isJSON { return declared == .jsonLines && !bytes[start...].contains(0x0A) ? .jsonLines : .json }
            return bytes[start] == UInt8(ascii: "{") || beginsObjects(bytes, start) ? .json : declared
        case .value(let value, let end):
            let isOnOneLine = endsLine(bytes, end) && !bytes[start..<end].contains(0x0A)
            switch value {
            case .object(let members):
                // A CSV field may begin with a brace, or hold `{}`; a whole JSON object on a line of its own is none.
                if !isJSON, members.isEmpty || !endsLine(bytes, end) { return declared }
                if declared == .json || !isOnOneLine { return .json }
                // The answers to requests of several records, one a line.
                return members.contains { $0.key == "predictions" && $0.value.array != nil } ? .json : .jsonLines
            case .array(let items):
                // No field of CSV begins like that, unless it's quoted.
                if !isJSON { return items.first?.isObject == true && endsLine(bytes, end) ? .json : declared }
                return declared == .jsonLines && (!isOnOneLine || items.first?.isObject == true) ? .json : declared
            default: return isJSON && !isOnOneLine ? .text : declared
            }
        }
    }

    private init(declared type: String?) {
        let type = (type ?? "").lowercased()
        if type.isEmpty || type.hasPrefix("text/csv") {
            self = .csv
        } else if type.contains("jsonl") || type.contains("json-lines") || type.contains("ndjson") {
            self = .jsonLines
        } else if type.contains("json") {
            self = .json
        } else {
            self = .text
        }
    }

    /// Whether a list of objects begins at a place.
    private static func beginsObjects(_ bytes: [UInt8], _ start: Int) -> Bool {
        bytes[start] == UInt8(ascii: "[")
            && bytes[(start + 1)...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
    }

    private static func endsLine(_ bytes: [UInt8], _ end: Int) -> Bool {
        let next = bytes[end...].first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
        return next == nil || next == 0x0A
    }
}

extension RecordForm {
    /// The rule by which its records are distinguished; as lines where every line is a record, quotes or not.
    package func rule(lines: Bool) -> RecordScanner.Rule {
        switch self {
        case .csv: lines ? .lines : .csv
        case .json: .json
        default: .lines
        }
    }

    /// What SplitType Line makes of it: a line of JSON is a record, whatever document it is part of.
    package func cutting(lines: Bool) -> RecordForm { lines && self == .json ? .jsonLines : self }
}

/// Content that isn't text, told by how it begins.
public enum BinaryContent: String, Hashable, Sendable {
    case gzip
    case bzip2
    case zip = "ZIP"
    case parquet = "Parquet"
    case zstandard = "Zstandard"
    case utf16 = "UTF-16 text"
    case other = "binary"

    /// Nil for text.
    package init?(of beginning: [UInt8]) {
        let signs: [(BinaryContent, [UInt8])] = [
            (.gzip, [0x1F, 0x8B]), (.zip, [0x50, 0x4B, 0x03, 0x04]),
            (.parquet, Array("PAR1".utf8)), (.zstandard, [0x28, 0xB5, 0x2F, 0xFD]), (.utf16, [0xFF, 0xFE]),
            (.utf16, [0xFE, 0xFF]),
        ]
        if let sign = signs.first(where: { beginning.starts(with: $0.1) }) {
            self = sign.0
        } else if beginning.starts(with: Array("BZh".utf8)),
            [[0x31, 0x41, 0x59], [0x17, 0x72, 0x45]].contains(where: { beginning.dropFirst(4).starts(with: $0) })
        {
            // The size of its blocks stands between; a stream without a block ends at once.
            self = .bzip2
        } else if beginning.prefix(4096).contains(0) {
            self = .other
        } else {
            return nil
        }
    }
}
