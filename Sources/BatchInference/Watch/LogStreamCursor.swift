import AWSOperations

/// How far one stream of a transform's log has been read: told of each response, it says what is new and how to go on.
///
/// The stream's own token stands for what was read of it, so that no line comes twice.
struct LogStreamCursor: Sendable {
    /// What there is to be read after a response.
    enum Next: Sendable {
        case page
        /// Nothing for now: the last token came back.
        case later
        /// Nothing ever again.
        case nothing
    }

    /// How many empty pages in a row, each with a new token, end a stream: lines behind a few are usual, and a stream whose
    /// lines have expired may have them without end.
    static let emptyPages = 50
    /// The same for further streams, once one has had so many.
    static let emptyPagesOfOthers = 20
    /// Pages of an ended transform's stream that bring next to nothing: a log that is cut into crumbs has an end, too.
    private static let smallPages = 300
    private static let smallPage = 100
    /// So often in a row the same lines, each with its time, are no lines of a log any more.
    private static let samePages = 3
    /// How long after the transform's end its lines may be dated, in seconds.
    private static let afterEnd = 900.0

    /// As CloudWatch names it: `my-job/i-0a1b2c-1662495847`.
    let name: String
    /// Without the transform's name.
    let shortName: String
    private(set) var emptyPages = 0
    private(set) var isExhausted = false
    /// Whether a response did not say how to go on after it.
    private(set) var isCutShort = false
    private var token: String?
    private var smallPages = 0
    /// What the last page with lines held, and how often it has come.
    private var lastPage: (digest: Int, count: Int)?
    /// The time of the last line that has one.
    private var place: Timestamp?

    init(name: String, transform: String) {
        self.name = name
        shortName = String(name.droppingBytePrefix(transform + "/") ?? name[...])
    }

    /// Whether it was given up after empty pages without end.
    var gaveUpOnEmptyPages: Bool { isExhausted && !isCutShort && smallPages < Self.smallPages }
    /// Whether it was given up although it still had lines.
    var gaveUpOnLines: Bool { isExhausted && smallPages >= Self.smallPages }

    /// The request for the next page.
    ///
    /// - Parameters:
    ///   - end: When the transform ended; nil while it runs.
    ///   - start: The time before which no line is wanted.
    func request(endedAt end: Timestamp?, since start: Timestamp? = nil) -> GetLogEventsRequest {
        GetLogEventsRequest(
            logStreamName: name, logGroupName: LogStreamList.group, startTime: start?.milliseconds,
            endTime: end.map { $0.adding(seconds: Self.afterEnd).milliseconds }, nextToken: token, startFromHead: true)
    }

    /// What stands for an event whose text is missing, or none.
    static let noMessage = "(no message)"

    /// Takes the response to the last request in; `take` gets each line that was not read before.
    ///
    /// - Parameter emptyLimit: Empty pages in a row that end an ended transform's stream.
    mutating func take(
        _ response: GetLogEventsResponse, hasEnded: Bool, emptyLimit: Int = Self.emptyPages, _ take: (LogLine) -> Void
    ) -> Next {
        let events = response.events ?? []
        guard !isRepetition(events) else { return cutShort() }
        for event in events {
            // Shown by its time alone: a line that is left out in silence would be missed.
            let message = event.message ?? Self.noMessage
            let time = event.time
            if time.isKnown { place = time }
            take(LogLine(time: time, stream: shortName, message: message.trimmingLineBreaks(), place: place))
        }
        // Without one the next request would bring the same lines again.
        guard let next = response.nextForwardToken, !next.isEmpty else { return cutShort() }
        guard next != token else { return .later }
        token = next
        emptyPages = events.isEmpty ? emptyPages + 1 : 0
        guard hasEnded else { return .page }
        if events.count < Self.smallPage, !events.isEmpty { smallPages += 1 }
        guard emptyPages >= emptyLimit || smallPages >= Self.smallPages else { return .page }
        isExhausted = true
        return .nothing
    }

    private mutating func cutShort() -> Next {
        isCutShort = true
        isExhausted = true
        return .nothing
    }

    /// Whether the same page comes again and again, whatever its token says.
    private mutating func isRepetition(_ events: [OutputLogEvent]) -> Bool {
        guard !events.isEmpty else { return false }
        let digest = events.hashValue
        lastPage = (digest, lastPage?.digest == digest ? lastPage!.count + 1 : 1)
        return lastPage!.count >= Self.samePages
    }
}

extension [LogStreamCursor] {
    /// Of streams that are still to be read, those whose turn it is: among those that have only brought empty pages, one is
    /// searched to its end first, since it tells how far the others are.
    func withoutDoubtful(_ unread: [Int], quietAfter: Int) -> [Int] {
        guard !contains(where: \.gaveUpOnEmptyPages) else { return unread }
        let doubtful = unread.filter { self[$0].emptyPages >= quietAfter }
        let searched = doubtful.max { (self[$0].emptyPages, -$0) < (self[$1].emptyPages, -$1) }
        return unread.filter { self[$0].emptyPages < quietAfter || $0 == searched }
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
