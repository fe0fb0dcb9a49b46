import Glibc
import Synchronization

/// The pager that has the terminal, as a signal handler may end it: with us gone, it would go on beside the shell.
enum PagerChild {
    /// 0 without one, `starting` while one is being started, else its shell.
    private static let child = Atomic<pid_t>(0)
    private static let starting: pid_t = -1
    private static let ending = Atomic<Bool>(false)

    /// Where the system lists the programs that the pager's shell has started, and tells the shell's state; replaced while no
    /// pager runs.
    ///
    /// `nonisolated(unsafe)`: they are written before `child`, and read by a handler only while that is set.
    nonisolated(unsafe) private static var list: UnsafeMutablePointer<CChar>?
    nonisolated(unsafe) private static var state: UnsafeMutablePointer<CChar>?
    /// Room for those programs, since a handler can't ask for any.
    nonisolated(unsafe) private static let programs = UnsafeMutablePointer<pid_t>.allocate(capacity: room)
    private static let room = 64

    static var isRunning: Bool { child.load(ordering: .sequentiallyConsistent) > 0 }

    /// Whether the pager stops because the program ends, and isn't to be waited for with it.
    static var isEnding: Bool { ending.load(ordering: .sequentiallyConsistent) }

    /// Starts a pager. Whoever ends the program at that moment knows it before it goes on.
    static func begin<Problem: Error>(_ start: () -> Result<pid_t, Problem>) -> Result<pid_t, Problem> {
        // What a handler reads must not be set up in it.
        _ = (programs, isEnding)
        var (all, former) = (sigset_t(), sigset_t())
        sigfillset(&all)
        // A handler on this thread would wait for the very work that it interrupts.
        pthread_sigmask(SIG_BLOCK, &all, &former)
        defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
        child.store(starting, ordering: .sequentiallyConsistent)
        let started = start()
        guard case .success(let pager) = started else {
            end()
            return started
        }
        free(list)
        free(state)
        list = strdup("/proc/\(pager)/task/\(pager)/children")
        state = strdup("/proc/\(pager)/stat")
        child.store(pager, ordering: .sequentiallyConsistent)
        return started
    }

    /// It has ended.
    static func end() { child.store(0, ordering: .sequentiallyConsistent) }

    /// Ends the pager and what it has started, and waits a second at most; async-signal-safe.
    ///
    /// - Returns: Whether there was one.
    static func terminate() -> Bool {
        var pager = child.load(ordering: .sequentiallyConsistent)
        // No closure takes this along: a box for it would be asked of the heap, which the signal may have interrupted.
        var milliseconds = 1000
        while pager == starting, milliseconds > 0 {
            milliseconds -= pause()
            pager = child.load(ordering: .sequentiallyConsistent)
        }
        guard pager > 0 else { return false }
        ending.store(true, ordering: .sequentiallyConsistent)
        // A shell that stands still starts nothing more: what it has started by then is all.
        kill(pager, SIGSTOP)
        let patience = milliseconds - 100
        while milliseconds > patience, !isStopped { milliseconds -= pause() }
        let count = gatherPrograms()
        for index in 0..<count { signal(programs[index]) }
        signal(pager)
        // Another thread may take its end from here; then it is nobody's child.
        while milliseconds > 0, waitpid(pager, nil, WNOHANG) == 0 { milliseconds -= pause() }
        // What it has started may yet hold the terminal in a state of its own.
        while milliseconds > 0, isAnyThere(ofFirst: count) { milliseconds -= pause() }
        if milliseconds == 0 {
            for index in 0..<count { kill(programs[index], SIGKILL) }
            kill(pager, SIGKILL)
        }
        return true
    }

    /// Waits a moment, and returns how many milliseconds that was.
    private static func pause() -> Int {
        poll(nil, 0, 1)
        return 1
    }

    private static func isAnyThere(ofFirst count: Int) -> Bool {
        for index in 0..<count where kill(programs[index], 0) == 0 { return true }
        return false
    }

    /// One that is stopped ends only once it goes on.
    private static func signal(_ process: pid_t) {
        kill(process, SIGTERM)
        kill(process, SIGCONT)
    }

    /// Whether the shell stands still, or is gone.
    private static var isStopped: Bool {
        guard let state else { return true }
        let file = open(state, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return true }
        defer { close(file) }
        // `123 (sh) T 1 …`: a shell's name has no `) ` in it.
        var byte: UInt8 = 0
        var before: UInt8 = 0
        var letter: UInt8 = 0
        while letter == 0, read(file, &byte, 1) == 1 {
            if before == 0x29, byte == 0x20 { _ = read(file, &letter, 1) }
            before = byte
        }
        return letter == UInt8(ascii: "T") || letter == UInt8(ascii: "Z") || letter == UInt8(ascii: "X")
    }

    /// Writes down the programs that the shell has started, and returns how many.
    private static func gatherPrograms() -> Int {
        guard let list else { return 0 }
        let file = open(list, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return 0 }
        defer { close(file) }
        var count = 0
        var process: pid_t = 0
        var byte: UInt8 = 0
        while count < room, read(file, &byte, 1) == 1 {
            if (0x30...0x39).contains(byte) {
                process = process &* 10 &+ pid_t(byte - 0x30)
            } else {
                if process > 1 {
                    programs[count] = process
                    count += 1
                }
                process = 0
            }
        }
        return count
    }
}
