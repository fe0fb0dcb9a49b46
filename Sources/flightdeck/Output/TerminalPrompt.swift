import Console
import CursesTerminal
import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Asks for a line on the terminal that controls the process, wherever its standard streams lead, and shows nothing of
/// what is typed.
enum TerminalPrompt {
    /// Whether somebody is asked now; nothing else is to be drawn on the terminal meanwhile.
    static var isOpen: Bool { openCount.load(ordering: .relaxed) > 0 }
    private static let openCount = Atomic(0)
    private static let path = "/dev/tty"

    /// Whether there is a terminal to ask on.
    static var isPossible: Bool {
        let descriptor = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        if descriptor >= 0 { close(descriptor) }
        return descriptor >= 0
    }

    /// The line; nil at the end of input, where there is no terminal, and when the task is cancelled.
    static func ask(_ lines: [String]) async -> String? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (stopped, stop) = (ends[0], ends[1])
        let text = lines.map(CleanText.line).joined(separator: "\n")
        openCount.add(1, ordering: .relaxed)
        defer {
            openCount.subtract(1, ordering: .relaxed)
            close(stopped)
            close(stop)
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Reading blocks, so it happens on a thread of its own.
                DispatchQueue.global().async {
                    continuation.resume(returning: read(after: text, stopped: stopped))
                }
            }
        } onCancel: {
            _ = write(stop, "x", 1)
        }
    }

    private static func read(after text: String, stopped: Int32) -> String? {
        let terminal = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else { return nil }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        silent.c_lflag |= tcflag_t(ICANON | ISIG | ECHONL)
        TerminalModes.keep(before, of: terminal)
        tcsetattr(terminal, TCSAFLUSH, &silent)
        // Whatever was typed and not read must not be taken for a command after the end.
        defer {
            tcsetattr(terminal, TCSAFLUSH, &before)
            TerminalModes.release()
        }
        // A line of progress may stand there.
        say("\r\u{1B}[K\(text) ", on: terminal)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256)
        while true {
            var polls = [
                pollfd(fd: terminal, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stopped, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&polls, 2, -1) < 0 {
                if errno == EINTR { continue }
                return nil
            }
            if polls[1].revents != 0 {
                say("\n", on: terminal)
                return nil
            }
            #if canImport(Glibc)
                let count = Glibc.read(terminal, &buffer, buffer.count)
            #elseif canImport(Musl)
                let count = Musl.read(terminal, &buffer, buffer.count)
            #else
                let count = Darwin.read(terminal, &buffer, buffer.count)
            #endif
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                say("\n", on: terminal)
                return nil
            }
            bytes += buffer[..<count]
            if let end = bytes.firstIndex(of: 0x0A) { return String(decoding: bytes[..<end], as: UTF8.self) }
            // Nobody types that much.
            if bytes.count > 4096 { return nil }
        }
    }

    private static func say(_ text: String, on terminal: Int32) {
        var text = text
        text.withUTF8 { _ = write(terminal, $0.baseAddress, $0.count) }
    }
}
