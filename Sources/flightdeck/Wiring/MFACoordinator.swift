import AWSClient
import Monitor
import Synchronization

/// Hands the client's requests for MFA codes to the terminal UI, and the answers back.
///
/// A request that is given up while somebody types does not take the dialog away: the next one that needs the code gets
/// it.
final class MFACoordinator: Sendable {
    /// How long a typed code waits for a request, in seconds: devices show a new one after that.
    static let codeLifetime = 30.0

    private struct State {
        var made = 0
        /// The request that is shown, and who waits for its answer.
        var open: (id: Int, request: MFAPrompt.Request)?
        var waiter: CheckedContinuation<String?, Never>?
        /// A code that came when nobody waited any more.
        var kept: (request: MFAPrompt.Request, code: String, since: Double)?
    }

    private let state = Mutex(State())
    private let show: @Sendable (MFARequest) -> Void
    private let uptime: @Sendable () -> Double

    /// `show` brings a request to the screen; `uptime` counts seconds.
    init(uptime: @escaping @Sendable () -> Double, show: @escaping @Sendable (MFARequest) -> Void) {
        self.uptime = uptime
        self.show = show
    }

    var prompt: MFAPrompt { MFAPrompt { await self.ask($0) } }

    /// Whether a request waits for an answer now.
    var isWaitedFor: Bool { state.withLock { $0.waiter != nil } }

    func ask(_ request: MFAPrompt.Request) async -> String? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { enter(request, $0) }
        } onCancel: {
            leave()
        }
    }

    private func enter(_ request: MFAPrompt.Request, _ waiter: CheckedContinuation<String?, Never>) {
        let now = uptime()
        var isAnswered = false
        var code: String?
        var shown: MFARequest?
        let earlier = state.withLock { state -> CheckedContinuation<String?, Never>? in
            // A cancellation that came before found nobody to take out.
            if Task.isCancelled {
                isAnswered = true
                return nil
            }
            let kept = state.kept
            state.kept = nil
            if let kept, Self.isSame(kept.request, request), now - kept.since < Self.codeLifetime {
                (isAnswered, code) = (true, kept.code)
                return nil
            }
            defer { state.waiter = waiter }
            if let open = state.open, Self.isSame(open.request, request) { return state.waiter }
            state.made += 1
            let id = state.made
            state.open = (id, request)
            shown = MFARequest(
                id: id, profile: request.profile, roleArn: request.roleArn, serialNumber: request.serialNumber,
                problem: request.problem, answer: { [weak self] in self?.answer(id, with: $0) })
            return state.waiter
        }
        earlier?.resume(returning: nil)
        if isAnswered { waiter.resume(returning: code) }
        if let shown { show(shown) }
    }

    /// Whether a code for one is good for the other, whatever was wrong with the one before.
    private static func isSame(_ left: MFAPrompt.Request, _ right: MFAPrompt.Request) -> Bool {
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
            if state.waiter == nil, let code { state.kept = (open.request, code, now) }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: code)
    }
}

extension MFAPrompt {
    /// Asks on the terminal; nil where the process has none.
    static var onTerminal: MFAPrompt? {
        guard TerminalPrompt.isPossible else { return nil }
        return MFAPrompt { request in await TerminalPrompt.ask(lines(for: request)) }
    }

    /// What is asked: the last line is the one that the code is typed behind.
    static func lines(for request: Request) -> [String] {
        let problem = request.problem.map { ["flightdeck: \($0)"] } ?? []
        return problem + [
            "The profile \(request.profile) assumes the role \(request.roleArn).",
            "MFA code for \(request.serialNumber):",
        ]
    }
}
