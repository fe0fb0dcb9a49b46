import BatchInference

/// The steps of a launch, a resumption or a clean-up as they are shown where it was started.
struct LaunchProgress: Hashable, Sendable {
    private(set) var events: [LaunchEvent] = []

    mutating func add(_ event: LaunchEvent) {
        // Only the newest count is worth keeping.
        if case .copying = event, case .copying? = events.last { events.removeLast() }
        events.append(event)
    }

    var isRunning: Bool { events.last.map { !$0.isEnd } ?? true }

    /// Whether artifacts are on their way.
    var isCopying: Bool {
        if case .copying? = events.last { true } else { false }
    }

    var failure: LaunchFailure? {
        if case .failed(let failure)? = events.last { failure } else { nil }
    }

    /// One step, as a sign and words.
    struct Line: Hashable, Sendable {
        var status: StatusWord
        var role: StyleRole
    }

    var lines: [Line] {
        if events.isEmpty { return [Line(status: .init(\.running, "starting", .statusRunning), role: .text)] }
        var lines: [Line] = []
        for (index, event) in events.enumerated() {
            let isLast = index == events.count - 1
            // What was begun is replaced by the word that it was done.
            if !isLast, Self.isReplaced(event, by: events[index + 1]) { continue }
            let hasFailed = !isLast && Self.fails(event, by: events[index + 1])
            lines += Self.lines(
                of: event, isLast: isLast, afterStep: index > 0 && Self.isStep(events[index - 1]),
                hasFailed: hasFailed)
        }
        return lines
    }

    /// `[#####.....]`, which every terminal can show.
    private static func bar(_ share: Double) -> String {
        let filled = min(10, max(0, Int(share * 10)))
        return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: 10 - filled) + "]"
    }

    /// Whether an event says that something was begun, so that a failure after it is that step's.
    private static func isStep(_ event: LaunchEvent) -> Bool {
        switch event {
        case .checkingNames, .copying, .creatingModel, .creatingTransform, .checkingUnknownOutcome, .deletingModel: true
        default: false
        }
    }

    /// Whether what follows a step says that it did not work.
    private static func fails(_ event: LaunchEvent, by next: LaunchEvent) -> Bool {
        switch (event, next) {
        // The model of a refused transform was removed: what failed is the transform.
        case (.deletingModel, .failed(let failure)): failure.leftBehind != .nothing
        case (.creatingTransform, .deletingModel), (_, .failed): true
        default: false
        }
    }

    private static func isReplaced(_ event: LaunchEvent, by next: LaunchEvent) -> Bool {
        switch (event, next) {
        case (.copying, .copied), (.creatingModel, .modelCreated), (.creatingModel, .modelReused),
            (.creatingTransform, .launched),
            (.deletingModel, .cleanedUp), (.stoppingTransform, .deletingObjects), (.deletingObjects, .deletingModel),
            (.deletingObjects, .cleanedUp):
            true
        default: false
        }
    }

    private static func lines(
        of event: LaunchEvent, isLast: Bool, afterStep: Bool, hasFailed: Bool
    ) -> [Line] {
        let words = event.words ?? ""
        func step(_ words: String) -> Line {
            if hasFailed { return Line(status: .init(\.failed, words, .statusFailed), role: .text) }
            return isLast ? Line(status: .init(\.running, words, .statusRunning), role: .text) : done(words)
        }
        func done(_ words: String) -> Line {
            Line(status: .init(\.completed, words, .statusCompleted), role: .text)
        }
        switch event {
        case .checkingNames, .creatingModel, .creatingTransform, .deletingModel, .stoppingTransform, .deletingObjects:
            return [step(words)]
        case .copied, .modelCreated, .modelReused, .launched, .cleanedUp: return [done(words)]
        case .copying(let progress): return [step("copying artifacts \(Self.bar(progress.share)) \(progress.text)")]
        case .checkingUnknownOutcome(_, let failure):
            return [Line(status: .init(\.warning, failure.problem, .statusWarning), role: .textDim), step(words)]
        case .failed(let failure):
            var lines = [
                Line(
                    status: .init(afterStep ? \.branch : \.failed, failure.problem, .statusFailed), role: .statusFailed),
                Line(status: .init(\.branch, failure.remedy, .textDim), role: .text),
            ]
            if let left = failure.leftBehind.words {
                lines.append(Line(status: .init(\.branch, left, .textDim), role: .text))
            }
            return lines
        }
    }
}

extension LaunchFailure.LeftBehind {
    /// What stays in the account, in words; nil for nothing.
    var words: String? {
        switch self {
        case .nothing: nil
        case .perhapsCopies(let count):
            "possibly left behind: parts of \(DisplayText.counted(count, "artifact")) being copied"
        case .model(let name): "left behind: the model \(name)"
        case .perhapsModel(let name): "possibly left behind: the model \(name)"
        case .modelAndPerhapsTransform(let model, let transform):
            "left behind: the model \(model) and possibly the running transform \(transform)"
        }
    }
}
