/// One line of CSV as a transform reads it: SplitType Line cuts at every line break, quotes or not.
enum CSVRecord {
    enum Problem: Error, Hashable, Sendable {
        /// A quote within a field that does not begin with one.
        case bareQuote
        /// Blanks before the quote that was to begin a field.
        case blankBeforeQuote
        /// Text behind a closing quote.
        case textBehindQuote
        /// A quote that the line does not close.
        case openQuote

        var message: String {
            switch self {
            case .bareQuote: "a bare \" in a field without quotes"
            case .blankBeforeQuote: "a space between a comma and a quote"
            case .textBehindQuote: "text after a closing quote"
            case .openQuote: "a quote that isn't closed on the same line"
            }
        }

        var fix: String {
            switch self {
            case .bareQuote, .textBehindQuote: "double each quote inside a field, and quote the field"
            case .blankBeforeQuote: "remove the spaces: after them, a quote is part of the value"
            case .openQuote: "remove line breaks from quoted fields: records end at every line break"
            }
        }
    }

    /// The fields of a line, and how those are written that have blanks around them.
    struct Fields: Hashable, Sendable {
        /// Without quotes, and without blanks around those that had none.
        var values: [String] = []
        /// By place; the values that blanks were taken off.
        var padded: [Int: String] = [:]
    }

    /// The fields of a line. Throws where the line is no CSV by RFC 4180.
    static func fields(of line: ArraySlice<UInt8>, delimiter: UInt8) throws(Problem) -> Fields {
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
