/// What policies say of one action.
public struct PolicyEvaluation: Codable, Hashable, Sendable {
    /// What a simulation decided; one that this list does not know is kept as its text.
    public struct Decision: APIEnumeration {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public static let allowed = Decision(rawValue: "allowed")
        public static let explicitDeny = Decision(rawValue: "explicitDeny")
        public static let implicitDeny = Decision(rawValue: "implicitDeny")

        public static let known: [Decision] = [.allowed, .explicitDeny, .implicitDeny]
    }

    /// Whether the organization's policies allow it, where there are such.
    public struct OrganizationsDetail: Codable, Hashable, Sendable {
        public var allowedByOrganizations: Bool?

        public init(allowedByOrganizations: Bool? = nil) {
            self.allowedByOrganizations = allowedByOrganizations
        }

        private enum CodingKeys: String, CodingKey {
            case allowedByOrganizations = "AllowedByOrganizations"
        }
    }

    @Promised public var actionName: String
    public var resourceName: String?
    @Promised public var decision: Decision
    /// Context keys that conditions need and the request did not give: then the decision is not sure.
    public var missingContextValues: [String]?
    public var organizationsDetail: OrganizationsDetail?

    public init(
        actionName: String, resourceName: String? = nil, decision: Decision, missingContextValues: [String]? = nil,
        organizationsDetail: OrganizationsDetail? = nil
    ) {
        self.actionName = actionName
        self.resourceName = resourceName
        self.decision = decision
        self.missingContextValues = missingContextValues
        self.organizationsDetail = organizationsDetail
    }

    private enum CodingKeys: String, CodingKey {
        case actionName = "EvalActionName"
        case resourceName = "EvalResourceName"
        case decision = "EvalDecision"
        case missingContextValues = "MissingContextValues"
        case organizationsDetail = "OrganizationsDecisionDetail"
    }
}
