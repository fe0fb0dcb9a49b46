/// A value with where it came from, so that a person can be told.
public struct Setting<Value: Hashable & Sendable>: Hashable, Sendable {
    public var value: Value
    public var origin: SettingOrigin

    public init(_ value: Value, from origin: SettingOrigin) {
        self.value = value
        self.origin = origin
    }
}

/// Where a setting came from.
public enum SettingOrigin: Hashable, Sendable, CustomStringConvertible {
    /// An option of the command line, for example `--region`.
    case commandLine(String)
    /// An environment variable.
    case environment(String)
    /// A line of a shared file; `section` as it stands between the brackets.
    case file(path: String, line: Int, section: String, key: String)
    /// A whole section of a shared file.
    case section(String, path: String, line: Int)
    /// The EC2 instance that this runs on.
    case instanceMetadata
    /// Given by the program itself, for example by the embedded sandbox.
    case program
    /// Nothing was set: the AWS CLI's default.
    case standard

    public var description: String {
        switch self {
        case .commandLine(let option): option
        case .environment(let name): name
        case .file(let path, let line, let section, let key): "\(key) in [\(section)], \(path):\(line)"
        case .section(let title, let path, let line): "[\(title)], \(path):\(line)"
        case .instanceMetadata: "instance metadata"
        case .program: "set by the program"
        case .standard: "default"
        }
    }
}

extension Setting<String> {
    /// The value for a message: what one would not see in it is written out.
    public var shown: String { VisibleText.show(Redactor.misplaced(value)) }
}

/// How failed requests are repeated (`AWS_RETRY_MODE`, `retry_mode`).
public enum RetryMode: String, Hashable, Sendable {
    case standard
    /// As standard, and requests to a service that throttles go out more slowly.
    case adaptive
    /// What the AWS CLI did once; here it is the same as standard.
    case legacy
}

/// How much all callers of a client together may ask of the services.
public struct BudgetLimits: Hashable, Sendable {
    /// Requests under way at one time.
    public var concurrentRequests: Int
    /// Downloads under way at one time.
    public var concurrentStreams: Int
    /// Requests a second in the long run, S3's listings and the reading of objects apart; nil for no limit.
    public var requestsPerSecond: Double?
    /// Pages of S3's listings a second in the long run; nil for no limit. S3 takes 5,500 reads a second of a prefix.
    public var pagesOfKeysPerSecond: Double?
    /// Requests that may go out at once after a pause.
    public var burst: Int

    public init(
        concurrentRequests: Int = 32, concurrentStreams: Int = 24, requestsPerSecond: Double? = 100,
        pagesOfKeysPerSecond: Double? = 1000, burst: Int = 200
    ) {
        self.concurrentRequests = concurrentRequests
        self.concurrentStreams = concurrentStreams
        self.requestsPerSecond = requestsPerSecond
        self.pagesOfKeysPerSecond = pagesOfKeysPerSecond
        self.burst = burst
    }

    /// Without a limit on the rate: for a service on this machine.
    public static let unmetered = BudgetLimits(requestsPerSecond: nil, pagesOfKeysPerSecond: nil)
}
