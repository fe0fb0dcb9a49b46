/// Splits delimited text into rows of fields (RFC 4180: quotes, doubled quotes, line breaks inside quotes), bytes to text
/// field by field so that nothing malformed stops it.
struct CSVReader {
    private let bytes: [UInt8]
    private let delimiter: UInt8
    private var position = 0
    /// Whether the last row that was read ended at the end of the bytes, not at a line break.
    private(set) var lastRowIsCut = false

    init(_ bytes: [UInt8], delimiter: UInt8) {
        self.bytes = bytes
        self.delimiter = delimiter
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The next row; nil at the end. Empty lines are skipped.
    mutating func next() -> [String]? {
        while position < bytes.count, isLineBreak(bytes[position]) { position += 1 }
        guard position < bytes.count else { return nil }
        var row: [String] = []
        while true {
            row.append(field())
            guard position < bytes.count else {
                lastRowIsCut = true
                return row
            }
            if bytes[position] == delimiter {
                position += 1
                continue
            }
            // A line break, one of two kinds.
            if bytes[position] == UInt8(ascii: "\r") { position += 1 }
            if position < bytes.count, bytes[position] == UInt8(ascii: "\n") { position += 1 }
            lastRowIsCut = false
            return row
        }
    }

    private mutating func field() -> String {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return plainField([]) }
        position += 1
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            guard byte == UInt8(ascii: "\"") else {
                content.append(byte)
                continue
            }
            if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
                content.append(byte)
                position += 1
            } else {
                break
            }
        }
        // Text after a closing quote belongs to the field, as lenient readers have it.
        return plainField(content)
    }

    private mutating func plainField(_ before: [UInt8]) -> String {
        let start = position
        while position < bytes.count, bytes[position] != delimiter, !isLineBreak(bytes[position]) { position += 1 }
        return String(
            decoding: before.isEmpty ? bytes[start..<position] : (before + bytes[start..<position])[...], as: UTF8.self)
    }

    private func isLineBreak(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
}
