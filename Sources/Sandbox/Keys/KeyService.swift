import AWSOperations

/// The operations of KMS that tell of keys and their policies; the keys themselves encrypt nothing.
struct KeyService: Sendable {
    let store: KeyStore

    var operations: [String: JSONOperation] {
        [
            "DescribeKey": JSONOperation(isRead: true) { (input: KeyInput, call) in
                try await describe(input, call)
            },
            "GetKeyPolicy": JSONOperation(isRead: true) { (input: KeyPolicyInput, call) in
                let key = try await ownKey(input, for: "kms:GetKeyPolicy", call)
                return KeyPolicyAnswer(policy: key.policyText, policyName: "default")
            },
            "PutKeyPolicy": JSONOperation(isRead: false) { (input: KeyPolicyInput, call) in
                try await putPolicy(input, call)
            },
            "ListAliases": JSONOperation(isRead: true) { (input: KeyAliasesInput, call) in
                try await aliases(input, call)
            },
        ]
    }

    private func describe(_ input: KeyInput, _ call: ServiceCall) async throws -> KeyDescriptionAnswer {
        let key = try await key(input.keyID, for: "kms:DescribeKey", call)
        return KeyDescriptionAnswer(
            metadata: KeyDescriptionAnswer.Metadata(
                account: key.account.number, keyID: key.id, arn: key.arn, created: 1_767_603_600))
    }

    private func putPolicy(_ input: KeyPolicyInput, _ call: ServiceCall) async throws -> EmptyResponse {
        let key = try await ownKey(input, for: "kms:PutKeyPolicy", call)
        let text = input.policy ?? ""
        let policy: PolicyDocument
        do throws(PolicyProblem) {
            policy = try PolicyText(text, of: .key).document
        } catch {
            throw ServiceFault("MalformedPolicyDocumentException", error.message)
        }
        var changed = key
        changed.policy = policy
        // A key that nobody can give back is lost, so KMS asks whether that is meant.
        guard
            input.bypassesLockoutCheck == true
                || Self.access("kms:PutKeyPolicy", of: changed, call).refusal == nil
        else {
            throw ServiceFault(
                "MalformedPolicyDocumentException",
                "The new key policy will not allow you to update the key policy in the future.")
        }
        try await store.setPolicy(text, policy, of: key)
        return EmptyResponse()
    }

    private func aliases(_ input: KeyAliasesInput, _ call: ServiceCall) async throws -> KeyAliasesAnswer {
        guard call.principal.mayDo("kms:ListAliases", isRead: true) else {
            throw ServiceFault("AccessDeniedException", call.principal.refusal(of: "kms:ListAliases"))
        }
        let keys = await store.keys(of: call.principal.account)
            .filter { [nil, $0.id, $0.arn].contains(input.keyID) }
        return KeyAliasesAnswer(
            aliases: keys.map { KeyAliasesAnswer.Alias(name: $0.alias, arn: $0.aliasArn, keyID: $0.id) })
    }

    /// Policies are read and written within the key's own account alone.
    private func ownKey(_ input: KeyPolicyInput, for action: String, _ call: ServiceCall) async throws(ServiceFault)
        -> KeyStore.Key
    {
        guard input.policyName ?? "default" == "default" else {
            throw ServiceFault("NotFoundException", "No such policy exists")
        }
        let key = try await key(input.keyID, for: action, call)
        guard key.account == call.principal.account else {
            throw ServiceFault(
                "AccessDeniedException",
                "User: \(call.principal.arn) is not authorized to perform: \(action) on resource: \(key.arn) because "
                    + "the key is in another account")
        }
        return key
    }

    private func key(_ name: String, for action: String, _ call: ServiceCall) async throws(ServiceFault)
        -> KeyStore.Key
    {
        guard let key = await store.key(named: name, in: call.principal.account) else {
            let arn = name.hasPrefix("arn:") ? name : call.principal.account.arn("kms", "key/\(name)")
            throw ServiceFault(
                "NotFoundException",
                name.contains("alias/") ? "Alias \(name) is not found." : "Key '\(arn)' does not exist")
        }
        if let refusal = Self.access(action, of: key, call).refusal {
            throw ServiceFault("AccessDeniedException", refusal)
        }
        return key
    }

    private static func access(_ action: String, of key: KeyStore.Key, _ call: ServiceCall) -> AccessRequest {
        AccessRequest(
            principal: call.principal, action: action, resource: key.arn, owner: key.account.number,
            resourcePolicy: key.policy, context: ["kms:CallerAccount": [call.principal.account.number]],
            isGovernedByResource: true)
    }
}

/// The accounts' encryption keys with the policies that they have now.
actor KeyStore {
    /// A key and who may use it.
    struct Key: Sendable {
        var account: Account
        var id: String
        var alias: String
        var policyText: String
        var policy: PolicyDocument

        var arn: String { account.arn("kms", "key/\(id)") }
        var aliasArn: String { account.arn("kms", alias) }
    }

    /// The home account's key, which encrypts some of its artifacts.
    static let sealingKeyID = "5ea1ed00-f11e-4dec-8a11-111122223333"

    static var sealingKeyArn: String { Account.home.arn("kms", "key/\(sealingKeyID)") }

    private static let file = "key-policies.json"

    private let files: FileTree
    private var keys: [Key]

    /// - Parameter files: The files of the home account, which is the only one with a key.
    init(files: FileTree) throws {
        self.files = files
        let kept = files.read(Self.file) == nil ? [:] : try files.decode([String: String].self, from: Self.file)
        let account = Account.home
        let text =
            kept[Self.sealingKeyID]
            ?? #"{"Version":"2012-10-17","Id":"key-default-1","Statement":[{"Sid":"Enable IAM User Permissions","#
            + #""Effect":"Allow","Principal":{"AWS":"\#(account.rootArn)"},"Action":"kms:*","Resource":"*"}]}"#
        keys = [
            Key(
                account: account, id: Self.sealingKeyID, alias: "alias/flightdeck-models", policyText: text,
                policy: try PolicyText(text, of: .key).document)
        ]
    }

    /// The key that a caller of an account names: by ARN, or by identifier or alias within the account.
    func key(named name: String, in account: Account) -> Key? {
        keys.first { key in
            name == key.arn || name == key.aliasArn
                || key.account == account && (name == key.id || name == key.alias)
        }
    }

    func keys(of account: Account) -> [Key] {
        keys.filter { $0.account == account }
    }

    func setPolicy(_ text: String, _ policy: PolicyDocument, of key: Key) throws {
        guard let index = keys.firstIndex(where: { $0.id == key.id }) else { return }
        keys[index].policyText = text
        keys[index].policy = policy
        try files.encode(Dictionary(uniqueKeysWithValues: keys.map { ($0.id, $0.policyText) }), to: Self.file)
    }
}

/// Shapes of KMS.
struct KeyInput: Codable, Sendable {
    var keyID: String

    private enum CodingKeys: String, CodingKey {
        case keyID = "KeyId"
    }
}

struct KeyDescriptionAnswer: Codable, Sendable {
    struct Metadata: Codable, Sendable {
        var account: String
        var keyID: String
        var arn: String
        var description = "Encrypts artifacts of Autopilot jobs"
        /// Seconds since 1970.
        var created: Double
        var isEnabled = true
        var usage = "ENCRYPT_DECRYPT"
        var state = "Enabled"
        var origin = "AWS_KMS"
        var manager = "CUSTOMER"
        var spec = "SYMMETRIC_DEFAULT"
        var algorithms = ["SYMMETRIC_DEFAULT"]
        var isMultiRegion = false

        private enum CodingKeys: String, CodingKey {
            case account = "AWSAccountId"
            case keyID = "KeyId"
            case arn = "Arn"
            case description = "Description"
            case created = "CreationDate"
            case isEnabled = "Enabled"
            case usage = "KeyUsage"
            case state = "KeyState"
            case origin = "Origin"
            case manager = "KeyManager"
            case spec = "KeySpec"
            case algorithms = "EncryptionAlgorithms"
            case isMultiRegion = "MultiRegion"
        }
    }

    var metadata: Metadata

    private enum CodingKeys: String, CodingKey {
        case metadata = "KeyMetadata"
    }
}

struct KeyPolicyInput: Codable, Sendable {
    var keyID: String
    var policyName: String?
    var policy: String?
    var bypassesLockoutCheck: Bool?

    private enum CodingKeys: String, CodingKey {
        case keyID = "KeyId"
        case policyName = "PolicyName"
        case policy = "Policy"
        case bypassesLockoutCheck = "BypassPolicyLockoutSafetyCheck"
    }
}

struct KeyPolicyAnswer: Codable, Sendable {
    var policy: String
    var policyName: String

    private enum CodingKeys: String, CodingKey {
        case policy = "Policy"
        case policyName = "PolicyName"
    }
}

struct KeyAliasesInput: Codable, Sendable {
    var keyID: String?

    private enum CodingKeys: String, CodingKey {
        case keyID = "KeyId"
    }
}

struct KeyAliasesAnswer: Codable, Sendable {
    struct Alias: Codable, Sendable {
        var name: String
        var arn: String
        var keyID: String

        private enum CodingKeys: String, CodingKey {
            case name = "AliasName"
            case arn = "AliasArn"
            case keyID = "TargetKeyId"
        }
    }

    var aliases: [Alias]
    var isTruncated = false

    private enum CodingKeys: String, CodingKey {
        case aliases = "Aliases"
        case isTruncated = "Truncated"
    }
}
