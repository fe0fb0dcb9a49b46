import Dispatch
import Glibc
import Synchronization

/// Runs another program to its end, without a shell and without input.
enum ChildProcess {
    struct Output: Sendable {
        /// The exit status; 128 and more for a signal, as shells have it.
        var status: Int32
        var standardOutput: [UInt8]
        /// What comes first, up to the limit.
        var standardError: [UInt8]
    }

    enum Failure: Error, Hashable {
        case notStarted(String)
        case tooMuchOutput
        case cancelled
    }

    private static let limit = 65_536
    /// No program starts between a pipe's making and its mark: `pipe2`, which does both at once, is not in the Glibc
    /// module.
    private static let starting = Mutex(())

    /// Ends the program where the task is cancelled.
    static func run(_ words: [String], environment: [String: String]) async throws(Failure) -> Output {
        guard let stop = Pipe(), let output = Pipe(), let errors = Pipe() else {
            throw .notStarted("too many open files")
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Result<Output, Failure>, Never>) in
                DispatchQueue.global().async {
                    continuation.resume(
                        returning: Result { () throws(Failure) in
                            let child = try start(words, environment, output: output, errors: errors)
                            return try wait(for: child, output: output, errors: errors, stop: stop)
                        })
                }
            }
        } onCancel: {
            stop.closeWriteEnd()
        }
        return try result.get()
    }

    private static func start(
        _ words: [String], _ environment: [String: String], output: Pipe, errors: Pipe
    ) throws(Failure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output.writeEnd, 1)
        posix_spawn_file_actions_adddup2(&actions, errors.writeEnd, 2)
        // The program gets no signal mask and no ignored signals of ours.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var child = pid_t()
        let problem = starting.withLock { _ in
            posix_spawnp(&child, words[0], &actions, &attributes, &arguments, &variables)
        }
        output.closeWriteEnd()
        errors.closeWriteEnd()
        guard problem == 0 else { throw .notStarted(String(cString: strerror(problem))) }
        return child
    }

    /// Reads until both outputs end, or the program does: what it left running may hold them open for ever.
    private static func wait(
        for child: pid_t, output: Pipe, errors: Pipe, stop: Pipe
    ) throws(Failure) -> Output {
        guard let ended = Pipe() else {
            kill(child, SIGKILL)
            reap(child)
            throw .notStarted("too many open files")
        }
        let hasEnded = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            var information = siginfo_t()
            while waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
            ended.closeWriteEnd()
            hasEnded.signal()
        }
        var texts: [[UInt8]] = [[], []]
        var polls = [output, errors, stop, ended].map { pollfd(fd: $0.readEnd, events: Int16(POLLIN), revents: 0) }
        var failure: Failure?
        var isLeftOver = false
        while failure == nil, polls[0].fd >= 0 || polls[1].fd >= 0 {
            let ready = poll(&polls, nfds_t(polls.count), isLeftOver ? 0 : -1)
            if ready < 0 {
                if errno == EINTR { continue }
                failure = .notStarted("can't read its output: \(String(cString: strerror(errno)))")
                break
            }
            // The program is gone, and so is all that it wrote.
            if isLeftOver, polls[0].revents == 0 || polls[0].fd < 0, polls[1].revents == 0 || polls[1].fd < 0 { break }
            if polls[2].revents != 0 { failure = .cancelled }
            if polls[3].revents != 0 { isLeftOver = true }
            for index in 0...1 where polls[index].fd >= 0 && polls[index].revents != 0 {
                guard let bytes = read(polls[index].fd) else {
                    polls[index].fd = -1
                    continue
                }
                texts[index] += bytes.prefix(limit - min(limit, texts[index].count))
                if index == 0, texts[0].count >= limit { failure = .tooMuchOutput }
            }
        }
        if failure != nil { kill(child, SIGKILL) }
        // Its number must not be given to another program while the other thread waits for it.
        hasEnded.wait()
        let status = reap(child)
        if let failure { throw failure }
        let signal = status & 0x7F
        return Output(
            status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, standardOutput: texts[0],
            standardError: texts[1])
    }

    /// What is there to be read, at least a byte; nil at the end.
    private static func read(_ descriptor: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 8192)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count > 0 { return Array(buffer[..<count]) }
            if count == 0 || errno != EINTR { return nil }
        }
    }

    @discardableResult
    private static func reap(_ child: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status
    }

    /// Two joined ends that close with the value.
    private final class Pipe: Sendable {
        let readEnd: Int32
        let writeEnd: Int32
        private let isWriteEndOpen = Mutex(true)

        init?() {
            var ends: [Int32] = [-1, -1]
            let isMade = ChildProcess.starting.withLock { _ in
                guard pipe(&ends) == 0 else { return false }
                // No other program shall hold an end open.
                for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
                return true
            }
            guard isMade else { return nil }
            readEnd = ends[0]
            writeEnd = ends[1]
        }

        func closeWriteEnd() {
            isWriteEndOpen.withLock { isOpen in
                if isOpen { close(writeEnd) }
                isOpen = false
            }
        }

        deinit {
            closeWriteEnd()
            close(readEnd)
        }
    }
}
