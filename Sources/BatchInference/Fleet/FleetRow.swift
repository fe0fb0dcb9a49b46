import AWSOperations

/// One transform of a fleet, with how old each of its figures is.
public struct FleetRow: Hashable, Sendable, Identifiable {
    public enum Presence: Hashable, Sendable {
        /// Among those that the service lists as in progress or stopping.
        case listed
        /// No longer among them; how it ended isn't known yet.
        case left
        case ended
        /// The service knows it no longer.
        case gone
    }

    /// What tells transforms of all accounts apart.
    public struct ID: Hashable, Sendable {
        /// Nil for AWS's own.
        public var endpoint: String?
        /// Its ARN, or what stands in for one.
        public var transform: String

        public init(endpoint: String?, transform: String) {
            self.endpoint = endpoint
            self.transform = transform
        }
    }

    public let member: FleetMember
    public internal(set) var place: FleetPlace
    public internal(set) var overview: TransformOverview
    public internal(set) var presence = Presence.listed
    /// When the service last said its status.
    public internal(set) var readAt: Timestamp
    /// Why its description could not be read, the last time it was tried.
    public internal(set) var failure: AWSFailure?
    /// How far its outputs have come; nil until they have been counted.
    public internal(set) var evidence: FleetEvidence?

    public init(
        member: FleetMember, place: FleetPlace, overview: TransformOverview, presence: Presence = .listed,
        readAt: Timestamp, failure: AWSFailure? = nil, evidence: FleetEvidence? = nil
    ) {
        self.member = member
        self.place = place
        self.overview = overview
        self.presence = presence
        self.readAt = readAt
        self.failure = failure
        self.evidence = evidence
    }

    public var id: ID { ID(endpoint: place.endpoint, transform: overview.id) }

    func placed(at place: FleetPlace) -> FleetRow {
        var row = self
        row.place = place
        return row
    }

    /// Whether it is neither ended nor gone.
    public var isOpen: Bool { presence == .listed || presence == .left }
}

/// What of a transform's outputs was seen, and when.
public struct FleetEvidence: Hashable, Sendable {
    /// Nil where they could not be counted yet.
    public internal(set) var outputs: OutputProgress?
    /// When they were counted.
    public internal(set) var readAt: Timestamp
    /// When there were first as many as there are now; nil where the first count found them.
    public internal(set) var grewAt: Timestamp?
    /// Why the last count failed.
    public internal(set) var failure: AWSFailure?

    public init(
        outputs: OutputProgress? = nil, readAt: Timestamp, grewAt: Timestamp? = nil, failure: AWSFailure? = nil
    ) {
        self.outputs = outputs
        self.readAt = readAt
        self.grewAt = grewAt
        self.failure = failure
    }
}

/// One account of a fleet at one moment.
public struct FleetAccountState: Hashable, Sendable {
    public var member: FleetMember
    public var place: FleetPlace
    /// When its running transforms were last listed; nil if never.
    public var readAt: Timestamp?
    /// Up to when whatever was created is known; nil where nothing is.
    public var lookedAt: Timestamp?
    /// When they are listed next; nil while they are.
    public var nextReadAt: Timestamp?
    /// Why the last listing failed, or why transforms can't be described; nil where everything is fresh.
    public var failure: AWSFailure?
    /// When the first of the failures in a row came.
    public var failingSince: Timestamp?
    /// Whether it is only descriptions that fail.
    public var concernsDescriptions = false
    /// How many failures came in a row.
    public var failures = 0
    /// Transforms in progress or stopping.
    public var running = 0
    /// Rows of the last listing that can't be read.
    public var unreadable = 0

    public init(member: FleetMember, place: FleetPlace) {
        self.member = member
        self.place = place
    }

    /// Whether a first listing has come or failed.
    public var hasBegun: Bool { readAt != nil || failure != nil }

    /// `throttled by SageMaker (ThrottlingException), next try in 8 s`, with what to do where that helps; nil where
    /// nothing is wrong.
    public func problemText(at now: Timestamp) -> String? { causeText.map { $0 + nextTryText(at: now) } }

    /// What is wrong, and what to do where that helps; nil where nothing is.
    public var causeText: String? {
        guard let failure else { return nil }
        let remedy = failure.isThrottling || failure.remedy.isEmpty ? "" : ": \(failure.remedy)"
        return failure.problem + remedy
    }

    /// `, next try in 8 s`; empty while it is being tried.
    public func nextTryText(at now: Timestamp) -> String {
        let next = nextReadAt.map { ", next try \(DisplayText.countdown(seconds: max(0, $0.seconds(since: now))))" }
        return next ?? ""
    }
}

/// Everything known of a fleet at one moment.
public struct FleetSnapshot: Hashable, Sendable {
    /// Those that run, newest first, then those that ended while they were watched, the last first.
    public var rows: [FleetRow]
    public var accounts: [FleetAccountState]
    /// How many ended while they were watched, of which the last are among the rows.
    public var ended: Int

    public init(rows: [FleetRow] = [], accounts: [FleetAccountState] = [], ended: Int = 0) {
        self.rows = rows
        self.accounts = accounts
        self.ended = ended
    }

    /// When anything is asked next; nil where everything is being asked.
    public var nextReadAt: Timestamp? { accounts.compactMap(\.nextReadAt).min() }
    public var running: Int { rows.count(where: \.isOpen) }
}

/// What happened in a fleet; of each transform each once.
public enum FleetEvent: Hashable, Sendable {
    /// A transform in progress was seen for the first time.
    case began(FleetRow)
    /// It went from provisioning to running, or is being stopped.
    case phase(FleetRow)
    /// More outputs than before.
    case progress(FleetRow)
    /// With what described it, where anything has.
    case ended(FleetRow, DescribeTransformJobResponse?)
    /// The service knows it no longer.
    case lost(FleetRow)
    /// An account can't be read.
    case trouble(FleetAccountState)
    /// It can again; `since` is when the trouble began.
    case recovered(FleetAccountState, since: Timestamp)
}

/// A transform that has ended while it was watched, and where.
public struct TransformEnd: Hashable, Sendable {
    public var overview: TransformOverview
    public var place: FleetPlace
    /// Whether the service knows it no longer, so that how it ended is unknown.
    public var isLost: Bool

    public init(overview: TransformOverview, place: FleetPlace, isLost: Bool = false) {
        self.overview = overview
        self.place = place
        self.isLost = isLost
    }

    public var id: FleetRow.ID { FleetRow.ID(endpoint: place.endpoint, transform: overview.id) }

    /// How it ended, in a word: SageMaker's own.
    public var word: String { isLost ? "can't be found any more" : overview.status.rawValue }
}
