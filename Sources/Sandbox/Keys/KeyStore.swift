import AWSOperations

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
