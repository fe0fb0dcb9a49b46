/// A profile under which other programs reach the sandbox: a user of one of its accounts, or a role.
public struct SandboxProfile: Hashable, Sendable {
    public let name: String
    /// The account that a caller with the profile acts in.
    public let accountID: String
    public let region: String
    /// The access key to sign with; for a role, that of the profile that assumes it.
    public let accessKeyID: String
    public let secretAccessKey: String
    /// The role to assume; nil for a user.
    public let roleArn: String?
    /// The profile that assumes the role; nil for a user.
    public let sourceProfile: String?

    /// The users of both accounts, and the home account's roles as the deploying user assumes them.
    static func all(home: AccessKey, deploying: AccessKey) -> [SandboxProfile] {
        let source = "sandbox-deploy"
        func user(_ name: String, _ account: Account, _ key: AccessKey) -> SandboxProfile {
            SandboxProfile(
                name: name, accountID: account.number, region: Account.region, accessKeyID: key.id,
                secretAccessKey: key.secret, roleArn: nil, sourceProfile: nil)
        }
        func role(_ name: String, _ role: Role) -> SandboxProfile {
            SandboxProfile(
                name: name, accountID: role.account.number, region: Account.region, accessKeyID: deploying.id,
                secretAccessKey: deploying.secret, roleArn: role.arn, sourceProfile: source)
        }
        return [
            user("sandbox", .home, home), user(source, .deploying, deploying),
            role("sandbox-source", Account.autopilotReader), role("sandbox-locked", Account.autopilotLocked),
        ]
    }
}
