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
