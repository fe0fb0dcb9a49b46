/// One line of CSV as a transform reads it: SplitType Line cuts at every line break, quotes or not.
package enum CSVRecord {
    package enum Problem: Error, Hashable, Sendable {
        /// A quote within a field that does not begin with one.
        case bareQuote
        /// Blanks before the quote that was to begin a field.
        case blankBeforeQuote
        /// Text behind a closing quote.
        case textBehindQuote
        /// A quote that the line does not close.
        case openQuote

        package var message: String {
            switch self {
            case .bareQuote: "a bare \" in a field without quotes"
            case .blankBeforeQuote: "a space between a comma and a quote"
            case .textBehindQuote: "text after a closing quote"
            case .openQuote: "a quote that isn't closed on the same line"
            }
        }

        package var fix: String {
            switch self {
            case .bareQuote, .textBehindQuote: "double each quote inside a field, and quote the field"
            case .blankBeforeQuote: "remove the spaces: after them, a quote is part of the value"
            case .openQuote: "remove line breaks from quoted fields: records end at every line break"
            }
        }
    }

    /// The fields of a line, and how those are written that have blanks around them.
    package struct Fields: Hashable, Sendable {
        /// Without quotes, and without blanks around those that had none.
        package var values: [String] = []
        /// By place; the values that blanks were taken off.
        package var padded: [Int: String] = [:]
    }

    /// The fields of a line. Throws where the line is no CSV by RFC 4180.
    package static func fields(of line: ArraySlice<UInt8>, delimiter: UInt8) throws(Problem) -> Fields {
        var fields = Fields()
        let problem = line.withUnsafeBufferPointer { bytes -> Problem? in
            var position = 0
            while true {
                switch CSVFields.next(bytes, &position, delimiter: delimiter) {
                case .plain(let range):
                    let content = UnsafeBufferPointer(rebasing: bytes[range])
                    if let quote = content.firstIndex(of: 0x22) {
                        return quote > 0 && content[..<quote].allSatisfy(isBlank) ? .blankBeforeQuote : .bareQuote
                    }
                    let text = trimmed(content)
                    if text.count < content.count {
                        fields.padded[fields.values.count] = String(decoding: content, as: UTF8.self)
                    }
                    fields.values.append(String(decoding: text, as: UTF8.self))
                case .quoted(let content, let problem):
                    if let problem { return problem }
                    fields.values.append(String(decoding: content, as: UTF8.self))
                }
                guard position < bytes.count else { return nil }
                position += 1
            }
        }
        if let problem { throw problem }
        return fields
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var (start, end) = (0, bytes.count)
        while start < end, isBlank(bytes[start]) { start += 1 }
        while end > start, isBlank(bytes[end - 1]) { end -= 1 }
        return UnsafeBufferPointer(rebasing: bytes[start..<end])
    }
}

/// Reads the fields of one CSV record, bytes to text field by field so that nothing malformed stops it.
///
/// The one reader of fields: what is no CSV by RFC 4180 is read as lenient readers have it, and named beside the field.
package enum CSVFields {
    /// A field as it stands in the record's bytes.
    package enum Field {
        /// Without quotes around it.
        case plain(Range<Int>)
        /// What is within quotes, each doubled one once, with text after a closing quote.
        case quoted([UInt8], CSVRecord.Problem?)
    }

    /// The fields by RFC 4180, quotes taken off; none for a blank line.
    package static func fields(of record: [UInt8]) -> [String] {
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

    /// Whether a record has a quote that nothing closes.
    package static func hasOpenQuote(_ record: [UInt8]) -> Bool {
        guard record.contains(0x22) else { return false }
        return record.withUnsafeBufferPointer { bytes in
            var position = 0
            while position < bytes.count {
                switch place(bytes, &position, delimiter: 0x2C) {
                case .enclosed(_, .openQuote), .rewritten(_, .openQuote): return true
                default: position += 1
                }
            }
            return false
        }
    }

    /// The field that begins at a position, which then stands at the delimiter behind it, or at the end.
    @inline(__always)
    package static func next(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, delimiter: UInt8) -> Field {
        switch place(bytes, &position, delimiter: delimiter) {
        case .plain(let range): .plain(range)
        case .enclosed(let range, let problem): .quoted(Array(bytes[range]), problem)
        case .rewritten(let content, let problem): .quoted(content, problem)
        }
    }

    /// Where a field's content stands in the record's bytes, so that most of it needs no copy.
    enum Place {
        case plain(Range<Int>)
        /// Within quotes, without any that would be doubled.
        case enclosed(Range<Int>, CSVRecord.Problem?)
        /// What its quotes stand for is not what stands there.
        case rewritten([UInt8], CSVRecord.Problem?)
    }

    /// Whether a record has a field of a number, where the field `field` begins at `position`.
    @inline(__always)
    static func hasField(_ bytes: UnsafeBufferPointer<UInt8>, _ number: Int, from position: Int, field: Int) -> Bool {
        var (position, field) = (position, field)
        while field < number {
            if position < bytes.count, bytes[position] == 0x22 {
                _ = place(bytes, &position, delimiter: 0x2C)
            } else {
                position = ByteSearch.first(0x2C, in: bytes, from: position)
            }
            guard position < bytes.count else { return false }
            position &+= 1
            field &+= 1
        }
        return true
    }

    @inline(__always)
    static func place(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, delimiter: UInt8) -> Place {
        guard position < bytes.count, bytes[position] == 0x22 else {
            let start = position
            position = ByteSearch.first(delimiter, in: bytes, from: position)
            return .plain(start..<position)
        }
        return quoted(bytes, &position, delimiter: delimiter)
    }

    @inline(never)
    private static func quoted(
        _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, delimiter: UInt8
    ) -> Place {
        position += 1
        var start = position
        position = ByteSearch.first(0x22, in: bytes, from: position)
        if position == bytes.count { return .enclosed(start..<position, .openQuote) }
        if position + 1 == bytes.count || bytes[position + 1] == delimiter, delimiter != 0x22 {
            position += 1
            return .enclosed(start..<position - 1, nil)
        }
        var content: [UInt8] = []
        while position < bytes.count {
            content.append(contentsOf: bytes[start..<position])
            position += 1
            guard position < bytes.count, bytes[position] == 0x22 else {
                // Text after a closing quote belongs to the field, as lenient readers have it.
                start = position
                position = ByteSearch.first(delimiter, in: bytes, from: position)
                content.append(contentsOf: bytes[start..<position])
                return .rewritten(content, position > start ? .textBehindQuote : nil)
            }
            start = position
            position = ByteSearch.first(0x22, in: bytes, from: position + 1)
        }
        content.append(contentsOf: bytes[start..<position])
        return .rewritten(content, .openQuote)
    }
}

/// Where quotes stand in CSV, byte by byte, as lenient readers have it: a quote opens a field only at its beginning, and
/// what follows a closing quote belongs to the field.
package struct CSVQuotes: Hashable, Sendable {
    private enum State: Hashable, Sendable {
        /// At the beginning of a text, where a byte order mark of so many bytes may have come.
        case mark(Int)
        case fieldStart
        case plain
        case quoted
        /// Behind a quote within quotes, which closes them or stands for itself.
        case quote
    }

    private var state = State.mark(0)
    private let delimiter: UInt8

    package init(delimiter: UInt8 = 0x2C) { self.delimiter = delimiter }

    /// Whether a line break would belong to a field.
    package var isWithin: Bool { state == .quoted }
    /// Whether quotes were opened that nothing has closed.
    package var isOpen: Bool { state == .quoted }

    package mutating func take(_ byte: UInt8) {
        switch state {
        case .mark(let count):
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            guard mark[count] == byte else {
                state = count == 0 ? .fieldStart : .plain
                return take(byte)
            }
            state = count == 2 ? .fieldStart : .mark(count + 1)
        case .fieldStart:
            state = byte == 0x22 ? .quoted : byte == delimiter ? .fieldStart : .plain
        case .plain:
            if byte == delimiter { state = .fieldStart }
        case .quoted:
            if byte == 0x22 { state = .quote }
        case .quote:
            state = byte == 0x22 ? .quoted : byte == delimiter ? .fieldStart : .plain
        }
    }

    package mutating func endRecord() { state = .fieldStart }

    /// Steps over bytes that neither end a record nor open or close quotes: the place of the next one that may.
    @inline(__always)
    mutating func skip(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        switch state {
        case .mark, .quote: return start
        case .quoted: return ByteSearch.first(0x22, in: bytes, from: start)
        case .fieldStart, .plain:
            let place = ByteSearch.first(0x0A, 0x22, in: bytes, from: start)
            if place > start { state = bytes[place - 1] == delimiter ? .fieldStart : .plain }
            return place
        }
    }
}
