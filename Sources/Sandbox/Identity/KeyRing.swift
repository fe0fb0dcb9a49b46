import AWSOperations

/// The access keys that the sandbox knows.
actor KeyRing {
    private(set) var principals: [String: Principal]

    init(users: [Principal]) {
        principals = Dictionary(users.map { ($0.accessKeyID, $0) }) { first, _ in first }
    }

    /// Makes temporary credentials for a session of a role.
    func openSession(of role: Role, named session: String, seconds: Int, at now: Timestamp) -> Principal {
        principals = principals.filter { $0.value.expiration.map { $0.adding(seconds: 3600) > now } ?? true }
        let principal = Principal(
            accessKeyID: "ASIAFLIGHTDECK" + RandomText.capitals(6), secretAccessKey: RandomText.mixed(40),
            sessionToken: RandomText.mixed(120), expiration: now.adding(seconds: Double(seconds)),
            account: role.account, arn: role.sessionArn(session), roleArn: role.arn, userID: "\(role.id):\(session)",
            isReadOnly: role.isReadOnly, policy: role.policy)
        principals[principal.accessKeyID] = principal
        return principal
    }
}
