import AWSOperations

/// One line of a transform's log.
public struct LogLine: Hashable, Sendable {
    /// Unknown where CloudWatch sent none.
    public var time: Timestamp
    /// What it is sorted by: its own time, or that of the line before it in its stream.
    public var place: Timestamp
    /// The stream without the job's name: `i-0a1b2c-1662495847`, `i-0a1b2c-1662495847/data-log`.
    public var stream: String
    /// Without a line break at its end; remote text, not cleaned.
    public var message: String

    public init(time: Timestamp, stream: String, message: String, place: Timestamp? = nil) {
        self.time = time
        self.place = place ?? time
        self.stream = stream
        self.message = message
    }

    /// The stream as people tell it from others: `i-0a1b2c3d/data-log`, without the time of its start and with eight digits
    /// of the instance's number.
    public var shortStream: String {
        var parts = stream.byteParts(at: "/", omittingEmpty: true).map(String.init)
        guard let instance = parts.first, instance.hasBytePrefix("i-") else { return stream }
        let name = instance.utf8.dropFirst(2).prefix { $0 != UInt8(ascii: "-") }
        guard let digits = String(name), !digits.isEmpty else { return stream }
        parts[0] = "i-\(digits.prefix(8))"
        return parts.joined(separator: "/")
    }
}

/// The last lines of all streams of a log in the order of their times, with what was counted on the way, and with the lines
/// that tell causes, however many came after them.
public struct LogTail: Hashable, Sendable {
    /// The most lines that are kept.
    public let capacity: Int
    public private(set) var lines: [LogLine] = []
    /// All lines that were read, kept or not.
    public private(set) var lineCount = 0
    /// Whether the log exists yet; it does not until a container writes.
    public private(set) var exists = false
    /// Answers to SageMaker's health checks; nil before the first.
    public private(set) var pings: PingRecord?
    /// When mini-batches were served, by the times of their lines; a pipeline's containers each count.
    public private(set) var batches = ActivityTrack()
    /// When the containers wrote anything but answers to health checks.
    public private(set) var activity = ActivityTrack()
    /// The settings in force; nil until the data-log tells them.
    public private(set) var settings: EffectiveSettings?
    private var invocationsByStream: [String: Int] = [:]
    /// What SageMaker says of objects, from the beginning of the log on, as its lines have it.
    private var objectLines: [String] = []
    /// The mark and the object that a stream's further lines are about.
    private var objectByStream: [String: String] = [:]
    /// Containers' first errors.
    private var firstErrors: [String] = []
    /// Whether SageMaker said more of objects than was kept.
    private(set) var hasMoreObjectLines = false

    private static let objectLineLimit = 1000
    private static let errorLimit = 100
    /// The last lines that causes are looked for in.
    private static let diagnosedLines = 500

    public init(capacity: Int = 2000) {
        self.capacity = max(1, capacity)
    }

    /// Lines that were read and are not kept any more.
    public var droppedCount: Int { lineCount - lines.count }

    /// Mini-batches that were answered with 200.
    ///
    /// In a pipeline each container writes its own line for a batch, so an instance counts its busiest stream.
    public var invocations: Int { Self.batches(invocationsByStream) }

    /// The lines that causes are looked for in: the first about objects, the first errors, and the log's last.
    var diagnosisLines: [String] { firstErrors + objectLines + lines.suffix(Self.diagnosedLines).map(\.message) }

    /// Adds lines that were not added before, and keeps the tail sorted by time.
    public mutating func append(_ added: [LogLine]) {
        guard !added.isEmpty else { return }
        exists = true
        lineCount += added.count
        for line in added {
            if let status = AccessLine.status(of: "GET /ping", in: line.message) {
                pings = (pings ?? PingRecord(from: line.place)).adding(status, at: line.place)
            } else {
                activity.note(at: line.place)
                count(line)
            }
            keepTelling(line)
        }
        let isInOrder =
            zip(added, added.dropFirst()).allSatisfy { $0.place <= $1.place }
            && (lines.last.map { $0.place <= added[0].place } ?? true)
        lines += added
        if !isInOrder {
            // `sort` is stable, so lines of one moment keep the order of their stream.
            lines.sort { $0.place < $1.place }
        }
        if lines.count > capacity { lines.removeFirst(lines.count - capacity) }
    }

    private mutating func count(_ line: LogLine) {
        if settings == nil, line.stream.hasByteSuffix("data-log") {
            settings = EffectiveSettings(logLine: line.message)
        }
        if let status = AccessLine.status(of: "POST /invocations", in: line.message), (200..<300).contains(status) {
            invocationsByStream[line.stream, default: 0] += 1
            batches.note(at: line.place)
        }
    }

    private mutating func keepTelling(_ line: LogLine) {
        guard line.stream.hasByteSuffix("/data-log") else {
            if firstErrors.count < Self.errorLimit, LogLevel(of: line.message) == .error {
                firstErrors.append(line.message)
            }
            return
        }
        guard let mark = line.message.range(of: DiagnosisEvidence.mark) else {
            // A message of several lines has its object before the first alone.
            guard let object = objectByStream[line.stream] else { return }
            return keepOfObject("\(object): \(line.message)")
        }
        guard let end = DiagnosisEvidence.objectEnd(in: line.message[mark.upperBound...]) else { return }
        objectByStream[line.stream] = String(line.message[mark.lowerBound..<end])
        keepOfObject(line.message)
    }

    private mutating func keepOfObject(_ message: String) {
        if objectLines.count < Self.objectLineLimit {
            objectLines.append(message)
        } else {
            hasMoreObjectLines = true
        }
    }

    mutating func noteExistence() { exists = true }

    private static func batches(_ counts: [String: Int]) -> Int {
        var byInstance: [String: Int] = [:]
        for (stream, count) in counts {
            let instance = String(stream.byteParts(at: "/", omittingEmpty: true).first ?? stream[...])
            byInstance[instance] = max(byInstance[instance] ?? 0, count)
        }
        return byInstance.values.reduce(0, +)
    }
}

/// An access-log line of a container's web server.
enum AccessLine {
    /// The HTTP status of a `"POST /invocations HTTP/1.1" 200` line; nil for any other line.
    static func status(of request: StaticString, in message: String) -> Int? {
        var message = message
        return message.withUTF8 { bytes in
            let count = request.utf8CodeUnitCount
            guard let first = bytes.firstIndex(of: request.utf8Start[0]), bytes.count > count else { return nil }
            var start = first
            while start + count < bytes.count {
                guard memoryEquals(bytes, start, request) else {
                    guard let next = bytes[(start + 1)...].firstIndex(of: request.utf8Start[0]) else { return nil }
                    start = next
                    continue
                }
                guard let quote = bytes[(start + count)...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
                let digits = bytes[(quote + 1)...].drop { $0 == UInt8(ascii: " ") }.prefix(3)
                guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
                return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            }
            return nil
        }
    }

    private static func memoryEquals(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ text: StaticString
    ) -> Bool {
        for offset in 0..<text.utf8CodeUnitCount where bytes[start + offset] != text.utf8Start[offset] { return false }
        return true
    }
}
