/// A JSON value as a record holds it: members in their order, numbers as they are written.
enum JSONRecord: Hashable, Sendable {
    struct Member: Hashable, Sendable {
        var name: String
        var value: JSONRecord
    }

    case object([Member])
    case array([JSONRecord])
    case string(String)
    /// A number or a word, as written: `1.50`, `true`, `NaN`.
    case literal(String)

    enum Parsed: Hashable, Sendable {
        /// With the place behind the value.
        case value(JSONRecord, end: Int)
        /// The bytes end within the value.
        case unfinished
        case malformed
    }

    /// Reads the value that begins at a place, whatever follows it.
    static func parse(_ bytes: [UInt8], from start: Int = 0) -> Parsed {
        var reader = JSONRecordReader(bytes: bytes, position: start)
        do throws(JSONRecordReader.Stop) {
            let value = try reader.value(depth: 64)
            return .value(value, end: reader.position)
        } catch {
            return error == .unfinished ? .unfinished : .malformed
        }
    }

    /// The value that is the whole record; nil for anything else.
    init?(_ bytes: [UInt8]) {
        guard case .value(let value, let end) = Self.parse(bytes),
            bytes[end...].allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) })
        else { return nil }
        self = value
    }

    var isObject: Bool { if case .object = self { true } else { false } }

    /// What a cell shows: a string's own text, null as nothing, lists and objects as JSON.
    var cell: String {
        switch self {
        case .string(let text): text
        case .literal("null"): ""
        default: json
        }
    }

    /// The value as JSON on one line.
    var json: String {
        switch self {
        case .object(let members):
            "{" + members.map { "\(Self.quoted($0.name)): \($0.value.json)" }.joined(separator: ", ") + "}"
        case .array(let elements): "[" + elements.map(\.json).joined(separator: ", ") + "]"
        case .string(let text): Self.quoted(text)
        case .literal(let text): text
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// The members of an object by name, objects within it taken apart: `quantiles.0.1`.
    ///
    /// A name that comes twice has its last value, as JSON readers have it.
    func fields() -> [(name: String, value: JSONRecord)] {
        var fields: [(name: String, value: JSONRecord)] = []
        var places: [String: Int] = [:]
        func add(_ value: JSONRecord, _ name: String) {
            if case .object(let members) = value, !members.isEmpty || name.isEmpty {
                for member in members { add(member.value, name.isEmpty ? member.name : "\(name).\(member.name)") }
            } else if let place = places[name] {
                fields[place].value = value
            } else {
                places[name] = fields.count
                fields.append((name, value))
            }
        }
        add(self, "")
        return fields
    }
}

private struct JSONRecordReader {
    enum Stop: Error {
        case unfinished
        case malformed
    }

    let bytes: [UInt8]
    var position: Int

    mutating func value(depth: Int) throws(Stop) -> JSONRecord {
        guard depth > 0 else { throw .malformed }
        switch try next() {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return .string(try string())
        default: return .literal(try literal())
        }
    }

    /// The next byte that is no space, which stays.
    private mutating func next() throws(Stop) -> UInt8 {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else { return byte }
            position += 1
        }
        throw .unfinished
    }

    private mutating func take(_ sign: Unicode.Scalar) throws(Stop) -> Bool {
        guard try next() == UInt8(ascii: sign) else { return false }
        position += 1
        return true
    }

    private mutating func object(_ depth: Int) throws(Stop) -> JSONRecord {
        position += 1
        var members: [JSONRecord.Member] = []
        if try take("}") { return .object(members) }
        repeat {
            guard try next() == UInt8(ascii: "\"") else { throw .malformed }
            let name = try string()
            guard try take(":") else { throw .malformed }
            members.append(JSONRecord.Member(name: name, value: try value(depth: depth - 1)))
        } while try take(",")
        guard try take("}") else { throw .malformed }
        return .object(members)
    }

    private mutating func array(_ depth: Int) throws(Stop) -> JSONRecord {
        position += 1
        var elements: [JSONRecord] = []
        if try take("]") { return .array(elements) }
        repeat { elements.append(try value(depth: depth - 1)) } while try take(",")
        guard try take("]") else { throw .malformed }
        return .array(elements)
    }

    private static let words: Set<String> = ["true", "false", "null", "NaN", "Infinity", "-Infinity"]

    private mutating func literal() throws(Stop) -> String {
        let start = position
        while position < bytes.count, Self.isOfLiteral(bytes[position]) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if Self.words.contains(text) { return text }
        let digits = text.first == "-" ? text.dropFirst() : text[...]
        if Double(text) != nil, let first = digits.first, ("0"..."9").contains(first) { return text }
        // It may go on behind what is there.
        let isBegun = Self.words.contains { $0.hasPrefix(text) } || ("0"..."9").contains(digits.first ?? "x")
        throw position == bytes.count && isBegun ? .unfinished : .malformed
    }

    private static func isOfLiteral(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private mutating func string() throws(Stop) -> String {
        position += 1
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"): content += try escape().utf8
            case 0..<0x20: throw .malformed
            default: content.append(byte)
            }
        }
        throw .unfinished
    }

    private mutating func escape() throws(Stop) -> String {
        guard position < bytes.count else { throw .unfinished }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(Unicode.Scalar(byte))
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "u"):
            let high = try unit()
            guard (0xD800..<0xDC00).contains(high), bytes[position...].starts(with: Array(#"\u"#.utf8)) else {
                return String(decoding: [high], as: UTF16.self)
            }
            position += 2
            return String(decoding: [high, try unit()], as: UTF16.self)
        default: throw .malformed
        }
    }

    private mutating func unit() throws(Stop) -> UInt16 {
        guard position + 4 <= bytes.count else { throw .unfinished }
        defer { position += 4 }
        guard let unit = UInt16(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16) else {
            throw .malformed
        }
        return unit
    }
}
