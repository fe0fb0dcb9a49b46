import AWSOperations

/// Where lines are that memory has no room for: bytes are added at the end, and read anywhere; throws `LogSpoolProblem`.
public protocol LogSpool: Sendable {
    /// Adds bytes; returns the offset at which they begin.
    func append(_ bytes: [UInt8]) async throws -> Int
    func read(at offset: Int, count: Int) async throws -> [UInt8]
    /// Nothing of what was added is needed any more.
    func clear() async throws
}

/// Why lines can't be kept where they were to be.
public struct LogSpoolProblem: Error, Hashable, Sendable {
    public var problem: String
    public var remedy: String

    public init(problem: String, remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }
}

/// Reads a transform's whole log: every line of every stream once, in the order of their times, in bounded memory.
///
/// Streams are read side by side, each from its beginning. A line is handed over as soon as no stream can have an earlier
/// one; what has been read meanwhile waits in the spool. `read` again goes on after what was read.
public struct LogReader: Sendable {
    /// What kept lines from being read.
    public struct Gap: Hashable, Sendable {
        /// `the list of log streams broke off`
        public var text: String
        public var failure: AWSFailure?

        /// What is missing, and why, without a full stop.
        public var problem: String { failure.map { Shortfall(text, failure: $0).problem } ?? text }
        public var remedy: String {
            failure.map { Shortfall(text, failure: $0).remedy } ?? "read the rest in the CloudWatch console"
        }
    }

    /// Streams that are asked at a time.
    private static let concurrency = 8
    /// Bytes of waiting lines that are kept in memory.
    private static let memoryLimit = 8 << 20
    private static let batch = 1000

    private let logs: any TransformLogs
    private let spool: any LogSpool
    private let since: Timestamp?
    private let wantedStreams: [String]
    private var list: LogStreamList
    private var streams: [Stream] = []
    private var bytesInMemory = 0
    /// False until a container has written.
    public private(set) var exists = false
    public private(set) var gaps: [Gap] = []

    /// - Parameters:
    ///   - since: The time before which no line is wanted.
    ///   - streams: Only streams whose names hold one of these texts; all of them where there is none.
    public init(
        transform: String, logs: any TransformLogs, spool: any LogSpool, since: Timestamp? = nil, streams: [String] = []
    ) {
        list = LogStreamList(transform: transform)
        self.logs = logs
        self.spool = spool
        self.since = since
        wantedStreams = streams
    }

    public var streamCount: Int { streams.count }
    /// How far each stream has been read, and which there are: what goes on after it.
    var progress: (list: LogStreamList, streams: [LogStreamCursor]) { (list, streams.map(\.cursor)) }

    /// Reads what has not been read yet, and hands it over, some lines at a time.
    ///
    /// - Parameter end: When the transform ended; nil while it runs.
    public mutating func read(
        endedAt end: Timestamp?, _ deliver: ([LogLine]) async throws -> Void
    ) async throws {
        gaps = []
        do {
            try await findStreams()
        } catch let failure as AWSFailure where failure.isNotFound {
            return
        }
        exists = true
        for index in streams.indices { streams[index].begin() }
        try await fetch(endedAt: end, deliver)
        try await hand(over: deliver)
        bytesInMemory = 0
        try await spool.clear()
        noteGaps()
    }

    private mutating func findStreams() async throws {
        for cursor in try await list.findNew(in: logs, pageLimit: 20_000) {
            guard wantedStreams.isEmpty || wantedStreams.contains(where: { cursor.name.range(of: $0) != nil }) else {
                continue
            }
            streams.append(Stream(cursor: cursor))
        }
        if let failure = list.shortfall {
            gaps.append(Gap(text: "the list of log streams broke off", failure: failure))
        }
        if list.unnamed > 0 {
            gaps.append(
                Gap(text: "CloudWatch lists \(list.unnamed) log streams without a name, so they can't be read")
            )
        }
    }

    private mutating func noteGaps() {
        var failed: [(failure: AWSFailure, names: [String])] = []
        for stream in streams {
            guard let failure = stream.failure else { continue }
            if let place = failed.firstIndex(where: { $0.failure.problem == failure.problem }) {
                failed[place].names.append(stream.cursor.shortName)
            } else {
                failed.append((failure, [stream.cursor.shortName]))
            }
        }
        for (failure, names) in failed {
            let which = names.count == 1 ? "the stream \(names[0])" : "\(DisplayText.count(names.count)) streams"
            gaps.append(Gap(text: "\(which) couldn't be read to the end", failure: failure))
        }
        noteStreams(where: \.isCutShort, "were cut short: CloudWatch's response doesn't say how to continue")
        noteStreams(where: \.gaveUpOnLines, "come in very small pages and weren't read to the end")
    }

    private mutating func noteStreams(where isConcerned: (LogStreamCursor) -> Bool, _ text: String) {
        let count = streams.count { isConcerned($0.cursor) }
        guard count > 0 else { return }
        gaps.append(Gap(text: "\(DisplayText.count(count)) of \(DisplayText.count(streams.count)) streams \(text)"))
    }

    /// Whether a stream was given up after empty pages without end: the rest of its lines has probably expired.
    public var gaveUpOnEmptyPages: Bool { streams.contains(where: \.cursor.gaveUpOnEmptyPages) }

    // MARK: Fetching

    private mutating func fetch(endedAt end: Timestamp?, _ deliver: ([LogLine]) async throws -> Void) async throws {
        let (logs, since) = (logs, since)
        try await withThrowingTaskGroup(of: Page.self) { group in
            var running = 0
            while true {
                if running < Self.concurrency, let index = nextToFetch() {
                    streams[index].isInFlight = true
                    let request = streams[index].cursor.request(endedAt: end, since: since)
                    group.addTask {
                        do {
                            return Page(index: index, result: .success(try await logs.readLogEvents(request)))
                        } catch {
                            return Page(index: index, result: .failure(AWSFailure(wrapping: error)))
                        }
                    }
                    running += 1
                } else if running > 0, let page = try await group.next() {
                    running -= 1
                    try await take(page, hasEnded: end != nil)
                    try await hand(over: deliver)
                } else {
                    break
                }
            }
        }
        try Task.checkCancellation()
    }

    /// The stream that holds the others up most: the one with the fewest waiting bytes.
    private func nextToFetch() -> Int? {
        guard !Task.isCancelled else { return nil }
        let unread = streams.indices.filter { streams[$0].wantsMore }
        return streams.map(\.cursor).withoutDoubtful(unread, quietAfter: LogCursor.quietAfter)
            .filter { !streams[$0].isInFlight }
            .min { streams[$0].waitingBytes < streams[$1].waitingBytes }
    }

    private mutating func take(_ page: Page, hasEnded: Bool) async throws {
        streams[page.index].isInFlight = false
        switch page.result {
        case .failure(let failure):
            // Its lines are left out, also where it's gone since it was listed; those of others come all the same.
            streams[page.index].wantsMore = false
            streams[page.index].failure = failure
        case .success(let response):
            let others = streams.contains { $0.cursor.gaveUpOnEmptyPages }
            var chunks: [[UInt8]] = []
            var chunk: [UInt8] = []
            let next = streams[page.index].cursor.take(
                response, hasEnded: hasEnded,
                emptyLimit: others ? LogStreamCursor.emptyPagesOfOthers : LogStreamCursor.emptyPages
            ) { line in
                WaitingLine.append(line, to: &chunk)
                if chunk.count >= Chunk.size {
                    chunks.append(chunk)
                    chunk = []
                }
            }
            if !chunk.isEmpty { chunks.append(chunk) }
            for bytes in chunks { streams[page.index].waiting.append(try await keep(bytes)) }
            // A running transform's stream that brings nothing is left for the next time.
            let isQuiet = !hasEnded && streams[page.index].cursor.emptyPages >= LogCursor.quietAfter
            streams[page.index].wantsMore = next == .page && !isQuiet
        }
    }

    private mutating func keep(_ bytes: [UInt8]) async throws -> Chunk {
        guard bytesInMemory + bytes.count > Self.memoryLimit else {
            bytesInMemory += bytes.count
            return .memory(bytes)
        }
        return .spooled(offset: try await spool.append(bytes), count: bytes.count)
    }

    // MARK: Merging

    /// Hands over every line before which no stream can have another one.
    private mutating func hand(over deliver: ([LogLine]) async throws -> Void) async throws {
        var heads: [(place: Timestamp, index: Int)] = []
        for index in streams.indices {
            guard try await open(index) else {
                if streams[index].wantsMore { return }
                continue
            }
            heads.append((streams[index].head!.place, index))
        }
        var heap = MinimumHeap(heads)
        var lines: [LogLine] = []
        while let (_, index) = heap.first {
            lines.append(streams[index].takeHead())
            if lines.count >= Self.batch {
                try await deliver(lines)
                lines = []
            }
            if try await open(index) {
                heap.replaceFirst((streams[index].head!.place, index))
            } else if streams[index].wantsMore {
                break
            } else {
                heap.removeFirst()
            }
        }
        if !lines.isEmpty { try await deliver(lines) }
    }

    /// Reads the stream's next line; false where none waits.
    private mutating func open(_ index: Int) async throws -> Bool {
        if streams[index].readHead() { return true }
        guard !streams[index].waiting.isEmpty else { return false }
        switch streams[index].waiting.removeFirst() {
        case .memory(let bytes):
            bytesInMemory -= bytes.count
            streams[index].open(bytes)
        case .spooled(let offset, let count):
            streams[index].open(try await spool.read(at: offset, count: count))
        }
        return streams[index].readHead()
    }

    private struct Page: Sendable {
        var index: Int
        var result: Result<GetLogEventsResponse, AWSFailure>
    }

    /// Lines that wait, written as `WaitingLine` has them.
    private enum Chunk: Sendable {
        case memory([UInt8])
        case spooled(offset: Int, count: Int)

        static let size = 32 << 10

        var count: Int {
            switch self {
            case .memory(let bytes): bytes.count
            case .spooled(_, let count): count
            }
        }
    }

    /// One stream: how far it was read, and its lines that wait.
    private struct Stream: Sendable {
        var cursor: LogStreamCursor
        var waiting: [Chunk] = []
        var isInFlight = false
        /// Whether there may be more to be read this time.
        var wantsMore = false
        var failure: AWSFailure?
        private(set) var head: LogLine?
        private var opened: [UInt8] = []
        private var position = 0

        init(cursor: LogStreamCursor) { self.cursor = cursor }

        var waitingBytes: Int { waiting.reduce(opened.count - position) { $0 + $1.count } }

        mutating func begin() {
            wantsMore = !cursor.isExhausted
            failure = nil
        }

        mutating func open(_ bytes: [UInt8]) { (opened, position) = (bytes, 0) }

        mutating func readHead() -> Bool {
            if head == nil { head = WaitingLine.read(from: opened, at: &position, stream: cursor.shortName) }
            if head == nil { (opened, position) = ([], 0) }
            return head != nil
        }

        mutating func takeHead() -> LogLine {
            defer { head = nil }
            return head!
        }
    }
}

/// A line as bytes: time and place, eight each, the message's length in four, the message.
private enum WaitingLine {
    static func append(_ line: LogLine, to bytes: inout [UInt8]) {
        append(line.time.secondsSinceEpoch.bitPattern, to: &bytes)
        append(line.place.secondsSinceEpoch.bitPattern, to: &bytes)
        append(UInt32(line.message.utf8.count), to: &bytes)
        bytes.append(contentsOf: line.message.utf8)
    }

    static func read(from bytes: [UInt8], at position: inout Int, stream: String) -> LogLine? {
        guard position + 20 <= bytes.count else { return nil }
        let (time, place, count) = bytes.withUnsafeBytes { raw in
            (
                raw.loadUnaligned(fromByteOffset: position, as: UInt64.self),
                raw.loadUnaligned(fromByteOffset: position + 8, as: UInt64.self),
                Int(raw.loadUnaligned(fromByteOffset: position + 16, as: UInt32.self))
            )
        }
        let start = position + 20
        position = start + count
        return LogLine(
            time: Timestamp(secondsSinceEpoch: Double(bitPattern: time)), stream: stream,
            message: String(decoding: bytes[start..<position], as: UTF8.self),
            place: Timestamp(secondsSinceEpoch: Double(bitPattern: place)))
    }

    private static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }
}

/// The streams by their next lines, earliest first; of equal times the stream that was listed first.
private struct MinimumHeap {
    typealias Element = (place: Timestamp, index: Int)
    private var elements: [Element]

    init(_ elements: [Element]) {
        self.elements = elements.sorted(by: Self.precedes)
    }

    var first: Element? { elements.first }

    mutating func replaceFirst(_ element: Element) {
        elements[0] = element
        sink()
    }

    mutating func removeFirst() {
        let last = elements.removeLast()
        guard !elements.isEmpty else { return }
        elements[0] = last
        sink()
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < elements.count else { return }
            if child + 1 < elements.count, Self.precedes(elements[child + 1], elements[child]) { child += 1 }
            guard Self.precedes(elements[child], elements[parent]) else { return }
            elements.swapAt(child, parent)
            parent = child
        }
    }

    private static func precedes(_ one: Element, _ other: Element) -> Bool {
        one.place < other.place || one.place == other.place && one.index < other.index
    }
}
