/// Reads the fields of one CSV record, bytes to text field by field so that nothing malformed stops it.
enum CSVFields {
    /// The fields by RFC 4180, quotes taken off; none for a blank line.
    static func fields(of record: [UInt8]) -> [String] {
        guard !record.isEmpty else { return [] }
        return record.withUnsafeBufferPointer { bytes in
            var fields: [String] = []
            var position = 0
            while true {
                fields.append(field(bytes, &position))
                guard position < bytes.count else { return fields }
                position += 1
            }
        }
    }

    private static func field(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> String {
        var start = position
        guard position < bytes.count, bytes[position] == 0x22 else {
            while position < bytes.count, bytes[position] != 0x2C { position += 1 }
            return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        }
        var content: [UInt8] = []
        position += 1
        start = position
        while position < bytes.count {
            guard bytes[position] == 0x22 else {
                position += 1
                continue
            }
            content.append(contentsOf: bytes[start..<position])
            position += 1
            guard position < bytes.count, bytes[position] == 0x22 else {
                // Text after a closing quote belongs to the field, as lenient readers have it.
                start = position
                while position < bytes.count, bytes[position] != 0x2C { position += 1 }
                break
            }
            start = position
            position += 1
        }
        content.append(contentsOf: bytes[start..<position])
        return String(decoding: content, as: UTF8.self)
    }
}
