/// Reads the fields of one CSV record, bytes to text field by field so that nothing malformed stops it.
///
/// The one reader of fields: what is no CSV by RFC 4180 is read as lenient readers have it, and named beside the field.
enum CSVFields {
    /// A field as it stands in the record's bytes.
    enum Field {
        /// Without quotes around it.
        case plain(Range<Int>)
        /// What is within quotes, each doubled one once, with text after a closing quote.
        case quoted([UInt8], CSVRecord.Problem?)
    }

    /// The fields by RFC 4180, quotes taken off; none for a blank line.
    static func fields(of record: [UInt8]) -> [String] {
        guard !record.isEmpty else { return [] }
        return record.withUnsafeBufferPointer { bytes in
            var fields: [String] = []
            var position = 0
            while true {
                switch next(bytes, &position, delimiter: 0x2C) {
                case .plain(let range):
                    fields.append(String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self))
                case .quoted(let content, _): fields.append(String(decoding: content, as: UTF8.self))
                }
                guard position < bytes.count else { return fields }
                position += 1
            }
        }
    }

    /// The field that begins at a position, which then stands at the delimiter behind it, or at the end.
    @inline(__always)
    static func next(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, delimiter: UInt8) -> Field {
        guard position < bytes.count, bytes[position] == 0x22 else {
            let start = position
            while position < bytes.count, bytes[position] != delimiter { position += 1 }
            return .plain(start..<position)
        }
        return quoted(bytes, &position, delimiter: delimiter)
    }

    private static func quoted(
        _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, delimiter: UInt8
    ) -> Field {
        var content: [UInt8] = []
        position += 1
        var start = position
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
                while position < bytes.count, bytes[position] != delimiter { position += 1 }
                content.append(contentsOf: bytes[start..<position])
                return .quoted(content, position > start ? .textBehindQuote : nil)
            }
            start = position
            position += 1
        }
        content.append(contentsOf: bytes[start..<position])
        return .quoted(content, .openQuote)
    }
}
