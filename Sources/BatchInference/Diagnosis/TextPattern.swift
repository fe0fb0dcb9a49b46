/// A text with gaps, looked for in a folded line: `*` stands for anything, `~` for at most sixty bytes of one sentence, `#`
/// for a whole number, `^` for the edge of a word, and `$` at the end for the line's end, whatever brackets, quotes and stops
/// stand before it.
///
/// `{lost|gone}` stands for any one of its texts, and `{missing}` for any one of the words that say so (`TextPattern.words`).
/// A pattern that begins or ends with a digit does not match inside a longer number: `413` is not in `4130`.
struct TextPattern: Hashable, Sendable, ExpressibleByStringLiteral {
    private indirect enum Part: Hashable, Sendable {
        case bytes([UInt8])
        case choice([[Part]])
        case number
        case gap
        case shortGap
        case edge
        case end
    }

    /// A part as it is run: what it asks, and where to go on.
    private struct Step: Hashable, Sendable {
        enum Kind: Hashable, Sendable {
            case bytes([UInt8])
            case choice([Int])
            case number, gap, shortGap, edge, end
        }

        var kind: Kind
        var next: Int
    }

    private let steps: [Step]
    private let first: Int
    /// With which bytes a match can begin, by their number; empty where that isn't known.
    private let beginnings: [Bool]
    /// Texts of which a line has one where the pattern is in it, each of three bytes or more; empty where none is sure.
    let keys: [[UInt8]]

    init(stringLiteral text: String) { self.init(text) }

    init(_ text: String) {
        let parts = Self.parts(of: FoldedText.bytes(of: text)[...])
        var steps: [Step] = []
        first = Self.add(parts[...], then: Self.done, to: &steps)
        self.steps = steps
        keys = Self.keys(of: parts)
        let bytes = Self.beginnings(of: parts)
        beginnings = bytes.map { bytes in (0...255).map { bytes.contains($0) } } ?? []
    }

    private static let done = -1

    /// Adds steps for the parts, last ones first, and tells where they begin.
    private static func add(_ parts: ArraySlice<Part>, then end: Int, to steps: inout [Step]) -> Int {
        var next = end
        for part in parts.reversed() {
            let kind: Step.Kind
            switch part {
            case .bytes(let bytes): kind = .bytes(bytes)
            case .choice(let choices): kind = .choice(choices.map { add($0[...], then: next, to: &steps) })
            case .number: kind = .number
            case .gap: kind = .gap
            case .shortGap: kind = .shortGap
            case .edge: kind = .edge
            case .end: kind = .end
            }
            steps.append(Step(kind: kind, next: next))
            next = steps.count - 1
        }
        return next
    }

    private static func beginnings(of parts: [Part]) -> Set<UInt8>? {
        for part in parts {
            switch part {
            case .bytes(let bytes): return [bytes[0]]
            case .choice(let choices):
                let sets = choices.map { beginnings(of: $0) }
                return sets.contains { $0 == nil } ? nil : sets.reduce(into: []) { $0?.formUnion($1 ?? []) }
            case .number: return Set(UInt8(ascii: "0")...UInt8(ascii: "9"))
            case .edge: continue
            case .gap, .shortGap, .end: return nil
            }
        }
        return nil
    }

    private static func parts(of text: ArraySlice<UInt8>) -> [Part] {
        var parts: [Part] = []
        var bytes: [UInt8] = []
        func flush() {
            if !bytes.isEmpty { parts.append(.bytes(bytes)) }
            bytes = []
        }
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            index += 1
            if byte == UInt8(ascii: "{"), let (texts, end) = choices(in: text, from: index) {
                flush()
                parts.append(.choice(texts.map { Self.parts(of: $0) }))
                index = end
            } else if let part = marks[byte] {
                flush()
                parts.append(part)
            } else {
                bytes.append(byte)
            }
        }
        flush()
        return parts
    }

    /// What stands between a brace that was opened and the one that closes it, parted at its bars, and the place behind it.
    private static func choices(in text: ArraySlice<UInt8>, from start: Int) -> (texts: [ArraySlice<UInt8>], end: Int)?
    {
        var texts: [ArraySlice<UInt8>] = []
        var (depth, first) = (0, start)
        for index in start..<text.endIndex {
            switch text[index] {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}") where depth > 0: depth -= 1
            case UInt8(ascii: "|") where depth == 0:
                texts.append(text[first..<index])
                first = index + 1
            case UInt8(ascii: "}"):
                texts.append(text[first..<index])
                let named = texts.count == 1 ? words[String(decoding: texts[0], as: UTF8.self)] : nil
                return (named?.map { FoldedText.bytes(of: $0)[...] } ?? texts, index + 1)
            default: break
            }
        }
        return nil
    }

    private static let marks: [UInt8: Part] = [
        UInt8(ascii: "*"): .gap, UInt8(ascii: "~"): .shortGap, UInt8(ascii: "#"): .number, UInt8(ascii: "^"): .edge,
        UInt8(ascii: "$"): .end,
    ]

    private static func keys(of parts: [Part]) -> [[UInt8]] {
        var best: [[UInt8]] = []
        var length = 2
        for part in parts {
            let keys: [[UInt8]]
            switch part {
            case .bytes(let bytes): keys = [bytes]
            case .choice(let choices):
                let inner = choices.map { Self.keys(of: $0) }
                keys = inner.contains(where: \.isEmpty) ? [] : inner.flatMap(\.self)
            case .number, .gap, .shortGap, .edge, .end: keys = []
            }
            guard let shortest = keys.map(\.count).min(), shortest > length else { continue }
            (best, length) = (keys, shortest)
        }
        return best
    }

    /// The numbers that stand for each `#`, in order; nil where the pattern is not in the line.
    func match(in line: [UInt8]) -> [Int]? {
        line.withUnsafeBufferPointer { line in
            for start in 0...line.count {
                // Most patterns are in no line: their first byte is looked for before anything else.
                if !beginnings.isEmpty, start == line.count || !beginnings[Int(line[start])] { continue }
                if start > 0, start < line.count, Self.isDigit(line[start]), Self.isDigit(line[start - 1]) { continue }
                var numbers: [Int] = []
                if match(first, in: line, from: start, &numbers) { return numbers.reversed() }
            }
            return nil
        }
    }

    /// Whether the steps from one on are at a place; the numbers are gathered on the way back, last ones first.
    private func match(
        _ step: Int, in line: UnsafeBufferPointer<UInt8>, from start: Int, _ numbers: inout [Int]
    ) -> Bool {
        guard step != Self.done else { return true }
        let next = steps[step].next
        switch steps[step].kind {
        case .bytes(let bytes):
            let end = start + bytes.count
            guard end <= line.count else { return false }
            for offset in bytes.indices where line[start + offset] != bytes[offset] { return false }
            if end < line.count, Self.isDigit(bytes[bytes.count - 1]), Self.isDigit(line[end]),
                next == Self.done || steps[next].kind != .number
            {
                return false
            }
            return match(next, in: line, from: end, &numbers)
        case .choice(let choices): return choices.contains { match($0, in: line, from: start, &numbers) }
        case .number:
            var end = start
            while end < line.count, Self.isDigit(line[end]) { end += 1 }
            guard end > start, match(next, in: line, from: end, &numbers) else { return false }
            // A number too long to count with is still a number.
            numbers.append(Int(String(decoding: line[start..<end], as: UTF8.self)) ?? .max)
            return true
        case .edge:
            let isInside =
                start > 0 && Self.isWord(line[start - 1]) && start < line.count && Self.isWord(line[start])
            return !isInside && match(next, in: line, from: start, &numbers)
        case .end: return line[start...].allSatisfy(Self.isClosing)
        case .gap:
            if next == Self.done { return true }
            return (start...line.count).contains { match(next, in: line, from: $0, &numbers) }
        case .shortGap:
            for place in start...min(line.count, start + Self.shortGap) {
                if match(next, in: line, from: place, &numbers) { return true }
                if place + 1 < line.count, Self.endsSentence(line, at: place) { return false }
            }
            return false
        }
    }

    private static let shortGap = 60

    /// A stop or semicolon with a space behind it.
    private static func endsSentence(_ line: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
        line[place + 1] == 32 && (line[place] == UInt8(ascii: ".") || line[place] == UInt8(ascii: ";"))
    }

    private static func isClosing(_ byte: UInt8) -> Bool { byte <= 32 || closing.contains(byte) }

    private static let closing = Set("\"')]}>.,;:!\\".utf8)

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
    }
}

extension TextPattern {
    /// Words that different programs use for the same.
    private static let words: [String: [String]] = [
        "missing": [
            "not found", "does not exist", "do not exist", "did not exist", "not exist", "no such", "cannot find",
            "could not find", "unable to find", "failed to find", "missing", "cannot be found", "could not be found",
            "unable to locate", "cannot locate", "could not locate", "not present", "is absent",
        ],
        "unable": [
            "cannot", "could not", "unable to", "failed to", "fail to", "failed", "failure", "not able to",
            "error while",
            "error when", "error occurred while", "error in", "error",
        ],
        "denied": [
            "access denied", "accessdenied", "access is denied", "access has been denied", "forbidden",
            "not authorized",
            "unauthorized", "does not have permission", "do not have permission", "lacks permission",
            "insufficient permission", "explicit deny", "(403)",
        ],
        "broken": [
            "invalid", "malformed", "corrupt", "not valid", "not a valid", "not well-formed", "truncated", "damaged",
            "unreadable", "illegal",
        ],
        "no value": [
            "^nan^", "^null^", "^nulls^", "^none^", "^na^", "missing value", "missing data", "missing entries",
            "infinity", "^inf^", "^infs^", "^nans^",
            "non-finite", "infinite",
        ],
        "number": ["float", "^int^", "integer", "double", "numeric", "^number^", "decimal", "^long^"],
        "columns": [
            "features", "columns", "fields", "attributes", "covariates", "variables", "predictors", "regressors",
        ],
        "column": ["column", "feature", "field", "attribute", "covariate", "variable"],
        "differ": [
            "mismatch", "not match", "must match", "should match", "inconsistent", "is different", "are different",
            "differs", "differ ", "not equal", "must be equal", "must equal", "should be equal", "not consistent",
            "unexpected", "not the same",
        ],
    ]
}

/// Text as patterns are looked for in it: in lower case, with plain quotes, without the short forms of negations, and with
/// one space where there are several.
enum FoldedText {
    static func bytes(of text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { fold($0) }
    }

    private static func fold(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(bytes.count)
        var index = 0
        func follows(_ text: StaticString) -> Bool {
            let count = text.utf8CodeUnitCount
            guard index + count <= bytes.count else { return false }
            for offset in 0..<count {
                let byte = bytes[index + offset]
                guard ((65...90).contains(byte) ? byte | 0x20 : byte) == text.utf8Start[offset] else { return false }
            }
            return true
        }
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "n") where follows("n't"), UInt8(ascii: "N") where follows("n't"):
                // "can't" is one word where it is written out, the others are two.
                folded.append(contentsOf: (folded.suffix(2).elementsEqual("ca".utf8) ? "nnot" : " not").utf8)
                index += 2
            case 65...90: folded.append(byte | 0x20)
            case 32 where folded.last == 32: break
            case 32
            where follows(" not") && (folded.count == 3 || folded.suffix(4).first == 32)
                && folded.suffix(3).elementsEqual("can".utf8):
                break
            case UInt8(ascii: "`"): folded.append(UInt8(ascii: "'"))
            case UInt8(ascii: "\\") where follows("\\\""): break
            case UInt8(ascii: "\\") where follows("\\u0027"):
                folded.append(UInt8(ascii: "'"))
                index += 5
            case 0xE2
            where index + 2 < bytes.count && bytes[index + 1] == 0x80 && (0x98...0x9D).contains(bytes[index + 2]):
                folded.append(bytes[index + 2] < 0x9C ? UInt8(ascii: "'") : UInt8(ascii: "\""))
                index += 2
            default: folded.append(byte)
            }
            index += 1
        }
        return folded
    }
}
