import Console
import Glibc
import Synchronization

/// Runs a pager in the foreground of the terminal, which has to be its own meanwhile.
@MainActor
enum PagerProcess {
    /// Returns when the pager has ended; where it's stopped, this process stops as well, and continues it.
    static func run(
        _ command: String, feeding feed: @escaping @Sendable (any PagerInput) async -> Void
    ) -> PagerEnd {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return .notStarted(String(cString: strerror(errno))) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Whoever writes must not hold a thread while the reader reads what has come.
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        // As much as fits: a pager that goes to the end takes all of it at once.
        _ = fcntl(ends[1], setPipeSize, 1 << 20)
        let input = PipeInput(ends[1])
        // Ctrl-C in the pager is the pager's, and so is Ctrl-Z, as long as it doesn't stop.
        let signals = [SIGINT, SIGQUIT, SIGTSTP]
        let former = signals.map { signal in
            var (ignoring, former) = (sigaction(), sigaction())
            ignoring.__sigaction_handler = .init(sa_handler: SIG_IGN)
            sigaction(signal, &ignoring, &former)
            return former
        }
        defer {
            for (signal, action) in zip(signals, former) {
                var action = action
                sigaction(signal, &action, nil)
            }
        }
        let started = PagerChild.begin { start(command, input: ends[0]) }
        close(ends[0])
        guard case .success(let child) = started else {
            input.close()
            if case .failure(let problem) = started { return .notStarted(problem.text) }
            return .notStarted("")
        }
        let feeding = Task.detached {
            await feed(input)
            input.close()
        }
        defer { feeding.cancel() }
        defer { PagerChild.end() }
        return wait(for: child)
    }

    /// F_SETPIPE_SZ, which isn't in the Glibc module.
    private static let setPipeSize: Int32 = 1031

    private struct Problem: Error {
        var text: String
    }

    private static func start(_ command: String, input: Int32) -> Result<pid_t, Problem> {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        // The pager gets no signal mask and no ignored signals of ours.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        // The user's own line, with nothing of ours or of anybody else's in it.
        var arguments: [UnsafeMutablePointer<CChar>?] = (["sh", "-c", command] as [String]).map { strdup($0) } + [nil]
        defer { for text in arguments { free(text) } }
        var child = pid_t()
        let problem = posix_spawn(&child, "/bin/sh", &actions, &attributes, &arguments, environ)
        return problem == 0 ? .success(child) : .failure(Problem(text: String(cString: strerror(problem))))
    }

    private static func wait(for child: pid_t) -> PagerEnd {
        var status: Int32 = 0
        while true {
            guard waitpid(child, &status, WUNTRACED) >= 0 else {
                if errno == EINTR { continue }
                return .notStarted(String(cString: strerror(errno)))
            }
            // The terminal is being given back on another thread, which ends the program: nothing may take it again.
            while PagerChild.isEnding { pause() }
            if status & 0xFF == 0x7F {
                // By `raise`, since the process's first thread may be another: this one would go on for a moment, and a
                // pager that is continued before the shell has the terminal back reads what is typed for the shell.
                raise(SIGSTOP)
                // Whoever continued us may have continued us alone; a shell continues the whole group.
                kill(child, SIGCONT)
                continue
            }
            let signal = status & 0x7F
            return signal == 0 ? .exited(status: (status >> 8) & 0xFF) : .killed(signal: signal)
        }
    }

    /// The end of a pipe that is written to, without ever holding a thread.
    private final class PipeInput: PagerInput {
        private let descriptor: Mutex<Int32>

        init(_ descriptor: Int32) { self.descriptor = Mutex(descriptor) }

        func close() {
            descriptor.withLock { descriptor in
                if descriptor >= 0 { _ = Glibc.close(descriptor) }
                descriptor = -1
            }
        }

        func write(_ bytes: [UInt8]) async -> Bool {
            var rest = bytes[...]
            while !rest.isEmpty {
                if Task.isCancelled { return false }
                let (count, problem) = descriptor.withLock { descriptor in
                    guard descriptor >= 0 else { return (-1, EPIPE) }
                    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                    return (count, errno)
                }
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if count < 0, problem == EAGAIN {
                    try? await Task.sleep(for: .milliseconds(5))
                } else if count == 0 || problem != EINTR {
                    return false
                }
            }
            return true
        }
    }
}
