import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The process's own standard streams.
enum StandardStreams {
    /// What could not be written, and who wants to know.
    private struct Failures {
        /// The first `errno` of each stream, by its descriptor.
        var errors: [Int32: Int32] = [:]
        var observer: (@Sendable () -> Void)?
    }

    private static let failures = Mutex(Failures())

    /// Output as the environment wants it: colour only for a terminal, and never with `NO_COLOR` set.
    static func output(isASCII: Bool) -> CommandOutput {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        var output = CommandOutput(
            isTerminal: isTerminal, isErrorTerminal: isatty(STDERR_FILENO) == 1,
            usesColor: isTerminal && !isSet("NO_COLOR") && variable("TERM") != "dumb",
            isASCII: isASCII || variable("TERM") == "dumb",
            writeResult: { write($0, to: STDOUT_FILENO) }, writeError: { write($0, to: STDERR_FILENO) })
        output.writeResultBytes = { bytes in bytes.withUnsafeBufferPointer { writeAll($0, to: STDOUT_FILENO) } }
        return output
    }

    static var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// The columns of the terminal behind standard error; 80 where it does not say.
    static var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// A variable of the environment, nil where it is unset or empty.
    static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    private static func isSet(_ name: String) -> Bool { variable(name) != nil }

    /// Opens something in place of each standard stream that the program was started without, so that no file or
    /// connection gets its number and is written to by mistake. It is opened the wrong way round: using it stays an error.
    static func fillGaps() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
            let mode = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY
            // The lowest free number is given, which is this one. Without /dev there is always the root.
            if open("/dev/null", mode) < 0 { _ = open("/", O_RDONLY) }
        }
    }

    /// Calls `observer` once, when a result cannot be written: whoever works for it may stop.
    static func whenResultFails(_ observer: @escaping @Sendable () -> Void) {
        let hasFailed = failures.withLock { failures in
            failures.observer = observer
            return failures.errors[STDOUT_FILENO] != nil
        }
        if hasFailed { observer() }
    }

    /// Why results are missing or incomplete, in the system's words; nil where all were written.
    ///
    /// Closes standard output, since some file systems tell of a full disk only then; call it last.
    static func closeResult() -> String? {
        let known = failures.withLock { $0.errors[STDOUT_FILENO] }
        let isClosed = close(STDOUT_FILENO) == 0 || errno == EINTR || errno == EBADF
        return (known ?? (isClosed ? nil : errno)).map { String(cString: strerror($0)) }
    }

    /// Whether a message could not be written to standard error.
    static var hasLostMessages: Bool { failures.withLock { $0.errors[STDERR_FILENO] != nil } }

    /// Writes everything. Where the reader has gone, the process ends as other programs do, by SIGPIPE; any other failure
    /// is remembered, and nothing more is written to that stream, so that it has no gap.
    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { writeAll($0, to: descriptor) }
    }

    private static func writeAll(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) {
        guard failures.withLock({ $0.errors[descriptor] }) == nil else { return }
        let failure: Int32? = write(bytes, to: descriptor)
        guard let failure else { return }
        if failure == EPIPE {
            signal(SIGPIPE, SIG_DFL)
            raise(SIGPIPE)
        }
        let observer = failures.withLock { failures -> (@Sendable () -> Void)? in
            failures.errors[descriptor] = failure
            guard descriptor == STDOUT_FILENO else { return nil }
            defer { failures.observer = nil }
            return failures.observer
        }
        observer?()
    }

    /// Writes all bytes; returns the `errno` of the first failure.
    private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> Int32? {
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
            #if canImport(Glibc)
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            #elseif canImport(Musl)
                let written = Musl.write(descriptor, rest.baseAddress, rest.count)
            #else
                let written = Darwin.write(descriptor, rest.baseAddress, rest.count)
            #endif
            if written > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            } else if written < 0, errno == EAGAIN {
                // Somebody who shares it has made it non-blocking.
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&ready, 1, 1000)
            } else if written == 0 {
                return EIO
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
