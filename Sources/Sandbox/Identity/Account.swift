/// The sandbox's account: its number, region and roles.
struct Account: Hashable, Sendable {
    static let number = "111122223333"
    static let region = "us-west-2"
    static let partition = "aws"

    /// The role that models run with: SageMaker may assume it.
    static let executionRole = Role(
        name: "sagemaker-execution-role", path: "/", id: "AROAFLIGHTDECKEXECUTE", trustsSageMaker: true)
    /// A role for people, which may read and nothing else.
    static let readerRole = Role(
        name: "flightdeck-reader", path: "/", id: "AROAFLIGHTDECKREADER1", trustsSageMaker: false, isReadOnly: true)
    /// A role for people, with every permission; SageMaker may not assume it.
    static let operatorRole = Role(
        name: "flightdeck-operator", path: "/", id: "AROAFLIGHTDECKOPERATE", trustsSageMaker: false)
    static let roles = [readerRole, operatorRole, executionRole]

    static let userArn = "arn:\(partition):iam::\(number):user/flightdeck"
    static let userID = "AIDAFLIGHTDECKSANDBOX"

    static func arn(_ service: String, _ resource: String) -> String {
        "arn:\(partition):\(service):\(region):\(number):\(resource)"
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
