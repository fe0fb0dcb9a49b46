/// A JSON value that keeps the order of members and the text of numbers as it was read.
indirect enum JSONValue: Sendable {
    case null
    case bool(Bool)
    /// A number by its JSON text.
    case literal(String)
    case string(String)
    case array([JSONValue])
    case object([(key: String, value: JSONValue)])

    static func number(_ value: Double) -> JSONValue {
        guard value.isFinite else { return .literal("NaN") }
        return value == value.rounded() && abs(value) < 1e15 ? .literal("\(Int(value))") : .literal("\(value)")
    }

    /// The member of an object, or nothing.
    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// Compact JSON text.
    var text: String {
        var output = ""
        write(to: &output)
        return output
    }

    private func write(to output: inout String) {
        switch self {
        case .null: output += "null"
        case .bool(let value): output += value ? "true" : "false"
        case .literal(let text): output += text
        case .string(let text): Self.write(text, to: &output)
        case .array(let elements):
            output += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { output += "," }
                element.write(to: &output)
            }
            output += "]"
        case .object(let members):
            output += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { output += "," }
                Self.write(member.key, to: &output)
                output += ":"
                member.value.write(to: &output)
            }
            output += "}"
        }
    }

    private static func write(_ text: String, to output: inout String) {
        output += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
    }
}

/// Why bytes are no JSON.
struct JSONProblem: Error, Hashable, Sendable {
    var message: String
}

extension JSONValue {
    /// Reads one JSON value (RFC 8259) that takes up all the bytes.
    init(parsing bytes: ArraySlice<UInt8>) throws(JSONProblem) {
        var parser = JSONParser(bytes: bytes)
        self = try parser.document()
    }
}

/// Reads JSON by recursive descent.
private struct JSONParser {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    mutating func document() throws(JSONProblem) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.endIndex else { throw problem("Extra data") }
        return value
    }

    private func problem(_ message: String) -> JSONProblem {
        JSONProblem(message: "\(message): char \(position - bytes.startIndex)")
    }

    private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONProblem) -> JSONValue {
        guard depth < 64 else { throw problem("Nested too deeply") }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"):
            position += 1
            var members: [(key: String, value: JSONValue)] = []
            if take(UInt8(ascii: "}")) { return .object(members) }
            repeat {
                skipSpace()
                guard next == UInt8(ascii: "\"") else { throw problem("Expecting property name") }
                let key = try string()
                guard take(UInt8(ascii: ":")) else { throw problem("Expecting ':' delimiter") }
                members.append((key, try value(depth: depth + 1)))
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "}")) else { throw problem("Expecting ',' delimiter") }
            return .object(members)
        case UInt8(ascii: "["):
            position += 1
            var elements: [JSONValue] = []
            if take(UInt8(ascii: "]")) { return .array(elements) }
            repeat { elements.append(try value(depth: depth + 1)) } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "]")) else { throw problem("Expecting ',' delimiter") }
            return .array(elements)
        case UInt8(ascii: "\""): return .string(try string())
        default: return try word()
        }
    }

    private mutating func word() throws(JSONProblem) -> JSONValue {
        let start = position
        while let byte = next, !Array(" \t\r\n,:[]{}\"".utf8).contains(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        switch text {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default:
            guard let first = text.utf8.first, first == UInt8(ascii: "-") || (48...57).contains(first),
                Double(text) != nil, !text.contains(where: { "xXpP".contains($0) })
            else {
                position = start
                throw problem("Expecting value")
            }
            return .literal(text)
        }
    }

    private mutating func string() throws(JSONProblem) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text.append(contentsOf: try escape().utf8)
            case 0..<0x20: throw problem("Invalid control character")
            default: text.append(byte)
            }
        }
        throw problem("Unterminated string")
    }

    private mutating func escape() throws(JSONProblem) -> String {
        guard let byte = next else { throw problem("Unterminated string") }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(UnicodeScalar(byte))
        case UInt8(ascii: "u"):
            var unit = try hexadecimal()
            if (0xd800..<0xdc00).contains(unit), next == UInt8(ascii: "\\"),
                bytes.index(after: position) < bytes.endIndex,
                bytes[position + 1] == UInt8(ascii: "u")
            {
                position += 2
                let low = try hexadecimal()
                guard (0xdc00..<0xe000).contains(low) else { return "\u{fffd}" }
                unit = 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)
            }
            return UnicodeScalar(unit).map { String($0) } ?? "\u{fffd}"
        default: throw problem("Invalid \\escape")
        }
    }

    private mutating func hexadecimal() throws(JSONProblem) -> UInt32 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw problem("Invalid \\uXXXX escape")
        }
        position += 4
        return unit
    }
}

/// The JSONPath subset of DataProcessing: `$`, `.name`, `['a','b']`, `[n,m]`, `[a:b]` and `*`.
///
/// At most 63 characters (API reference, DataProcessing). Negative indices count from the end; a slice's end is not
/// part of it.
struct JSONPath: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case members([String])
        case indices([Int])
        case slice(from: Int?, to: Int?)
        case all
    }

    let text: String
    let steps: [Step]

    /// Whether the path is `$` alone, which changes nothing.
    var isWhole: Bool { steps.isEmpty }

    init(_ text: String) throws(JSONPathProblem) {
        guard text.utf8.count <= 63 else { throw .tooLong(text) }
        self.text = text
        var rest = text[...]
        guard rest.popFirst() == "$" else { throw .malformed(text) }
        var steps: [Step] = []
        while let first = rest.popFirst() {
            switch first {
            case ".":
                let name = rest.prefix { $0 != "." && $0 != "[" }
                guard !name.isEmpty, !name.contains(where: { " ]'\",:()?@".contains($0) }) else {
                    throw .malformed(text)
                }
                rest = rest.dropFirst(name.count)
                steps.append(name == "*" ? .all : .members([String(name)]))
            case "[":
                guard let end = Self.closingBracket(in: rest), let step = Self.step(rest[..<end]) else {
                    throw .malformed(text)
                }
                steps.append(step)
                rest = rest[rest.index(after: end)...]
            default: throw .malformed(text)
            }
        }
        self.steps = steps
    }

    private static func closingBracket(in text: Substring) -> Substring.Index? {
        var quoted = false
        for index in text.indices {
            if text[index] == "'" { quoted.toggle() }
            if text[index] == "]", !quoted { return index }
        }
        return nil
    }

    private static func step(_ inner: Substring) -> Step? {
        let inner = inner.trimmingSpaces
        if inner == "*" { return .all }
        if inner.first == "'" {
            let names = inner.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmingSpaces)
            guard names.allSatisfy({ $0.count > 2 && $0.first == "'" && $0.last == "'" }) else { return nil }
            return .members(names.map { String($0.dropFirst().dropLast()) })
        }
        if inner.contains(":") {
            let ends = inner.split(separator: ":", omittingEmptySubsequences: false).map(\.trimmingSpaces)
            guard ends.count == 2, ends.allSatisfy({ $0.isEmpty || Int($0) != nil }) else { return nil }
            return .slice(from: Int(ends[0]), to: Int(ends[1]))
        }
        let parts = inner.split(separator: ",", omittingEmptySubsequences: false).map { Int($0.trimmingSpaces) }
        let indices = parts.compactMap(\.self)
        return indices.count == parts.count ? .indices(indices) : nil
    }

    /// The places that a step picks among `count`, in the step's order; nothing where an index is outside.
    static func places(of step: Step, among count: Int) -> [Int]? {
        switch step {
        case .members: return nil
        case .all: return Array(0..<count)
        case .indices(let indices):
            let places = indices.map { $0 < 0 ? $0 + count : $0 }
            return places.allSatisfy((0..<count).contains) ? places : nil
        case .slice(let from, let to):
            func bound(_ index: Int) -> Int { min(max(index < 0 ? index + count : index, 0), count) }
            let (start, end) = (bound(from ?? 0), bound(to ?? count))
            return start < end ? Array(start..<end) : []
        }
    }
}

/// What is wrong with a filter.
enum JSONPathProblem: Error, Hashable, Sendable {
    case malformed(String)
    case tooLong(String)
    /// CSV has no names, and one step at most.
    case notForCSV(String)
    case matchesNothing(String)

    var message: String {
        switch self {
        case .malformed(let path): "The JSONPath '\(path)' is not valid"
        case .tooLong(let path): "The JSONPath '\(path)' has more than 63 characters"
        case .notForCSV(let path): "The JSONPath '\(path)' is not applicable to CSV: only indices and slices are"
        case .matchesNothing(let path): "The JSONPath '\(path)' does not match the record"
        }
    }
}

extension Substring {
    /// Without spaces and tabs at both ends.
    var trimmingSpaces: Substring {
        var trimmed = drop { $0 == " " || $0 == "\t" }
        while let last = trimmed.last, last == " " || last == "\t" { trimmed.removeLast() }
        return trimmed
    }
}
