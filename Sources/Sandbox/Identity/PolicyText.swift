/// What is wrong with a policy's text, in S3's words; the other services' codes stand around them.
struct PolicyProblem: Error, Hashable, Sendable {
    var message: String
    /// The value that is wrong, where S3 names it.
    var detail: String?

    init(_ message: String, detail: String? = nil) {
        self.message = message
        self.detail = detail
    }
}

/// Reads a policy on a resource from its JSON text.
struct PolicyText {
    /// What the policy is on, which decides what a statement may and must have.
    enum Subject: Hashable, Sendable {
        case bucket(String)
        case role
        case key
        case repository

        fileprivate var actionPrefix: String {
            switch self {
            case .bucket: "s3:"
            case .role: "sts:"
            case .key: "kms:"
            case .repository: "ecr:"
            }
        }
    }

    let document: PolicyDocument

    /// Throws what AWS would refuse the text for.
    init(_ text: String, of subject: Subject) throws(PolicyProblem) {
        guard text.utf8.first == UInt8(ascii: "{"), let value = try? JSONValue(parsing: Array(text.utf8)[...]),
            case .object(let members) = value
        else { throw PolicyProblem("Policies must be valid JSON and the first byte must be '{'") }
        for (key, _) in members where !["Version", "Id", "Statement"].contains(key) {
            throw PolicyProblem("Unknown field \(key)")
        }
        if let version = value["Version"], !["2012-10-17", "2008-10-17"].contains(version.string) {
            throw PolicyProblem("The policy must contain a valid version string")
        }
        let statements: [JSONValue]
        switch value["Statement"] {
        case .array(let listed)? where !listed.isEmpty: statements = listed
        case .object?: statements = [value["Statement"] ?? .null]
        case nil: throw PolicyProblem("Missing required field Statement")
        default: throw PolicyProblem("Could not parse the policy: Statement is empty!")
        }
        var read: [PolicyStatement] = []
        for statement in statements { read.append(try PolicyStatementReader(statement, subject).statement()) }
        document = PolicyDocument(read)
    }
}

/// Reads one statement.
private struct PolicyStatementReader {
    let value: JSONValue
    let subject: PolicyText.Subject

    private static let fields: Set<String> = [
        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
    ]

    init(_ value: JSONValue, _ subject: PolicyText.Subject) throws(PolicyProblem) {
        guard case .object(let members) = value else { throw PolicyProblem("Invalid policy syntax.") }
        for (key, _) in members where !Self.fields.contains(key) { throw PolicyProblem("Unknown field \(key)") }
        (self.value, self.subject) = (value, subject)
    }

    func statement() throws(PolicyProblem) -> PolicyStatement {
        guard let effect = value["Effect"] else { throw PolicyProblem("Missing required field Effect") }
        guard let effect = effect.string, ["Allow", "Deny"].contains(effect) else {
            throw PolicyProblem("Invalid effect: \(effect.string ?? effect.text)")
        }
        let statement = PolicyStatement(
            isAllow: effect == "Allow", principals: try principals(), actions: try actions(),
            resources: try resources(), conditions: try conditions())
        if case .bucket = subject { try checkLevels(of: statement) }
        return statement
    }

    private func principals() throws(PolicyProblem) -> PolicyPrincipals {
        let isNegated = value["Principal"] == nil && value["NotPrincipal"] != nil
        guard let principal = value["Principal"] ?? value["NotPrincipal"] else {
            throw PolicyProblem("Missing required field Principal")
        }
        if principal.string == "*" { return PolicyPrincipals(names: [.everyone], isNegated: isNegated) }
        guard case .object(let kinds) = principal, !kinds.isEmpty else {
            throw PolicyProblem("Invalid principal in policy", detail: principal.string)
        }
        var names: [PolicyPrincipals.Name] = []
        for (kind, value) in kinds {
            for text in try texts(value, "Invalid principal in policy") {
                let name: PolicyPrincipals.Name? =
                    switch kind {
                    case "AWS": PolicyPrincipals.name(text)
                    case "Service": text.hasSuffix(".amazonaws.com") ? .service(text) : nil
                    case "Federated", "CanonicalUser": .stranger(text)
                    default: nil
                    }
                guard let name else {
                    throw PolicyProblem("Invalid principal in policy", detail: "\"\(kind)\" : \"\(text)\"")
                }
                names.append(name)
            }
        }
        return PolicyPrincipals(names: names, isNegated: isNegated)
    }

    private func actions() throws(PolicyProblem) -> PolicyPatterns {
        let isNegated = value["Action"] == nil && value["NotAction"] != nil
        guard let value = value["Action"] ?? value["NotAction"] else {
            throw PolicyProblem("Missing required field Action")
        }
        let actions = try texts(value, "Policy has invalid action")
        for action in actions where action != "*" && !action.lowercased().hasPrefix(subject.actionPrefix) {
            throw PolicyProblem("Policy has invalid action", detail: action)
        }
        return PolicyPatterns(actions, isNegated: isNegated)
    }

    private func resources() throws(PolicyProblem) -> PolicyPatterns {
        let isNegated = value["Resource"] == nil && value["NotResource"] != nil
        let value = value["Resource"] ?? value["NotResource"]
        switch (subject, value) {
        case (.role, .some): throw PolicyProblem("Has prohibited field Resource")
        case (.role, nil), (.repository, nil): return PolicyPatterns(["*"])
        case (_, nil): throw PolicyProblem("Missing required field Resource")
        case (_, let value?):
            let resources = try texts(value, "Policy has invalid resource")
            if case .bucket(let bucket) = subject {
                let arn = "arn:\(Account.partition):s3:::\(bucket)"
                // A pattern may say of the bucket what it says of its keys: `BUCKET*`.
                for resource in resources
                where resource != arn && resource != arn + "*" && !resource.hasPrefix(arn + "/") {
                    throw PolicyProblem("Policy has invalid resource", detail: resource)
                }
            }
            return PolicyPatterns(resources, isNegated: isNegated)
        }
    }

    private func conditions() throws(PolicyProblem) -> [PolicyCondition] {
        guard let value = value["Condition"] else { return [] }
        guard case .object(let operators) = value else { throw PolicyProblem("Invalid policy syntax.") }
        var conditions: [PolicyCondition] = []
        for (name, keys) in operators {
            let ifExists = name.hasSuffix("IfExists")
            let known = ifExists ? String(name.dropLast("IfExists".count)) : name
            guard let comparison = PolicyCondition.Comparison(rawValue: known) else {
                throw PolicyProblem("Invalid Condition type : \(name)")
            }
            guard case .object(let members) = keys, !members.isEmpty else {
                throw PolicyProblem("Invalid policy syntax.")
            }
            for (key, value) in members {
                conditions.append(
                    PolicyCondition(
                        comparison: comparison, key: key, values: try texts(value, "Invalid policy syntax."),
                        ifExists: ifExists))
            }
        }
        return conditions
    }

    /// A text or a list of texts; a truth value counts as its word, as in `"Bool": {"aws:SecureTransport": false}`.
    private func texts(_ value: JSONValue, _ problem: String) throws(PolicyProblem) -> [String] {
        func text(_ value: JSONValue) throws(PolicyProblem) -> String {
            switch value {
            case .string(let text) where !text.isEmpty: return text
            case .bool(let flag): return flag ? "true" : "false"
            case .literal(let number): return number
            default: throw PolicyProblem(problem, detail: value.text)
            }
        }
        guard case .array(let elements) = value else { return [try text(value)] }
        guard !elements.isEmpty else { throw PolicyProblem(problem) }
        var texts: [String] = []
        for element in elements { texts.append(try text(element)) }
        return texts
    }

    /// Every action must be about something that a resource names: buckets and objects are different things to S3.
    private func checkLevels(of statement: PolicyStatement) throws(PolicyProblem) {
        guard !statement.actions.isNegated, !statement.resources.isNegated else { return }
        let resources = statement.resources.patterns
        let hasObjects = resources.contains { $0.contains("/") || $0.hasSuffix("*") }
        let hasBuckets = resources.contains { !$0.contains("/") }
        for action in statement.actions.patterns where !action.contains("*") && !action.contains("?") {
            let name = action.lowercased()
            let isOfObjects =
                name.contains("object") && !name.contains("objectlockconfiguration")
                || ["s3:abortmultipartupload", "s3:listmultipartuploadparts"].contains(name)
            guard isOfObjects ? hasObjects : hasBuckets else {
                throw PolicyProblem("Action does not apply to any resource(s) in statement")
            }
        }
    }
}

extension JSONValue {
    /// The text of a string; nil of anything else.
    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }
}
