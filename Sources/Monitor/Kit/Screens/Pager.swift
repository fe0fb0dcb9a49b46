import Console
import Synchronization

/// The user's pager.
public struct Pager: Hashable, Sendable {
    /// The line that `$PAGER` holds; nil where it's not set.
    private let variable: String?

    public init(_ variable: String? = nil) {
        self.variable = variable.flatMap { $0.utf8.allSatisfy { $0 == 0x20 } ? nil : $0 }
    }

    /// A line for the shell; long lines run over the screen's edge, as columns do.
    var command: String { variable ?? "less -S" }

    /// What is to be said of how it ended; nil where it ended well.
    func toast(_ end: PagerEnd) -> Toast? {
        let name = variable ?? "less"
        switch end {
        // Ctrl-C, which a pager takes for an end of what it does, reaches the shell around it, too.
        case .exited(0), .killed(signal: 2): return nil
        case .exited(127), .exited(126):
            let remedy =
                variable == nil
                ? "set PAGER to a program that shows text" : "PAGER must name a program that shows text"
            return Toast(.failure, "can't run \(CleanText.line(name)): \(remedy)")
        case .exited(let status): return Toast(.info, "\(CleanText.line(name)) ended with status \(status)")
        case .killed(let signal): return Toast(.warning, "\(CleanText.line(name)) was ended by signal \(signal)")
        case .notStarted(let problem): return Toast(.failure, "can't run \(CleanText.line(name)): \(problem)")
        }
    }
}

/// What went wrong while a pager was fed.
final class PagerProblem: Sendable {
    private let kept = Mutex<String?>(nil)

    var text: String? { kept.withLock { $0 } }

    func set(_ text: String?) { kept.withLock { $0 = text } }
}
