import AWSOperations

/// The operations of CloudWatch Logs.
struct LogService: Sendable {
    let account: Account
    let store: LogStore

    var operations: [String: JSONOperation] {
        [
            "DescribeLogStreams": JSONOperation(isRead: true) { (input: DescribeLogStreamsRequest, _) in
                try await describeStreams(input)
            },
            "GetLogEvents": JSONOperation(isRead: true) { (input: GetLogEventsRequest, _) in
                try await events(input)
            },
            "FilterLogEvents": JSONOperation(isRead: true) { (input: FilterLogEventsRequest, _) in
                try await filter(input)
            },
            "DescribeLogGroups": JSONOperation(isRead: true) { (input: DescribeLogGroupsRequest, _) in
                await groups(input)
            },
        ]
    }

    private func requireGroup(_ name: String?, identifier: String?) async throws(ServiceFault) {
        let given = name ?? identifier.map { $0.split(separator: ":").last.map(String.init) ?? $0 }
        guard let given else {
            throw ServiceFault("InvalidParameterException", "Either logGroupName or logGroupIdentifier must be given.")
        }
        guard given == LogStore.transformGroup, await !store.isEmpty else {
            throw ServiceFault("ResourceNotFoundException", "The specified log group does not exist.")
        }
    }

    private func describeStreams(_ input: DescribeLogStreamsRequest) async throws -> DescribeLogStreamsResponse {
        try await requireGroup(input.logGroupName, identifier: input.logGroupIdentifier)
        let limit = input.limit ?? 50
        guard (1...50).contains(limit) else {
            throw ServiceFault("InvalidParameterException", "limit must be 1 to 50")
        }
        let byTime = input.orderBy == .lastEventTime
        if byTime, input.logStreamNamePrefix != nil {
            throw ServiceFault(
                "InvalidParameterException", "Cannot order by LastEventTime with a logStreamNamePrefix.")
        }
        var streams = await store.all.filter { $0.name.hasPrefix(input.logStreamNamePrefix ?? "") }
        streams.sort { left, right in
            byTime
                ? (left.events.last?.timestamp ?? 0, left.name) < (right.events.last?.timestamp ?? 0, right.name)
                : left.name < right.name
        }
        if input.descending == true { streams.reverse() }
        let page: Page<LogStore.Stream>
        do {
            page = try Page(of: streams, after: input.nextToken, limit: limit) { $0.name }
        } catch {
            throw ServiceFault("InvalidParameterException", "The specified nextToken is invalid.")
        }
        return DescribeLogStreamsResponse(logStreams: page.items.map(summary), nextToken: page.nextToken)
    }

    private func summary(_ stream: LogStore.Stream) -> LogStream {
        LogStream(
            logStreamName: stream.name, creationTime: stream.created,
            firstEventTimestamp: stream.events.first?.timestamp, lastEventTimestamp: stream.events.last?.timestamp,
            lastIngestionTime: stream.events.last?.timestamp, uploadSequenceToken: nil,
            arn: account.arn("logs", "log-group:\(LogStore.transformGroup):log-stream:\(stream.name)"), storedBytes: 0)
    }

    /// Tokens are `f/N` and `b/N`: the number of the next line forward, or of the line that ends a page backward.
    private func events(_ input: GetLogEventsRequest) async throws -> GetLogEventsResponse {
        try await requireGroup(input.logGroupName, identifier: input.logGroupIdentifier)
        guard let stream = await store.stream(input.logStreamName) else {
            throw ServiceFault("ResourceNotFoundException", "The specified log stream does not exist.")
        }
        let limit = input.limit ?? 10_000
        guard (1...10_000).contains(limit) else {
            throw ServiceFault("InvalidParameterException", "limit must be 1 to 10000")
        }
        let events = stream.events.filter { event in
            (input.startTime.map { event.timestamp >= $0 } ?? true)
                && (input.endTime.map { event.timestamp < $0 } ?? true)
        }
        let first = stream.dropped
        let last = first + events.count
        var range: Range<Int>
        if let token = input.nextToken {
            guard let number = Int(token.dropFirst(2)), token.hasPrefix("f/") || token.hasPrefix("b/") else {
                throw ServiceFault("InvalidParameterException", "The specified nextToken is invalid.")
            }
            let position = min(max(number, first), last)
            range =
                token.hasPrefix("f/")
                ? position..<min(position + limit, last) : max(position - limit, first)..<position
        } else {
            range = input.startFromHead == true ? first..<min(first + limit, last) : max(last - limit, first)..<last
        }
        return GetLogEventsResponse(
            events: events[(range.lowerBound - first)..<(range.upperBound - first)].map {
                OutputLogEvent(timestamp: $0.timestamp, message: $0.message, ingestionTime: $0.timestamp)
            }, nextForwardToken: "f/\(range.upperBound)", nextBackwardToken: "b/\(range.lowerBound)")
    }

    private func filter(_ input: FilterLogEventsRequest) async throws -> FilterLogEventsResponse {
        try await requireGroup(input.logGroupName, identifier: nil)
        let limit = input.limit ?? 10_000
        guard (1...10_000).contains(limit) else {
            throw ServiceFault("InvalidParameterException", "limit must be 1 to 10000")
        }
        var found: [FilteredLogEvent] = []
        for stream in await store.all {
            guard stream.name.hasPrefix(input.logStreamNamePrefix ?? ""),
                input.logStreamNames.map({ $0.contains(stream.name) }) ?? true
            else { continue }
            for (number, event) in stream.events.enumerated() {
                guard input.startTime.map({ event.timestamp >= $0 }) ?? true,
                    input.endTime.map({ event.timestamp < $0 }) ?? true
                else { continue }
                let pattern = (input.filterPattern ?? "").filter { $0 != "\"" }
                guard pattern.isEmpty || event.message.contains(pattern) else { continue }
                found.append(
                    FilteredLogEvent(
                        logStreamName: stream.name, timestamp: event.timestamp, message: event.message,
                        ingestionTime: event.timestamp, eventId: "\(stream.name)#\(stream.dropped + number)"))
            }
        }
        found.sort { ($0.timestamp, $0.eventId) < ($1.timestamp, $1.eventId) }
        let page: Page<FilteredLogEvent>
        do {
            page = try Page(of: found, after: input.nextToken, limit: limit) { $0.eventId }
        } catch {
            throw ServiceFault("InvalidParameterException", "The specified nextToken is invalid.")
        }
        return FilterLogEventsResponse(events: page.items, searchedLogStreams: [], nextToken: page.nextToken)
    }

    private func groups(_ input: DescribeLogGroupsRequest) async -> DescribeLogGroupsResponse {
        let name = LogStore.transformGroup
        let created = await store.all.map(\.created).min()
        guard let created, name.hasPrefix(input.logGroupNamePrefix ?? "") else {
            return DescribeLogGroupsResponse(logGroups: [])
        }
        return DescribeLogGroupsResponse(logGroups: [
            LogGroup(logGroupName: name, creationTime: created, arn: account.arn("logs", "log-group:\(name):*"))
        ])
    }
}

/// Log streams of the transform jobs, kept in a file a job.
actor LogStore {
    static let transformGroup = "/aws/sagemaker/TransformJobs"
    /// Lines that a stream keeps; the oldest go first.
    static let lineLimit = 10_000

    struct Stream: Codable, Sendable {
        var name: String
        var created: Int
        var events: [Event] = []
        /// How many lines were dropped at the head, so that tokens stay valid.
        var dropped = 0
    }

    struct Event: Codable, Sendable {
        /// Milliseconds since 1970.
        var timestamp: Int
        var message: String
    }

    private let files: FileTree
    private var streams: [String: Stream] = [:]

    init(files: FileTree) throws {
        self.files = files
        try files.makeDirectory("logs")
        for file in try files.children(of: "logs") {
            for stream in try files.decode([Stream].self, from: "logs/\(file)") { streams[stream.name] = stream }
        }
    }

    var isEmpty: Bool { streams.isEmpty }
    var all: [Stream] { Array(streams.values) }

    func stream(_ name: String) -> Stream? {
        streams[name]
    }

    func append(_ line: String, to name: String, at moment: Timestamp) {
        let milliseconds = Int(moment.secondsSinceEpoch * 1000)
        streams[name, default: Stream(name: name, created: milliseconds)].events
            .append(Event(timestamp: milliseconds, message: line))
        if let count = streams[name]?.events.count, count > Self.lineLimit {
            streams[name]?.events.removeFirst(count - Self.lineLimit)
            streams[name]?.dropped += count - Self.lineLimit
        }
    }

    /// Writes the streams of a job to its file.
    func save(job: String) throws {
        let mine = streams.values.filter { $0.name.hasPrefix("\(job)/") }
        guard !mine.isEmpty else { return }
        try files.encode(mine.sorted { $0.name < $1.name }, to: "logs/\(job).json")
    }
}

/// Shapes that other clients need; their members are named as on the wire.
struct FilterLogEventsRequest: Codable, Sendable {
    var logGroupName: String?
    var logStreamNames: [String]?
    var logStreamNamePrefix: String?
    var startTime: Int?
    var endTime: Int?
    var filterPattern: String?
    var nextToken: String?
    var limit: Int?
}

struct FilterLogEventsResponse: Codable, Sendable {
    var events: [FilteredLogEvent]
    var searchedLogStreams: [String]
    var nextToken: String?
}

struct FilteredLogEvent: Codable, Sendable {
    var logStreamName: String
    var timestamp: Int
    var message: String
    var ingestionTime: Int
    var eventId: String
}

struct DescribeLogGroupsRequest: Codable, Sendable {
    var logGroupNamePrefix: String?
}

struct DescribeLogGroupsResponse: Codable, Sendable {
    var logGroups: [LogGroup]
}

struct LogGroup: Codable, Sendable {
    var logGroupName: String
    var creationTime: Int
    var arn: String
}
