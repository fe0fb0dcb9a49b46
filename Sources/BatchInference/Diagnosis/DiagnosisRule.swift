/// One cause: how a line gives it away, what it means, and what to do.
struct DiagnosisRule: Sendable {
    /// How much a cause explains; a weaker one is not spoken of beside a stronger.
    enum Strength: Comparable, Sendable {
        /// It only says where to look.
        case pointer
        /// What was seen from outside, by SageMaker: several things can lie behind it.
        case symptom
        case cause
    }

    /// The cause and the cure that one line's details give.
    typealias Explanation = @Sendable (DiagnosisEvidence) -> (cause: String, fix: String)

    var id: String
    var strength: Strength
    /// Whether only SageMaker's failure reason says it; a container's log may use the same words of something else.
    var isOnlyForReasons: Bool
    /// Any one of these.
    var signs: [TextPattern]
    /// None of these: the same words within another sentence.
    var unless: [TextPattern]
    private var explanation: Explanation

    init(
        _ id: String, _ strength: Strength = .cause, onlyForReasons: Bool = false, signs: [TextPattern],
        unless: [TextPattern] = [], explanation: @escaping Explanation
    ) {
        self.id = id
        self.strength = strength
        isOnlyForReasons = onlyForReasons
        self.signs = signs
        self.unless = unless
        self.explanation = explanation
    }

    init(
        _ id: String, _ strength: Strength = .cause, onlyForReasons: Bool = false, signs: [TextPattern],
        unless: [TextPattern] = [], cause: String, fix: String
    ) {
        self.init(id, strength, onlyForReasons: onlyForReasons, signs: signs, unless: unless) { _ in (cause, fix) }
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
            return Diagnosis(id: id, cause: cause, evidence: evidence.text, fix: fix)
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
    static let all =
        answerRules + payloadRules + accessRules + recordRules + containerRules + serviceRules + symptomRules
}
