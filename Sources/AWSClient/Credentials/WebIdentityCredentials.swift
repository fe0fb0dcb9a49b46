import AWSOperations
import AWSSigning

/// A role by the token of an identity provider that a file holds, as EKS and CI services hand it out.
struct WebIdentityCredentials: CredentialsProvider {
    let scope: ProfileScope
    let services: CredentialsServices
    let name = "web identity"

    func setUpAt() throws(AWSFailure) -> SettingOrigin? {
        try setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file")?.origin
    }

    func find() async throws(AWSFailure) -> ProviderOutcome {
        guard let file = try setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file") else {
            return .skipped("neither AWS_WEB_IDENTITY_TOKEN_FILE nor web_identity_token_file is set")
        }
        guard let role = try setting("AWS_ROLE_ARN", "role_arn") else {
            throw .brokenCredentials(
                "found a web identity token (\(file.origin)) but no role",
                remedy: "set AWS_ROLE_ARN, or role_arn in the profile")
        }
        let session = try setting("AWS_ROLE_SESSION_NAME", "role_session_name")
        var arguments: [String: RoleCacheKey.Value] = ["RoleArn": .text(role.value)]
        if let session { arguments["RoleSessionName"] = .text(session.value) }
        let key = RoleCacheKey(arguments)
        if let cached = services.roleCache.read(key) { return .found(cached) }
        let request = AssumeRoleWithWebIdentityRequest(
            roleArn: role.value, roleSessionName: session?.value ?? "flightdeck-\(Int(services.clock.now()))",
            webIdentityToken: try token(file))
        let answer: AssumeRoleResponse
        do {
            answer = try await services.assumeRoleWithWebIdentity(request)
        } catch .service(let error) {
            throw .brokenCredentials(
                "can't assume the role \(role.value) (\(role.origin)) with web identity: "
                    + Redactor.said(error.code, Redactor.words(error.message)),
                remedy: "check the token in \(file.shown) and the role's trust policy")
        }
        let credentials = Credentials(answer.credentials)
        services.roleCache.write(key, credentials, accountID: answer.assumedRoleUser?.accountID)
        return .found(credentials)
    }

    /// Each setting by itself: the variable, else the profile's key.
    private func setting(_ variable: String, _ key: String) throws(AWSFailure) -> Setting<String>? {
        if let found = scope.variable(variable) { return found }
        return try scope.profile()?.setting(key)
    }

    /// Read at each call, since whoever hands tokens out replaces the file.
    private func token(_ file: Setting<String>) throws(AWSFailure) -> String {
        let remedy = "check that the file exists and is readable"
        do {
            if let token = try FileText.read(file.value), !token.isEmpty { return token }
        } catch {
            throw .brokenCredentials(
                "can't read the web identity token \(file.shown) (\(file.origin)): \(error.reason)",
                remedy: remedy)
        }
        throw .brokenCredentials(
            "no web identity token in \(file.shown) (\(file.origin))", remedy: remedy)
    }
}

extension Credentials {
    /// What STS answered.
    init(_ answer: TemporaryCredentials) {
        self.init(
            accessKeyID: answer.accessKeyID, secretAccessKey: answer.secretAccessKey,
            sessionToken: answer.sessionToken, expiration: answer.expiration.secondsSinceEpoch)
    }
}

extension AssumedRoleUser {
    /// The account in the ARN, `arn:PARTITION:sts::ACCOUNT:…`.
    var accountID: String? {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count > 4 && !parts[4].isEmpty ? String(parts[4]) : nil
    }
}
