import AWSOperations

/// A profile of the shared files, without its secrets.
public struct ProfileDescription: Hashable, Sendable {
    public var name: String
    public var region: String?
    public var roleArn: String?
    public var sourceProfile: String?
    /// Twelve digits, where the files tell it: from `sso_account_id` or the role's ARN.
    public var account: String?

    /// Every profile of the shared files, by name; throws `AWSFailure.configuration` where they cannot be read.
    public static func all(environment: [String: String]) throws(AWSFailure) -> [ProfileDescription] {
        let profiles = try SharedFiles(environment: environment).read()
        return profiles.names.compactMap { profiles.profile($0).map(ProfileDescription.init) }
    }

    private init(_ profile: ProfileSet.Profile) {
        name = profile.name
        region = profile["region"]
        roleArn = profile["role_arn"]
        sourceProfile = profile["source_profile"]
        let ofRole = roleArn?.split(separator: ":", omittingEmptySubsequences: false).dropFirst(4).first
            .map(String.init)
        account = [profile["sso_account_id"], ofRole].compactMap(\.self).first { text in
            text.utf8.count == 12 && text.utf8.allSatisfy { (48...57).contains($0) }
        }
    }
}
