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
