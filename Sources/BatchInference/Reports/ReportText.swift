import JSONCoding

/// The JSON of a report's file, as far as it goes: a text that is cut, nested without end or followed by more still gives
/// what stands in it.
struct ReportText: Hashable, Sendable {
    enum Flaw: Hashable, Sendable {
        /// The text ends within a value; what stands before its last comma was read.
        case cut
        /// Something nested beyond reading was left out.
        case tooDeep
        /// More follows the value.
        case moreFollows
    }

    private(set) var value: JSONValue
    private(set) var flaws: Set<Flaw> = []

    /// Levels that are kept; AWS's reports have six.
    private static let depthLimit = 40

    /// Nil where the text isn't JSON.
    init?(_ bytes: [UInt8]) {
        var bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        if case .value(let value, let end) = JSONValue.prefix(of: bytes, depthLimit: Self.depthLimit) {
            self.value = value
            if bytes[end...].contains(where: { !Self.isSpace($0) }) { flaws = [.moreFollows] }
            return
        }
        let shallow = Self.withoutDepths(bytes)
        if shallow.count != bytes.count { flaws.insert(.tooDeep) }
        switch JSONValue.prefix(of: shallow, depthLimit: Self.depthLimit + 1) {
        case .value(let value, let end):
            self.value = value
            if shallow[end...].contains(where: { !Self.isSpace($0) }) { flaws.insert(.moreFollows) }
        case .unfinished:
            guard let closed = Self.closed(shallow),
                case .value(let value, _) = JSONValue.prefix(of: closed, depthLimit: Self.depthLimit + 1)
            else { return nil }
            self.value = value
            flaws.insert(.cut)
        case .malformed: return nil
        }
    }

    /// What of the text isn't read, a sentence each.
    ///
    /// - Parameter isWhole: Whether it is all of the file; that the beginning of one ends in the middle is no news.
    func sentences(of file: String, isWhole: Bool) -> [String] {
        var sentences: [String] = []
        if flaws.contains(.cut), isWhole { sentences.append("\(file) ends in the middle: what comes before is shown") }
        if flaws.contains(.tooDeep) { sentences.append("\(file) nests too deeply in places, which are left out") }
        if flaws.contains(.moreFollows) { sentences.append("\(file) continues after its JSON; the rest isn't read") }
        return sentences
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) || byte == 0 }

    /// The signs outside of strings, with their places.
    private static func walk(_ bytes: [UInt8], _ sign: (_ place: Int, _ byte: UInt8) -> Void) {
        var (isInString, isEscaped) = (false, false)
        for (place, byte) in bytes.enumerated() {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == 0x5C {
                    isEscaped = true
                } else if byte == 0x22 {
                    isInString = false
                }
            } else if byte == 0x22 {
                isInString = true
            } else {
                sign(place, byte)
            }
        }
    }

    /// The text with `null` in place of what is nested too deeply.
    private static func withoutDepths(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var depth = 0
        // Where what is to be kept begins, while it is.
        var kept = 0
        walk(bytes) { place, byte in
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if depth == depthLimit { out += bytes[kept..<place] + Array("null".utf8) }
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == depthLimit { kept = place + 1 }
            default: break
            }
        }
        if depth <= depthLimit { out += bytes[min(kept, bytes.count)...] }
        return out
    }

    /// A text that ends too early, cut at its last comma and closed; nil where it has none.
    private static func closed(_ bytes: [UInt8]) -> [UInt8]? {
        var comma: Int?
        walk(bytes) { place, byte in if byte == UInt8(ascii: ",") { comma = place } }
        guard let comma else { return nil }
        let kept = Array(bytes[..<comma])
        var closers: [UInt8] = []
        walk(kept) { _, byte in
            switch byte {
            case UInt8(ascii: "{"): closers.append(UInt8(ascii: "}"))
            case UInt8(ascii: "["): closers.append(UInt8(ascii: "]"))
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = closers.popLast()
            default: break
            }
        }
        return kept + closers.reversed()
    }
}

extension JSONValue {
    /// A number as reports write it: as one, or as text, with the words for what isn't a number; nil for anything else.
    var reported: Double? {
        switch self {
        case .number(let digits):
            return Double(digits) ?? Self.wordNumber(digits)
        case .string(let text):
            let trimmed = text.utf8.drop { $0 == 0x20 }
            let end = trimmed.lastIndex { $0 != 0x20 }.map { trimmed.index(after: $0) } ?? trimmed.endIndex
            let word = String(decoding: trimmed[..<end], as: UTF8.self)
            if let number = Self.wordNumber(word) { return number }
            guard word.utf8.count <= 40, word.utf8.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) })
            else { return nil }
            return Double(word)
        default: return nil
        }
    }

    private static func wordNumber(_ word: String) -> Double? {
        guard word.utf8.count <= 9 else { return nil }
        switch word.lowercased() {
        case "nan", "-nan", "+nan": return .nan
        case "inf", "infinity", "+inf", "+infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        default: return nil
        }
    }
}
