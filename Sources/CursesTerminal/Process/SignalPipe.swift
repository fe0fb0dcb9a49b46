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
        for signal in signals { listen(to: signal) }
    }

    /// Catches a signal; also after its default effect was wanted for a while.
    func listen(to signal: Int32) {
        var action = sigaction()
        action.__sigaction_handler = .init(sa_handler: { signal in
            let saved = errno
            var byte = UInt8(truncatingIfNeeded: signal)
            _ = write(SignalPipe.writeEnd, &byte, 1)
            errno = saved
        })
        action.sa_flags = Int32(SA_RESTART)
        sigaction(signal, &action, nil)
    }

    /// Gives a signal its default effect.
    func release(_ signal: Int32) {
        var action = sigaction()
        action.__sigaction_handler = .init(sa_handler: SIG_DFL)
        sigaction(signal, &action, nil)
    }

    /// Stops watching.
    func close() {
        for signal in signals { release(signal) }
        source.cancel()
        let ends = [readEnd, Self.writeEnd]
        Self.writeEnd = -1
        for end in ends { _ = Glibc.close(end) }
    }
}
