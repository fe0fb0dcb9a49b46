/// Splits JSON text into nodes, without recursion: an answer nested without end does no harm.
struct JSONParser {
    /// Where a text isn't JSON.
    struct Malformed: Error {
        var offset: Int
        var problem: String
        /// Whether it is right as far as it goes, and ends within a value.
        var isUnfinished = false
    }

    typealias Node = JSONDocument.Node

    static let depthLimit = 512

    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0
    private var nodes: [Node] = []
    /// The containers around the present place, from the outside in.
    private var open: [Int] = []
    /// All bytes of strings, one over the other, eight at a time.
    private var highBits: UInt64 = 0

    /// Whether `NaN`, `Infinity` and `-Infinity` stand for values, as Python writes them.
    private let takesNonFinite: Bool

    /// The nodes of a whole text of UTF-8.
    static func parse(_ text: [UInt8], takesNonFinite: Bool = false) throws(Malformed) -> [Node] {
        try run(on: text, takesNonFinite) { parser throws(Malformed) in try parser.readText() }.nodes
    }

    /// The nodes of the value that begins at an offset, and where it ends, whatever follows it; its strings need not be
    /// UTF-8.
    static func parseValue(
        _ text: [UInt8], from start: Int, takesNonFinite: Bool
    ) throws(Malformed) -> (nodes: [Node], end: Int) {
        let parser = try run(on: text, takesNonFinite) { parser throws(Malformed) in
            parser.at = start
            parser.skipSpace()
            try parser.readTree()
        }
        return (parser.nodes, parser.at)
    }

    private static func run(
        on text: [UInt8], _ takesNonFinite: Bool, _ read: (inout JSONParser) throws(Malformed) -> Void
    ) throws(Malformed) -> JSONParser {
        guard text.count < UInt32.max else { throw Malformed(offset: 0, problem: "longer than 4 GB") }
        let result: Result<JSONParser, Malformed> = text.withUnsafeBufferPointer { bytes in
            var parser = JSONParser(bytes: bytes, takesNonFinite: takesNonFinite)
            do throws(Malformed) {
                try read(&parser)
                return .success(parser)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private init(bytes: UnsafeBufferPointer<UInt8>, takesNonFinite: Bool) {
        self.bytes = bytes
        self.takesNonFinite = takesNonFinite
        // Most texts have fewer nodes than that, and some bytes to each.
        nodes.reserveCapacity(bytes.count / 16 + 4)
    }

    private mutating func readText() throws(Malformed) {
        // Some editors on Windows begin a file with a byte order mark.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        skipSpace()
        try readTree()
        skipSpace()
        guard at == bytes.count else { throw malformed("more than one value") }
        // Once for all strings, and only where one has a byte of eight bits.
        guard highBits & 0x8080_8080_8080_8080 == 0 || String(validating: bytes, as: UTF8.self) != nil else {
            throw Malformed(offset: 0, problem: "not UTF-8")
        }
    }

    /// Reads a value with all that is in it.
    private mutating func readTree() throws(Malformed) {
        repeat {
            try readValue()
            try leaveContainers()
        } while !open.isEmpty
    }

    /// Reads a scalar, or goes into containers until the first scalar or empty container.
    private mutating func readValue() throws(Malformed) {
        while true {
            guard at < bytes.count else { throw unfinished("the end in place of a value") }
            switch bytes[at] {
            case UInt8(ascii: "\""): return try readString()
            case UInt8(ascii: "{"):
                if try enter(.object, closedBy: UInt8(ascii: "}")) { return }
                try readKey()
            case UInt8(ascii: "["): if try enter(.array, closedBy: UInt8(ascii: "]")) { return }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try readNumber()
            case UInt8(ascii: "t"): return try readWord("true", .yes)
            case UInt8(ascii: "f"): return try readWord("false", .no)
            case UInt8(ascii: "n"): return try readWord("null", .null)
            case UInt8(ascii: "N") where takesNonFinite: return try readWord("NaN", .nonFinite)
            case UInt8(ascii: "I") where takesNonFinite: return try readWord("Infinity", .nonFinite)
            default: throw malformed("no value begins so")
            }
        }
    }

    /// Begins a container; true where it ends at once.
    private mutating func enter(_ kind: Node.Kind, closedBy end: UInt8) throws(Malformed) -> Bool {
        guard open.count < Self.depthLimit else { throw malformed("nested too deeply") }
        let node = nodes.count
        nodes.append(Node(kind: kind, next: UInt32(node + 1), start: UInt32(node + 1)))
        at += 1
        skipSpace()
        if at < bytes.count, bytes[at] == end {
            at += 1
            return true
        }
        open.append(node)
        return false
    }

    /// After a value: on to the next one, or out of the containers that end here.
    private mutating func leaveContainers() throws(Malformed) {
        while true {
            guard let container = open.last else { return }
            nodes[container].end += 1
            skipSpace()
            guard at < bytes.count else { throw unfinished("the end inside of an object or array") }
            let isObject = nodes[container].kind == .object
            switch (bytes[at], isObject) {
            case (UInt8(ascii: ","), _):
                at += 1
                skipSpace()
                if isObject { try readKey() }
                return
            case (UInt8(ascii: "}"), true), (UInt8(ascii: "]"), false):
                at += 1
                nodes[container].next = UInt32(nodes.count)
                open.removeLast()
            default: throw malformed("neither a comma nor the end of the \(isObject ? "object" : "array")")
            }
        }
    }

    private mutating func readKey() throws(Malformed) {
        guard at < bytes.count else { throw unfinished("no key") }
        guard bytes[at] == UInt8(ascii: "\"") else { throw malformed("no key") }
        try readString()
        skipSpace()
        guard at < bytes.count else { throw unfinished("no colon after a key") }
        guard bytes[at] == UInt8(ascii: ":") else { throw malformed("no colon after a key") }
        at += 1
        skipSpace()
    }

    private mutating func readString() throws(Malformed) {
        at += 1
        let start = at
        var kind = Node.Kind.string
        while true {
            skipPlainText()
            guard at < bytes.count else { throw unfinished("the end inside of a string") }
            if bytes[at] == UInt8(ascii: "\"") { break }
            guard bytes[at] == UInt8(ascii: "\\") else { throw malformed("a control character in a string") }
            kind = .escapedString
            guard let length = JSONEscapes.length(of: UnsafeBufferPointer(rebasing: bytes[at...])) else {
                let isCut = bytes.count - at < 2 || bytes[at + 1] == UInt8(ascii: "u") && bytes.count - at < 6
                throw isCut ? unfinished("the end inside of an escape") : malformed("an unknown escape")
            }
            at += length
        }
        append(kind, from: start)
        at += 1
    }

    /// On to the next quote, backslash or control character: eight bytes at a time, then one by one.
    private mutating func skipPlainText() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        while at + 8 <= bytes.count {
            let word = UnsafeRawPointer(bytes.baseAddress! + at).loadUnaligned(as: UInt64.self)
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            // A byte's high bit is set where it is 0, or below 0x20; carries may mark one too many, never one too few.
            let marks =
                ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | ((word &- ones &* 0x20) & ~word)
            if marks & highs != 0 { break }
            highBits |= word
            at += 8
        }
        while at < bytes.count {
            let byte = bytes[at]
            if byte == 0x22 || byte == 0x5C || byte < 0x20 { return }
            highBits |= UInt64(byte)
            at += 1
        }
    }

    private mutating func readNumber() throws(Malformed) {
        let start = at
        if bytes[at] == UInt8(ascii: "-") {
            if takesNonFinite, at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "I") {
                return try readWord("-Infinity", .nonFinite)
            }
            at += 1
        }
        if at < bytes.count, bytes[at] == UInt8(ascii: "0") { at += 1 } else { try readDigits() }
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            try readDigits()
        }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            try readDigits()
        }
        append(.number, from: start)
    }

    private mutating func readDigits() throws(Malformed) {
        let start = at
        while at < bytes.count, (0x30...0x39).contains(bytes[at]) { at += 1 }
        guard at == start else { return }
        throw at == bytes.count ? unfinished("no digit in a number") : malformed("no digit in a number")
    }

    private mutating func readWord(_ word: StaticString, _ kind: Node.Kind) throws(Malformed) {
        let start = at
        let count = word.utf8CodeUnitCount
        let text = bytes[at..<min(at + count, bytes.count)]
        guard UnsafeBufferPointer(start: word.utf8Start, count: count).starts(with: text) else {
            throw malformed("no value begins so")
        }
        guard text.count == count else { throw unfinished("no value begins so") }
        at += count
        append(kind, from: start)
    }

    private mutating func append(_ kind: Node.Kind, from start: Int) {
        nodes.append(Node(kind: kind, next: UInt32(nodes.count + 1), start: UInt32(start), end: UInt32(at)))
    }

    private mutating func skipSpace() {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            default: return
            }
        }
    }

    private func malformed(_ problem: String) -> Malformed { Malformed(offset: at, problem: problem) }

    private func unfinished(_ problem: String) -> Malformed {
        Malformed(offset: at, problem: problem, isUnfinished: true)
    }
}
