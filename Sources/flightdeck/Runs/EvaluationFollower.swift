import AWSOperations
import BatchInference
import CMemory

/// Tells an evaluation step by step on standard error, and returns it as it ended.
enum EvaluationFollower {
    /// Seen through even when the command is interrupted: the evaluation is then stopped, and what it made is removed.
    static func follow(
        _ events: AsyncStream<EvaluationEvent>, stop: EvaluationStop, in context: CommandContext
    ) async throws -> EvaluationRecord {
        let output = context.output
        let progress = ProgressLine(output)
        // A task of its own, so that a cancellation of the command's does not end the listening.
        let listening = Task {
            var end: EvaluationEvent?
            var isReading = false
            for await event in events {
                if case .reading = event, !isReading {
                    // Scores take room: the code that was needed up to here makes it.
                    isReading = true
                    memory_release_startup()
                }
                switch event {
                case .ended, .interrupted: end = event
                default: tell(event, progress, context)
                }
            }
            return end
        }
        let end = await withTaskCancellationHandler {
            await listening.value
        } onCancel: {
            output.note("stopping the evaluation and removing what it created; interrupt again to leave it as it is")
            stop.stop()
        }
        progress.clear()
        switch end {
        case .ended(let record): return record
        case .interrupted(_, let problem, let remedy): throw CommandFailure(.failed, problem, remedy: remedy)
        default:
            throw CommandFailure(.failed, "the evaluation ended without a result", remedy: "see: flightdeck resume")
        }
    }

    private static func tell(_ event: EvaluationEvent, _ progress: ProgressLine, _ context: CommandContext) {
        let output = context.output
        func note(_ line: String) {
            progress.clear()
            output.note(line)
        }
        switch event {
        case .copying(let rows, let total):
            progress.show("copying rows: \(DisplayText.count(rows)) of \(DisplayText.count(total))")
        case .copied(let rows): note("copied \(DisplayText.counted(rows, "row"))")
        case .launch(let candidate, .launched(let record)):
            note("\(candidate): started transform \(record.transformJobName)")
        case .launch(let candidate, let event):
            if case .failed = event { return }
            if let words = event.words { progress.show("\(candidate): \(words)") }
        case .waiting(let candidate, let reason): note("\(candidate) waits for quota: \(reason)")
        case .progress(let record): progress.show(text(record))
        case .candidateEnded(let candidate):
            let ran = candidate.seconds.map { " after \(DisplayText.duration(seconds: $0))" } ?? ""
            let remedy = candidate.remedy.map { $0.isEmpty ? "" : "; \($0)" } ?? ""
            note(
                "\(candidate.name): \(candidate.state.rawValue)\(ran)"
                    + (candidate.problem.map { ": \($0)\(remedy)" } ?? ""))
        case .reading(let rows): progress.show("reading predictions: \(DisplayText.counted(rows, "row"))")
        case .tidying: progress.show("removing models and copies")
        case .ended, .interrupted: break
        }
    }

    /// `2 of 3 transforms running, 1 waiting`
    static func text(_ record: EvaluationRecord) -> String {
        let all = record.candidates
        func count(_ state: EvaluationRecord.Candidate.State) -> Int { all.count { $0.state == state } }
        let ended = all.count { $0.state.isEnd }
        return "\(count(.running)) of \(all.count) transforms running, \(count(.waiting)) waiting, \(ended) ended"
    }
}
