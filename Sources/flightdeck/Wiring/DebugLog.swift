import AWSOperations
import Console
import LocalStore
import Logging

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What `--debug` writes: one line an event, with its time; secrets never reach it.
enum DebugLog {
    /// For one-shot commands.
    static var standardError: Logger { logger(writingTo: STDERR_FILENO) }

    /// For the terminal UI, which has the screen to itself, and what to tell of the file: that something else was moved out
    /// of its way, or that it can't be written.
    static func file(in folder: String) -> (logger: Logger?, remark: String?) {
        try? ParentFolders.make(of: folder)
        mkdir(folder, 0o700)
        let path = "\(folder)/flightdeck.log"
        let remark = IrregularFile(at: path)?.moveAside()
        // Nothing that is put there meanwhile is waited for.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else {
            return (nil, "no debug log: can't write \(path) (\(String(cString: strerror(errno))))")
        }
        return (logger(writingTo: descriptor), remark)
    }

    private static func logger(writingTo descriptor: Int32) -> Logger {
        var logger = Logger(label: "flightdeck") { _ in LineLogHandler(descriptor: descriptor) }
        logger.logLevel = .debug
        return logger
    }
}

/// Writes each message as a line in one system call, so that lines of several threads do not mix.
private struct LineLogHandler: LogHandler {
    let descriptor: Int32
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .debug

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let details = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
            .map { " \($0.key)=\($0.value)" }.joined()
        let text = LongText.cut("\(event.message)\(details)", to: LongText.messageLimit)
        var line = CleanText.line("\(SystemClock().now.iso8601) \(event.level) \(text)") + "\n"
        line.withUTF8 { bytes in _ = write(descriptor, bytes.baseAddress, bytes.count) }
    }
}
