import AWSOperations
import BatchInference

/// Tells a launch, a resumption or a clean-up step by step.
enum LaunchProgress {
    /// Prints each step on standard error and returns the launch as it ended.
    ///
    /// It is seen through even when the command is interrupted: a launch is never cut between its two requests. Throws
    /// `CommandFailure` where it did not work, with what is left behind.
    ///
    /// - Parameter copyStop: Ends the copying of artifacts when the command is interrupted; it can be gone on with.
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
        let width = 30
        let filled = Int((progress.share * Double(width)).rounded(.down))
        let bar =
            String(repeating: isASCII ? "#" : "█", count: filled)
            + String(repeating: isASCII ? "." : "░", count: width - filled)
        return "\(bar) \(DisplayText.percent(progress.share))  copying artifacts: \(progress.text)"
    }

    /// What is said about a step; nil where the end is told elsewhere.
    static func line(for event: LaunchEvent) -> String? {
        switch event {
        case .checkingNames: "checking the names"
        case .copying: nil
        case .copied(let count): "copied \(count) artifact\(count == 1 ? "" : "s")"
        case .creatingModel(let name): "creating model \(name)"
        case .modelCreated(let name): "created model \(name)"
        case .modelReused(let name): "reusing model \(name), which has the same containers and role"
        case .creatingTransform(let name): "starting transform \(name)"
        case .checkingUnknownOutcome(let name, let failure):
            "no clear response (\(failure.problem)): checking whether \(name) was created"
        case .deletingModel(let name): "deleting model \(name)"
        case .stoppingTransform(let name): "stopping transform \(name)"
        case .deletingObjects(let folder): "deleting the contents of \(folder)"
        case .launched(let record): "started transform \(record.transformJobName)"
        case .cleanedUp(let record): "removed what the launch of \(record.transformJobName) left"
        case .failed: nil
        }
    }
}
