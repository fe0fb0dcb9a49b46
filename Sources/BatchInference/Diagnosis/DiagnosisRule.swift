/// One cause: how a line gives it away, what it means, and what to do.
struct DiagnosisRule: Sendable {
    /// How much a cause explains; a weaker one is not spoken of beside a stronger.
    enum Strength: Comparable, Sendable {
        /// It only says where to look.
        case pointer
        /// What was seen from outside, by SageMaker: several things can lie behind it.
        case symptom
        /// An HTTP status, which a server may have chosen for another reason than the usual one.
        case status
        case cause
    }

    /// The cause and the cure that one line's details give.
    typealias Explanation = @Sendable (DiagnosisEvidence) -> (cause: String, fix: String)
    /// What of a line leads to the record.
    typealias Clue = @Sendable (DiagnosisEvidence) -> RecordClue?

    var id: String
    var strength: Strength
    /// Nil until the list that it stands in says.
    var side: Diagnosis.Side?
    /// Whether only SageMaker's failure reason says it; a container's log may use the same words of something else.
    var isOnlyForReasons: Bool
    /// Any one of these.
    var signs: [TextPattern]
    /// None of these: the same words within another sentence.
    var unless: [TextPattern]
    private var clue: Clue?
    private var explanation: Explanation

    init(
        _ id: String, _ strength: Strength = .cause, side: Diagnosis.Side? = nil, onlyForReasons: Bool = false,
        signs: [TextPattern], unless: [TextPattern] = [], clue: Clue? = nil, explanation: @escaping Explanation
    ) {
        self.id = id
        self.strength = strength
        self.side = side
        isOnlyForReasons = onlyForReasons
        self.signs = signs
        self.unless = unless
        self.clue = clue
        self.explanation = explanation
    }

    init(
        _ id: String, _ strength: Strength = .cause, side: Diagnosis.Side? = nil, onlyForReasons: Bool = false,
        signs: [TextPattern], unless: [TextPattern] = [], clue: Clue? = nil, cause: String, fix: String
    ) {
        self.init(
            id, strength, side: side, onlyForReasons: onlyForReasons, signs: signs, unless: unless, clue: clue
        ) { _ in (cause, fix) }
    }

    /// The same rule as a status alone shows it, which says less than words do.
    func asStatus(_ codes: [Int]) -> DiagnosisRule {
        var rule = self
        rule.strength = .status
        rule.signs = codes.flatMap(Self.status)
        rule.unless = []
        rule.clue = nil
        return rule
    }

    /// The diagnosis that a line gives; nil where it shows none of the signs.
    func diagnosis(of evidence: DiagnosisEvidence) -> Diagnosis? {
        if isOnlyForReasons, evidence.source != .failureReason { return nil }
        for sign in signs {
            guard let numbers = sign.match(in: evidence.folded) else { continue }
            if unless.contains(where: { $0.match(in: evidence.folded) != nil }) { return nil }
            var evidence = evidence
            evidence.numbers = numbers
            let (cause, fix) = explanation(evidence)
            var diagnosis = Diagnosis(id: id, cause: cause, evidence: evidence.text, fix: fix, side: side)
            diagnosis.clue = clue?(evidence)
            return diagnosis
        }
        return nil
    }

    /// How an HTTP status of a request to the container is written, by SageMaker and by the servers in containers.
    static func status(_ code: Int) -> [TextPattern] {
        [
            "/invocations http/#.#\" \(code)", "clienterror: \(code)", "servererror: \(code)",
            "algorithmerror: \(code)",
            "from algorithm: \(code)", "from model: \(code)", "status code \(code)", "status code: \(code)",
            "status: \(code)", "http \(code)",
        ].map { TextPattern($0) }
    }

    /// All causes, the more particular ones first: a line tells the first that it shows a sign of.
    static let all: [DiagnosisRule] =
        answerRules.on(.output) + payloadRules.on(.input) + accessRules.on(.access) + recordRules.on(.input)
        + formatRules.on(.input) + containerRules.on(.container) + serviceRules.on(.service)
        + symptomRules.on(.container) + statusRules
}

extension [DiagnosisRule] {
    /// The rules, on this side where they don't name one.
    fileprivate func on(_ side: Diagnosis.Side) -> [DiagnosisRule] {
        map { rule in
            var rule = rule
            rule.side = rule.side ?? side
            return rule
        }
    }
}

/// A text with gaps, looked for in a line of lower-case bytes: `*` stands for anything, `#` for a whole number, and `$` at
/// the end for the line's end, whatever brackets, quotes and stops stand before it.
///
/// A pattern that begins or ends with a digit does not match inside a longer number: `413` is not in `4130`.
struct TextPattern: Hashable, Sendable, ExpressibleByStringLiteral {
    private enum Part: Hashable, Sendable {
        case bytes([UInt8])
        case number
        case gap
        case end
    }

    private let parts: [Part]

    init(stringLiteral text: String) { self.init(text) }

    init(_ text: String) {
        var parts: [Part] = []
        var bytes: [UInt8] = []
        func flush() {
            if !bytes.isEmpty { parts.append(.bytes(bytes)) }
            bytes = []
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "*"), UInt8(ascii: "#"), UInt8(ascii: "$"):
                flush()
                parts.append(byte == UInt8(ascii: "#") ? .number : byte == UInt8(ascii: "*") ? .gap : .end)
            default: bytes.append(byte)
            }
        }
        flush()
        self.parts = parts
    }

    /// The numbers that stand for each `#`, in order; nil where the pattern is not in the line.
    func match(in line: [UInt8]) -> [Int]? {
        // Most patterns are in no line: their first byte is looked for before anything else.
        var first: UInt8?
        if case .bytes(let bytes)? = parts.first { first = bytes.first }
        for start in line.indices {
            if let first, line[start] != first { continue }
            if start > 0, Self.isDigit(line[start]), Self.isDigit(line[start - 1]) { continue }
            if let numbers = match(parts[...], in: line, from: start) { return numbers }
        }
        return nil
    }

    private func match(_ rest: ArraySlice<Part>, in line: [UInt8], from start: Int) -> [Int]? {
        guard let part = rest.first else { return [] }
        switch part {
        case .bytes(let bytes):
            let end = start + bytes.count
            guard end <= line.count, start < line.count, line[start] == bytes[0], line[start..<end].elementsEqual(bytes)
            else { return nil }
            if end < line.count, Self.isDigit(bytes[bytes.count - 1]), Self.isDigit(line[end]),
                rest.dropFirst().first != .number
            {
                return nil
            }
            return match(rest.dropFirst(), in: line, from: end)
        case .number:
            var end = start
            while end < line.count, Self.isDigit(line[end]) { end += 1 }
            guard end > start, let numbers = match(rest.dropFirst(), in: line, from: end) else { return nil }
            // A number too long to count with is still a number.
            return [Int(String(decoding: line[start..<end], as: UTF8.self)) ?? .max] + numbers
        case .end: return line[start...].allSatisfy(Self.isClosing) ? [] : nil
        case .gap:
            guard rest.count > 1 else { return [] }
            for next in start...line.count {
                if let numbers = match(rest.dropFirst(), in: line, from: next) { return numbers }
            }
            return nil
        }
    }

    private static func isClosing(_ byte: UInt8) -> Bool { byte <= 32 || "\"')]}>.,;:!\\".utf8.contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
