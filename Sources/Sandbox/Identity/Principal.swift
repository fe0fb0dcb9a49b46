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
}
