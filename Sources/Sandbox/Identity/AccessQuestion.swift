/// Whether somebody may do something to a resource, by the policies on both sides.
///
/// An explicit denial wins. Within an account either side may allow; across accounts both have to (IAM User Guide,
/// "Policy evaluation logic").
struct AccessQuestion: Sendable {
    var principal: Principal
    var action: String
    var resource: String
    /// The number of the account that the resource belongs to.
    var owner: String
    /// The policy on the resource; nil where it has none.
    var resourcePolicy: PolicyDocument?
    /// Context keys of the request, beside those that the principal brings.
    var context: [String: [String]] = [:]
    /// Whether nothing goes without the resource's policy, as with keys and roles.
    var isGovernedByResource = false

    /// Nil where it is allowed; else the cause, as AWS words it.
    var refusal: String? {
        let context = self.context.merging(principal.context) { own, _ in own }
        let identity = principal.policy.decide(action, on: resource, context: context).decision
        let grant =
            resourcePolicy?.decide(action, on: resource, by: principal.caller, context: context) ?? .implicitDeny
        if identity == .explicitDeny { return words("with an explicit deny in an identity-based policy") }
        if grant == .explicitDeny { return words("with an explicit deny in a resource-based policy") }
        let ofIdentity =
            identity == .allowed ? nil : words("because no identity-based policy allows the \(action) action")
        let ofResource = words("because no resource-based policy allows the \(action) action")
        guard principal.account.number == owner else { return ofIdentity ?? (grant.isAllowed ? nil : ofResource) }
        switch grant {
        case .allowed: return nil
        case .delegated: return ofIdentity
        default: return isGovernedByResource ? ofResource : ofIdentity
        }
    }

    private func words(_ cause: String) -> String {
        "User: \(principal.arn) is not authorized to perform: \(action) on resource: \(resource) \(cause)"
    }
}
