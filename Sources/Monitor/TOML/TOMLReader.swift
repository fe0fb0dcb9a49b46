import AWSOperations

/// Where a text is not TOML, and why.
struct TOMLProblem: Error, Hashable, Sendable {
    /// From 1.
    var line: Int
    var words: String
}

/// Reads TOML 1.0, byte by byte; any text ends in a table or in a `TOMLProblem`.
struct TOMLReader {
    /// How deep tables and arrays may be nested, by headers, dotted keys and brackets together.
    static let deepest = 100

    var bytes: [UInt8]
    var position = 0
    /// The line of `position`, from 1.
    var line = 1
    var depth = 0

    private init(_ text: String) {
        bytes = Array(text.utf8)
        // Some editors of Windows begin a text with a byte order mark.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The root table of a text.
    static func read(_ text: String) throws(TOMLProblem) -> TOMLTable {
        var reader = TOMLReader(text)
        return try reader.document()
    }

    private mutating func document() throws(TOMLProblem) -> TOMLTable {
        var root = TOMLTable(.header, line: 1)
        var current: [String] = []
        while true {
            skipBlanks()
            guard let byte = peek else { return root }
            switch byte {
            case UInt8(ascii: "#"), 0x0A, 0x0D: break
            case UInt8(ascii: "["):
                let start = line
                let (path, isArray) = try header()
                try checked(start) { () throws(TOMLTable.Conflict) in
                    try root.open(path[...], isArray: isArray, line: start)
                }
                current = path
                depth = path.count
            default:
                let start = line
                let path = try key(before: "=")
                let value = try value(below: path)
                try checked(start) { () throws(TOMLTable.Conflict) in
                    try root.change(at: current[...], line: start) { table throws(TOMLTable.Conflict) in
                        try table.set(path[...], to: value, line: start)
                    }
                }
            }
            try endLine()
        }
    }

    /// `[a.b]` or `[[a.b]]`.
    private mutating func header() throws(TOMLProblem) -> (path: [String], isArray: Bool) {
        advance()
        depth = 0
        let isArray = take("[")
        let path = try key(before: "]")
        if isArray, !take("]") { throw problem("[[…]] must end with ]], with nothing between") }
        return (path, isArray)
    }

    /// A key, dotted or not, and the character that ends it.
    private mutating func key(before end: Unicode.Scalar) throws(TOMLProblem) -> [String] {
        var path: [String] = []
        while true {
            skipBlanks()
            path.append(try simpleKey())
            guard depth + path.count <= Self.deepest else { throw tooDeep }
            skipBlanks()
            if take(end) { return path }
            guard take(".") else { throw problem("expected \(end) after a key, not \(found)") }
        }
    }

    private mutating func simpleKey() throws(TOMLProblem) -> String {
        switch peek {
        case UInt8(ascii: "\""): return try basicString(isKey: true)
        case UInt8(ascii: "'"): return try literalString(isKey: true)
        default: break
        }
        let start = position
        while let byte = peek, Self.isBare(byte) { advance() }
        guard position > start else {
            throw problem("expected a key, not \(found); quote keys with characters other than A-Z, a-z, 0-9, - and _")
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    mutating func value() throws(TOMLProblem) -> TOMLValue {
        skipBlanks()
        switch peek {
        case UInt8(ascii: "\""): return .string(try basicString(isKey: false))
        case UInt8(ascii: "'"): return .string(try literalString(isKey: false))
        case UInt8(ascii: "["): return try nested { reader throws(TOMLProblem) in try reader.list() }
        case UInt8(ascii: "{"): return try nested { reader throws(TOMLProblem) in try reader.inlineTable() }
        default: return try word()
        }
    }

    private mutating func value(below path: [String]) throws(TOMLProblem) -> TOMLValue {
        depth += path.count
        defer { depth -= path.count }
        return try value()
    }

    private mutating func nested(
        _ read: (inout TOMLReader) throws(TOMLProblem) -> TOMLValue
    ) throws(TOMLProblem) -> TOMLValue {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw tooDeep }
        return try read(&self)
    }

    private mutating func list() throws(TOMLProblem) -> TOMLValue {
        advance()
        var items: [TOMLValue] = []
        while true {
            try skipLines()
            if take("]") { return .list(items) }
            items.append(try value())
            try skipLines()
            if take(",") { continue }
            guard take("]") else { throw problem("expected a comma or ] in an array, not \(found)") }
            return .list(items)
        }
    }

    private mutating func inlineTable() throws(TOMLProblem) -> TOMLValue {
        let start = line
        advance()
        var table = TOMLTable(.inline, line: start)
        skipBlanks()
        if take("}") { return .table(table) }
        while true {
            let path = try key(before: "=")
            let value = try value(below: path)
            try checked(line) { () throws(TOMLTable.Conflict) in try table.set(path[...], to: value, line: start) }
            skipBlanks()
            if take(",") { continue }
            guard take("}") else { throw problem("expected a comma or } in a table, not \(found)") }
            return .table(table)
        }
    }

    // MARK: Between values

    /// The rest of a line may hold a comment.
    private mutating func endLine() throws(TOMLProblem) {
        skipBlanks()
        try skipComment()
        guard peek != nil else { return }
        guard try takeLineEnd() else { throw problem("expected the end of the line, not \(found)") }
    }

    /// Blanks, comments and ends of lines, as arrays may have them anywhere.
    private mutating func skipLines() throws(TOMLProblem) {
        repeat {
            skipBlanks()
            try skipComment()
        } while try takeLineEnd()
    }

    private mutating func skipBlanks() {
        while peek == 0x20 || peek == 0x09 { advance() }
    }

    private mutating func skipComment() throws(TOMLProblem) {
        guard peek == UInt8(ascii: "#") else { return }
        while let byte = peek, byte != 0x0A {
            if byte == 0x0D, isLineFeed(after: position) { return }
            guard byte == 0x09 || byte >= 0x20 && byte != 0x7F else { throw problem("a comment has \(found) in it") }
            advance()
        }
    }

    mutating func takeLineEnd() throws(TOMLProblem) -> Bool {
        if peek == 0x0D {
            guard isLineFeed(after: position) else { throw problem("a carriage return without a line feed") }
            advance()
        }
        guard peek == 0x0A else { return false }
        advance()
        line += 1
        return true
    }

    private func isLineFeed(after place: Int) -> Bool { place + 1 < bytes.count && bytes[place + 1] == 0x0A }

    // MARK: Bytes

    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Whether some ASCII text comes next.
    func comes(_ text: StaticString) -> Bool {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        return bytes[position...].starts(with: wanted)
    }

    mutating func advance() { position += 1 }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard let byte = peek, UInt32(byte) == scalar.value else { return false }
        advance()
        return true
    }

    static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private var tooDeep: TOMLProblem { problem("nested deeper than \(Self.deepest)") }

    func problem(_ words: String) -> TOMLProblem { TOMLProblem(line: line, words: words) }

    /// What comes next, as a message shows it.
    var found: String {
        guard let byte = peek else { return "the end of the file" }
        switch byte {
        case 0x0A, 0x0D: return "the end of the line"
        case 0x20..<0x7F: return "'\(Unicode.Scalar(byte))'"
        case 0..<0x20, 0x7F: return "a control character"
        default:
            let scalar = String(decoding: bytes[position...].prefix(4), as: UTF8.self).unicodeScalars.first
            switch scalar?.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .unassigned, .privateUse, nil:
                return "the character U+\(String(scalar?.value ?? 0xFFFD, radix: 16, uppercase: true))"
            default: return "'\(scalar.map(String.init) ?? "")'"
            }
        }
    }

    private func checked(_ line: Int, _ body: () throws(TOMLTable.Conflict) -> Void) throws(TOMLProblem) {
        do {
            try body()
        } catch {
            throw TOMLProblem(line: line, words: error.words)
        }
    }
}

extension TOMLReader {
    /// A basic string, with escapes; of several lines between three quotation marks.
    mutating func basicString(isKey: Bool) throws(TOMLProblem) -> String {
        let start = line
        let isLong = try open("\"\"\"", isKey: isKey)
        var text: [UInt8] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                if try close(byte, isLong: isLong, into: &text) { return String(decoding: text, as: UTF8.self) }
            case UInt8(ascii: "\\"):
                advance()
                try escape(isLong: isLong, into: &text)
            default: try plain(isLong: isLong, into: &text)
            }
        }
        throw TOMLProblem(line: start, words: "a string that isn't closed")
    }

    /// A literal string, without escapes.
    mutating func literalString(isKey: Bool) throws(TOMLProblem) -> String {
        let start = line
        let isLong = try open("'''", isKey: isKey)
        var text: [UInt8] = []
        while let byte = peek {
            if byte == UInt8(ascii: "'") {
                if try close(byte, isLong: isLong, into: &text) { return String(decoding: text, as: UTF8.self) }
            } else {
                try plain(isLong: isLong, into: &text)
            }
        }
        throw TOMLProblem(line: start, words: "a string that isn't closed")
    }

    /// Takes what begins a string: true where that is three quotation marks, so that it may go over several lines.
    private mutating func open(_ long: StaticString, isKey: Bool) throws(TOMLProblem) -> Bool {
        let isLong = comes(long)
        if isLong, isKey { throw problem("a key that spans several lines") }
        position += isLong ? 3 : 1
        if isLong { _ = try takeLineEnd() }
        return isLong
    }

    /// Takes quotation marks: true where they end the string. One or two before the end of a long one are part of it.
    private mutating func close(_ quote: UInt8, isLong: Bool, into text: inout [UInt8]) throws(TOMLProblem) -> Bool {
        guard isLong else {
            advance()
            return true
        }
        var count = 0
        while peek == quote, count < 5 {
            count += 1
            advance()
        }
        text += repeatElement(quote, count: count >= 3 ? count - 3 : count)
        return count >= 3
    }

    private mutating func plain(isLong: Bool, into text: inout [UInt8]) throws(TOMLProblem) {
        guard let byte = peek else { return }
        if byte == 0x0A || byte == 0x0D {
            guard isLong else { throw problem("a string that isn't closed") }
            _ = try takeLineEnd()
            text.append(0x0A)
            return
        }
        guard byte == 0x09 || byte >= 0x20 && byte != 0x7F else { throw problem("a string has \(found) in it") }
        text.append(byte)
        advance()
    }

    /// What follows a backslash.
    private mutating func escape(isLong: Bool, into text: inout [UInt8]) throws(TOMLProblem) {
        guard let byte = peek else { throw problem("a string that isn't closed") }
        if isLong, byte == 0x0A || byte == 0x0D || byte == 0x20 || byte == 0x09 {
            try foldLines()
            return
        }
        advance()
        switch byte {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(byte)
        case UInt8(ascii: "u"): text += try scalar(digits: 4)
        case UInt8(ascii: "U"): text += try scalar(digits: 8)
        default:
            position -= 1
            throw problem("a backslash before \(found): write \\\\ for one, or use single quotes")
        }
    }

    /// A backslash at the end of a line takes the break and all blanks and breaks after it away.
    private mutating func foldLines() throws(TOMLProblem) {
        let start = line
        while let byte = peek {
            if byte == 0x20 || byte == 0x09 {
                advance()
            } else if try !takeLineEnd() {
                break
            }
        }
        guard line > start else { throw problem("a backslash before a space: write \\\\ for one") }
    }

    private mutating func scalar(digits: Int) throws(TOMLProblem) -> [UInt8] {
        var number: UInt32 = 0
        for _ in 0..<digits {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw problem("expected an escape of \(digits) hexadecimal digits, not \(found)")
            }
            number = number << 4 | UInt32(digit)
            advance()
        }
        guard let scalar = Unicode.Scalar(number) else {
            throw problem("no character has the code \(String(number, radix: 16))")
        }
        return Array(String(scalar).utf8)
    }
}

extension TOMLReader {
    /// A number, a flag or a moment: everything that stands without quotes.
    mutating func word() throws(TOMLProblem) -> TOMLValue {
        let start = position
        while let byte = peek,
            Self.isBare(byte) || [UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: ":")].contains(byte)
        {
            advance()
        }
        // A date and a time may be set apart by a blank.
        if position - start == 10, peek == 0x20, position + 1 < bytes.count, (48...57).contains(bytes[position + 1]),
            TOMLMoment.isDate(bytes[start..<position])
        {
            advance()
            while let byte = peek,
                Self.isBare(byte) || [UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: ":")].contains(byte)
            {
                advance()
            }
        }
        guard position > start else { throw problem("expected a value, not \(found)") }
        let word = Array(bytes[start..<position])
        let text = String(decoding: word, as: UTF8.self)
        switch text {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "inf", "+inf": return .double(.infinity)
        case "-inf": return .double(-.infinity)
        case "nan", "+nan", "-nan": return .double(.nan)
        default: break
        }
        if TOMLMoment.isValid(word[...]) { return .moment(text) }
        if let number = try Self.number(text, in: self) { return number }
        throw problem("\(LongText.cut(text, to: 60)) isn't a number, a date, true or false: put text in quotes")
    }

    /// Nil where it isn't a number at all.
    private static func number(_ text: String, in reader: TOMLReader) throws(TOMLProblem) -> TOMLValue? {
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where text.hasPrefix(prefix) {
            guard let digits = withoutUnderscores(text.dropFirst(2), { $0.hexDigitValue.map { $0 < radix } ?? false })
            else { return nil }
            guard let number = Int(digits, radix: radix) else {
                throw reader.problem("\(LongText.cut(text, to: 60)) is too large")
            }
            return .integer(number)
        }
        let sign = text.hasPrefix("+") || text.hasPrefix("-") ? text.prefix(1) : ""
        let body = text.dropFirst(sign.count)
        func digits(_ part: Substring) -> String? {
            withoutUnderscores(part) { ("0"..."9").contains($0) }
        }
        let exponentStart = body.firstIndex { $0 == "e" || $0 == "E" }
        let mantissa = body[..<(exponentStart ?? body.endIndex)]
        let dot = mantissa.firstIndex(of: ".")
        guard let whole = digits(mantissa[..<(dot ?? mantissa.endIndex)]), whole == "0" || !whole.hasPrefix("0") else {
            return nil
        }
        guard exponentStart != nil || dot != nil else {
            guard let number = Int(sign + whole) else {
                throw reader.problem("\(LongText.cut(text, to: 60)) is too large")
            }
            return .integer(number)
        }
        var written = sign + whole
        if let dot {
            guard let fraction = digits(mantissa[mantissa.index(after: dot)...]) else { return nil }
            written += ".\(fraction)"
        }
        if let exponentStart {
            let exponent = body[body.index(after: exponentStart)...]
            let exponentSign = exponent.hasPrefix("+") || exponent.hasPrefix("-") ? exponent.prefix(1) : ""
            guard let power = digits(exponent.dropFirst(exponentSign.count)) else { return nil }
            written += "e\(exponentSign)\(power)"
        }
        return Double(written).map { .double($0) }
    }

    /// Digits without the underscores between them; nil where there is none, or anything else.
    private static func withoutUnderscores(_ text: Substring, _ isDigit: (Character) -> Bool) -> String? {
        var digits = ""
        var isBetween = false
        for character in text {
            if character == "_" {
                guard isBetween else { return nil }
                isBetween = false
            } else {
                guard character.isASCII, isDigit(character) else { return nil }
                digits.append(character)
                isBetween = true
            }
        }
        return isBetween ? digits : nil
    }
}

/// Dates and times as RFC 3339 writes them, the offset or either half left out.
enum TOMLMoment {
    static func isValid(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.count > 10 else { return isDate(word) || isTime(word) }
        let (date, separator, time) = (word.prefix(10), word[word.startIndex + 10], word.dropFirst(11))
        guard isDate(date) else { return isTime(word) }
        guard [UInt8(ascii: "T"), UInt8(ascii: "t"), 0x20].contains(separator) else { return false }
        if let last = time.last, last | 0x20 == UInt8(ascii: "z") { return isTime(time.dropLast()) }
        let offset = time.suffix(6)
        if offset.count == 6, offset.first == UInt8(ascii: "+") || offset.first == UInt8(ascii: "-") {
            let parts = offset.dropFirst().split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            return parts.count == 2 && number(parts[0], 2, in: 0...23) != nil && number(parts[1], 2, in: 0...59) != nil
                && isTime(time.dropLast(6))
        }
        return isTime(time)
    }

    static func isDate(_ word: ArraySlice<UInt8>) -> Bool {
        let parts = word.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 3, let year = number(parts[0], 4, in: 0...9999),
            let month = number(parts[1], 2, in: 1...12), let day = number(parts[2], 2, in: 1...31)
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return day <= [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    private static func isTime(_ word: ArraySlice<UInt8>) -> Bool {
        let halves = word.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        if halves.count == 2, halves[1].isEmpty || !halves[1].allSatisfy({ (48...57).contains($0) }) { return false }
        let parts = halves[0].split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        return parts.count == 3 && number(parts[0], 2, in: 0...23) != nil && number(parts[1], 2, in: 0...59) != nil
            && number(parts[2], 2, in: 0...60) != nil
    }

    private static func number(_ digits: ArraySlice<UInt8>, _ count: Int, in range: ClosedRange<Int>) -> Int? {
        guard digits.count == count, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        return range.contains(number) ? number : nil
    }
}
