import AWSOperations
import AWSSigning

/// A profile with `role_arn`: the role's credentials, by those of `source_profile` or `credential_source`.
struct AssumeRoleCredentials: CredentialsProvider {
    let context: CredentialsContext
    let services: CredentialsServices
    let name = "assumed role"

    func setUpAt() throws(AWSFailure) -> SettingOrigin? {
        guard let profile = try ProfileScope(context: context).profile(), takesRole(profile) else { return nil }
        return profile.setting("role_arn")?.origin
    }

    func find() async throws(AWSFailure) -> ProviderOutcome {
        let profiles = try context.files.read()
        let profileName = context.profile?.value ?? "default"
        guard let profile = profiles.profile(profileName) else { return .skipped("no profile \(profileName)") }
        guard profile["role_arn"] != nil else { return .skipped("the profile \(profileName) has no role_arn") }
        guard takesRole(profile) else {
            return .skipped("the profile \(profileName) uses web_identity_token_file")
        }
        return .found(try await assume(profile, in: profiles, after: []))
    }

    /// Whether a profile on the way to the role names an MFA device.
    func asksAPerson() -> Bool {
        guard let profiles = try? context.files.read() else { return false }
        var visited: Set<String> = []
        var name = context.profile?.value ?? "default"
        while visited.insert(name).inserted, let profile = profiles.profile(name), takesRole(profile) {
            if profile["mfa_serial"] != nil { return true }
            guard let source = profile["source_profile"] else { return false }
            name = source
        }
        return false
    }

    /// A role by a token file is web identity, another provider's business.
    private func takesRole(_ profile: ProfileSet.Profile) -> Bool {
        profile["role_arn"] != nil && profile["web_identity_token_file"] == nil
    }

    /// Takes a profile's role; `visited` are the profiles on the way here.
    private func assume(
        _ profile: ProfileSet.Profile, in profiles: ProfileSet, after visited: [String]
    ) async throws(AWSFailure) -> Credentials {
        guard let roleArn = profile.setting("role_arn") else { throw missing(profile, "role_arn") }
        guard let source = try Source(profile) else {
            throw missing(profile, "source_profile or credential_source")
        }
        var request = AssumeRoleRequest(
            roleArn: roleArn.value,
            roleSessionName: profile["role_session_name"] ?? "flightdeck-\(Int(services.clock.now()))")
        request.externalID = profile["external_id"]
        request.serialNumber = profile["mfa_serial"]
        request.durationSeconds = try duration(profile)
        let key = Self.cacheKey(request, namesSession: profile["role_session_name"] != nil)
        if let cached = services.roleCache.read(key) { return cached }
        let credentials: Credentials
        switch source {
        case .profile(let name):
            credentials = try await sourceProfile(name, of: profile, in: profiles, after: visited + [profile.name])
        case .named(let name): credentials = try await credentialSource(name, of: profile)
        }
        let answer: AssumeRoleResponse
        do {
            if let device = profile.setting("mfa_serial") {
                answer = try await MFARoleCall(services: services, profile: profile.name, device: device)
                    .assume(request, with: credentials)
            } else {
                answer = try await services.assumeRole(request, credentials)
            }
        } catch .service(let error) {
            // A role refused must not read as if the call behind it was.
            throw .credentials(
                CredentialsError(
                    kind: .broken,
                    problem:
                        "can't assume the role \(roleArn.value) of the profile \(profile.name): "
                        + Redactor.said(error.code, error.message),
                    remedy: "check role_arn (\(roleArn.origin)), the source credentials, and the role's trust policy",
                    deniedRole: error.httpStatus == 403 ? roleArn.value : nil))
        }
        let found = Credentials(answer.credentials)
        services.roleCache.write(key, found, accountID: answer.assumedRoleUser?.accountID)
        return found
    }

    /// The call's arguments; a session name made up for this call is none of them.
    static func cacheKey(_ request: AssumeRoleRequest, namesSession: Bool) -> RoleCacheKey {
        var arguments: [String: RoleCacheKey.Value] = ["RoleArn": .text(request.roleArn)]
        if namesSession { arguments["RoleSessionName"] = .text(request.roleSessionName) }
        if let id = request.externalID { arguments["ExternalId"] = .text(id) }
        if let device = request.serialNumber { arguments["SerialNumber"] = .text(device) }
        if let seconds = request.durationSeconds { arguments["DurationSeconds"] = .number(seconds) }
        return RoleCacheKey(arguments)
    }

    /// What isn't a number counts as left out, as for botocore.
    private func duration(_ profile: ProfileSet.Profile) throws(AWSFailure) -> Int? {
        guard let duration = profile.setting("duration_seconds"), let seconds = Int(duration.value) else { return nil }
        guard (900...43_200).contains(seconds) else {
            throw .brokenCredentials(
                "\(duration.value) (\(duration.origin)) isn't a valid duration", remedy: "use 900 to 43200 seconds")
        }
        return seconds
    }

    /// Whose credentials a role is taken with.
    private enum Source {
        case profile(Setting<String>)
        case named(Setting<String>)

        /// Nil where the profile says neither.
        init?(_ profile: ProfileSet.Profile) throws(AWSFailure) {
            switch (profile.setting("source_profile"), profile.setting("credential_source")) {
            case (let source?, nil): self = .profile(source)
            case (nil, let source?): self = .named(source)
            case (nil, nil): return nil
            case (let first?, let second?):
                throw .brokenCredentials(
                    "the profile \(profile.name) has both source_profile (\(first.origin)) and credential_source "
                        + "(\(second.origin))",
                    remedy: "remove one of them")
            }
        }
    }

    private func sourceProfile(
        _ source: Setting<String>, of profile: ProfileSet.Profile, in profiles: ProfileSet, after visited: [String]
    ) async throws(AWSFailure) -> Credentials {
        guard let next = profiles.profile(source.value) else {
            throw .brokenCredentials(
                "the profile \(source.shown) does not exist (\(source.origin))",
                remedy: "use one of: \(profiles.names.joined(separator: ", "))")
        }
        // A profile may name itself: its keys take its role. No other may come twice.
        let hasKeys = ProfileKeys.areMeant(next)
        guard !visited.contains(next.name) || (next.name == profile.name && hasKeys) else {
            throw .brokenCredentials(
                "the profiles \((visited + [next.name]).joined(separator: " → ")) refer to each other in a circle",
                remedy: "break the circle with a profile that has keys and no role")
        }
        // Keys go before a role of the source.
        if hasKeys || !takesRole(next) { return try await profileCredentials(next) }
        return try await assume(next, in: profiles, after: visited)
    }

    /// The credentials that a source profile has without taking a role: keys, single sign-on, a process.
    private func profileCredentials(_ profile: ProfileSet.Profile) async throws(AWSFailure) -> Credentials {
        let scope = ProfileScope(context: context, source: profile.name)
        for provider in CredentialsChain.profileProviders(scope, services: services) {
            if case .found(let credentials) = try await provider.findUsable() { return credentials }
        }
        throw missing(profile, "aws_access_key_id or role_arn")
    }

    private func credentialSource(
        _ source: Setting<String>, of profile: ProfileSet.Profile
    ) async throws(AWSFailure) -> Credentials {
        let provider: any CredentialsProvider
        switch source.value {
        case "Environment": provider = EnvironmentCredentials(context: context, clock: services.clock)
        case "EcsContainer": provider = ContainerCredentials(context: context, services: services)
        case "Ec2InstanceMetadata": provider = InstanceMetadataCredentials(context: context, services: services)
        default:
            throw .brokenCredentials(
                "credential_source \(Redactor.value(source.value)) is unknown (\(source.origin))",
                remedy: "use Environment, EcsContainer or Ec2InstanceMetadata")
        }
        switch try await provider.findUsable() {
        case .found(let credentials): return credentials
        case .skipped(let reason):
            throw .brokenCredentials(
                "the profile \(profile.name) assumes its role with \(source.value) (\(source.origin)), but \(reason)",
                remedy: "run where these credentials exist, or set source_profile")
        }
    }

    private func missing(_ profile: ProfileSet.Profile, _ what: String) -> AWSFailure {
        .brokenCredentials(
            "the profile \(profile.name) has no \(what)",
            remedy: "add it to the profile in \(context.files.configPath)")
    }
}
