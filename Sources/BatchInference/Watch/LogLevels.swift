import AWSOperations

/// The levels of a log's lines as they come: what continues an error in its stream is one, too, as a stack trace's frames
/// are, and what SageMaker says of an object that has failed.
public struct LogLevels: Sendable {
    private struct Stream: Sendable {
        var level = LogLevel.unmarked
        /// What the data-log's last line is about.
        var object: [UInt8] = []
    }

    private var streams: [String: Stream] = [:]

    public init() {}

    /// A line's level, and whether it continues the one before it in its stream.
    public mutating func level(of line: LogLine) -> (level: LogLevel, goesOn: Bool) {
        var message = line.message
        let (own, isIndented) = message.withUTF8 { (LogLevel(of: $0), LogLevel.isContinuation($0)) }
        var stream = streams[line.stream] ?? Stream()
        var goesOn = isIndented
        if line.isOfService {
            let object = line.object.map { Array($0.utf8) } ?? []
            goesOn = !object.isEmpty && object == stream.object
            stream.object = object
        }
        goesOn = goesOn && stream.level >= .warning
        stream.level = goesOn ? max(own, stream.level) : own
        streams[line.stream] = stream
        return (stream.level, goesOn)
    }
}

extension LogLine {
    /// Whether SageMaker wrote it, of the objects, rather than a container.
    public var isOfService: Bool { stream.hasByteSuffix("/data-log") }

    /// The object that a line of SageMaker's is about, as `bucket/key`; nil where it's about none.
    public var object: Substring? { serviceParts?.object }

    /// What a line of SageMaker's says, without the time and mark that all of them have: its object, and the words about it.
    public var serviceParts: (object: Substring?, words: Substring)? {
        guard isOfService, let mark = message.range(of: DiagnosisEvidence.mark) else { return nil }
        let rest = message[mark.upperBound...]
        guard let end = DiagnosisEvidence.objectEnd(in: rest) else { return (nil, rest) }
        return (rest[..<end], rest[end...].dropFirst(2))
    }
}
