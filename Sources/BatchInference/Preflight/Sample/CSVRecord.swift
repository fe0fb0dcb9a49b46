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
            case .blankBeforeQuote: "a blank between a comma and a quote"
            case .textBehindQuote: "text behind a closing quote"
            case .openQuote: "a quote that is not closed on the same line"
            }
        }

        var fix: String {
            switch self {
            case .bareQuote, .textBehindQuote: "double each quote within a field, and put the field in quotes"
            case .blankBeforeQuote: "take the blanks out: behind them, a quote is part of the value"
            case .openQuote: "take line breaks out of quoted fields: records are cut at every line break"
            }
        }
    }

    /// The fields of a line, without quotes and without blanks around those that had none.
    static func fields(of line: ArraySlice<UInt8>, delimiter: UInt8) throws(Problem) -> [String] {
        let quote = UInt8(ascii: "\"")
        var fields: [String] = []
        var position = line.startIndex
        while true {
            var content: [UInt8] = []
            let isQuoted = position < line.endIndex && line[position] == quote
            if isQuoted {
                position += 1
                while true {
                    guard position < line.endIndex else { throw .openQuote }
                    let byte = line[position]
                    position += 1
                    guard byte == quote else {
                        content.append(byte)
                        continue
                    }
                    guard position < line.endIndex, line[position] == quote else { break }
                    content.append(quote)
                    position += 1
                }
                guard position == line.endIndex || line[position] == delimiter else { throw .textBehindQuote }
            } else {
                while position < line.endIndex, line[position] != delimiter {
                    guard line[position] != quote else {
                        let isBlank = !content.isEmpty && content.allSatisfy { $0 == 0x20 || $0 == 0x09 }
                        throw isBlank ? .blankBeforeQuote : .bareQuote
                    }
                    content.append(line[position])
                    position += 1
                }
            }
            fields.append(isQuoted ? String(decoding: content, as: UTF8.self) : trimmed(content))
            guard position < line.endIndex else { return fields }
            position += 1
        }
    }

    private static func trimmed(_ bytes: [UInt8]) -> String {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
        let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}
