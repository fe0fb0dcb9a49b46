import CCurl
import Glibc
import Synchronization

/// The thread that owns libcurl's multi handle; it is started with the first request and sleeps while none is under
/// way.
final class TransferLoop: Sendable {
    private enum Command {
        case start(Transfer)
        case cancel(Transfer)
        case resume(Transfer)
        case stop
    }

    /// `@unchecked Sendable`: the pointer is libcurl's multi handle; `curl_multi_wakeup` may be called on it from any
    /// thread, and everything else happens on the loop's thread.
    private struct Multi: @unchecked Sendable {
        let handle: UnsafeMutableRawPointer
    }

    private struct State {
        var commands: [Command] = []
        var multi: Multi?
        var isStopped = false
        /// Whether the thread sleeps, or is about to, and must be woken.
        var isWaiting = false
    }

    private let state = Mutex(State())

    /// libcurl's own set-up, once a process.
    private static let isReady: Bool = curl_global_init(flightdeck_global_all) == CURLE_OK

    /// Sends a request and waits for its answer, or for the head of one that streams.
    ///
    /// Throws `TransportProblem`.
    func send(_ request: HTTPRequest) async throws -> HTTPAnswer {
        let transfer = Transfer(request, loop: self)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                transfer.answers(continuation)
                if !enqueue(.start(transfer)) { transfer.finish(.failure(.cancelled)) }
            }
        } onCancel: {
            cancel(transfer)
        }
    }

    /// Ends a transfer, also one that has not yet begun.
    func cancel(_ transfer: Transfer) {
        transfer.isCancelled.store(true, ordering: .relaxed)
        enqueue(.cancel(transfer))
    }

    /// Goes on with a transfer that was held back.
    func resume(_ transfer: Transfer) { enqueue(.resume(transfer)) }

    /// Ends every transfer and the thread.
    func stop() { enqueue(.stop) }

    @discardableResult
    private func enqueue(_ command: Command) -> Bool {
        state.withLock { state in
            guard !state.isStopped else { return false }
            if case .start = command {
            } else if state.multi == nil {
                if case .stop = command { state.isStopped = true }
                return true
            }
            state.commands.append(command)
            if state.multi == nil { state.multi = startThread() }
            // Under the lock, since the thread gives the handle back under it as well.
            if state.isWaiting, let multi = state.multi {
                state.isWaiting = false
                curl_multi_wakeup(multi.handle)
            }
            return true
        }
    }

    private func startThread() -> Multi {
        precondition(Self.isReady, "libcurl cannot be set up")
        let multi = Multi(handle: curl_multi_init())
        // Signals belong to the program's main thread; a new thread inherits this mask.
        var all = sigset_t()
        var previous = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
        let body = Unmanaged.passRetained(ThreadBody { [self] in run(multi) })
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { context in
                Unmanaged<ThreadBody>.fromOpaque(context!).takeRetainedValue().run()
                return nil
            }, body.toOpaque())
        precondition(result == 0, "no thread for the network")
        pthread_detach(thread)
        return multi
    }

    private func run(_ multi: Multi) {
        var driver = TransferDriver(multi: multi.handle)
        var commands: [Command] = []
        var isStopping = false
        while !isStopping {
            state.withLock { swap(&$0.commands, &commands) }
            for command in commands {
                switch command {
                case .start(let transfer): driver.start(transfer)
                case .cancel(let transfer): driver.cancel(transfer)
                case .resume(let transfer): driver.resume(transfer)
                case .stop: isStopping = true
                }
            }
            commands.removeAll(keepingCapacity: true)
            driver.perform()
            let isIdle = state.withLock { state in
                state.isWaiting = state.commands.isEmpty
                return state.isWaiting
            }
            if isIdle, !isStopping {
                driver.wait()
                state.withLock { $0.isWaiting = false }
            }
        }
        let late = state.withLock { state in
            state.isStopped = true
            state.multi = nil
            return state.commands
        }
        for case .start(let transfer) in late { transfer.finish(.failure(.cancelled)) }
        driver.end()
    }
}

/// What a thread runs.
private final class ThreadBody {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
}
