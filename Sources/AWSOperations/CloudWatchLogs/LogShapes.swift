/// One stream of a log group.
public struct LogStream: Codable, Hashable, Sendable {
    /// 1 to 512 characters, matching `[^:*]*`.
    public var logStreamName: String?
    /// At least 0.
    public var creationTime: Int?
    /// At least 0.
    public var firstEventTimestamp: Int?
    /// At least 0.
    public var lastEventTimestamp: Int?
    /// At least 0.
    public var lastIngestionTime: Int?
    /// At least 1 characters.
    public var uploadSequenceToken: String?
    public var arn: String?
    /// At least 0.
    public var storedBytes: Int?

    /// The name as sent, else as the ARN tells it; nil where neither does.
    public var name: String? {
        if let logStreamName, !logStreamName.isEmpty { return logStreamName }
        let mark = ":log-stream:"
        guard let arn, let start = arn.firstRange(of: mark) else { return nil }
        let name = arn[start.upperBound...]
        return name.isEmpty ? nil : String(name)
    }

    public init(
        logStreamName: String? = nil,
        creationTime: Int? = nil,
        firstEventTimestamp: Int? = nil,
        lastEventTimestamp: Int? = nil,
        lastIngestionTime: Int? = nil,
        uploadSequenceToken: String? = nil,
        arn: String? = nil,
        storedBytes: Int? = nil
    ) {
        self.logStreamName = logStreamName
        self.creationTime = creationTime
        self.firstEventTimestamp = firstEventTimestamp
        self.lastEventTimestamp = lastEventTimestamp
        self.lastIngestionTime = lastIngestionTime
        self.uploadSequenceToken = uploadSequenceToken
        self.arn = arn
        self.storedBytes = storedBytes
    }

    private enum CodingKeys: String, CodingKey {
        case logStreamName
        case creationTime
        case firstEventTimestamp
        case lastEventTimestamp
        case lastIngestionTime
        case uploadSequenceToken
        case arn
        case storedBytes
    }
}

/// A value of the API's `OrderBy`; one that this list does not know is kept as its text.
public struct LogStreamOrder: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let logStreamName = LogStreamOrder(rawValue: "LogStreamName")
    public static let lastEventTime = LogStreamOrder(rawValue: "LastEventTime")

    /// The values that the service model names, in its order.
    public static let known: [LogStreamOrder] = [
        .logStreamName, .lastEventTime,
    ]
}

/// One line of a log stream.
public struct OutputLogEvent: Codable, Hashable, Sendable {
    /// At least 0.
    public var timestamp: Int?
    /// At least 1 characters.
    public var message: String?
    /// At least 0.
    public var ingestionTime: Int?

    public init(timestamp: Int? = nil, message: String? = nil, ingestionTime: Int? = nil) {
        self.timestamp = timestamp
        self.message = message
        self.ingestionTime = ingestionTime
    }

    private enum CodingKeys: String, CodingKey {
        case timestamp
        case message
        case ingestionTime
    }
}
