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
