/// A metric by namespace, name and dimensions.
public struct MetricIdentity: Codable, Hashable, Sendable {
    /// 1 to 255 characters, matching `[^:].*`.
    public var namespace: String?
    /// 1 to 255 characters.
    public var metricName: String?
    /// 0 to 30 entries.
    public var dimensions: [MetricDimension]?

    public init(namespace: String? = nil, metricName: String? = nil, dimensions: [MetricDimension]? = nil) {
        self.namespace = namespace
        self.metricName = metricName
        self.dimensions = dimensions
    }

    private enum CodingKeys: String, CodingKey {
        case namespace = "Namespace"
        case metricName = "MetricName"
        case dimensions = "Dimensions"
    }
}

/// A name and a value that a metric is split by.
public struct MetricDimension: Codable, Hashable, Sendable {
    /// 1 to 255 characters.
    public var name: String
    /// 1 to 1024 characters.
    public var value: String

    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case value = "Value"
    }
}

/// One metric asked for.
public struct MetricDataQuery: Codable, Hashable, Sendable {
    /// 1 to 255 characters.
    public var id: String
    public var metricStat: MetricStat?
    /// 1 to 2048 characters.
    public var expression: String?
    public var label: String?
    public var returnData: Bool?
    /// At least 1.
    public var period: Int?
    /// 1 to 255 characters.
    public var accountId: String?

    public init(
        id: String,
        metricStat: MetricStat? = nil,
        expression: String? = nil,
        label: String? = nil,
        returnData: Bool? = nil,
        period: Int? = nil,
        accountId: String? = nil
    ) {
        self.id = id
        self.metricStat = metricStat
        self.expression = expression
        self.label = label
        self.returnData = returnData
        self.period = period
        self.accountId = accountId
    }

    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case metricStat = "MetricStat"
        case expression = "Expression"
        case label = "Label"
        case returnData = "ReturnData"
        case period = "Period"
        case accountId = "AccountId"
    }
}

/// A metric with period and statistic.
public struct MetricStat: Codable, Hashable, Sendable {
    public var metric: MetricIdentity
    /// At least 1.
    public var period: Int
    public var stat: String
    public var unit: MetricUnit?

    public init(metric: MetricIdentity, period: Int, stat: String, unit: MetricUnit? = nil) {
        self.metric = metric
        self.period = period
        self.stat = stat
        self.unit = unit
    }

    private enum CodingKeys: String, CodingKey {
        case metric = "Metric"
        case period = "Period"
        case stat = "Stat"
        case unit = "Unit"
    }
}

/// The points of one metric.
public struct MetricDataResult: Codable, Hashable, Sendable {
    /// 1 to 255 characters.
    public var id: String?
    public var label: String?
    /// Nil in the place of one that cannot be read: timestamps and values belong together by their places.
    public var timestamps: [Timestamp?]?
    public var values: [Double?]?
    public var statusCode: MetricStatusCode?
    public var messages: [MessageData]?

    public init(
        id: String? = nil,
        label: String? = nil,
        timestamps: [Timestamp?]? = nil,
        values: [Double?]? = nil,
        statusCode: MetricStatusCode? = nil,
        messages: [MessageData]? = nil
    ) {
        self.id = id
        self.label = label
        self.timestamps = timestamps
        self.values = values
        self.statusCode = statusCode
        self.messages = messages
    }

    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case label = "Label"
        case timestamps = "Timestamps"
        case values = "Values"
        case statusCode = "StatusCode"
        case messages = "Messages"
    }
}

/// A value of the API's `StatusCode`; one that this list does not know is kept as its text.
public struct MetricStatusCode: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let complete = MetricStatusCode(rawValue: "Complete")
    public static let internalError = MetricStatusCode(rawValue: "InternalError")
    public static let partialData = MetricStatusCode(rawValue: "PartialData")
    public static let forbidden = MetricStatusCode(rawValue: "Forbidden")

    /// The values that the service model names, in its order.
    public static let known: [MetricStatusCode] = [
        .complete, .internalError, .partialData, .forbidden,
    ]
}

/// A value of the API's `StandardUnit`; one that this list does not know is kept as its text.
public struct MetricUnit: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let seconds = MetricUnit(rawValue: "Seconds")
    public static let microseconds = MetricUnit(rawValue: "Microseconds")
    public static let milliseconds = MetricUnit(rawValue: "Milliseconds")
    public static let bytes = MetricUnit(rawValue: "Bytes")
    public static let kilobytes = MetricUnit(rawValue: "Kilobytes")
    public static let megabytes = MetricUnit(rawValue: "Megabytes")
    public static let gigabytes = MetricUnit(rawValue: "Gigabytes")
    public static let terabytes = MetricUnit(rawValue: "Terabytes")
    public static let bits = MetricUnit(rawValue: "Bits")
    public static let kilobits = MetricUnit(rawValue: "Kilobits")
    public static let megabits = MetricUnit(rawValue: "Megabits")
    public static let gigabits = MetricUnit(rawValue: "Gigabits")
    public static let terabits = MetricUnit(rawValue: "Terabits")
    public static let percent = MetricUnit(rawValue: "Percent")
    public static let count = MetricUnit(rawValue: "Count")
    public static let bytesSecond = MetricUnit(rawValue: "Bytes/Second")
    public static let kilobytesSecond = MetricUnit(rawValue: "Kilobytes/Second")
    public static let megabytesSecond = MetricUnit(rawValue: "Megabytes/Second")
    public static let gigabytesSecond = MetricUnit(rawValue: "Gigabytes/Second")
    public static let terabytesSecond = MetricUnit(rawValue: "Terabytes/Second")
    public static let bitsSecond = MetricUnit(rawValue: "Bits/Second")
    public static let kilobitsSecond = MetricUnit(rawValue: "Kilobits/Second")
    public static let megabitsSecond = MetricUnit(rawValue: "Megabits/Second")
    public static let gigabitsSecond = MetricUnit(rawValue: "Gigabits/Second")
    public static let terabitsSecond = MetricUnit(rawValue: "Terabits/Second")
    public static let countSecond = MetricUnit(rawValue: "Count/Second")
    public static let none = MetricUnit(rawValue: "None")

    /// The values that the service model names, in its order.
    public static let known: [MetricUnit] = [
        .seconds, .microseconds, .milliseconds, .bytes, .kilobytes, .megabytes, .gigabytes, .terabytes, .bits,
        .kilobits, .megabits, .gigabits, .terabits, .percent, .count, .bytesSecond, .kilobytesSecond,
        .megabytesSecond, .gigabytesSecond, .terabytesSecond, .bitsSecond, .kilobitsSecond, .megabitsSecond,
        .gigabitsSecond, .terabitsSecond, .countSecond, .none,
    ]
}

/// A value of the API's `ScanBy`; one that this list does not know is kept as its text.
public struct ScanBy: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let timestampDescending = ScanBy(rawValue: "TimestampDescending")
    public static let timestampAscending = ScanBy(rawValue: "TimestampAscending")

    /// The values that the service model names, in its order.
    public static let known: [ScanBy] = [
        .timestampDescending, .timestampAscending,
    ]
}

/// A remark of CloudWatch on an answer.
public struct MessageData: Codable, Hashable, Sendable {
    public var code: String?
    public var value: String?

    public init(code: String? = nil, value: String? = nil) {
        self.code = code
        self.value = value
    }

    private enum CodingKeys: String, CodingKey {
        case code = "Code"
        case value = "Value"
    }
}
