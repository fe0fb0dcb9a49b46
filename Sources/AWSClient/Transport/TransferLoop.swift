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
    func send(_ request: HTTPRequest) async throws(TransportProblem) -> HTTPAnswer {
        if let name = request.brokenHeader { throw .badHeader(name: name) }
        let transfer = Transfer(request, loop: self)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.answers(continuation)
                if let problem = enqueue(.start(transfer)) { transfer.finish(.failure(problem)) }
            }
        } onCancel: {
            cancel(transfer)
        }
        return try outcome.get()
    }

    /// Ends a transfer, also one that has not yet begun.
    func cancel(_ transfer: Transfer) {
        transfer.isCancelled.store(true, ordering: .relaxed)
        enqueue(.cancel(transfer))
    }

    /// Continues a transfer that was held back.
    func resume(_ transfer: Transfer) { enqueue(.resume(transfer)) }

    /// Ends every transfer and the thread.
    func stop() { enqueue(.stop) }

    /// Hands a command to the thread; says why where it will not be heard.
    @discardableResult
    private func enqueue(_ command: Command) -> TransportProblem? {
        state.withLock { state in
            guard !state.isStopped else { return .cancelled }
            if state.multi == nil {
                switch command {
                case .start: break
                case .stop:
                    state.isStopped = true
                    return nil
                case .cancel, .resume: return nil
                }
                guard let multi = startThread() else {
                    return .failed(kind: .other, detail: "no thread for the network", mayHaveArrived: false)
                }
                state.multi = multi
            }
            state.commands.append(command)
            // Under the lock, since the thread gives the handle back under it as well.
            if state.isWaiting, let multi = state.multi {
                state.isWaiting = false
                curl_multi_wakeup(multi.handle)
            }
            return nil
        }
    }

    /// Starts the thread; nil where the system has none to give.
    private func startThread() -> Multi? {
        guard Self.isReady, let handle = curl_multi_init() else { return nil }
        let multi = Multi(handle: handle)
        // Signals belong to the program's main thread; a new thread inherits this mask.
        var all = sigset_t()
        var previous = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
        // As a pointer, the only form in which a thread takes what it runs; it takes the reference over.
        let body = Unmanaged.passRetained(ThreadBody { [self] in run(multi) })
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { context in
                Unmanaged<ThreadBody>.fromOpaque(context!).takeRetainedValue().run()
                return nil
            }, body.toOpaque())
        guard result == 0 else {
            body.release()
            curl_multi_cleanup(handle)
            return nil
        }
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
            // A command holds its transfer, and that this loop.
            defer { state.commands = [] }
            return state.commands
        }
        for case .start(let transfer) in late { transfer.finish(.failure(.cancelled)) }
        driver.shutDown()
    }
}

/// What a thread runs.
private final class ThreadBody {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
}
