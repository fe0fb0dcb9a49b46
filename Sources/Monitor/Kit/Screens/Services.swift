import AWSOperations
import BatchInference

/// What effects may use: the shared client behind its ports, journal, history and kept prices, and a clock.
public struct Services: Sendable {
    var cloud: any CloudServices
    var journal: any LaunchJournal
    var history: any TransformHistory
    var evaluations: any EvaluationJournal
    var prices: any PriceCache
    var lists: any ListCopies
    /// The other profiles, for launches across accounts and for switching to one.
    var profiles: any Profiles
    var clock: any Clock
    var files: any UserFiles
    var pager: Pager
    /// The folder that downloads go to.
    var downloadDirectory: String
    /// A place for a log's lines, each call a new one.
    var logSpool: @Sendable () -> any LogSpool
    /// Examines what a profile goes by, or what the run began with; each call begins again.
    var examine: @Sendable (_ profile: String?) -> AsyncStream<DoctorReport>
    /// The profile that was switched to; nil for what the run began with.
    var profile: String?
    /// What the run began with, and where that leads.
    private let first: any CloudServices
    var home = FleetPlace(profile: nil, region: nil)
    /// Runs the user's own program at the end of a transform, and returns what went wrong; nil where there is none.
    var onEnd: (@Sendable (TransformEnd) async -> String?)?

    public init(
        cloud: any CloudServices, journal: any LaunchJournal, history: any TransformHistory,
        evaluations: any EvaluationJournal = NoEvaluations(), prices: any PriceCache,
        lists: any ListCopies = NoListCopies(), profiles: any Profiles = NoProfiles(), clock: any Clock,
        files: any UserFiles,
        pager: Pager = Pager(), downloadDirectory: String,
        logSpool: @escaping @Sendable () -> any LogSpool = { MemoryLogSpool() },
        examine: @escaping @Sendable (_ profile: String?) -> AsyncStream<DoctorReport> = { _ in
            AsyncStream { $0.finish() }
        },
        onEnd: (@Sendable (TransformEnd) async -> String?)? = nil
    ) {
        self.cloud = cloud
        first = cloud
        self.onEnd = onEnd
        self.journal = journal
        self.history = history
        self.evaluations = evaluations
        self.prices = prices
        self.lists = lists
        self.profiles = profiles
        self.clock = clock
        self.files = files
        self.pager = pager
        self.downloadDirectory = downloadDirectory
        self.logSpool = logSpool
        self.examine = examine
    }
}

extension Services {
    /// Switches to another profile; work that has begun keeps what it began with.
    mutating func use(_ access: ProfileAccess) {
        cloud = access.cloud
        profile = access.profile.name
    }

    /// Services of a watched account; asks AWS for nothing. Throws `AWSFailure`.
    func access(to member: FleetMember) async throws -> ProfileAccess {
        if let profile = member.profile, member.region == nil { return try await profiles.access(to: profile) }
        return try await profiles.access(to: member.profile, inRegion: member.region)
    }

    /// Connects a watched account.
    ///
    /// - Parameter isSandbox: Whether all are accounts of the embedded sandbox, whose port says nothing.
    func fleetConnection(to member: FleetMember, isSandbox: Bool) async throws -> FleetConnection {
        guard member != FleetMember() else {
            return FleetConnection(services: first, place: home)
        }
        let access = try await access(to: member)
        return FleetConnection(
            services: access.cloud,
            place: FleetPlace(
                profile: member.profile ?? home.profile, region: access.region, account: access.profile.account,
                endpoint: isSandbox ? nil : access.endpoint))
    }

    /// The services of the account that a plan's job is in; nil where that is the one in use. Throws `AWSFailure`.
    func source(_ profile: String) async throws -> (any CloudServices)? {
        profile.isEmpty ? nil : try await profiles.access(to: profile).cloud
    }

    /// A launcher that can also copy a plan's artifacts from the profile that reads them.
    func launcher(copyingFrom profile: String, stop: CopyStop = CopyStop()) async -> Launcher {
        // Without its profile nothing can be copied, which the launcher then says.
        let source = profile.isEmpty ? cloud : try? await source(profile)
        return Launcher(
            models: cloud, transforms: cloud, journal: journal, clock: clock,
            copier: ArtifactCopier(source: source, target: cloud), copyStop: stop)
    }
}

extension TransformCloner {
    /// A cloner on the program's services.
    init(_ services: Services) {
        self.init(models: services.cloud, transforms: services.cloud, journal: services.journal)
    }
}
