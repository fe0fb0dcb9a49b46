/// Statements that permit and deny, as far as the sandbox's own policies need them.
struct PolicyDocument: Hashable, Sendable {
    struct Statement: Hashable, Sendable {
        var isAllow: Bool
        /// With `*` for any characters.
        var actions: [String]
        var resources: [String]
        /// Context keys with the values of which one must be there (`StringEquals`).
        var condition: [String: [String]]

        static func allow(
            _ actions: [String], on resources: [String] = ["*"], where condition: [String: [String]] = [:]
        ) -> Statement {
            Statement(isAllow: true, actions: actions, resources: resources, condition: condition)
        }

        static func deny(_ actions: [String], on resources: [String] = ["*"]) -> Statement {
            Statement(isAllow: false, actions: actions, resources: resources, condition: [:])
        }
    }

    enum Decision: String, Sendable {
        case allowed
        case explicitDeny
        case implicitDeny
    }

    static let everything = PolicyDocument([.allow(["*"])])

    var statements: [Statement]

    init(_ statements: [Statement]) {
        self.statements = statements
    }

    /// What the statements say of an action, and which context keys they would need to say more.
    func decide(
        _ action: String, on resource: String, context: [String: [String]] = [:]
    ) -> (decision: Decision, missingKeys: [String]) {
        var decision = Decision.implicitDeny
        var missing: Set<String> = []
        for statement in statements
        where statement.actions.contains(where: { Self.matches(action.lowercased(), $0.lowercased()) })
            && statement.resources.contains(where: { Self.matches(resource, $0) })
        {
            missing.formUnion(statement.condition.keys.filter { context[$0] == nil })
            guard statement.condition.allSatisfy({ !Set($1).isDisjoint(with: context[$0] ?? []) }) else { continue }
            guard statement.isAllow else { return (.explicitDeny, []) }
            decision = .allowed
        }
        return (decision, missing.sorted())
    }

    /// Whether a text is as a pattern says, in which `*` stands for any characters.
    private static func matches(_ text: String, _ pattern: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return text == pattern }
        guard let first = parts.first, let last = parts.last, text.hasPrefix(first),
            text.dropFirst(first.count).hasSuffix(last)
        else { return false }
        var rest = text.dropFirst(first.count).dropLast(last.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
