/// IAM's SimulatePrincipalPolicy over the policies of an account's users and roles.
struct PolicySimulation {
    private let account: Account
    private let source: String
    private let actions: [String]
    private let resources: [String]
    private let context: [String: [String]]

    init(_ form: [String: String], in account: Account) throws(ServiceFault) {
        self.account = account
        func members(_ prefix: String) -> [String] {
            (1...1000).lazy.map { form["\(prefix).member.\($0)"] }.prefix { $0 != nil }.compactMap { $0 }
        }
        source = form["PolicySourceArn"] ?? ""
        actions = members("ActionNames")
        let named = members("ResourceArns")
        resources = named.isEmpty ? ["*"] : named
        var context: [String: [String]] = [:]
        for index in 1...1000 {
            guard let key = form["ContextEntries.member.\(index).ContextKeyName"] else { break }
            context[key] = members("ContextEntries.member.\(index).ContextKeyValues")
        }
        self.context = context
        var constraint = Constraint()
        constraint.length(source, at: "policySourceArn", 20...2048)
        for action in actions { constraint.length(action, at: "actionNames", 3...128) }
        do {
            try constraint.check()
        } catch {
            throw ServiceFault("ValidationError", error.message)
        }
        guard !actions.isEmpty, actions.allSatisfy({ $0.contains(":") }) else {
            throw ServiceFault("InvalidInput", "Invalid Entity Action: each action is written as SERVICE:ACTION.")
        }
    }

    var result: [XMLElement] {
        get throws(ServiceFault) {
            guard let policy = account.policy(ofArn: source) else {
                throw ServiceFault("NoSuchEntity", "The entity \(source) cannot be found.", status: 404)
            }
            var members: [XMLElement] = []
            for action in actions {
                for resource in resources {
                    let (decision, missing) = policy.decide(action, on: resource, context: context)
                    members.append(
                        XMLElement(
                            "member",
                            [
                                XMLElement("EvalActionName", action), XMLElement("EvalResourceName", resource),
                                XMLElement("EvalDecision", decision.rawValue), XMLElement("MatchedStatements", []),
                                XMLElement("MissingContextValues", missing.map { XMLElement("member", $0) }),
                            ]))
                }
            }
            return [XMLElement("EvaluationResults", members), XMLElement("IsTruncated", false)]
        }
    }
}
