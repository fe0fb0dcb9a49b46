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
