import AWSOperations
import BatchInference
import Console

/// An interrupted evaluation of candidates, and what has been done about it here.
struct UnfinishedEvaluation: Hashable, Sendable {
    private(set) var record: EvaluationRecord
    private(set) var isRunning = false
    private var isStopping = false
    private var said: [String] = []
    private var step = ""
    private var problem: String?

    init(_ record: EvaluationRecord) { self.record = record }

    mutating func begin(stops: Bool) {
        (isRunning, isStopping, said, step, problem) = (true, stops, [], "starting", nil)
    }

    mutating func take(_ event: EvaluationEvent) {
        switch event.words {
        case .line(let text): said.append(text)
        case .step(let text): step = text
        case nil: break
        }
        switch event {
        case .progress(let record): self.record = record
        case .interrupted(let record, let text, let remedy):
            (self.record, isRunning) = (record, false)
            problem = remedy.isEmpty ? text : "\(text); \(remedy)"
        case .ended(let record): (self.record, isRunning) = (record, false)
        default: break
        }
    }

    func announcement(of event: EvaluationEvent) -> Toast? {
        switch event {
        case .ended(let record):
            record.isStopped
                ? Toast(.success, "the evaluation \(record.name) left nothing behind")
                : Toast(
                    record.result == nil ? .warning : .success,
                    "the evaluation of \(record.jobName) has ended: E on its candidates shows it")
        case .interrupted: problem.map { Toast(.failure, $0) }
        default: nil
        }
    }

    var status: StatusWord {
        if isRunning { return StatusWord(\.running, isStopping ? "stopping" : "evaluating", .statusRunning) }
        guard record.isSettled else {
            return StatusWord(\.warning, "evaluation: \(record.stateWords)", .statusWarning)
        }
        return record.isStopped || record.result != nil
            ? StatusWord(\.completed, record.isStopped ? "stopped" : "evaluated", .statusCompleted)
            : StatusWord(\.failed, "no result", .statusFailed)
    }

    /// What is known of it, below the list.
    func tell(on page: inout TextPageBuilder) {
        if let problem { page.text(CleanText.line(problem), .statusFailed) }
        for line in said { page.text(CleanText.line(line)) }
        if isRunning { page.text(CleanText.line(step), .textDim) }
        if said.isEmpty, !isRunning, problem == nil {
            page.text(
                "An evaluation was interrupted (\(record.stateWords)): its transforms may be running, and its models and "
                    + "the copy of its rows may exist.", .statusWarning)
        }
        page.blank()
        page.pair("Evaluation", record.name)
        page.pair("Job", record.jobName)
        page.pair("Input", CleanText.line(record.input.uri))
        for candidate in record.candidates {
            page.pair("Candidate", "\(candidate.name): \(candidate.state.rawValue)")
            page.pair("", candidate.transform)
        }
        if let copy = record.copyFolder { page.pair("Copy", CleanText.line(copy)) }
        page.pair("Account", "\(DisplayText.account(record.account)), \(record.region)")
        page.pair("Begun", DisplayText.moment(record.createdAt))
    }
}

extension UnfinishedLaunch {
    /// Nil for one without candidates, which has made nothing.
    init?(_ evaluation: EvaluationRecord) {
        guard let first = evaluation.candidates.first else { return nil }
        // As a row of the list it's called by its own name.
        var transform = first.createTransformJob
        transform.transformJobName = evaluation.name
        let record = LaunchRecord(
            id: evaluation.id, account: evaluation.account, region: evaluation.region, profile: evaluation.profile,
            autopilotJobName: evaluation.jobName, candidateName: first.name, createModel: first.createModel,
            createTransformJob: transform, state: .planned, createdAt: evaluation.createdAt,
            updatedAt: evaluation.updatedAt)
        self.init(record: record, evaluation: UnfinishedEvaluation(evaluation))
    }
}
