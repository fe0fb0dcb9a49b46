/// One cause: how a line gives it away, what it means, and what to do.
struct DiagnosisRule: Sendable {
    /// How much a cause explains; a weaker one is not spoken of beside a stronger.
    enum Strength: Comparable, Sendable {
        /// It only says where to look.
        case pointer
        /// What was seen from outside, by SageMaker: several things can lie behind it.
        case symptom
        /// What the container's code failed with, where that doesn't say why.
        case exception
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
    /// Who says it, where others may use the same words of something else; nil for all.
    var sources: Set<DiagnosisEvidence.Source>?
    /// Any one of these.
    var signs: [TextPattern]
    /// None of these: the same words within another sentence.
    var unless: [TextPattern]
    private var clue: Clue?
    private var explanation: Explanation

    init(
        _ id: String, _ strength: Strength = .cause, side: Diagnosis.Side? = nil,
        of sources: Set<DiagnosisEvidence.Source>? = nil,
        signs: [TextPattern], unless: [TextPattern] = [], clue: Clue? = nil, explanation: @escaping Explanation
    ) {
        self.id = id
        self.strength = strength
        self.side = side
        self.sources = sources
        self.signs = signs
        self.unless = unless
        self.clue = clue
        self.explanation = explanation
    }

    init(
        _ id: String, _ strength: Strength = .cause, side: Diagnosis.Side? = nil,
        of sources: Set<DiagnosisEvidence.Source>? = nil,
        signs: [TextPattern], unless: [TextPattern] = [], clue: Clue? = nil, cause: String, fix: String
    ) {
        self.init(
            id, strength, side: side, of: sources, signs: signs, unless: unless, clue: clue
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
        if let sources, !sources.contains(evidence.source) { return nil }
        for sign in signs {
            guard let numbers = sign.match(in: evidence.folded) else { continue }
            if unless.contains(where: { $0.match(in: evidence.folded) != nil }) { return nil }
            if id == "column-count", Self.isEven(numbers, in: evidence.folded) { return nil }
            var evidence = evidence
            evidence.numbers = numbers
            let (cause, fix) = explanation(evidence)
            var diagnosis = Diagnosis(id: id, cause: cause, evidence: evidence.text, fix: fix, side: side)
            diagnosis.clue = clue?(evidence)
            return diagnosis
        }
        return nil
    }

    /// Whether a line about two counts names the same one twice: `loaded 7 features, expected 7` tells that all is well.
    private static func isEven(_ numbers: [Int], in line: [UInt8]) -> Bool {
        let pairs = [numbers] + counts.compactMap { $0.match(in: line) }
        return pairs.contains { $0.count == 2 && $0[0] == $0[1] }
    }

    private static let counts: [TextPattern] = [
        "# {input |}{columns}~{expect|expects|expected|expecting|requires|required|trained with} {exactly |}#",
        "{got|found|received|has|have|loaded} #~{expect|expects|expected|expecting|requires} {exactly |}#",
        "{expect|expects|expected|expecting|requires} {exactly |}#~{got|found|received|has|have|given|loaded} #",
    ]

    /// How an HTTP status of a request to the container is written, by SageMaker and by the servers in containers.
    static func status(_ code: Int) -> [TextPattern] {
        [
            "/invocations http/#.#\" \(code)", "clienterror: \(code)", "servererror: \(code)",
            "algorithmerror: \(code)",
            "from algorithm: \(code)", "from model: \(code)", "status code \(code)", "status code: \(code)",
            "status: \(code)", "http \(code)", "{client|server} error (\(code))",
        ].map { TextPattern($0) }
    }

    /// The first rule that a line shows a sign of, as its place among all, and the diagnosis; nil where none does.
    static func first(of evidence: DiagnosisEvidence) -> (rank: Int, diagnosis: Diagnosis)? {
        for rank in index.candidates(in: evidence.folded) {
            if let diagnosis = all[rank].diagnosis(of: evidence) { return (rank, diagnosis) }
        }
        return nil
    }

    private static let index = DiagnosisRuleIndex(all)

    /// All causes, the more particular ones first: a line tells the first that it shows a sign of.
    static let all: [DiagnosisRule] =
        particular + generalRules.map(\.rule) + exceptionRules.on(.container) + symptomRules.on(.container)
        + statusRules

    /// Those that know a program's sentence.
    static let particular: [DiagnosisRule] =
        answerRules.on(.output) + payloadRules.on(.input) + accessRules.on(.access) + recordRules.on(.input)
        + formatRules.on(.input) + forecastRules.on(.input) + containerRules.on(.container) + serviceRules.on(.service)

    /// Words that programs say one of the particular causes with, whichever program it is.
    struct General: Sendable {
        fileprivate var rule: DiagnosisRule

        init(
            _ id: String, of sources: Set<DiagnosisEvidence.Source>? = nil, signs: [TextPattern],
            unless: [TextPattern] = []
        ) {
            guard var rule = DiagnosisRule.particular.last(where: { $0.id == id && $0.sources == nil }) else {
                preconditionFailure("no particular rule has the id \(id)")
            }
            (rule.sources, rule.signs, rule.unless) = (sources, signs, unless)
            self.rule = rule
        }
    }
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

/// Which rules a line may show a sign of, told by one pass over it: each of their patterns has a text that it can't be without.
private struct DiagnosisRuleIndex: Sendable {
    private struct Key: Sendable {
        var bytes: [UInt8]
        var rank: Int
    }

    /// By the bucket of their texts' first three bytes.
    private var keys: [Key] = []
    /// Where each bucket's keys begin, and behind the last where they end.
    private var starts: [Int32] = []
    /// Those with a pattern that no text is sure for.
    private var always: Set<Int> = []

    init(_ rules: [DiagnosisRule]) {
        for (rank, rule) in rules.enumerated() {
            if rule.signs.contains(where: \.keys.isEmpty) { always.insert(rank) }
            keys += Set(rule.signs.flatMap(\.keys)).map { Key(bytes: $0, rank: rank) }
        }
        let buckets = keys.map { Self.bucket($0.bytes[0], $0.bytes[1], $0.bytes[2]) }
        let order = keys.indices.sorted { (buckets[$0], keys[$0].rank) < (buckets[$1], keys[$1].rank) }
        starts = [Int32](repeating: 0, count: Self.bucketCount + 1)
        for bucket in buckets { starts[bucket + 1] += 1 }
        for bucket in 0..<Self.bucketCount { starts[bucket + 1] += starts[bucket] }
        keys = order.map { keys[$0] }
    }

    private static let bucketCount = 1 << 14

    private static func bucket(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
        (Int(first) &* 961 &+ Int(second) &* 31 &+ Int(third)) & (bucketCount - 1)
    }

    /// The ranks, lowest first.
    func candidates(in line: [UInt8]) -> [Int] {
        var ranks = always
        guard line.count >= 3 else { return ranks.sorted() }
        line.withUnsafeBufferPointer { line in
            for start in 0...(line.count - 3) {
                let bucket = Self.bucket(line[start], line[start + 1], line[start + 2])
                for place in Int(starts[bucket])..<Int(starts[bucket + 1]) {
                    if Self.isThere(keys[place].bytes, in: line, at: start) { ranks.insert(keys[place].rank) }
                }
            }
        }
        return ranks.sorted()
    }

    private static func isThere(_ bytes: [UInt8], in line: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        guard start + bytes.count <= line.count else { return false }
        for offset in bytes.indices where line[start + offset] != bytes[offset] { return false }
        return true
    }
}
