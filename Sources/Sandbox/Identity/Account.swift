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
