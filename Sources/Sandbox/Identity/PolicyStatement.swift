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
