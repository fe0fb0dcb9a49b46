/// Who asks, as policies name it: a principal of an account, or a service of AWS.
struct Caller: Hashable, Sendable {
    var account: String?
    /// A session has its own ARN and its role's.
    var arns: [String] = []
    var service: String?
}

/// Whom a statement on a resource is about: `Principal`, or everybody else where it is `NotPrincipal`.
struct PolicyPrincipals: Hashable, Sendable {
    enum Match: Sendable {
        case none
        /// The caller's account, as `arn:aws:iam::NUMBER:root` or the number alone.
        case account
        case itself
    }

    enum Name: Hashable, Sendable {
        case everyone
        case account(String)
        case arn(String)
        case service(String)
        /// Federated and canonical users, of which the sandbox has none.
        case stranger(String)
    }

    var names: [Name]
    var isNegated = false

    func match(_ caller: Caller) -> Match {
        var match = Match.none
        for name in names {
            switch name {
            case .everyone: match = .itself
            case .arn(let arn) where caller.arns.contains(arn): match = .itself
            case .service(let service) where service == caller.service: match = .itself
            case .account(let number) where number == caller.account && match == .none: match = .account
            default: continue
            }
        }
        guard isNegated else { return match }
        return match == .none ? .itself : .none
    }

    /// Reads a principal of the kind `AWS`; nil where it names nobody who could be.
    ///
    /// AWS refuses principals that do not exist; the sandbox knows who exists in its own accounts.
    static func name(_ text: String) -> Name? {
        if text == "*" { return .everyone }
        if isAccountNumber(text) { return .account(text) }
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[1] == Account.partition, parts[3].isEmpty,
            isAccountNumber(parts[4]), !text.contains(where: { $0 == "*" || $0 == "?" })
        else { return nil }
        let account = Account.numbered(parts[4])
        switch (parts[2], parts[5]) {
        case ("iam", "root"): return .account(String(parts[4]))
        case ("iam", let resource) where resource.hasPrefix("user/") || resource.hasPrefix("role/"):
            guard account?.policy(ofArn: text) != nil || account == nil else { return nil }
            return .arn(text)
        case ("sts", let resource) where resource.hasPrefix("assumed-role/"):
            let names = resource.split(separator: "/", omittingEmptySubsequences: false)
            guard names.count == 3, !names[2].isEmpty else { return nil }
            guard account == nil || account?.roles.contains(where: { $0.name == names[1] }) == true else { return nil }
            return .arn(text)
        default: return nil
        }
    }

    private static func isAccountNumber(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (48...57).contains($0) }
    }
}
