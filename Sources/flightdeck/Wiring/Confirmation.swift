import AWSOperations
import Console

/// Asks on the terminal before something is made or ended.
enum Confirmation {
    /// Prints the question on standard error and waits for a line; only `y` and `yes` confirm.
    ///
    /// Throws `CommandFailure` where standard input is no terminal, and `CancellationError` when interrupted.
    static func ask(_ question: String, output: CommandOutput) async throws -> Bool {
        guard StandardStreams.isInputTerminal else {
            throw CommandFailure(
                .usage, "this needs a confirmation, but standard input isn't a terminal",
                remedy: "add --yes to continue without asking")
        }
        output.writeError("\(CleanText.line(LongText.cut(question, to: LongText.messageLimit))) [y/N] ")
        let line = AsyncStream<String?> { continuation in
            // Reading blocks, so it happens on a thread of its own, which ends with the line or with the process.
            Task.detached {
                continuation.yield(readLine())
                continuation.finish()
            }
        }
        for await answer in line { return isYes(answer) }
        throw CancellationError()
    }

    static func isYes(_ answer: String?) -> Bool {
        switch answer?.lowercased().filter({ !$0.isWhitespace }) {
        case "y", "yes": true
        default: false
        }
    }
}
