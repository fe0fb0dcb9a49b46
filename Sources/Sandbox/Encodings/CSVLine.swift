/// One line of CSV as bytes, by the rules of RFC 4180 without line breaks inside quotes.
enum CSVLine {
    /// The lines of a text, without their ends and without blank ones.
    static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: 0x0a).map { $0.last == 0x0d ? $0.dropLast() : $0 }.filter { !$0.isEmpty }
    }

    /// The fields as they stand, quotes and all.
    static func fields(of line: ArraySlice<UInt8>) throws(CSVProblem) -> [ArraySlice<UInt8>] {
        var fields: [ArraySlice<UInt8>] = []
        var start = line.startIndex
        while true {
            var end = start
            if end < line.endIndex, line[end] == 0x22 {
                end = try endOfQuotedField(in: line, from: start)
            } else {
                while end < line.endIndex, line[end] != 0x2c {
                    guard line[end] != 0x22 else { throw .bareQuote }
                    end += 1
                }
            }
            fields.append(line[start..<end])
            guard end < line.endIndex else { return fields }
            start = end + 1
        }
    }

    private static func endOfQuotedField(in line: ArraySlice<UInt8>, from start: Int) throws(CSVProblem) -> Int {
        var position = start + 1
        while position < line.endIndex {
            if line[position] == 0x22 {
                position += 1
                if position == line.endIndex || line[position] == 0x2c { return position }
                guard line[position] == 0x22 else { throw .strayQuote }
            }
            position += 1
        }
        throw .strayQuote
    }

    /// What a field means: without its quotes and without spaces around it.
    static func text(ofField field: ArraySlice<UInt8>) -> String {
        guard field.first == 0x22 else {
            var (start, end) = (field.startIndex, field.endIndex)
            while start < end, field[start] == 0x20 || field[start] == 0x09 { start += 1 }
            while end > start, field[end - 1] == 0x20 || field[end - 1] == 0x09 { end -= 1 }
            return String(decoding: field[start..<end], as: UTF8.self)
        }
        var text: [UInt8] = []
        var skips = false
        for byte in field.dropFirst().dropLast() {
            skips = byte == 0x22 && !skips
            if !skips { text.append(byte) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The beginning of a line, for messages.
    static func excerpt(_ line: ArraySlice<UInt8>) -> String {
        String(decoding: line.prefix(120), as: UTF8.self)
    }
}

/// What is wrong with a line of CSV.
enum CSVProblem: Error, Hashable, Sendable {
    case bareQuote
    case strayQuote

    var message: String {
        switch self {
        case .bareQuote: "bare \" in non quoted field"
        case .strayQuote: "extraneous or missing \" in quoted-field"
        }
    }
}
