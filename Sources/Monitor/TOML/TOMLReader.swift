/// Where a text is not TOML, and why.
struct TOMLProblem: Error, Hashable, Sendable {
    /// From 1.
    var line: Int
    var words: String
}

/// Reads TOML 1.0, byte by byte; any text ends in a table or in a `TOMLProblem`.
struct TOMLReader {
    /// How deep arrays and inline tables may be nested.
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
            default:
                let start = line
                let path = try key(before: "=")
                let value = try value()
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
        let isArray = take("[")
        let path = try key(before: "]")
        if isArray, !take("]") { throw problem("[[…]] ends with ]] and nothing between") }
        return (path, isArray)
    }

    /// A key, dotted or not, and the character that ends it.
    private mutating func key(before end: Unicode.Scalar) throws(TOMLProblem) -> [String] {
        var path: [String] = []
        while true {
            skipBlanks()
            path.append(try simpleKey())
            skipBlanks()
            if take(end) { return path }
            guard take(".") else { throw problem("\(end) is expected after a key, not \(found)") }
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
            throw problem("a key is expected, not \(found); keys of other than A-Z, a-z, 0-9, - and _ are quoted")
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

    private mutating func nested(
        _ read: (inout TOMLReader) throws(TOMLProblem) -> TOMLValue
    ) throws(TOMLProblem) -> TOMLValue {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw problem("nested deeper than \(Self.deepest)") }
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
            guard take("]") else { throw problem("a comma or ] is expected in an array, not \(found)") }
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
            let value = try value()
            try checked(line) { () throws(TOMLTable.Conflict) in try table.set(path[...], to: value, line: start) }
            skipBlanks()
            if take(",") { continue }
            guard take("}") else { throw problem("a comma or } is expected in a table, not \(found)") }
            return .table(table)
        }
    }

    // MARK: Between values

    /// The rest of a line may hold a comment.
    private mutating func endLine() throws(TOMLProblem) {
        skipBlanks()
        try skipComment()
        guard peek != nil else { return }
        guard try takeLineEnd() else { throw problem("the end of the line is expected, not \(found)") }
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
