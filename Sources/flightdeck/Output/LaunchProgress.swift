import AWSOperations
import BatchInference

/// Tells a launch, a resumption or a clean-up step by step.
enum LaunchProgress {
    /// Prints each step on standard error and returns the launch as it ended.
    ///
    /// It is seen through even when the command is interrupted: a launch is never cut between its two requests. Throws
    /// `CommandFailure` where it did not work, with what is left behind.
    ///
    /// - Parameter copyStop: Ends the copying of artifacts when the command is interrupted; it can be continued.
    static func follow(
        _ events: AsyncStream<LaunchEvent>, output: CommandOutput, copyStop: CopyStop? = nil
    ) async throws -> LaunchRecord {
        let progress = ProgressLine(output)
        // A task of its own, so that a cancellation of the command's does not end the listening.
        let listening = Task {
            var ending: LaunchEvent?
            for await event in events {
                if case .copying(let state) = event {
                    progress.show(copyText(state, isASCII: output.isASCII))
                    continue
                }
                progress.clear()
                if let line = line(for: event) { output.note(line) }
                if event.isEnd { ending = event }
            }
            return ending
        }
        let end = await withTaskCancellationHandler {
            await listening.value
        } onCancel: {
            copyStop?.stop()
        }
        switch end {
        case .launched(let record), .cleanedUp(let record): return record
        case .failed(let failure):
            var problem = CommandFailure(failure)
            if failure.isUnfinished, let name = failure.record?.transformJobName {
                let removal = "remove what is left: flightdeck resume \(name) --clean-up"
                let advice =
                    failure.canBeResumed ? "finish it with: flightdeck resume \(name); or \(removal)" : removal
                problem.remedy = problem.remedy.isEmpty ? advice : "\(problem.remedy)\n  \(advice)"
            }
            throw problem
        default: throw CommandFailure(.failed, "the launch ended without a result", remedy: "see: flightdeck resume")
        }
    }

    /// How far the copying is, as a bar and in numbers.
    static func copyText(_ progress: CopyProgress, isASCII: Bool) -> String {
        "\(ProgressLine.bar(progress.share, isASCII: isASCII))  copying artifacts: \(progress.text)"
    }

    /// What is said about a step; nil where it is told elsewhere.
    static func line(for event: LaunchEvent) -> String? {
        switch event {
        case .copying: nil
        case .checkingUnknownOutcome(_, let failure): event.words.map { "\(failure.problem): \($0)" }
        default: event.words
        }
    }
}
