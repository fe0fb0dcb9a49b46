import AWSOperations
import JSONCoding

/// A policy that a launch across accounts lacks: what it must say, in which account, and how it is put there.
public struct MissingPolicy: Hashable, Sendable, Identifiable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case bucketPolicy = "BucketPolicy"
        case keyPolicy = "KeyPolicy"
        case repositoryPolicy = "RepositoryPolicy"
        /// Who may take the role of the source profile.
        case trustPolicy = "TrustPolicy"
        /// What the execution role itself may do.
        case rolePolicy = "RolePolicy"
    }

    /// What is known of the policy that is there by now.
    public enum Present: Hashable, Sendable {
        case none
        /// The document holds all that it says, and the missing statements.
        case merged
        /// It may not be read: the document holds the missing statements alone, and would replace it.
        case unknown(because: String)
    }

    public var kind: Kind
    /// A bucket, a key's or a role's ARN, or a repository.
    public var resource: String
    /// Whose account has to change it; twelve digits.
    public var account: String
    public var region: String
    /// A profile of that account.
    public var profile: String?
    /// What it lets whom do, in a few words.
    public var purpose: String
    public var present: Present
    /// The policy, whole.
    public var document: JSONValue
    /// Of a role policy, the name that it gets.
    public var policyName = ""

    public var id: String { "\(kind.rawValue) \(resource)" }

    public init(
        kind: Kind, resource: String, account: String, region: String, profile: String?, purpose: String,
        present: Present, document: JSONValue, policyName: String = ""
    ) {
        self.kind = kind
        self.resource = resource
        self.account = account
        self.region = region
        self.profile = profile
        self.purpose = purpose
        self.present = present
        self.document = document
        self.policyName = policyName
    }

    /// `the policy of bucket my-bucket`.
    public var title: String {
        switch kind {
        case .bucketPolicy: "the policy of the bucket \(resource)"
        case .keyPolicy: "the policy of the key \(resource)"
        case .repositoryPolicy: "the policy of the repository \(resource)"
        case .trustPolicy: "the trust policy of the role \(resource)"
        case .rolePolicy: "a policy of the role \(resource)"
        }
    }

    /// The command that puts the document in its place, for a POSIX shell; it replaces what is there.
    public var command: String {
        var words = ["aws"]
        switch kind {
        case .bucketPolicy: words += ["s3api", "put-bucket-policy", "--bucket", ShellText.word(resource)]
        case .keyPolicy:
            words += ["kms", "put-key-policy", "--key-id", ShellText.word(resource), "--policy-name", "default"]
        case .repositoryPolicy:
            words += [
                "ecr", "set-repository-policy", "--registry-id", account, "--repository-name", ShellText.word(resource),
            ]
        case .trustPolicy:
            words += ["iam", "update-assume-role-policy", "--role-name", ShellText.word(roleName)]
        case .rolePolicy:
            words += [
                "iam", "put-role-policy", "--role-name", ShellText.word(roleName), "--policy-name",
                ShellText.word(policyName),
            ]
        }
        switch kind {
        case .bucketPolicy, .keyPolicy: words.append("--policy")
        case .repositoryPolicy: words.append("--policy-text")
        case .trustPolicy, .rolePolicy: words.append("--policy-document")
        }
        words.append(ShellText.quoted(document.compactText))
        if kind != .trustPolicy, kind != .rolePolicy { words += ["--region", ShellText.word(region)] }
        if let profile { words += ["--profile", ShellText.word(profile)] }
        return words.joined(separator: " ")
    }

    /// What must be known before the command is run; nil where nothing is.
    public var caution: String? {
        guard case .unknown(let reason) = present else { return nil }
        return "the current policy is unknown (\(reason)), and this would replace it: add the statement to it instead"
    }

    /// In which account the command has to be run; nil where it names a profile of that account.
    public var whereToRun: String? {
        guard profile == nil else { return nil }
        return "no profile of account \(DisplayText.account(account)) is known: run it with that account's credentials"
    }

    private var roleName: String { RoleName(arn: resource)?.name ?? resource }
}

/// The statements that let a launch reach into another account; each names no more than it needs.
enum CrossAccountStatement {
    /// Lets principals read exactly these objects, and list below those that are prefixes.
    static func readObjects(
        _ locations: [S3Location], of bucket: String, partition: String, by principals: [String]?
    ) -> [JSONValue] {
        let arns = locations.map { location in
            "arn:\(partition):s3:::\(bucket)/\(location.key)\(isPrefix(location) ? "*" : "")"
        }
        var statements = [
            statement("FlightdeckReadArtifacts", ["s3:GetObject"], resources: arns, principals: principals)
        ]
        let prefixes = locations.filter(isPrefix).map { "\($0.key)*" }
        if !prefixes.isEmpty {
            statements.append(
                statement(
                    "FlightdeckListArtifacts", ["s3:ListBucket"], resources: ["arn:\(partition):s3:::\(bucket)"],
                    principals: principals,
                    condition: .object([
                        .init(
                            key: "StringLike",
                            value: .object([.init(key: "s3:prefix", value: .oneOrMore(prefixes))]))
                    ])))
        }
        return statements
    }

    static func decrypt(keys: [String], by principals: [String]?) -> JSONValue {
        statement(
            "FlightdeckDecryptArtifacts", ["kms:Decrypt", "kms:DescribeKey"], resources: keys, principals: principals)
    }

    /// What pulling an image takes.
    static let pullActions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]

    static func pull(repositories: [String], by principals: [String]?) -> JSONValue {
        statement("FlightdeckPullImages", pullActions, resources: repositories, principals: principals)
    }

    /// Lets an account take a role on, and SageMaker in it (Autopilot, "Deploy models from different accounts").
    static func trust(account: String, partition: String) -> JSONValue {
        .object([
            .init(key: "Sid", value: .string("FlightdeckTrust")), .init(key: "Effect", value: .string("Allow")),
            .init(
                key: "Principal",
                value: .object([
                    .init(key: "AWS", value: .string("arn:\(partition):iam::\(account):root")),
                    .init(key: "Service", value: .string("sagemaker.amazonaws.com")),
                ])),
            .init(key: "Action", value: .string("sts:AssumeRole")),
        ])
    }

    static func statement(
        _ sid: String, _ actions: [String], resources: [String], principals: [String]? = nil,
        condition: JSONValue? = nil
    ) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "Sid", value: .string(sid)), .init(key: "Effect", value: .string("Allow")),
        ]
        if let principals {
            members.append(
                .init(key: "Principal", value: .object([.init(key: "AWS", value: .oneOrMore(principals))])))
        }
        members.append(.init(key: "Action", value: .oneOrMore(actions)))
        // A repository's policy has no Resource: it is about the repository alone.
        if !resources.isEmpty { members.append(.init(key: "Resource", value: .oneOrMore(resources))) }
        if let condition { members.append(.init(key: "Condition", value: condition)) }
        return .object(members)
    }

    private static func isPrefix(_ location: S3Location) -> Bool {
        location.key.isEmpty || location.key.hasByteSuffix("/")
    }
}

extension MissingPolicy {
    /// The trust that a role lacks, where it could not be taken on; nil for a failure of another kind.
    ///
    /// - Parameter account: The account that wants to take it on, where STS does not name the caller.
    public static func trust(
        missingAfter failure: AWSFailure, account: String?, region: String
    ) -> MissingPolicy? {
        guard case .credentials(let error) = failure, let arn = error.deniedRole, let role = RoleName(arn: arn) else {
            return nil
        }
        guard let caller = callerAccount(in: error.problem) ?? account else { return nil }
        return MissingPolicy(
            kind: .trustPolicy, resource: arn, account: role.account, region: region, profile: nil,
            purpose: "lets account \(DisplayText.account(caller)) assume the role",
            present: .unknown(because: "the role can't be read without assuming it"),
            document: PolicyDocument.whole([
                CrossAccountStatement.trust(account: caller, partition: role.partition)
            ]))
    }

    /// The caller's account out of `User: arn:aws:iam::444455556666:user/x is not authorized to perform: …`.
    private static func callerAccount(in message: String) -> String? {
        guard let mark = message.firstRange(of: "User: arn:") else { return nil }
        let parts = message[mark.upperBound...].split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count > 3, parts[3].utf8.count == 12 else { return nil }
        return String(parts[3])
    }
}
