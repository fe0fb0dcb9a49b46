import AWSOperations

/// How far a transform's log has been read, round by round.
///
/// Streams are looked for again in each round, since instances and containers start late. A round is bounded in requests and
/// lines, so that a huge log holds up neither its first lines nor what else is read beside it.
struct LogCursor: Sendable {
    /// Pages that are read of one stream in one round.
    private static let pagesPerRound = 5
    private static let pagesOfDoubt = 2
    /// Empty pages after which a running transform's stream is only looked at.
    static let quietAfter = 10
    /// Streams that are read side by side.
    private static let concurrency = 6
    /// Streams that are looked at in one round at most, and lines after which no other one is begun.
    private static let streamsPerRound = 60
    private static let linesPerRound = 24_000
    /// Lines of one stream after which its other pages wait for the next round, so that those side by side stay near the bound.
    fileprivate static let linesPerStream = linesPerRound / concurrency

    private var list: LogStreamList
    private var streams: [LogStreamCursor] = []
    /// The streams that have not been read to their present end since all were; the next round begins with them.
    private var unread: [Int] = []
    /// Lines that a stream brought in the last round on average: so many are expected of each that is asked.
    private var usualLines = 0
    /// False until a container has written.
    private(set) var groupExists = false
    /// Whether there may be lines that the last round had no room for.
    private(set) var hasMore = false

    /// Whether there may be lines, in whatever stream, that weren't read yet.
    var isBehind: Bool { hasMore || !unread.isEmpty }

    init(transform: String) {
        list = LogStreamList(transform: transform)
    }

    /// Goes on after what a reader has read.
    init(after reader: LogReader) {
        (list, streams) = reader.progress
        groupExists = reader.exists
    }

    /// Why streams may be missing; nil where all were listed.
    var shortfall: AWSFailure? { list.shortfall }
    /// Streams that were listed without a name, so that their lines can't be asked for.
    var unnamedStreams: Int { list.unnamed }

    /// The instances, as the metrics' Host dimension names them: `<job>/<instance>`, without the stream's epoch.
    var hosts: [String] {
        var hosts: [String] = []
        for stream in streams {
            let parts = stream.name.byteParts(at: "/", omittingEmpty: true)
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
    var gaveUpOnEmptyPages: Bool { streams.contains(where: \.gaveUpOnEmptyPages) }
    /// Whether a stream was given up although it still had lines.
    var gaveUpOnLines: Bool { streams.contains(where: \.gaveUpOnLines) }
    /// Whether a response about a stream did not say how to go on after it.
    var isCutShort: Bool { streams.contains(where: \.isCutShort) }
    /// Whether streams were found.
    var hasStreams: Bool { !streams.isEmpty }

    /// The lines that were not read before, in the order of their times; throws `AWSFailure`.
    ///
    /// When a stream fails, the failure is thrown only if nothing new was read, so that no line is lost.
    ///
    /// - Parameter end: When the transform ended; nil while it runs.
    mutating func readNew(from logs: any TransformLogs, endedAt end: Timestamp?) async throws -> [LogLine] {
        let listed = streams.count
        do {
            streams += try await list.findNew(in: logs, pageLimit: 40)
        } catch let failure as AWSFailure where failure.isNotFound {
            hasMore = false
            return []
        }
        let newStreams = listed..<streams.count
        groupExists = true
        unread = unread.isEmpty ? streams.indices.filter { !streams[$0].isExhausted } : unread + newStreams
        let waiting = end == nil ? unread : streams.withoutDoubtful(unread, quietAfter: Self.quietAfter)
        var left = Set(unread)
        var isBehind = false
        var lines: [LogLine] = []
        var failure: AWSFailure?
        var begun = 0
        await withTaskGroup(of: StreamRound.self) { group in
            var running = 0
            while true {
                // Pages that are under way take memory, too.
                let isFull =
                    begun >= Self.streamsPerRound || lines.count + running * usualLines >= Self.linesPerRound
                    || failure != nil
                if running < Self.concurrency, begun < waiting.count, !isFull, !Task.isCancelled {
                    let round = round(of: waiting[begun], endedAt: end)
                    group.addTask { await round.run(on: logs) }
                    begun += 1
                    running += 1
                } else if running > 0, let round = await group.next() {
                    running -= 1
                    streams[round.index] = round.stream
                    lines += round.lines
                    failure = failure ?? round.failure
                    if round.hasMore { isBehind = true }
                    if !round.hasMore, round.failure == nil { left.remove(round.index) }
                } else {
                    break
                }
            }
        }
        usualLines = begun > 0 ? lines.count / begun : 0
        // Those that had their turn and have more go behind those that had none.
        let hadTurn = waiting.prefix(begun).filter(left.contains)
        unread = unread.filter { left.contains($0) && !hadTurn.contains($0) } + hadTurn
        // An ended transform's log is read to its end at once; a running one's other streams have the next round.
        hasMore = isBehind || end != nil && !unread.isEmpty
        if let failure, lines.isEmpty { throw failure }
        lines.sort { $0.place < $1.place }
        return lines
    }

    private func round(of index: Int, endedAt end: Timestamp?) -> StreamRound {
        let stream = streams[index]
        // A running transform's stream that has only brought empty pages is looked at, not searched.
        let isQuiet = end == nil && stream.emptyPages >= Self.quietAfter
        // Where one stream has no lines, the others of the same age are likely to have none either.
        let isDoubtful = streams.contains {
            $0.emptyPages >= Self.quietAfter && $0.emptyPages > stream.emptyPages
        }
        return StreamRound(
            index: index, stream: stream, end: end,
            pages: isQuiet ? 1 : isDoubtful ? Self.pagesOfDoubt : Self.pagesPerRound, isQuiet: isQuiet,
            emptyLimit: gaveUpOnEmptyPages ? LogStreamCursor.emptyPagesOfOthers : LogStreamCursor.emptyPages)
    }
}

/// What one round reads of one stream.
private struct StreamRound: Sendable {
    let index: Int
    var stream: LogStreamCursor
    let end: Timestamp?
    let pages: Int
    let isQuiet: Bool
    let emptyLimit: Int
    var lines: [LogLine] = []
    var failure: AWSFailure?
    var hasMore = false

    func run(on logs: any TransformLogs) async -> StreamRound {
        var round = self
        do {
            try await round.read(from: logs)
        } catch {
            let failure = AWSFailure(wrapping: error)
            if !failure.isNotFound { round.failure = failure }
        }
        return round
    }

    private mutating func read(from logs: any TransformLogs) async throws {
        for _ in 0..<pages where lines.count < LogCursor.linesPerStream {
            let response = try await logs.readLogEvents(stream.request(endedAt: end))
            let next = stream.take(response, hasEnded: end != nil, emptyLimit: emptyLimit) { lines.append($0) }
            guard next == .page else { return }
        }
        hasMore = !isQuiet
    }
}
