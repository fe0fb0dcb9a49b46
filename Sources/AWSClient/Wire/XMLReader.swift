/// Reads an XML document piece by piece; as much of XML as AWS writes.
///
/// Names lose their prefix, attributes are skipped, and a document type is refused, so that no entity can grow. A reference
/// that means nothing damages the text that it stands in, and no more.
struct XMLReader {
    enum Event: Equatable {
        case start(String)
        case text(String)
        /// Text with a reference that means nothing, as it was written.
        case damagedText(String)
        case end(String)
    }

    struct Malformed: Error, Equatable {
        /// In bytes from the start.
        var offset: Int
        var problem: String
    }

    private let bytes: [UInt8]
    private var position = 0
    private var open: [String] = []
    private var pendingEnd: String?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The next event; nil at the end of a whole document.
    mutating func next() throws(Malformed) -> Event? {
        if let name = pendingEnd {
            pendingEnd = nil
            return .end(name)
        }
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<") else {
                let raw = skipText()
                guard open.isEmpty else { return Self.event(ofText: raw) }
                guard raw.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) else {
                    throw malformed("text outside the root element")
                }
                continue
            }
            if try skipAside() { continue }
            if starts(with: "<![CDATA[") {
                guard !open.isEmpty else { throw malformed("text outside the root element") }
                return .text(try readCharacterData())
            }
            return starts(with: "</") ? try readEnd() : try readStart()
        }
        guard open.isEmpty else { throw malformed("the document ends inside <\(open.last!)>") }
        return nil
    }

    private func malformed(_ problem: String) -> Malformed { Malformed(offset: position, problem: problem) }

    private func starts(with text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }

    /// Moves behind the next occurrence of a text.
    private mutating func skip(past text: StaticString) throws(Malformed) {
        let found = text.withUTF8Buffer { wanted in
            var index = position
            while index + wanted.count <= bytes.count {
                if bytes[index] == wanted[0], bytes[index...].starts(with: wanted) { return index }
                index += 1
            }
            return -1
        }
        guard found >= 0 else { throw malformed("\(text) is missing") }
        position = found + text.utf8CodeUnitCount
    }

    /// Comments and processing instructions.
    private mutating func skipAside() throws(Malformed) -> Bool {
        if starts(with: "<!--") {
            try skip(past: "-->")
            return true
        }
        if starts(with: "<?") {
            try skip(past: "?>")
            return true
        }
        if starts(with: "<!DOCTYPE") { throw malformed("a document type is not accepted") }
        return false
    }

    private mutating func readCharacterData() throws(Malformed) -> String {
        position += 9
        let start = position
        try skip(past: "]]>")
        return String(decoding: bytes[start..<position - 3], as: UTF8.self)
    }

    private mutating func skipText() -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
        return bytes[start..<position]
    }

    /// One text that can't be read isn't the whole document: who needs it finds it damaged.
    private static func event(ofText raw: ArraySlice<UInt8>) -> Event {
        guard raw.contains(UInt8(ascii: "&")) else { return .text(String(decoding: raw, as: UTF8.self)) }
        do {
            return .text(try decodeEntities(raw))
        } catch {
            return .damagedText(String(decoding: raw, as: UTF8.self))
        }
    }

    static func decodeEntities(_ raw: ArraySlice<UInt8>) throws(Malformed) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(raw.count)
        var index = raw.startIndex
        while index < raw.endIndex {
            guard raw[index] == UInt8(ascii: "&") else {
                text.append(raw[index])
                index += 1
                continue
            }
            guard let end = raw[index...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
                throw Malformed(offset: index, problem: "an & without its ;")
            }
            let name = String(decoding: raw[index + 1..<end], as: UTF8.self)
            guard let scalar = scalar(ofEntity: name) else {
                throw Malformed(offset: index, problem: "unknown entity &\(name);")
            }
            text.append(contentsOf: Array(String(Character(scalar)).utf8))
            index = end + 1
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func scalar(ofEntity name: String) -> Unicode.Scalar? {
        switch name {
        case "lt": "<"
        case "gt": ">"
        case "amp": "&"
        case "quot": "\""
        case "apos": "'"
        default:
            if name.hasPrefix("#x") {
                character(name.dropFirst(2), radix: 16)
            } else if name.hasPrefix("#") {
                character(name.dropFirst(), radix: 10)
            } else {
                nil
            }
        }
    }

    /// The scalar of a number; nil for signs, for NUL, which XML has not, and for what is no scalar.
    private static func character(_ digits: Substring, radix: Int) -> Unicode.Scalar? {
        guard digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
            let value = UInt32(digits, radix: radix), value > 0
        else { return nil }
        return Unicode.Scalar(value)
    }

    private mutating func readName() throws(Malformed) -> String {
        let start = position
        while position < bytes.count, !Self.endsName(bytes[position]) { position += 1 }
        guard position > start else { throw malformed("a name is missing") }
        let name = bytes[start..<position]
        let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
        return String(decoding: local, as: UTF8.self)
    }

    private static func endsName(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "=")
    }

    private mutating func readEnd() throws(Malformed) -> Event {
        position += 2
        let name = try readName()
        try skip(past: ">")
        guard open.popLast() == name else { throw malformed("</\(name)> ends nothing") }
        return .end(name)
    }

    private mutating func readStart() throws(Malformed) -> Event {
        position += 1
        let name = try readName()
        var quote: UInt8?
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if let wanted = quote {
                if byte == wanted { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                if bytes[position - 2] == UInt8(ascii: "/") {
                    pendingEnd = name
                } else {
                    open.append(name)
                    guard open.count <= 64 else { throw malformed("nested too deeply") }
                }
                return .start(name)
            }
        }
        throw malformed("<\(name)> does not end")
    }
}

/// An XML element with what is in it.
struct XMLElement: Hashable, Sendable {
    var name: String
    /// The text directly inside, put together; where it is damaged, as it was written.
    var text = ""
    /// Whether a reference in the text means nothing, as `&#0;` or a lone `&`, so that what was meant isn't known.
    var isDamaged = false
    var children: [XMLElement] = []

    /// The text; nil where what was meant isn't known.
    var knownText: String? { isDamaged ? nil : text }

    /// Reads a whole document and returns its root.
    static func parse(_ bytes: [UInt8]) throws(XMLReader.Malformed) -> XMLElement {
        var reader = XMLReader(bytes)
        var open: [XMLElement] = []
        var root: XMLElement?
        while let event = try reader.next() {
            switch event {
            case .start(let name):
                guard root == nil else { throw XMLReader.Malformed(offset: 0, problem: "two root elements") }
                open.append(XMLElement(name: name))
            case .text(let text):
                open[open.count - 1].text += text
            case .damagedText(let text):
                open[open.count - 1].text += text
                open[open.count - 1].isDamaged = true
            case .end:
                let element = open.removeLast()
                if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
            }
        }
        guard let root else { throw XMLReader.Malformed(offset: bytes.count, problem: "no element") }
        return root
    }

    /// The first child of a name.
    subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

    func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }
}
