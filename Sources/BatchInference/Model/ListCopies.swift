import AWSOperations

/// Where a list was read: an account in a region, as far as it is known, through a profile.
public struct ListPlace: Hashable, Sendable {
    /// The profile's name; nil where keys come from elsewhere, whose account only the service can tell.
    public var profile: String?
    public var region: String
    /// Twelve digits; nil until the service has said.
    public var account: String?
    /// A configured endpoint: what answers there is no account of AWS's.
    public var endpoint: String?

    public init(profile: String? = nil, region: String, account: String? = nil, endpoint: String? = nil) {
        self.profile = profile
        self.region = region
        self.account = account
        self.endpoint = endpoint
    }
}

/// A list of which a local copy is kept, by its name.
public struct KeptList<Row: Codable & Hashable & Sendable>: Hashable, Sendable {
    public let name: String

    public init(name: String) {
        self.name = name
    }
}

extension KeptList<TransformOverview> {
    public static let transforms = KeptList(name: "transforms")
}

/// A list as it was last read from the service, to be shown as old until the service answers.
public struct ListCopy<Row: Codable & Hashable & Sendable>: Hashable, Sendable {
    public var rows: [Row]
    public var savedAt: Timestamp
    /// Whose list it is.
    public var account: String

    public init(rows: [Row], savedAt: Timestamp, account: String) {
        self.rows = rows
        self.savedAt = savedAt
        self.account = account
    }
}

/// Keeps local copies of lists. One that can't be read or kept is no loss, so nothing here fails.
public protocol ListCopies: Sendable {
    /// The newest copy; nil where there is none, or where nobody knows yet whose list it would be.
    func copy<Row>(of list: KeptList<Row>, in place: ListPlace) async -> ListCopy<Row>?
    /// Keeps the first few hundred rows, where the account is known.
    func keep<Row>(_ rows: [Row], as list: KeptList<Row>, at now: Timestamp, in place: ListPlace) async
}

/// Keeps nothing.
public struct NoListCopies: ListCopies {
    public init() {}

    public func copy<Row>(of list: KeptList<Row>, in place: ListPlace) async -> ListCopy<Row>? { nil }
    public func keep<Row>(_ rows: [Row], as list: KeptList<Row>, at now: Timestamp, in place: ListPlace) async {}
}
