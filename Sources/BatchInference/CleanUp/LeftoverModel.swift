import AWSOperations

/// A model that a launch from Flightdeck made, and whether it may go.
public struct LeftoverModel: Hashable, Sendable, Identifiable {
    /// What says that Flightdeck made it.
    public enum Origin: Hashable, Sendable {
        /// The launch journal of this machine; the transform that it was made for.
        case journal(transform: String)
        /// Its name alone, which ends in a launch's time stamp: another machine's launch, or another program's.
        case name
    }

    public enum Use: Hashable, Sendable {
        /// No transform in progress uses it.
        case none
        /// Transforms in progress or stopping that use it, by name.
        case running([String])
        /// A launch that is not finished wants it, by its transform's name.
        case unfinishedLaunch(String)
        /// The transforms in progress could not all be read.
        case unknown
    }

    public var name: String
    public var arn: String
    public var createdAt: Timestamp
    public var origin: Origin
    public var use: Use

    public init(name: String, arn: String, createdAt: Timestamp, origin: Origin, use: Use) {
        self.name = name
        self.arn = arn
        self.createdAt = createdAt
        self.origin = origin
        self.use = use
    }

    public var id: String { ListedIdentity.of(arn: arn, name: name, createdAt) }

    /// Seconds since it was made; nil where that is unknown.
    public func age(at now: Timestamp) -> Double? { createdAt.age(at: now) }
    public var isFree: Bool { use == .none }

    /// Whether this machine's journal knows the launch that made it.
    public var isJournaled: Bool { if case .journal = origin { true } else { false } }

    /// `not in use`, `used by NAME`, `wanted by the unfinished launch NAME`.
    public var useText: String {
        switch use {
        case .none: "not in use"
        case .running(let names):
            "used by \(names.first ?? "a transform")" + (names.count > 1 ? " and \(names.count - 1) more" : "")
        case .unfinishedLaunch(let name): "needed by the interrupted launch \(name)"
        case .unknown: "possibly in use"
        }
    }

    /// What says that Flightdeck made it, in words.
    public var originText: String { isJournaled ? "launched from here" : "by its name only" }
}

extension LaunchNames {
    /// Whether a name ends as names of launches do: `-YYYYMMDD-HHMMSS`.
    static func hasStamp(_ name: String) -> Bool {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[parts.count - 1].count == 6, parts[parts.count - 2].count == 8,
            parts.suffix(2).allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let month = Int(parts[parts.count - 2].dropFirst(4).prefix(2)),
            let day = Int(parts[parts.count - 2].suffix(2)), let hour = Int(parts[parts.count - 1].prefix(2))
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day) && hour < 24
    }
}
