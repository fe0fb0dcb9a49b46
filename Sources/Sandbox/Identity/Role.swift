/// A role of one of the accounts.
struct Role: Hashable, Sendable {
    var account: Account
    var name: String
    var id: String
    var isReadOnly = false
    var policy = PolicyDocument.everything
    /// Who may assume it, as JSON.
    var trustPolicy: String

    var path: String { "/" }
    var arn: String { account.arn("iam", "role\(path)\(name)") }

    /// Who may assume it; nobody where the text is no policy.
    var trust: PolicyDocument {
        (try? PolicyText(trustPolicy, of: .role).document) ?? PolicyDocument([])
    }

    /// Whether SageMaker may assume it for an account.
    func trustsSageMaker(of account: Account) -> Bool {
        let service = Caller(service: "sagemaker.amazonaws.com")
        let context = ["aws:SourceAccount": [account.number]]
        return trust.decide("sts:AssumeRole", on: arn, by: service, context: context).isAllowed
    }

    /// Credentials-less stand-in for the sessions that SageMaker opens.
    var serviceSession: Principal {
        Principal(
            accessKeyID: "", secretAccessKey: "", account: account, arn: sessionArn("SageMaker"), roleArn: arn,
            userID: "\(id):SageMaker", isReadOnly: isReadOnly, policy: policy)
    }

    func sessionArn(_ session: String) -> String {
        account.arn("sts", "assumed-role/\(name)/\(session)")
    }
}

/// The roles that every account has, and those that only the generating one has.
extension Account {
    /// The role that models run with: SageMaker may assume it.
    var executionRole: Role {
        Role(
            account: self, name: "sagemaker-execution-role", id: roleID("EXECUTE"),
            policy: PolicyDocument([
                .allow(["sagemaker:*", "s3:*", "logs:*", "cloudwatch:PutMetricData", "ecr:*", "kms:*"])
            ]), trustPolicy: Self.trust(#"{"Service":"sagemaker.amazonaws.com"}"#))
    }

    /// A role for people, which may read and nothing else.
    var readerRole: Role {
        Role(
            account: self, name: "flightdeck-reader", id: roleID("READER1"), isReadOnly: true,
            policy: PolicyDocument([
                .allow(["*:Describe*", "*:List*", "*:Get*", "*:BatchGet*", "*:Head*", "*:Simulate*", "sts:*"]),
                .allow(["kms:Decrypt"]),
            ]), trustPolicy: trustOfOwn)
    }

    /// A role for people, with every permission; SageMaker may not assume it.
    var operatorRole: Role {
        Role(account: self, name: "flightdeck-operator", id: roleID("OPERATE"), trustPolicy: trustOfOwn)
    }

    /// A role for people, which may launch and watch, and ask neither IAM nor quotas nor prices.
    var launcherRole: Role {
        Role(
            account: self, name: "flightdeck-launcher", id: roleID("LAUNCH1"),
            policy: PolicyDocument([
                .allow(["sagemaker:*", "s3:*", "logs:*", "cloudwatch:*", "sts:*", "kms:Decrypt"]),
                .allow(
                    ["iam:PassRole"], on: [executionRole.arn],
                    where: ["iam:PassedToService": ["sagemaker.amazonaws.com"]]),
            ]), trustPolicy: trustOfOwn)
    }

    /// What the deploying account may assume to read the jobs and their artifacts: it trusts that account and SageMaker,
    /// as AWS's page asks.
    static var autopilotReader: Role {
        Role(
            account: home, name: "autopilot-reader", id: "AROAFLIGHTDECKAUTOPRD", isReadOnly: true,
            policy: readingOfJobs,
            trustPolicy: trust(#"{"AWS":"\#(deploying.rootArn)","Service":"sagemaker.amazonaws.com"}"#))
    }

    /// The same rights in a role that trusts its own account alone.
    static var autopilotLocked: Role {
        Role(
            account: home, name: "autopilot-locked", id: "AROAFLIGHTDECKAUTOPLK", isReadOnly: true,
            policy: readingOfJobs, trustPolicy: home.trustOfOwn)
    }

    private static var readingOfJobs: PolicyDocument {
        let bucket = "arn:\(partition):s3:::\(DemoPlaces.bucket)"
        return PolicyDocument([
            .allow([
                "sagemaker:ListAutoMLJobs", "sagemaker:DescribeAutoMLJob", "sagemaker:DescribeAutoMLJobV2",
                "sagemaker:ListCandidatesForAutoMLJob",
            ]),
            .allow(["s3:ListBucket", "s3:GetBucketLocation"], on: [bucket]),
            .allow(["s3:GetObject"], on: ["\(bucket)/*"]),
            .allow(["kms:Decrypt", "kms:DescribeKey"]),
        ])
    }

    var roles: [Role] {
        let common = [readerRole, operatorRole, launcherRole, executionRole]
        return self == .home ? common + [Self.autopilotReader, Self.autopilotLocked] : common
    }

    private func roleID(_ ending: String) -> String {
        (self == .home ? "AROAFLIGHTDECK" : "AROADEPLOYSDCK") + ending
    }

    private var trustOfOwn: String { Self.trust(#"{"AWS":"\#(rootArn)"}"#) }

    private static func trust(_ principal: String) -> String {
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\#(principal),"#
            + #""Action":"sts:AssumeRole"}]}"#
    }
}

/// The accounts' roles with the trust policies that they have now.
actor RoleDirectory {
    private static let file = "trust.json"

    /// By account number.
    private let files: [String: FileTree]
    /// Trust policies that were changed, by role ARN.
    private var changed: [String: String] = [:]

    init(files: [String: FileTree]) throws {
        self.files = files
        for tree in files.values where tree.read(Self.file) != nil {
            changed.merge(try tree.decode([String: String].self, from: Self.file)) { first, _ in first }
        }
    }

    /// A role of any account, by its ARN.
    func role(arn: String) -> Role? {
        Account.all.lazy.compactMap { $0.role(arn: arn) }.first.map(withTrust)
    }

    func roles(of account: Account) -> [Role] {
        account.roles.map(withTrust)
    }

    func setTrust(_ text: String, of role: Role) throws {
        changed[role.arn] = text
        let own = changed.filter { $0.key.hasPrefix(role.account.arn("iam", "")) }
        try files[role.account.number]?.encode(own, to: Self.file)
    }

    /// What SageMaker acts as for an account with one of its roles.
    ///
    /// Nil where there is no such role, where it does not trust SageMaker, or where it is another account's.
    func executionSession(_ roleArn: String, for account: Account) -> Principal? {
        guard let role = role(arn: roleArn), role.account == account, role.trustsSageMaker(of: account) else {
            return nil
        }
        return role.serviceSession
    }

    private func withTrust(_ role: Role) -> Role {
        guard let text = changed[role.arn] else { return role }
        var role = role
        role.trustPolicy = text
        return role
    }
}
