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
