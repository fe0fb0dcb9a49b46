#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The process's own standard streams.
enum StandardStreams {
    /// Output as the environment wants it: colour only for a terminal, and never with `NO_COLOR` set.
    static func output(isASCII: Bool) -> CommandOutput {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        return CommandOutput(
            isTerminal: isTerminal, isErrorTerminal: isatty(STDERR_FILENO) == 1,
            usesColor: isTerminal && !isSet("NO_COLOR") && variable("TERM") != "dumb",
            isASCII: isASCII || variable("TERM") == "dumb",
            writeResult: { write($0, to: STDOUT_FILENO) }, writeError: { write($0, to: STDERR_FILENO) })
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

    /// Writes everything. Where the reader has gone, the process ends as other programs do, by SIGPIPE.
    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
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
                } else if errno == EPIPE {
                    signal(SIGPIPE, SIG_DFL)
                    raise(SIGPIPE)
                } else if errno != EINTR && errno != EAGAIN {
                    return
                }
            }
        }
    }
}
