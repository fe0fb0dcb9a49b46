import JSONCoding

/// A policy of a bucket, a key, a repository or a role's trust: whom it lets do what.
public struct PolicyDocument: Hashable, Sendable {
    /// What a policy says about one principal, one action and one resource.
    public enum Verdict: Hashable, Sendable {
        case allowed
        /// Allowed under conditions, which are not evaluated here.
        case allowedUnderConditions
        case notAllowed
        case denied
    }

    public var document: JSONValue

    /// Nil where the text isn't a JSON object.
    public init?(parsing text: String) {
        guard let document = JSONValue(parsing: text), document.isObject else { return nil }
        self.document = document
    }

    var statements: [JSONValue] {
        let statement = document["Statement"]
        return statement?.array ?? statement.map { [$0] } ?? []
    }

    /// What the policy says of a principal that is named by its ARN.
    ///
    /// - Parameter resource: An ARN; nil where the policy is the resource's own and `*` stands for it, as with keys.
    public func verdict(on action: String, resource: String?, for principal: String) -> Verdict {
        let about = statements.filter { Self.isAbout($0, action: action, resource: resource, principal: principal) }
        if about.contains(where: { $0["Effect"]?.string == "Deny" && $0["Condition"] == nil }) { return .denied }
        let allowing = about.filter { $0["Effect"]?.string == "Allow" }
        if allowing.contains(where: { $0["Condition"] == nil }) { return .allowed }
        return allowing.isEmpty ? .notAllowed : .allowedUnderConditions
    }

    private static func isAbout(
        _ statement: JSONValue, action: String, resource: String?, principal: String
    ) -> Bool {
        if let excluded = statement["NotAction"] {
            if excluded.strings.contains(where: { matches($0.lowercased(), action.lowercased()) }) { return false }
        } else {
            let actions = statement["Action"]?.strings ?? []
            guard actions.contains(where: { matches($0.lowercased(), action.lowercased()) }) else { return false }
        }
        if let resource {
            if let excluded = statement["NotResource"] {
                if excluded.strings.contains(where: { matches($0, resource) }) { return false }
            } else if let resources = statement["Resource"] {
                guard resources.strings.contains(where: { matches($0, resource) }) else { return false }
            }
        }
        if let excluded = statement["NotPrincipal"] { return !names(excluded, principal) }
        return statement["Principal"].map { names($0, principal) } ?? false
    }

    /// Whether a `Principal` element names a user or role: by its ARN, by its account, or as everybody.
    private static func names(_ element: JSONValue, _ principal: String) -> Bool {
        if element.string == "*" { return true }
        let account = principal.split(separator: ":", omittingEmptySubsequences: false).dropFirst(4).first
        return (element["AWS"]?.strings ?? []).contains { name in
            if name == "*" || name == principal { return true }
            guard let account, !account.isEmpty else { return false }
            return name == account || (name.hasPrefix("arn:") && name.hasSuffix(":iam::\(account):root"))
        }
    }

    /// Whether a text matches a pattern of `*` and `?`.
    static func matches(_ pattern: String, _ text: String) -> Bool {
        let (pattern, text) = (Array(pattern.utf8), Array(text.utf8))
        var (p, t) = (0, 0)
        var star: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                star = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == UInt8(ascii: "?") || pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                p = last.pattern + 1
                t = last.text + 1
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    // MARK: Merging

    /// The policy with statements added; one whose `Sid` is taken gets a number behind it.
    func adding(_ added: [JSONValue]) -> JSONValue {
        var taken = Set(statements.compactMap { $0["Sid"]?.string })
        let named = added.map { statement -> JSONValue in
            guard case .object(var members) = statement, let index = members.firstIndex(where: { $0.key == "Sid" }),
                case .string(let sid) = members[index].value
            else { return statement }
            var free = sid
            var number = 2
            while !taken.insert(free).inserted {
                free = "\(sid)\(number)"
                number += 1
            }
            members[index].value = .string(free)
            return .object(members)
        }
        var policy = document
        // The statements stand at the end, where policies have them.
        policy["Statement"] = nil
        policy["Statement"] = .array(statements + named)
        guard policy["Version"] == nil else { return policy }
        return .object([.init(key: "Version", value: .string(Self.version))] + policy.members)
    }

    /// The version of the policy language.
    static let version = "2012-10-17"

    /// A whole policy of statements.
    static func whole(_ statements: [JSONValue]) -> JSONValue {
        .object([
            .init(key: "Version", value: .string(version)), .init(key: "Statement", value: .array(statements)),
        ])
    }
}

extension JSONValue {
    /// One string, or a list where there are more: policies take either.
    static func oneOrMore(_ texts: [String]) -> JSONValue {
        texts.count == 1 ? .string(texts[0]) : .array(texts.map { .string($0) })
    }
}
