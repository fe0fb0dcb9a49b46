/// A transform's input manifest: a JSON list led by `{"prefix": "s3://…"}`, then keys relative to it.
struct InputManifest: Hashable, Sendable {
    var prefix: String
    var names: [String]

    /// Reads a manifest; nil for anything else.
    init?(_ bytes: [UInt8]) {
        var reader = Reader(bytes: bytes)
        guard reader.take("["), reader.take("{"), reader.string() == "prefix", reader.take(":"),
            let prefix = reader.string(), reader.take("}")
        else { return nil }
        var names: [String] = []
        while reader.take(",") {
            guard let name = reader.string() else { return nil }
            names.append(name)
        }
        guard reader.take("]") else { return nil }
        self.prefix = prefix
        self.names = names
    }

    /// Just enough JSON for a list of strings.
    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        init(bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func take(_ sign: Unicode.Scalar) -> Bool {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: sign) else { return false }
            position += 1
            return true
        }

        mutating func string() -> String? {
            guard take("\"") else { return nil }
            var units: [UInt8] = []
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                switch byte {
                case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
                case UInt8(ascii: "\\"):
                    guard let scalars = escape() else { return nil }
                    units += Array(String(scalars).utf8)
                default: units.append(byte)
                }
            }
            return nil
        }

        private mutating func escape() -> Character? {
            guard position < bytes.count else { return nil }
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "n"): return "\n"
            case UInt8(ascii: "t"): return "\t"
            case UInt8(ascii: "r"): return "\r"
            case UInt8(ascii: "b"): return "\u{8}"
            case UInt8(ascii: "f"): return "\u{C}"
            case UInt8(ascii: "u"):
                guard let high = hexadecimal() else { return nil }
                var units = [high]
                if (0xD800..<0xDC00).contains(high), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                    bytes[position + 1] == UInt8(ascii: "u")
                {
                    position += 2
                    guard let low = hexadecimal() else { return nil }
                    units.append(low)
                }
                return String(decoding: units, as: UTF16.self).first
            default: return Character(Unicode.Scalar(byte))
            }
        }

        private mutating func hexadecimal() -> UInt16? {
            guard position + 4 <= bytes.count else { return nil }
            defer { position += 4 }
            return UInt16(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        }

        private mutating func skipSpace() {
            while position < bytes.count, [9, 10, 13, 32].contains(bytes[position]) { position += 1 }
        }
    }
}
