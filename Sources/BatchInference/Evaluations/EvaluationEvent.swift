/// What happens in an evaluation.
public enum EvaluationEvent: Sendable {
    case copying(rows: Int, of: Int)
    case copied(rows: Int)
    case launch(candidate: String, LaunchEvent)
    /// The account has no room for another transform.
    case waiting(candidate: String, reason: String)
    /// How the candidates stand, told again and again.
    case progress(EvaluationRecord)
    case candidateEnded(EvaluationRecord.Candidate)
    case reading(rows: Int)
    case tidying
    /// The end: the result is in the record, or what went wrong.
    case ended(EvaluationRecord)
    /// The end: it can be continued.
    case interrupted(EvaluationRecord, problem: String, remedy: String)
}

extension EvaluationEvent {
    /// What is said of an event.
    public enum Words: Hashable, Sendable {
        /// A line that stays.
        case line(String)
        /// What is being done, until the next event.
        case step(String)
    }

    /// The event in words; nil for an end, and for a launch that failed, which have more to say.
    public var words: Words? {
        switch self {
        case .copying(let rows, let all): .step("copying rows: \(DisplayText.count(rows)) of \(DisplayText.count(all))")
        case .copied(let rows): .line("copied \(DisplayText.counted(rows, "row"))")
        case .launch(let candidate, .launched(let launch)):
            .line("\(candidate): started transform \(launch.transformJobName)")
        case .launch(let candidate, let event): event.words.map { .step("\(candidate): \($0)") }
        case .waiting(let candidate, let reason): .line("\(candidate) is waiting for quota: \(reason)")
        case .progress(let record): .step(Self.text(of: record.candidates))
        case .candidateEnded(let candidate): .line(Self.text(of: candidate))
        case .reading(let rows): .step("reading predictions: \(DisplayText.counted(rows, "row"))")
        case .tidying: .step("removing models and copies")
        case .ended, .interrupted: nil
        }
    }

    /// `2 of 3 transforms running, 1 waiting, 0 ended`
    private static func text(of all: [EvaluationRecord.Candidate]) -> String {
        func count(_ state: EvaluationRecord.Candidate.State) -> Int { all.count { $0.state == state } }
        let ended = all.count { $0.state.isEnd }
        return "\(count(.running)) of \(DisplayText.counted(all.count, "transform")) running, "
            + "\(count(.waiting)) waiting, \(ended) ended"
    }

    private static func text(of candidate: EvaluationRecord.Candidate) -> String {
        let ran = candidate.seconds.map { " after \(DisplayText.duration(seconds: $0))" } ?? ""
        let remedy = candidate.remedy.map { $0.isEmpty ? "" : "; \($0)" } ?? ""
        return "\(candidate.name): \(candidate.state.rawValue)\(ran)"
            + (candidate.problem.map { ": \($0)\(remedy)" } ?? "")
    }
}
