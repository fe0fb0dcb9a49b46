import AWSOperations

/// An account in a region: what lists and history belong to.
public struct AccountScope: Hashable, Sendable {
    /// Twelve digits.
    public var account: String
    public var region: String

    public init(account: String, region: String) {
        self.account = account
        self.region = region
    }

    /// The scope of a resource, by its ARN; nil where that has no account or region.
    public init?(arn: String) {
        let parts = arn.byteParts(at: ":", maxSplits: 5)
        guard parts.count == 6, parts[0] == "arn", !parts[3].isEmpty, !parts[4].isEmpty else { return nil }
        self.init(account: String(parts[4]), region: String(parts[3]))
    }
}

/// Remembers transforms that have ended: for estimates, and for who looks at them later.
public protocol TransformHistory: Sendable {
    /// Keeps those that have ended and are described; others are left out. Repeating it makes no difference.
    func remember(_ transforms: [TransformOverview], in scope: AccountScope) async throws
    /// Keeps the size of a remembered transform's input, for estimates by throughput.
    func rememberInput(bytes: Int, ofTransform name: String, in scope: AccountScope) async throws
    /// Completed transforms of a model, or of a candidate launched from here, newest first, at most `limit`.
    func pastTransforms(
        ofModel modelName: String?, candidate candidateName: String?, in scope: AccountScope, limit: Int
    ) async throws -> [PastTransform]
    /// Keeps runs, each merged with what is known of it already.
    func keep(_ runs: [EndedRun], in scope: AccountScope) async throws
    /// Kept runs, newest first, at most `limit`.
    func runs(matching query: EndedRunQuery, in scope: AccountScope, limit: Int) async throws -> [EndedRun]
    /// How many kept runs can't be read any more.
    func unreadableRuns(in scope: AccountScope) async throws -> Int
    /// A kept run by its name; nil where there is none.
    func run(named name: String, in scope: AccountScope) async throws -> EndedRun?
}

extension TransformHistory {
    public func keep(_ runs: [EndedRun], in scope: AccountScope) async throws {}
    public func runs(matching query: EndedRunQuery, in scope: AccountScope, limit: Int) async throws -> [EndedRun] {
        []
    }
    public func unreadableRuns(in scope: AccountScope) async throws -> Int { 0 }
    public func run(named name: String, in scope: AccountScope) async throws -> EndedRun? { nil }
}

/// A transform that completed.
public struct PastTransform: Hashable, Sendable {
    public var name: String
    public var modelName: String
    public var instanceType: TransformInstanceType
    public var instanceCount: Int
    public var provisioningSeconds: Double
    public var runningSeconds: Double
    public var endedAt: Timestamp
    /// The size of its whole input; nil where nobody has seen it.
    public var inputBytes: Int?

    public init(
        name: String, modelName: String, instanceType: TransformInstanceType, instanceCount: Int,
        provisioningSeconds: Double, runningSeconds: Double, endedAt: Timestamp, inputBytes: Int? = nil
    ) {
        self.name = name
        self.modelName = modelName
        self.instanceType = instanceType
        self.instanceCount = instanceCount
        self.provisioningSeconds = provisioningSeconds
        self.runningSeconds = runningSeconds
        self.endedAt = endedAt
        self.inputBytes = inputBytes
    }
}

/// Rows as they were last read, to show as old until the service answers.
public struct CachedList<Row: Hashable & Sendable>: Hashable, Sendable {
    public var rows: [Row]
    public var savedAt: Timestamp

    public init(rows: [Row], savedAt: Timestamp) {
        self.rows = rows
        self.savedAt = savedAt
    }
}

/// Keeps prices as they were last read: they change seldom, and reading them takes many pages.
public protocol PriceCache: Sendable {
    func cachedPrices(inRegion region: String) async throws -> CachedList<InstancePrice>?
    func cachePrices(_ list: CachedList<InstancePrice>, inRegion region: String) async throws
}
