import Glibc
import Synchronization

/// The pager that has the terminal, as a signal handler may end it: with us gone, it would go on beside the shell.
enum PagerChild {
    private static let child = Atomic<pid_t>(0)

    /// Where the system lists the programs that the pager's shell has started; replaced while no pager runs.
    ///
    /// `nonisolated(unsafe)`: it is written before `child`, and read by a handler only while that is set.
    nonisolated(unsafe) private static var list: UnsafeMutablePointer<CChar>?

    static var isRunning: Bool { child.load(ordering: .sequentiallyConsistent) > 0 }

    /// A pager has been started.
    static func begin(_ pager: pid_t) {
        free(list)
        list = strdup("/proc/\(pager)/task/\(pager)/children")
        child.store(pager, ordering: .sequentiallyConsistent)
    }

    /// It has ended.
    static func end() { child.store(0, ordering: .sequentiallyConsistent) }

    /// Ends the pager and what it has started, and waits a second at most; async-signal-safe.
    ///
    /// - Returns: Whether there was one.
    static func terminate() -> Bool {
        let pager = child.load(ordering: .sequentiallyConsistent)
        guard pager > 0 else { return false }
        eachGrandchild { signal($0) }
        signal(pager)
        var milliseconds = 1000
        // Another thread may take its end from here; then it is nobody's child.
        while milliseconds > 0, waitpid(pager, nil, WNOHANG) == 0 {
            poll(nil, 0, 1)
            milliseconds -= 1
        }
        if milliseconds == 0 {
            eachGrandchild { kill($0, SIGKILL) }
            kill(pager, SIGKILL)
        }
        return true
    }

    /// One that is stopped ends only once it goes on.
    private static func signal(_ process: pid_t) {
        kill(process, SIGTERM)
        kill(process, SIGCONT)
    }

    private static func eachGrandchild(_ body: (pid_t) -> Void) {
        guard let list else { return }
        let file = open(list, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        defer { close(file) }
        var process: pid_t = 0
        var byte: UInt8 = 0
        while read(file, &byte, 1) == 1 {
            if (0x30...0x39).contains(byte) {
                process = process &* 10 &+ pid_t(byte - 0x30)
            } else {
                if process > 1 { body(process) }
                process = 0
            }
        }
    }
}
