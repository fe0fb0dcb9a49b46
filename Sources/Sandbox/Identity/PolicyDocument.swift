/// Statements that permit and deny: of a principal, or on a resource.
struct PolicyDocument: Hashable, Sendable {
    enum Decision: String, Sendable {
        case allowed
        case explicitDeny
        case implicitDeny
    }

    /// What a policy on a resource says of a caller.
    enum Grant: Sendable {
        /// The caller itself is named.
        case allowed
        /// The caller's account is named, which hands the decision to the caller's own policies.
        case delegated
        case explicitDeny
        case implicitDeny

        var isAllowed: Bool { self == .allowed || self == .delegated }
    }

    static let everything = PolicyDocument([.allow(["*"])])

    var statements: [PolicyStatement]

    init(_ statements: [PolicyStatement]) {
        self.statements = statements
    }

    /// What the statements say of an action, and which context keys they would need to say more.
    func decide(
        _ action: String, on resource: String, context: [String: [String]] = [:]
    ) -> (decision: Decision, missingKeys: [String]) {
        var decision = Decision.implicitDeny
        var missing: Set<String> = []
        for statement in statements where statement.isAbout(action, on: resource) {
            missing.formUnion(
                statement.conditions.map(\.key).filter { PolicyCondition.values(of: $0, in: context) == nil })
            guard statement.conditions.allSatisfy({ $0.holds(in: context) }) else { continue }
            guard statement.isAllow else { return (.explicitDeny, []) }
            decision = .allowed
        }
        return (decision, missing.sorted())
    }

    /// What a policy on a resource says of a caller's action.
    func decide(
        _ action: String, on resource: String, by caller: Caller, context: [String: [String]] = [:]
    ) -> Grant {
        var grant = Grant.implicitDeny
        for statement in statements
        where statement.isAbout(action, on: resource) && statement.conditions.allSatisfy({ $0.holds(in: context) }) {
            switch statement.principals?.match(caller) ?? .none {
            case .none: continue
            case _ where !statement.isAllow: return .explicitDeny
            case .account: grant = grant == .allowed ? .allowed : .delegated
            case .itself: grant = .allowed
            }
        }
        return grant
    }
}

/// One statement of a policy.
struct PolicyStatement: Hashable, Sendable {
    var isAllow: Bool
    /// Whom it is about; nil in a policy of a principal.
    var principals: PolicyPrincipals?
    var actions: PolicyPatterns
    var resources: PolicyPatterns
    var conditions: [PolicyCondition] = []

    static func allow(
        _ actions: [String], on resources: [String] = ["*"], where condition: [String: [String]] = [:]
    ) -> PolicyStatement {
        PolicyStatement(
            isAllow: true, actions: PolicyPatterns(actions), resources: PolicyPatterns(resources),
            conditions: condition.sorted { $0.key < $1.key }.map {
                PolicyCondition(comparison: .equals, key: $0.key, values: $0.value)
            })
    }

    static func deny(_ actions: [String], on resources: [String] = ["*"]) -> PolicyStatement {
        PolicyStatement(isAllow: false, actions: PolicyPatterns(actions), resources: PolicyPatterns(resources))
    }

    func isAbout(_ action: String, on resource: String) -> Bool {
        actions.contains(action, ignoringCase: true) && resources.contains(resource)
    }
}

/// Actions or resources of a statement, or all others.
struct PolicyPatterns: Hashable, Sendable {
    var patterns: [String]
    /// Whether the statement is about what no pattern matches: `NotAction`, `NotResource`.
    var isNegated = false

    init(_ patterns: [String], isNegated: Bool = false) {
        self.patterns = patterns
        self.isNegated = isNegated
    }

    func contains(_ text: String, ignoringCase: Bool = false) -> Bool {
        let text = ignoringCase ? text.lowercased() : text
        return patterns.contains { Wildcard.matches(text, ignoringCase ? $0.lowercased() : $0) } != isNegated
    }
}

/// `*` for any characters, `?` for one.
enum Wildcard {
    static func matches(_ text: String, _ pattern: String) -> Bool {
        let (text, pattern) = (Array(text.utf8), Array(pattern.utf8))
        var (at, place) = (0, 0)
        // Where the last star was, and how far it has stretched.
        var star: (place: Int, at: Int)?
        while at < text.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place, at)
                place += 1
            } else if place < pattern.count, pattern[place] == text[at] || pattern[place] == UInt8(ascii: "?") {
                (at, place) = (at + 1, place + 1)
            } else if let last = star {
                star = (last.place, last.at + 1)
                (at, place) = (last.at + 1, last.place + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

/// One condition of a statement: a context key compared with values, of which one has to fit.
struct PolicyCondition: Hashable, Sendable {
    /// The operators that the sandbox compares by.
    enum Comparison: String, Sendable, CaseIterable {
        case equals = "StringEquals"
        case notEquals = "StringNotEquals"
        case equalsIgnoringCase = "StringEqualsIgnoreCase"
        case like = "StringLike"
        case notLike = "StringNotLike"
        case arnEquals = "ArnEquals"
        case arnLike = "ArnLike"
        case arnNotLike = "ArnNotLike"
        case bool = "Bool"
        case null = "Null"

        fileprivate var isNegated: Bool { [.notEquals, .notLike, .arnNotLike].contains(self) }

        fileprivate func fits(_ value: String, _ pattern: String) -> Bool {
            switch self {
            case .equals, .notEquals: value == pattern
            case .equalsIgnoringCase, .bool: value.lowercased() == pattern.lowercased()
            case .like, .notLike, .arnEquals, .arnLike, .arnNotLike: Wildcard.matches(value, pattern)
            case .null: false
            }
        }
    }

    var comparison: Comparison
    var key: String
    var values: [String]
    /// Whether a request without the key passes: `…IfExists`.
    var ifExists = false

    func holds(in context: [String: [String]]) -> Bool {
        let found = Self.values(of: key, in: context)
        if comparison == .null { return values.contains(found == nil ? "true" : "false") }
        // A request without the key fits no value, so a negated comparison holds.
        guard let found else { return ifExists || comparison.isNegated }
        let fits = found.contains { value in values.contains { comparison.fits(value, $0) } }
        return fits != comparison.isNegated
    }

    /// Keys are compared without case.
    static func values(of key: String, in context: [String: [String]]) -> [String]? {
        context[key] ?? context.first { $0.key.lowercased() == key.lowercased() }?.value
    }
}

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
