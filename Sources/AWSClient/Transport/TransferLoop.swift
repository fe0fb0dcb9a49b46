import CCurl
import Glibc
import Synchronization

/// The thread that owns libcurl's multi handle; it is started with the first request and sleeps while none is under
/// way.
final class TransferLoop: Sendable {
    private enum Command {
        case start(Transfer)
        case cancel(UInt64)
        case resume(UInt64)
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
        var nextID: UInt64 = 0
    }

    private let state = Mutex(State())

    /// libcurl's own set-up, once a process.
    private static let isReady: Bool = curl_global_init(flightdeck_global_all) == CURLE_OK

    /// Sends a request and waits for its answer, or for the head of one that streams.
    ///
    /// Throws `TransportProblem`.
    func send(_ request: HTTPRequest) async throws -> HTTPAnswer {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let flag = CancellationFlag()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let transfer = Transfer(id: id, request: request) {
                    BodyStream(resume: { self.enqueue(.resume(id)) }, cancel: { self.enqueue(.cancel(id)) })
                } answer: {
                    continuation.resume(with: $0)
                }
                flag.attach(transfer)
                if !enqueue(.start(transfer)) { transfer.finish(.failure(.cancelled)) }
            }
        } onCancel: {
            flag.cancel()
            enqueue(.cancel(id))
        }
    }

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
            // Under the lock, since the thread gives the handle back under it as well; once for all that it takes at a
            // time.
            if let multi = state.multi, state.commands.count == 1 { curl_multi_wakeup(multi.handle) }
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
        while true {
            let commands = state.withLock { state in
                defer { state.commands.removeAll(keepingCapacity: true) }
                return state.commands
            }
            var isStopping = false
            for command in commands {
                switch command {
                case .start(let transfer): driver.start(transfer)
                case .cancel(let id): driver.cancel(id)
                case .resume(let id): driver.resume(id)
                case .stop: isStopping = true
                }
            }
            if isStopping { break }
            driver.perform()
            driver.wait()
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

/// Carries a cancellation to a transfer that may not be there yet.
private final class CancellationFlag: Sendable {
    private let state = Mutex<(isCancelled: Bool, transfer: Transfer?)>((false, nil))

    func attach(_ transfer: Transfer) {
        state.withLock { state in
            state.transfer = transfer
            if state.isCancelled { transfer.isCancelled.store(true, ordering: .relaxed) }
        }
    }

    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            state.transfer?.isCancelled.store(true, ordering: .relaxed)
        }
    }
}
