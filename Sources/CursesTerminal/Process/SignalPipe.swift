import Dispatch
import Glibc

/// Brings signals that need an answer to the main actor: the handler writes the signal's number into a pipe.
@MainActor
final class SignalPipe {
    // Read by the signal handler, which may only write to a descriptor; set before a handler is installed.
    nonisolated(unsafe) private static var writeEnd: Int32 = -1

    private let readEnd: Int32
    private let source: any DispatchSourceRead
    private let signals: [Int32]

    /// Starts to watch; `receive` is called on the main actor with each signal.
    init?(_ signals: [Int32], receive: @escaping @MainActor (Int32) -> Void) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        let readEnd = ends[0]
        self.readEnd = readEnd
        self.signals = signals
        Self.writeEnd = ends[1]
        source = DispatchSource.makeReadSource(fileDescriptor: readEnd, queue: .main)
        source.setEventHandler { @Sendable in
            var bytes = [UInt8](repeating: 0, count: 64)
            let count = max(0, read(readEnd, &bytes, bytes.count))
            MainActor.assumeIsolated {
                // A burst of the same signal, as a dragged window border makes, is one piece of news.
                var seen: Set<UInt8> = []
                for byte in bytes[..<count] where seen.insert(byte).inserted { receive(Int32(byte)) }
            }
        }
        source.activate()
        for signal in signals { Self.listen(to: signal) }
    }

    /// Stops the whole process group as Ctrl-Z does, so that a `make` that started the program stops with it, and
    /// returns when it runs again; at once where nothing could continue it, since the kernel then ignores the stop.
    func stopProcessGroup() {
        Self.act(on: SIGCONT, SIG_DFL)
        Self.act(on: SIGTSTP, SIG_IGN)
        kill(0, SIGTSTP)
        Self.act(on: SIGTSTP, SIG_DFL)
        // To this thread alone, and let through, since threads of the main queue block it: then it takes effect before
        // the call returns, which a signal to the process need not.
        var stop = sigset_t()
        var former = sigset_t()
        sigemptyset(&stop)
        sigaddset(&stop, SIGTSTP)
        pthread_sigmask(SIG_UNBLOCK, &stop, &former)
        raise(SIGTSTP)
        pthread_sigmask(SIG_SETMASK, &former, nil)
        Self.listen(to: SIGTSTP)
        Self.listen(to: SIGCONT)
    }

    private static func listen(to signal: Int32) {
        act(on: signal) { signal in
            let saved = errno
            var byte = UInt8(truncatingIfNeeded: signal)
            _ = write(SignalPipe.writeEnd, &byte, 1)
            errno = saved
        }
    }

    private static func act(on signal: Int32, _ handler: __sighandler_t?) {
        var action = sigaction()
        action.__sigaction_handler = .init(sa_handler: handler)
        action.sa_flags = Int32(SA_RESTART)
        sigaction(signal, &action, nil)
    }

    /// Stops watching.
    func close() {
        for signal in signals { Self.act(on: signal, SIG_DFL) }
        source.cancel()
        let ends = [readEnd, Self.writeEnd]
        Self.writeEnd = -1
        for end in ends { _ = Glibc.close(end) }
    }
}
