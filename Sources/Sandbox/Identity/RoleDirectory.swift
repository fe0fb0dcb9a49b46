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
