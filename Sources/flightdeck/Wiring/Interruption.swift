import CursesTerminal
import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Turns the first SIGINT, SIGTERM or SIGHUP into a cancellation, and the second into an end at once;
/// output that cannot be written cancels, too.
enum Interruption {
    /// Runs work that ends early, by throwing `CancellationError`, when a signal asks for it.
    static func guarding<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result
    {
        let task = Task(operation: work)
        // Nobody gets what is still worked on.
        StandardStreams.whenResultFails { task.cancel() }
        let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { @Sendable in
                if task.isCancelled {
                    TerminalModes.restore()
                    _exit(ExitStatus.interrupted.rawValue)
                }
                task.cancel()
            }
            source.resume()
            return source
        }
        defer {
            for source in sources { source.cancel() }
        }
        return try await task.value
    }
}
