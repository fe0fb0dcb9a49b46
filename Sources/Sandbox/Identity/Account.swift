import AWSOperations

/// One of the sandbox's accounts: its number, its user and its roles.
struct Account: Hashable, Sendable {
    static let region = "us-west-2"
    static let partition = "aws"

    /// Where the Autopilot jobs are: the "generating" account of AWS's page on deploying across accounts.
    static let home = Account(number: "111122223333", userName: "flightdeck", userID: "AIDAFLIGHTDECKSANDBOX")
    /// The "deploying" account, with no job of its own.
    static let deploying = Account(
        number: "444455556666", userName: "flightdeck-deploy", userID: "AIDAFLIGHTDECKDEPLOYS")
    static let all = [home, deploying]

    let number: String
    let userName: String
    let userID: String

    var userArn: String { arn("iam", "user/\(userName)") }
    var rootArn: String { arn("iam", "root") }

    /// The ARN of a resource of the account; IAM and STS know no regions.
    func arn(_ service: String, _ resource: String) -> String {
        let region = ["iam", "sts"].contains(service) ? "" : Self.region
        return "arn:\(Self.partition):\(service):\(region):\(number):\(resource)"
    }

    /// What the policies of a user or role of the account permit; nil where there is no such.
    func policy(ofArn arn: String) -> PolicyDocument? {
        arn == userArn ? .everything : role(arn: arn)?.policy
    }

    func role(arn: String) -> Role? {
        roles.first { $0.arn == arn }
    }

    static func numbered(_ number: some StringProtocol) -> Account? {
        all.first { $0.number == number }
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The key pair that a sandbox gives to an account's user; kept with its state, so that whoever has it goes on after a
/// restart.
struct AccessKey: Hashable, Sendable {
    var id: String
    var secret: String

    static func random() -> AccessKey {
        AccessKey(id: "AKIAFLIGHTDECK" + RandomText.capitals(6), secret: RandomText.mixed(40))
    }

    /// The pair that an earlier start left in a data directory for an account; nil where there is none.
    init?(of account: Account, keptIn directory: String) {
        guard let bytes = FileManager.default.contents(atPath: Self.path(of: account, in: directory)) else {
            return nil
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.count == 2, lines[0].hasPrefix("AKIAFLIGHTDECK") else { return nil }
        self.init(id: String(lines[0]), secret: String(lines[1]))
    }

    private init(id: String, secret: String) {
        self.id = id
        self.secret = secret
    }

    /// Leaves the pair for the next start; where that fails, the next start makes another.
    func keep(of account: Account, in directory: String) {
        _ = FileManager.default.createFile(
            atPath: Self.path(of: account, in: directory), contents: Data("\(id)\n\(secret)\n".utf8),
            attributes: [.posixPermissions: 0o600])
    }

    private static func path(of account: Account, in directory: String) -> String {
        "\(directory)/access-key" + (account == .home ? "" : "-\(account.number)")
    }
}

/// The access keys that the sandbox knows.
actor KeyRing {
    private(set) var principals: [String: Principal]

    init(users: [Principal]) {
        principals = Dictionary(users.map { ($0.accessKeyID, $0) }) { first, _ in first }
    }

    /// Makes temporary credentials for a session of a role.
    func openSession(of role: Role, named session: String, seconds: Int, at now: Timestamp) -> Principal {
        principals = principals.filter { $0.value.expiration.map { $0.adding(seconds: 3600) > now } ?? true }
        let principal = Principal(
            accessKeyID: "ASIAFLIGHTDECK" + RandomText.capitals(6), secretAccessKey: RandomText.mixed(40),
            sessionToken: RandomText.mixed(120), expiration: now.adding(seconds: Double(seconds)),
            account: role.account, arn: role.sessionArn(session), roleArn: role.arn, userID: "\(role.id):\(session)",
            isReadOnly: role.isReadOnly, policy: role.policy)
        principals[principal.accessKeyID] = principal
        return principal
    }
}
