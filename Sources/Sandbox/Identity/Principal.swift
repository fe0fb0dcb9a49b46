import AWSOperations

/// Who may sign requests: a user's access key, or the temporary key of a role's session.
struct Principal: Hashable, Sendable {
    var accessKeyID: String
    var secretAccessKey: String
    /// Set for temporary credentials; must come with every request.
    var sessionToken: String?
    var expiration: Timestamp?
    var arn: String
    var userID: String
    /// Whether only reading is permitted.
    var isReadOnly = false
    /// What the policies permit.
    var policy = PolicyDocument.everything

    func mayDo(_ action: String, isRead: Bool) -> Bool {
        (isRead || !isReadOnly) && policy.decide(action, on: "*").decision == .allowed
    }

    /// The words in which a service refuses.
    func refusal(of action: String) -> String {
        "User: \(arn) is not authorized to perform: \(action) because no identity-based policy allows the \(action) action"
    }
}
