import AWSOperations
import BatchInference

/// Tells a launch, a resumption or a clean-up step by step.
enum LaunchProgress {
    /// Prints each step on standard error and returns the launch as it ended.
    ///
    /// It is seen through even when the command is interrupted: a launch is never cut between its two requests. Throws
    /// `CommandFailure` where it did not work, with what is left behind.
    static func follow(_ events: AsyncStream<LaunchEvent>, output: CommandOutput) async throws -> LaunchRecord {
        // A task of its own, so that a cancellation of the command's does not end the listening.
        let listening = Task {
            var ending: LaunchEvent?
            for await event in events {
                if let line = line(for: event) { output.note(line) }
                if event.isEnd { ending = event }
            }
            return ending
        }
        switch await listening.value {
        case .launched(let record), .cleanedUp(let record): return record
        case .failed(let failure):
            var problem = CommandFailure(failure)
            if failure.isUnfinished, let name = failure.record?.transformJobName {
                let advice =
                    "finish it with: flightdeck resume \(name); or remove what is left: flightdeck resume \(name) --clean-up"
                problem.remedy = problem.remedy.isEmpty ? advice : "\(problem.remedy)\n  \(advice)"
            }
            throw problem
        default: throw CommandFailure(.failed, "the launch ended without a result", remedy: "see: flightdeck resume")
        }
    }

    /// What is said about a step; nil where the end is told elsewhere.
    static func line(for event: LaunchEvent) -> String? {
        switch event {
        case .checkingNames: "checking the names"
        case .creatingModel(let name): "creating model \(name)"
        case .modelCreated(let name): "created model \(name)"
        case .modelReused(let name): "model \(name) is there already, with the same containers and role: reused"
        case .creatingTransform(let name): "starting transform \(name)"
        case .askingAfterDoubt(let name, let failure):
            "no clear answer (\(failure.problem)): asking what became of \(name)"
        case .deletingModel(let name): "deleting model \(name)"
        case .launched(let record): "started transform \(record.transformJobName)"
        case .cleanedUp(let record): "removed what the launch of \(record.transformJobName) had left"
        case .failed: nil
        }
    }
}
