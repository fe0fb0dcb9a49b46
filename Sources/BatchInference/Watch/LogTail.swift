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
}

/// The last lines of all streams of a log in the order of their times, with what was counted on the way.
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
    private var invocationsByStream: [String: Int] = [:]
    private var refusedByStream: [String: Int] = [:]

    public init(capacity: Int = 2000) {
        self.capacity = max(1, capacity)
    }

    /// Lines that were read and are not kept any more.
    public var droppedCount: Int { lineCount - lines.count }

    /// Mini-batches that were answered with 200.
    ///
    /// In a pipeline each container writes its own line for a batch, so an instance counts its busiest stream.
    public var invocations: Int { Self.batches(invocationsByStream) }

    /// Mini-batches that were answered with an error status.
    public var refusedInvocations: Int { Self.batches(refusedByStream) }

    /// Adds lines that were not added before, and keeps the tail sorted by time.
    public mutating func append(_ added: [LogLine]) {
        guard !added.isEmpty else { return }
        exists = true
        lineCount += added.count
        for line in added {
            if let status = AccessLine.status(of: "GET /ping", in: line.message) {
                pings = (pings ?? PingRecord(from: line.place)).adding(status, at: line.place)
            }
            switch AccessLine.status(of: "POST /invocations", in: line.message) {
            case .some(200..<300): invocationsByStream[line.stream, default: 0] += 1
            case .some: refusedByStream[line.stream, default: 0] += 1
            case .none: break
            }
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
    static func status(of request: String, in message: String) -> Int? {
        guard let request = message.range(of: request) else { return nil }
        let rest = message[request.upperBound...]
        guard let quote = rest.firstIndex(of: "\"") else { return nil }
        let digits = rest[rest.index(after: quote)...].drop { $0 == " " }.prefix(3)
        return digits.count == 3 ? Int(digits) : nil
    }
}

extension StringProtocol {
    /// The first place of a text, without Foundation.
    func range(of text: String) -> Range<Index>? {
        guard let first = text.utf8.first else { return startIndex..<startIndex }
        let needle = Array(text.utf8)
        var start = utf8.startIndex
        while let candidate = utf8[start...].firstIndex(of: first) {
            var position = candidate
            var matched = 0
            while matched < needle.count, position < utf8.endIndex, utf8[position] == needle[matched] {
                position = utf8.index(after: position)
                matched += 1
            }
            if matched == needle.count { return candidate..<position }
            start = utf8.index(after: candidate)
        }
        return nil
    }
}

/// How far each stream of a transform's log has been read.
///
/// Streams are looked for anew each time, since instances and containers start late; a stream's own token stands for
/// what was read of it, so that no line comes twice.
struct LogCursor: Sendable {
    static let group = "/aws/sagemaker/TransformJobs"
    /// Pages that are read of one stream in one round, so that a huge log does not hold up the first lines.
    private static let pagesPerRound = 10
    /// Empty pages in a row, each with a new token, after which a stream counts as having no more lines. Lines behind a few
    /// empty pages are usual; a stream whose lines have expired may have empty pages without end.
    private static let emptyPages = 50
    /// The same for further streams, once one has had so many.
    private static let emptyPagesOfOthers = 20
    private static let pagesOfDoubt = 4
    /// Pages of an ended transform's stream that bring next to nothing: a log that is cut into crumbs has an end, too.
    private static let smallPages = 300
    private static let smallPage = 100
    /// So often in a row the same lines, each with its time, are no lines of a log any more.
    private static let samePages = 3
    /// How long after the transform's end its lines may be dated, in seconds.
    private static let afterEnd = 900.0

    private let jobName: String
    private var tokens: [ByteText: String] = [:]
    private var streams: [String] = []
    private var empty: [ByteText: Int] = [:]
    private var small: [ByteText: Int] = [:]
    /// Streams that are not asked any more.
    private var exhausted: Set<ByteText> = []
    /// Those of them whose answer did not say how to go on.
    private var cutShort: Set<ByteText> = []
    /// Each stream's last page with lines, and how often it has come.
    private var pages: [ByteText: (events: [OutputLogEvent], count: Int)] = [:]
    /// The time of each stream's last line that has one.
    private var places: [ByteText: Timestamp] = [:]
    /// Why streams may be missing; nil where all were listed.
    private(set) var shortfall: AWSFailure?
    /// Streams that were listed without a name, so that their lines can't be asked for.
    private(set) var unnamedStreams = 0
    /// False until a container has written.
    private(set) var groupExists = false
    /// Whether a stream has lines that the last round had no room for.
    private(set) var hasMore = false

    init(jobName: String) {
        self.jobName = jobName
    }

    /// The instances, as the metrics' Host dimension names them: `<job>/<instance>`, without the stream's epoch.
    var hosts: [String] {
        var hosts: [String] = []
        for stream in streams {
            let parts = stream.byteParts(at: "/", omittingEmpty: true)
            guard parts.count >= 2 else { continue }
            let instance = parts[1]
            let name: Substring
            if let hyphen = instance.lastByteIndex(of: "-"),
                instance[instance.utf8.index(after: hyphen)...].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                instance[hyphen...].utf8.count > 9
            {
                name = instance[..<hyphen]
            } else {
                name = instance
            }
            let host = "\(parts[0])/\(name)"
            if !hosts.contains(where: host.hasSameBytes) { hosts.append(host) }
        }
        return hosts
    }

    /// Whether a stream was given up after empty pages without end.
    var gaveUpOnEmptyPages: Bool {
        exhausted.subtracting(cutShort).contains { small[$0, default: 0] < Self.smallPages }
    }
    /// Whether a stream was given up although it still had lines.
    var gaveUpOnLines: Bool { exhausted.contains { small[$0, default: 0] >= Self.smallPages } }
    /// Whether an answer about a stream did not say how to go on after it.
    var isCutShort: Bool { !cutShort.isEmpty }
    /// Whether streams were found.
    var hasStreams: Bool { !streams.isEmpty }

    /// The lines that were not read before, in the order of their times; throws `AWSFailure`.
    ///
    /// When a later stream fails, the failure is thrown only if nothing new was read, so that no line is lost.
    ///
    /// - Parameter end: When the transform ended; nil while it runs.
    mutating func readNew(from logs: any TransformLogs, endedAt end: Timestamp?) async throws -> [LogLine] {
        do {
            try await findStreams(in: logs)
        } catch let failure as AWSFailure where failure.isNotFound {
            return []
        }
        groupExists = true
        hasMore = false
        var lines: [LogLine] = []
        for stream in streams where !exhausted.contains(ByteText(stream)) {
            do {
                try await read(stream, from: logs, endedAt: end, into: &lines)
            } catch {
                guard lines.isEmpty else { break }
                throw error
            }
        }
        lines.sort { $0.place < $1.place }
        return lines
    }

    private mutating func findStreams(in logs: any TransformLogs) async throws {
        let request = DescribeLogStreamsRequest(
            logGroupName: Self.group, logStreamNamePrefix: jobName + "/", limit: 50)
        var found = streams
        var unnamed = 0
        shortfall = try await PageSequence(request, pageLimit: 40, fetch: { try await logs.listLogStreams($0) })
            .read { page in
                unnamed += page.itemsLeftOut
                for item in page.items {
                    guard let stream = item.name else {
                        unnamed += 1
                        continue
                    }
                    if !found.contains(where: stream.hasSameBytes) { found.append(stream) }
                }
                return true
            }
        streams = found
        unnamedStreams = unnamed
    }

    private mutating func read(
        _ stream: String, from logs: any TransformLogs, endedAt end: Timestamp?, into lines: inout [LogLine]
    ) async throws {
        let shortName = String(stream.droppingBytePrefix(jobName + "/") ?? stream[...])
        let key = ByteText(stream)
        let endTime = end.map { $0.adding(seconds: Self.afterEnd).milliseconds }
        // A running transform's stream that has only brought empty pages is looked at, not searched.
        let isQuiet = end == nil && empty[key, default: 0] >= Self.pagesPerRound
        // Where one stream has no lines, the others of the same age are likely to have none either.
        let own = empty[key, default: 0]
        let isDoubtful = empty.contains { $0.key != key && $0.value >= Self.pagesPerRound && $0.value > own }
        for _ in 0..<(isQuiet ? 1 : isDoubtful ? Self.pagesOfDoubt : Self.pagesPerRound) {
            let response: GetLogEventsResponse
            do {
                response = try await logs.readLogEvents(
                    GetLogEventsRequest(
                        logStreamName: stream, logGroupName: Self.group, endTime: endTime, nextToken: tokens[key],
                        startFromHead: true))
            } catch let failure as AWSFailure where failure.isNotFound {
                return
            }
            let events = response.events ?? []
            guard !isRepetition(events, of: key) else {
                cutShort.insert(key)
                exhausted.insert(key)
                return
            }
            for event in events {
                guard let message = event.message else { continue }
                let time = event.time
                if time.isKnown { places[key] = time }
                lines.append(
                    LogLine(
                        time: time, stream: shortName, message: message.trimmingLineBreaks(), place: places[key]))
            }
            guard let token = response.nextForwardToken, !token.isEmpty else {
                // Without one the next request would bring the same lines again.
                cutShort.insert(key)
                exhausted.insert(key)
                return
            }
            guard token != tokens[key] else { return }
            tokens[key] = token
            guard count(events.count, of: key, hasEnded: end != nil) else { return }
        }
        if !isQuiet { hasMore = true }
    }

    /// Whether the same page comes again and again, whatever its token says.
    private mutating func isRepetition(_ events: [OutputLogEvent], of stream: ByteText) -> Bool {
        guard !events.isEmpty else { return false }
        let count = pages[stream].map { $0.events == events ? $0.count + 1 : 1 } ?? 1
        pages[stream] = (events, count)
        return count >= Self.samePages
    }

    /// Counts pages that bring nothing, or next to nothing; false where the stream is given up.
    private mutating func count(_ events: Int, of stream: ByteText, hasEnded: Bool) -> Bool {
        empty[stream] = events == 0 ? empty[stream, default: 0] + 1 : 0
        guard hasEnded else { return true }
        if events < Self.smallPage, events > 0 { small[stream, default: 0] += 1 }
        let limit = gaveUpOnEmptyPages ? Self.emptyPagesOfOthers : Self.emptyPages
        guard empty[stream, default: 0] >= limit || small[stream, default: 0] >= Self.smallPages else { return true }
        exhausted.insert(stream)
        return false
    }
}

extension OutputLogEvent {
    /// When it was written; unknown where no time was sent that a log can have.
    fileprivate var time: Timestamp {
        guard let timestamp, timestamp > 0, timestamp < 253_402_300_800_000 else { return .unknown }
        return Timestamp(secondsSinceEpoch: Double(timestamp) / 1000)
    }
}

extension String {
    fileprivate func trimmingLineBreaks() -> String {
        guard let last = utf8.last, last == 10 || last == 13 else { return self }
        var text = self[...]
        while let last = text.last, last.isNewline { text.removeLast() }
        return String(text)
    }
}
