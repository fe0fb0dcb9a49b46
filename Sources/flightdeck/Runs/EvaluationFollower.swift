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
        switch event.words {
        case .step(let text): progress.show(text)
        case .line(let text):
            progress.clear()
            context.output.note(text)
        case nil: break
        }
    }
}
