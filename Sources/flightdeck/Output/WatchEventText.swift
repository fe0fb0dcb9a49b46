import AWSOperations
import BatchInference

extension WatchEvent {
    /// The lines for whoever reads standard error; none for what is told elsewhere.
    ///
    /// - Parameter isASCII: Whether ranges keep to ASCII.
    func lines(isASCII: Bool) -> [String] {
        switch kind {
        case .description, .log, .end: []
        case .phase(let phase):
            // The end is told by whoever concludes.
            phase == .ended ? [] : ["\(transform): \(phase.word)"]
        case .progress: progress.map { ["\(transform): \(Self.text(of: $0, isASCII: isASCII))"] } ?? []
        case .trouble(let stale): ["\(transform): can't read \(stale.source.thing): \(stale.text(at: at))"]
        case .recovery(let source, let seconds):
            [
                "\(transform): can read \(source.thing) again"
                    + (seconds.map { " after \(DisplayText.duration(seconds: $0))" } ?? "")
            ]
        case .cause(let diagnosis): ["\(transform): \(diagnosis.commandText)"]
        case .slow(let slowness): ["\(transform): \(slowness.text)"]
        case .silent(let silence): ["\(transform): \(silence.text)"]
        case .lively(let seconds):
            ["\(transform): active again after \(DisplayText.duration(seconds: seconds)) of silence"]
        case .stop(let news): ["\(transform): \(Self.text(of: news, at: at))"]
        }
    }

    /// `running 4 m 12 s | 31-58 % done | 2-5 m left, by the log | cost $0.03 so far`
    static func text(of progress: TransformProgress, isASCII: Bool) -> String {
        var parts = progress.timeline.segments.last.map { [$0.text] } ?? []
        if let share = progress.shareText { parts.append("\(share) done") }
        if let left = progress.leftText { parts.append(left) }
        parts += progress.evidence.filter { $0.source != .pastRuns }.map(\.basis)
        if let cost = progress.cost.text { parts.append(cost) }
        let text = parts.joined(separator: isASCII ? " | " : " · ")
        return isASCII ? String(text.map { $0 == "–" ? "-" : $0 }) : text
    }

    static func text(of news: StopNews, at now: Timestamp) -> String {
        switch news {
        case .armed(let limits): "will be stopped at \(limits.text)"
        case .blind(let limits, let reason):
            "--stop-at-cost \(limits.text) has no effect: \(reason)"
        case .reached(let reached): "\(reached.text): stopping it"
        case .requested: "SageMaker is stopping it; its output is discarded"
        case .refused(let failure, let nextTry):
            "was not stopped: \(failure.problem)\(failure.remedy.isEmpty ? "" : ": \(failure.remedy)"); next try "
                + DisplayText.countdown(seconds: nextTry.seconds(since: now))
        case .settled: "no stop is needed any more"
        }
    }
}

extension WatchSource {
    /// What it is called in a sentence.
    var thing: String {
        switch self {
        case .description: "its status"
        case .outputs: "its outputs"
        case .log: "its log"
        case .metrics: "its metrics"
        }
    }
}
