/// How serious a line of a container's log is.
///
/// Containers mix the logs of a web server, a model server and a program; none of them says it in one way.
public enum LogLevel: UInt8, Hashable, Sendable, Comparable, CaseIterable {
    /// The line doesn't say.
    case unmarked
    case info
    case warning
    case error

    public static func < (one: LogLevel, other: LogLevel) -> Bool { one.rawValue < other.rawValue }

    /// What a line says of itself: a level that it names, an exception, a request that was refused.
    public init(of message: String) {
        var message = message
        self = message.withUTF8 { LogLevel(of: $0) }
    }

    /// Bytes of a line that are looked at.
    private static let reach = 2000

    public init(of bytes: UnsafeBufferPointer<UInt8>) {
        var scan = LevelScan(bytes: UnsafeBufferPointer(rebasing: bytes.prefix(Self.reach)))
        self = scan.level()
    }

    /// Whether a line continues the one before it in its stream: a stack trace's frames.
    public static func isContinuation(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = bytes.first else { return false }
        return first == UInt8(ascii: " ") || first == UInt8(ascii: "\t")
    }
}

/// One pass over a line.
private struct LevelScan {
    let bytes: UnsafeBufferPointer<UInt8>
    /// The first level that is named.
    private var declared: LogLevel?
    /// What is an error whoever reports it.
    private var hasNamedError = false
    /// Whether a model server passes on what a program wrote: at which level says nothing.
    private var isRelayed = false

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func level() -> LogLevel {
        for index in bytes.indices { look(at: index) }
        if hasNamedError { return declared == .warning && !isRelayed ? .warning : .error }
        return isRelayed && declared != .error ? .unmarked : declared ?? .unmarked
    }

    private mutating func look(at index: Int) {
        switch bytes[index] {
        case UInt8(ascii: "E"):
            if isWord("ERROR", at: index) { declare(.error) }
            if isNamed("Error", at: index) || isNamed("Exception", at: index) { hasNamedError = true }
        case UInt8(ascii: "F"): if isWord("FATAL", at: index) { declare(.error) }
        case UInt8(ascii: "C"): if isWord("CRITICAL", at: index) { declare(.error) }
        case UInt8(ascii: "S"): if isWord("SEVERE", at: index) { declare(.error) }
        case UInt8(ascii: "W"):
            if isWord("WARN", at: index) || isWord("WARNING", at: index) || isNamed("Warning", at: index) {
                declare(.warning)
            }
        case UInt8(ascii: "I"): if isWord("INFO", at: index) { declare(.info) }
        case UInt8(ascii: "D"): if isWord("DEBUG", at: index) { declare(.info) }
        case UInt8(ascii: "M"): if has("MODEL_LOG", at: index) { isRelayed = true }
        case UInt8(ascii: "s"): if has("stdout", at: index) || has("stderr", at: index) { isRelayed = true }
        case UInt8(ascii: "T"): if has("Traceback (most recent", at: index) { hasNamedError = true }
        case UInt8(ascii: "B"): if has("Bad HTTP status", at: index) { hasNamedError = true }
        case UInt8(ascii: "U"): if has("Unable to get response", at: index) { hasNamedError = true }
        case UInt8(ascii: "K"): if index == 0, isWord("Killed", at: index) { hasNamedError = true }
        case UInt8(ascii: "e"): if index == 0, has("error:", at: index) { hasNamedError = true }
        case UInt8(ascii: "["): bracketed(at: index)
        case UInt8(ascii: "H"): answer(at: index)
        default: break
        }
    }

    private mutating func declare(_ level: LogLevel) { declared = declared ?? level }

    /// The small words of nginx.
    private mutating func bracketed(at index: Int) {
        for (word, level) in Self.bracketed where has(word, at: index) { declare(level) }
    }

    private static let bracketed: [(StaticString, LogLevel)] = [
        ("[error]", .error), ("[crit]", .error), ("[alert]", .error), ("[emerg]", .error), ("[warn]", .warning),
        ("[notice]", .info), ("[info]", .info),
    ]

    /// `HTTP/1.1" 413`: an error, or a warning where it is only a health check.
    private mutating func answer(at index: Int) {
        guard has("HTTP/1.", at: index), index + 10 < bytes.count, bytes[index + 8] == UInt8(ascii: "\""),
            bytes[index + 10] == UInt8(ascii: "4") || bytes[index + 10] == UInt8(ascii: "5")
        else { return }
        if index >= 6, has("/ping ", at: index - 6) { declare(.warning) } else { hasNamedError = true }
    }

    private func has(_ word: StaticString, at index: Int) -> Bool {
        let count = word.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        let start = word.utf8Start
        for offset in 0..<count where bytes[index + offset] != start[offset] { return false }
        return true
    }

    /// A word in capitals, alone.
    private func isWord(_ word: StaticString, at index: Int) -> Bool {
        has(word, at: index) && (index == 0 || !isLetter(bytes[index - 1])) && !isLetter(after: word, at: index)
    }

    /// `ValueError: …`, `java.lang.RuntimeException`, `ClientError: 400`: the last part of a class's name.
    private func isNamed(_ word: StaticString, at index: Int) -> Bool {
        guard has(word, at: index), !isLetter(after: word, at: index) else { return false }
        let end = index + word.utf8CodeUnitCount
        if index > 0, isLetter(bytes[index - 1]) { return true }
        return end < bytes.count && bytes[end] == UInt8(ascii: ":")
    }

    private func isLetter(after word: StaticString, at index: Int) -> Bool {
        let end = index + word.utf8CodeUnitCount
        return end < bytes.count && isLetter(bytes[end])
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20)
    }
}
