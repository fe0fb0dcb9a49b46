/// Asks whether the policies of a user, group or role permit actions, without doing them.
///
/// Policies of resources and of the organization are outside of what it can know, unless they are given.
public struct SimulatePrincipalPolicyRequest: QueryRequest, PagedRequest {
    public typealias Response = SimulatePrincipalPolicyResponse
    public static let operation = OperationDescriptor(service: .iam, name: "SimulatePrincipalPolicy", effect: .read)

    /// The ARN of the user, group or role whose policies are asked.
    public var policySourceArn: String
    /// For example `iam:PassRole`; each 3 to 128 characters.
    public var actionNames: [String]
    /// What the actions are about; all (`*`) where empty.
    public var resourceArns: [String]
    /// What conditions in the policies compare with.
    public var contextEntries: [PolicyContextEntry]
    /// 1 to 1000.
    public var maxItems: Int?
    public var marker: String?

    public init(
        policySourceArn: String, actionNames: [String], resourceArns: [String] = [],
        contextEntries: [PolicyContextEntry] = [], maxItems: Int? = nil, marker: String? = nil
    ) {
        self.policySourceArn = policySourceArn
        self.actionNames = actionNames
        self.resourceArns = resourceArns
        self.contextEntries = contextEntries
        self.maxItems = maxItems
        self.marker = marker
    }

    public var parameters: [(name: String, value: String)] {
        var fields = [(name: "PolicySourceArn", value: policySourceArn)]
        for (index, action) in actionNames.enumerated() {
            fields.append((name: "ActionNames.member.\(index + 1)", value: action))
        }
        for (index, arn) in resourceArns.enumerated() {
            fields.append((name: "ResourceArns.member.\(index + 1)", value: arn))
        }
        for (index, entry) in contextEntries.enumerated() {
            let prefix = "ContextEntries.member.\(index + 1)"
            fields.append((name: "\(prefix).ContextKeyName", value: entry.keyName))
            for (place, value) in entry.keyValues.enumerated() {
                fields.append((name: "\(prefix).ContextKeyValues.member.\(place + 1)", value: value))
            }
            fields.append((name: "\(prefix).ContextKeyType", value: entry.keyType))
        }
        if let maxItems { fields.append((name: "MaxItems", value: String(maxItems))) }
        if let marker { fields.append((name: "Marker", value: marker)) }
        return fields
    }

    public var pageToken: String? {
        get { marker }
        set { marker = newValue }
    }
}

/// What SimulatePrincipalPolicy answers.
public struct SimulatePrincipalPolicyResponse: Codable, Hashable, Sendable, PagedResponse, PartlyReadResponse {
    @SentList public var evaluationResults: [PolicyEvaluation]
    public var isTruncated: Bool?
    public var marker: String?
    public var unread = UnreadParts()

    public init(evaluationResults: [PolicyEvaluation], isTruncated: Bool? = nil, marker: String? = nil) {
        self.evaluationResults = evaluationResults
        self.isTruncated = isTruncated
        self.marker = marker
    }

    public var items: [PolicyEvaluation] {
        get { evaluationResults }
        set { evaluationResults = newValue }
    }
    public static func identity(of item: PolicyEvaluation) -> String? {
        item.$actionName.map { "\($0) \(item.resourceName ?? "")" }
    }
    public var nextPageToken: String? { isTruncated == true ? marker : nil }

    private enum CodingKeys: String, CodingKey {
        case evaluationResults = "EvaluationResults"
        case isTruncated = "IsTruncated"
        case marker = "Marker"
    }
}

/// A value that conditions in policies compare with, for example `iam:PassedToService`.
public struct PolicyContextEntry: Hashable, Sendable {
    public var keyName: String
    public var keyValues: [String]
    /// `string`, `stringList`, `numeric`, `boolean`, `ip`, `date`, and lists of these.
    public var keyType: String

    public init(keyName: String, keyValues: [String], keyType: String = "string") {
        self.keyName = keyName
        self.keyValues = keyValues
        self.keyType = keyType
    }
}

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
