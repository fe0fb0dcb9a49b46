/// What a JSON text is read as: the reader knows the form, its value what is taken for a text and for a number.
package protocol JSONReadable {
    static func members(_ members: [(name: String, value: Self)]) -> Self
    static func array(_ elements: [Self]) -> Self
    static func string(_ text: String) -> Self
    /// A number or a word; nil for what is neither.
    static func scalar(_ text: String) -> Self?
    /// A string's bytes as text; nil for what may not be one.
    static func text(_ bytes: [UInt8]) -> String?
}

/// Why a JSON text could not be read.
package enum JSONStop: Error {
    /// It ends within a value.
    case unfinished
    case malformed
}

/// The words that stand for values, those of Python among them.
package enum JSONWords {
    package static let all: Set<String> = ["true", "false", "null", "NaN", "Infinity", "-Infinity"]
}

/// Reads JSON byte by byte.
package struct JSONReader<Value: JSONReadable> {
    package let bytes: [UInt8]
    package private(set) var position: Int

    package init(bytes: [UInt8], position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// Whether nothing but space follows.
    package mutating func isAtEnd() -> Bool { (try? next()) == nil }

    package mutating func value(depth: Int) throws(JSONStop) -> Value {
        guard depth > 0 else { throw .malformed }
        switch try next() {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return Value.string(try string())
        default: return try literal()
        }
    }

    /// The next byte that is no space, which stays.
    private mutating func next() throws(JSONStop) -> UInt8 {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else { return byte }
            position += 1
        }
        throw .unfinished
    }

    private mutating func take(_ sign: Unicode.Scalar) throws(JSONStop) -> Bool {
        guard try next() == UInt8(ascii: sign) else { return false }
        position += 1
        return true
    }

    private mutating func object(_ depth: Int) throws(JSONStop) -> Value {
        position += 1
        var members: [(name: String, value: Value)] = []
        if try take("}") { return Value.members(members) }
        repeat {
            guard try next() == UInt8(ascii: "\"") else { throw .malformed }
            let name = try string()
            guard try take(":") else { throw .malformed }
            members.append((name, try value(depth: depth - 1)))
        } while try take(",")
        guard try take("}") else { throw .malformed }
        return Value.members(members)
    }

    private mutating func array(_ depth: Int) throws(JSONStop) -> Value {
        position += 1
        var elements: [Value] = []
        if try take("]") { return Value.array(elements) }
        repeat { elements.append(try value(depth: depth - 1)) } while try take(",")
        guard try take("]") else { throw .malformed }
        return Value.array(elements)
    }

    private mutating func literal() throws(JSONStop) -> Value {
        let start = position
        while position < bytes.count, Self.isOfLiteral(bytes[position]) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let value = Value.scalar(text) { return value }
        // It may go on behind what is there.
        let digits = text.first == "-" ? text.dropFirst() : text[...]
        let isBegun = JSONWords.all.contains { $0.hasPrefix(text) } || ("0"..."9").contains(digits.first ?? "x")
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

    private mutating func string() throws(JSONStop) -> String {
        position += 1
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = Value.text(content) else { throw .malformed }
                return text
            case UInt8(ascii: "\\"): content += try escape().utf8
            case 0..<0x20: throw .malformed
            default: content.append(byte)
            }
        }
        throw .unfinished
    }

    private mutating func escape() throws(JSONStop) -> String {
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
            guard (0xD800..<0xDC00).contains(high), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            else { return String(decoding: [high], as: UTF16.self) }
            position += 2
            return String(decoding: [high, try unit()], as: UTF16.self)
        default: throw .malformed
        }
    }

    /// Four hexadecimal digits.
    private mutating func unit() throws(JSONStop) -> UInt16 {
        guard position + 4 <= bytes.count else { throw .unfinished }
        var unit: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "A") + 10)
            default: throw .malformed
            }
        }
        position += 4
        return unit
    }
}
