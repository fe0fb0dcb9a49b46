import AWSOperations

/// Who may sign requests: a user's access key, or the temporary key of a role's session.
struct Principal: Hashable, Sendable {
    var accessKeyID: String
    var secretAccessKey: String
    /// Set for temporary credentials; must come with every request.
    var sessionToken: String?
    var expiration: Timestamp?
    var account: Account
    var arn: String
    /// The role that a session is of.
    var roleArn: String?
    var userID: String
    /// Whether only reading is permitted.
    var isReadOnly = false
    /// What the policies permit.
    var policy = PolicyDocument.everything

    init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiration: Timestamp? = nil,
        account: Account, arn: String, roleArn: String? = nil, userID: String, isReadOnly: Bool = false,
        policy: PolicyDocument = .everything
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
        self.account = account
        self.arn = arn
        self.roleArn = roleArn
        self.userID = userID
        self.isReadOnly = isReadOnly
        self.policy = policy
    }

    /// The user of an account, with an access key of it.
    init(userOf account: Account, key: AccessKey) {
        self.init(
            accessKeyID: key.id, secretAccessKey: key.secret, account: account, arn: account.userArn,
            userID: account.userID)
    }

    /// The principal as policies name it.
    var caller: Caller {
        Caller(account: account.number, arns: [arn] + (roleArn.map { [$0] } ?? []))
    }

    /// The context keys that every request has.
    ///
    /// The loopback address stands in for an endpoint with TLS, so policies that ask for TLS are met.
    var context: [String: [String]] {
        [
            "aws:PrincipalAccount": [account.number], "aws:PrincipalArn": [roleArn ?? arn], "aws:userid": [userID],
            "aws:SecureTransport": ["true"],
        ]
    }

    func mayDo(_ action: String, isRead: Bool) -> Bool {
        (isRead || !isReadOnly) && policy.decide(action, on: "*").decision == .allowed
    }

    /// The words in which a service refuses.
    func refusal(of action: String) -> String {
        "User: \(arn) is not authorized to perform: \(action) because no identity-based policy allows the \(action) action"
    }
}
