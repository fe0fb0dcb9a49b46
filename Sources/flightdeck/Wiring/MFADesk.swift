import AWSClient
import Monitor
import Synchronization

/// Hands the client's questions for MFA codes to the terminal UI, and the answers back.
///
/// A request that is given up while somebody types does not take the dialog away: the next one that needs the code gets
/// it.
final class MFADesk: Sendable {
    /// How long a typed code waits for a request, in seconds: devices show a new one after that.
    static let codeLifetime = 30.0

    private struct State {
        var made = 0
        /// The question that is shown, and who waits for its answer.
        var open: (id: Int, question: MFAPrompt.Question)?
        var waiter: CheckedContinuation<String?, Never>?
        /// A code that came when nobody waited any more.
        var kept: (question: MFAPrompt.Question, code: String, since: Double)?
    }

    private let state = Mutex(State())
    private let show: @Sendable (MFAQuestion) -> Void
    private let uptime: @Sendable () -> Double

    /// `show` brings a question to the screen; `uptime` counts seconds.
    init(uptime: @escaping @Sendable () -> Double, show: @escaping @Sendable (MFAQuestion) -> Void) {
        self.uptime = uptime
        self.show = show
    }

    var prompt: MFAPrompt { MFAPrompt { await self.ask($0) } }

    /// Whether a request waits for an answer now.
    var isWaitedFor: Bool { state.withLock { $0.waiter != nil } }

    func ask(_ question: MFAPrompt.Question) async -> String? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { enter(question, $0) }
        } onCancel: {
            leave()
        }
    }

    private func enter(_ question: MFAPrompt.Question, _ waiter: CheckedContinuation<String?, Never>) {
        let now = uptime()
        var isAnswered = false
        var code: String?
        var shown: MFAQuestion?
        let earlier = state.withLock { state -> CheckedContinuation<String?, Never>? in
            // A cancellation that came before found nobody to take out.
            if Task.isCancelled {
                isAnswered = true
                return nil
            }
            let kept = state.kept
            state.kept = nil
            if let kept, Self.isSame(kept.question, question), now - kept.since < Self.codeLifetime {
                (isAnswered, code) = (true, kept.code)
                return nil
            }
            defer { state.waiter = waiter }
            if let open = state.open, Self.isSame(open.question, question) { return state.waiter }
            state.made += 1
            let id = state.made
            state.open = (id, question)
            shown = MFAQuestion(
                id: id, profile: question.profile, roleArn: question.roleArn, serialNumber: question.serialNumber,
                problem: question.problem, answer: { [weak self] in self?.answer(id, with: $0) })
            return state.waiter
        }
        earlier?.resume(returning: nil)
        if isAnswered { waiter.resume(returning: code) }
        if let shown { show(shown) }
    }

    /// Whether a code for one is good for the other, whatever was wrong with the one before.
    private static func isSame(_ left: MFAPrompt.Question, _ right: MFAPrompt.Question) -> Bool {
        left.serialNumber == right.serialNumber && left.profile == right.profile && left.roleArn == right.roleArn
    }

    private func leave() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: nil)
    }

    private func answer(_ id: Int, with code: String?) {
        let now = uptime()
        let waiter = state.withLock { state -> CheckedContinuation<String?, Never>? in
            guard let open = state.open, open.id == id else { return nil }
            state.open = nil
            if state.waiter == nil, let code { state.kept = (open.question, code, now) }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: code)
    }
}

extension MFAPrompt {
    /// Asks on the terminal; nil where the process has none.
    static var onTerminal: MFAPrompt? {
        guard TerminalQuestion.isPossible else { return nil }
        return MFAPrompt { question in await TerminalQuestion.ask(lines(for: question)) }
    }

    /// What is asked: the last line is the one that the code is typed behind.
    static func lines(for question: Question) -> [String] {
        let problem = question.problem.map { ["flightdeck: \($0)"] } ?? []
        return problem + [
            "The profile \(question.profile) assumes the role \(question.roleArn).",
            "MFA code for \(question.serialNumber):",
        ]
    }
}
