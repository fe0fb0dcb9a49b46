/// The sandbox's account: its number, region and roles.
struct Account: Hashable, Sendable {
    static let number = "111122223333"
    static let region = "us-west-2"
    static let partition = "aws"

    /// The role that models run with: SageMaker may assume it.
    static let executionRole = Role(
        name: "sagemaker-execution-role", path: "/", id: "AROAFLIGHTDECKEXECUTE", trustsSageMaker: true,
        policy: PolicyDocument([
            .allow(["sagemaker:*", "s3:*", "logs:*", "cloudwatch:PutMetricData", "ecr:*", "kms:*"])
        ]))
    /// A role for people, which may read and nothing else.
    static let readerRole = Role(
        name: "flightdeck-reader", path: "/", id: "AROAFLIGHTDECKREADER1", trustsSageMaker: false, isReadOnly: true,
        policy: PolicyDocument([.allow(["*:Describe*", "*:List*", "*:Get*", "*:Head*", "*:Simulate*", "sts:*"])]))
    /// A role for people, with every permission; SageMaker may not assume it.
    static let operatorRole = Role(
        name: "flightdeck-operator", path: "/", id: "AROAFLIGHTDECKOPERATE", trustsSageMaker: false)
    /// A role for people, which may launch and watch, and ask neither IAM nor quotas nor prices.
    static let launcherRole = Role(
        name: "flightdeck-launcher", path: "/", id: "AROAFLIGHTDECKLAUNCH1", trustsSageMaker: false,
        policy: PolicyDocument([
            .allow(["sagemaker:*", "s3:*", "logs:*", "cloudwatch:*", "sts:*"]),
            .allow(
                ["iam:PassRole"], on: [executionRole.arn],
                where: ["iam:PassedToService": ["sagemaker.amazonaws.com"]]),
        ]))
    static let roles = [readerRole, operatorRole, launcherRole, executionRole]

    static let userArn = "arn:\(partition):iam::\(number):user/flightdeck"
    static let userID = "AIDAFLIGHTDECKSANDBOX"

    static func arn(_ service: String, _ resource: String) -> String {
        "arn:\(partition):\(service):\(region):\(number):\(resource)"
    }

    /// What the policies of a user or role of the account permit; nil where there is no such.
    static func policy(ofArn arn: String) -> PolicyDocument? {
        arn == userArn ? .everything : role(arn: arn)?.policy
    }

    static func role(arn: String) -> Role? {
        roles.first { $0.arn == arn }
    }
}

/// A role of the account.
struct Role: Hashable, Sendable {
    var name: String
    var path: String
    var id: String
    var trustsSageMaker: Bool
    var isReadOnly = false
    var policy = PolicyDocument.everything

    var arn: String { "arn:\(Account.partition):iam::\(Account.number):role\(path)\(name)" }

    /// The trust policy as JSON.
    var trustPolicy: String {
        let principal =
            trustsSageMaker
            ? #"{"Service":"sagemaker.amazonaws.com"}"#
            : #"{"AWS":"arn:\#(Account.partition):iam::\#(Account.number):root"}"#
        return #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\#(principal),"#
            + #""Action":"sts:AssumeRole"}]}"#
    }
}
