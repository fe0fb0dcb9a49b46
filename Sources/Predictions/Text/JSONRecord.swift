/// A JSON value as a record holds it: members in their order, numbers as they are written.
package enum JSONRecord: Hashable, Sendable {
    package struct Member: Hashable, Sendable {
        package var name: String
        package var value: JSONRecord
    }

    case object([Member])
    case array([JSONRecord])
    case string(String)
    /// A number or a word, as written: `1.50`, `true`, `NaN`.
    case literal(String)

    package enum Parsed: Hashable, Sendable {
        /// With the place behind the value.
        case value(JSONRecord, end: Int)
        /// The bytes end within the value.
        case unfinished
        case malformed
    }

    /// Reads the value that begins at a place, whatever follows it.
    package static func parse(_ bytes: [UInt8], from start: Int = 0) -> Parsed {
        var reader = JSONReader<JSONRecord>(bytes: bytes, position: start)
        do throws(JSONStop) {
            let value = try reader.value(depth: 64)
            return .value(value, end: reader.position)
        } catch {
            return error == .unfinished ? .unfinished : .malformed
        }
    }

    /// The value that is the whole record; nil for anything else.
    package init?(_ bytes: [UInt8]) {
        guard case .value(let value, let end) = Self.parse(bytes),
            bytes[end...].allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) })
        else { return nil }
        self = value
    }

    package var isObject: Bool { if case .object = self { true } else { false } }

    /// What a cell shows: a string's own text, null as nothing, lists and objects as JSON.
    package var cell: String {
        switch self {
        case .string(let text): text
        case .literal("null"): ""
        default: json
        }
    }

    /// The value as JSON on one line.
    package var json: String {
        switch self {
        case .object(let members):
            "{" + members.map { "\(Self.quoted($0.name)): \($0.value.json)" }.joined(separator: ", ") + "}"
        case .array(let elements): "[" + elements.map(\.json).joined(separator: ", ") + "]"
        case .string(let text): Self.quoted(text)
        case .literal(let text): text
        }
    }

    static func quoted(_ text: String) -> String {
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
    package func fields() -> [(name: String, value: JSONRecord)] {
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

extension JSONRecord: JSONReadable {
    package static func members(_ members: [(name: String, value: JSONRecord)]) -> JSONRecord {
        .object(members.map { Member(name: $0.name, value: $0.value) })
    }

    /// Bytes that are no UTF-8 are shown as such, and stop nothing.
    package static func text(_ bytes: [UInt8]) -> String? { String(decoding: bytes, as: UTF8.self) }

    /// Python's words for numbers that are none are taken as well: containers write them.
    package static func scalar(_ text: String) -> JSONRecord? {
        if JSONWords.all.contains(text) { return .literal(text) }
        let digits = text.first == "-" ? text.dropFirst() : text[...]
        guard Double(text) != nil, let first = digits.first, ("0"..."9").contains(first) else { return nil }
        return .literal(text)
    }
}
