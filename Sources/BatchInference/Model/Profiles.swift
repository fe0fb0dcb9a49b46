import AWSOperations

/// The other profiles that a launch can be described or made with.
public protocol Profiles: Sendable {
    /// The profiles that are set up, by name; throws `AWSFailure.configuration` where the files cannot be read.
    func all() async throws -> [ProfileSummary]
    /// Services that act as a profile; asks AWS for nothing. Throws `AWSFailure.configuration` where there is none.
    func access(to name: String) async throws -> ProfileAccess
    /// The same in another region; without a name, as whoever the run began with. Nil for the profile's own region.
    func access(to name: String?, inRegion region: String?) async throws -> ProfileAccess
}

extension Profiles {
    public func access(to name: String?, inRegion region: String?) async throws -> ProfileAccess {
        guard let name, region == nil else {
            throw AWSFailure.configuration(problem: "no other region can be used here", remedy: "")
        }
        return try await access(to: name)
    }
}

/// A profile as the shared files describe it; no secret is in it.
public struct ProfileSummary: Hashable, Sendable, Identifiable {
    public var name: String
    public var region: String?
    /// Twelve digits, where the files or a role's ARN tell the account.
    public var account: String?
    /// The role that the profile takes.
    public var roleArn: String?
    /// The profile whose credentials take the role.
    public var sourceProfile: String?

    public var id: String { name }

    public init(
        name: String, region: String? = nil, account: String? = nil, roleArn: String? = nil,
        sourceProfile: String? = nil
    ) {
        self.name = name
        self.region = region
        self.account = account
        self.roleArn = roleArn
        self.sourceProfile = sourceProfile
    }
}

/// A way into an account.
public struct ProfileAccess: Sendable {
    public var profile: ProfileSummary
    public var region: String
    /// A configured endpoint, where one is in force.
    public var endpoint: String?
    public var cloud: any CloudServices

    public init(profile: ProfileSummary, region: String, endpoint: String? = nil, cloud: any CloudServices) {
        self.profile = profile
        self.region = region
        self.endpoint = endpoint
        self.cloud = cloud
    }
}

/// Where there is but the one profile in use.
public struct NoProfiles: Profiles {
    public init() {}

    public func all() async throws -> [ProfileSummary] { [] }

    public func access(to name: String) async throws -> ProfileAccess {
        throw AWSFailure.configuration(problem: "no profile \(name)", remedy: "")
    }
}
