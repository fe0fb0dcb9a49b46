import AWSOperations

/// A profile in a region: one of the places whose transforms are watched together.
public struct FleetMember: Hashable, Sendable {
    /// Nil for what the run began with.
    public var profile: String?
    /// Nil for the profile's own.
    public var region: String?

    public init(profile: String? = nil, region: String? = nil) {
        self.profile = profile
        self.region = region
    }

    /// Every profile in every region, each once, in the order given; a profile without a region is in its own.
    public static func all(profiles: [String?], regions: [String]) -> [FleetMember] {
        var members: [FleetMember] = []
        for profile in profiles {
            for region in regions.isEmpty ? [nil] : regions.map(Optional.some) {
                let member = FleetMember(profile: profile, region: region)
                if !members.contains(member) { members.append(member) }
            }
        }
        return members
    }
}

/// Where a member leads to, as far as known.
public struct FleetPlace: Hashable, Sendable {
    /// The profile's name; nil where keys come from elsewhere.
    public var profile: String?
    public var region: String?
    /// Twelve digits; nil until the settings or an answer have told.
    public var account: String?
    /// A configured endpoint, where one is in force: the same name elsewhere is another transform.
    public var endpoint: String?

    public init(profile: String?, region: String?, account: String? = nil, endpoint: String? = nil) {
        self.profile = profile
        self.region = region
        self.account = account
        self.endpoint = endpoint
    }

    /// `ml-dev, eu-west-1`, as far as known.
    public var title: String {
        let name = profile ?? account.map { DisplayText.account($0) } ?? "keys in use"
        return region.map { "\(name), \($0)" } ?? name
    }
}

/// How often a fleet asks, in seconds, and how much.
public struct FleetPace: Hashable, Sendable {
    /// From one refresh to the next of an account in which something runs.
    public var running: Double
    /// Of one in which nothing does.
    public var idle: Double
    /// From one look for transforms that were created meanwhile, whatever became of them, to the next.
    public var sweep: Double
    /// The longest wait after repeated failures.
    public var longestBackOff: Double
    /// The longest wait after a denial, which seldom passes.
    public var denied: Double
    /// How many requests a refresh of the whole fleet should take, beside those about transforms that are new, start or
    /// end: what listing leaves goes to counting outputs. What the client sends again after a refusal comes on top.
    public var requestsPerRefresh: Int
    /// Descriptions of one account in flight at a time.
    public var concurrency: Int

    public init(
        running: Double, idle: Double, sweep: Double, longestBackOff: Double, denied: Double,
        requestsPerRefresh: Int = 8, concurrency: Int = 4
    ) {
        self.running = running
        self.idle = idle
        self.sweep = sweep
        self.longestBackOff = longestBackOff
        self.denied = denied
        self.requestsPerRefresh = requestsPerRefresh
        self.concurrency = concurrency
    }

    public static let aws = FleetPace(running: 15, idle: 60, sweep: 120, longestBackOff: 120, denied: 300)

    /// For a command that ends with the last transform: an end is seen within ten seconds.
    public static let command = FleetPace(running: 10, idle: 60, sweep: 120, longestBackOff: 120, denied: 300)

    /// For a service on this machine that runs a transform in seconds.
    public static let sandbox = FleetPace(running: 2, idle: 15, sweep: 5, longestBackOff: 10, denied: 30)
}
