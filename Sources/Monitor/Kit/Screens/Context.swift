import AWSOperations
import BatchInference
import Console

/// What an update may look at beside its own state.
public struct Context: Sendable {
    public var now: Timestamp
    public var connection: Connection
    /// The area that the screen draws in.
    public var area: Rect
    public var refresh: RefreshIntervals
    /// How cells look, for what finds rows by what is shown of them.
    var theme: Theme
    var glyphs: Glyphs

    /// A canvas without room, for the texts of cells.
    var canvas: Canvas {
        Canvas(size: Size(columns: 0, rows: 0), theme: theme, glyphs: glyphs, now: now, connection: connection)
    }
}

/// How often live screens ask again, in seconds.
public struct RefreshIntervals: Hashable, Sendable {
    /// A list in which something is still running.
    public var active: Double
    /// A list in which nothing runs.
    public var quiet: Double
    /// How a running transform is followed.
    public var watch: WatchPace

    public init(active: Double, quiet: Double, watch: WatchPace) {
        self.active = active
        self.quiet = quiet
        self.watch = watch
    }

    /// Gentle on the account's request quotas.
    public static let service = RefreshIntervals(active: 10, quiet: 30, watch: .aws)
    /// Lively: the embedded sandbox answers in a millisecond.
    public static let sandbox = RefreshIntervals(active: 5, quiet: 15, watch: .sandbox)
}

/// Whose account the screens show.
public struct Connection: Hashable, Sendable {
    /// The profile's name; nil where keys come from elsewhere.
    public var profile: String?
    public var region: String
    /// The name by which another program's run finds the keys in use again; nil where they come from elsewhere.
    public var profileName: String? { profile ?? (isSandbox ? "sandbox" : nil) }
    /// 12 digits; nil until STS has answered.
    public var account: String?
    public var callerArn: String?
    /// The embedded sandbox rather than an account.
    public var isSandbox: Bool
    /// A configured endpoint, where one is in force.
    public var endpoint: String?

    public init(
        profile: String? = nil, region: String, account: String? = nil, callerArn: String? = nil,
        isSandbox: Bool = false, endpoint: String? = nil
    ) {
        self.profile = profile
        self.region = region
        self.account = account
        self.callerArn = callerArn
        self.isSandbox = isSandbox
        self.endpoint = endpoint
    }
}
