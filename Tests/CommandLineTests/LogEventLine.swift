import AWSOperations
import BatchInference

/// A log line as GetLogEvents gives it, with its stream: what the writer of lines must print, by the standard encoder.
struct LogEventLine: Encodable {
    var logStreamName: String
    /// Milliseconds since 1970; null where it isn't known.
    var timestamp: Int?
    var message: String

    init(_ line: LogLine, transform: String) {
        logStreamName = "\(transform)/\(line.stream)"
        timestamp = line.time.isKnown ? line.time.milliseconds : nil
        message = line.message
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(logStreamName, forKey: .logStreamName)
        if let timestamp {
            try container.encode(timestamp, forKey: .timestamp)
        } else {
            try container.encodeNil(forKey: .timestamp)
        }
        try container.encode(message, forKey: .message)
    }

    private enum CodingKeys: String, CodingKey {
        case logStreamName
        case timestamp
        case message
    }
}
