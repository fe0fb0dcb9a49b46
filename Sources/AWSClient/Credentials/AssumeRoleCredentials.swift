import AWSOperations
import AWSSigning

/// A profile with `role_arn`: the role's credentials, by those of `source_profile` or `credential_source`.
struct AssumeRoleCredentials: CredentialsProvider {
    let context: CredentialsContext
    let services: CredentialsServices
    let name = "assumed role"

    func find() async throws(AWSFailure) -> ProviderOutcome {
        let profiles = try context.files.read()
        let profileName = context.profile?.value ?? "default"
        guard let profile = profiles.profile(profileName) else { return .skipped("no profile \(profileName)") }
        guard profile["role_arn"] != nil else { return .skipped("the profile \(profileName) has no role_arn") }
        // A role by a token file is web identity, another provider's business.
        guard profile["web_identity_token_file"] == nil else {
            return .skipped("the profile \(profileName) uses web_identity_token_file")
        }
        return .found(try await assume(profile, in: profiles, after: []))
    }

    /// Takes a profile's role; `visited` are the profiles on the way here.
    private func assume(
        _ profile: ProfileSet.Profile, in profiles: ProfileSet, after visited: [String]
    ) async throws(AWSFailure) -> Credentials {
        guard let roleArn = profile.setting("role_arn") else { throw missing(profile, "role_arn") }
        if let mfa = profile.setting("mfa_serial") {
            throw .brokenCredentials(
                "the role of the profile \(profile.name) needs a code of an MFA device (\(mfa.origin))",
                remedy: exportLine(profile.name))
        }
        var request = AssumeRoleRequest(
            roleArn: roleArn.value,
            roleSessionName: profile["role_session_name"] ?? "flightdeck-\(Int(services.clock.now()))")
        request.externalID = profile["external_id"]
        if let duration = profile.setting("duration_seconds") {
            guard let seconds = Int(duration.value), (900...43_200).contains(seconds) else {
                throw .brokenCredentials(
                    "\(duration.value) (\(duration.origin)) is no duration", remedy: "write 900 to 43200 seconds")
            }
            request.durationSeconds = seconds
        }
        let source = try await source(of: profile, in: profiles, after: visited)
        let answer: AssumeRoleResponse
        do {
            answer = try await services.assumeRole(request, source)
        } catch .service(let error) {
            // A role refused must not read as if the call behind it was.
            throw .brokenCredentials(
                "the role \(roleArn.value) of the profile \(profile.name) cannot be assumed: \(error.code): "
                    + error.message,
                remedy: "check role_arn (\(roleArn.origin)), the source credentials, and the role's trust policy")
        }
        return Credentials(
            accessKeyID: answer.credentials.accessKeyID, secretAccessKey: answer.credentials.secretAccessKey,
            sessionToken: answer.credentials.sessionToken,
            expiration: answer.credentials.expiration.secondsSinceEpoch)
    }

    /// The credentials that a role is taken with.
    private func source(
        of profile: ProfileSet.Profile, in profiles: ProfileSet, after visited: [String]
    ) async throws(AWSFailure) -> Credentials {
        switch (profile.setting("source_profile"), profile.setting("credential_source")) {
        case (let source?, nil):
            return try await sourceProfile(source, of: profile, in: profiles, after: visited + [profile.name])
        case (nil, let source?):
            return try await credentialSource(source, of: profile)
        case (nil, nil): throw missing(profile, "source_profile or credential_source")
        case (let first?, let second?):
            throw .brokenCredentials(
                "the profile \(profile.name) has both source_profile (\(first.origin)) and credential_source "
                    + "(\(second.origin))",
                remedy: "take one of them out")
        }
    }

    private func sourceProfile(
        _ source: Setting<String>, of profile: ProfileSet.Profile, in profiles: ProfileSet, after visited: [String]
    ) async throws(AWSFailure) -> Credentials {
        guard let next = profiles.profile(source.value) else {
            throw .brokenCredentials(
                "the profile \(source.value) does not exist (\(source.origin))",
                remedy: "write one of: \(profiles.names.joined(separator: ", "))")
        }
        // A profile may name itself: its keys take its role. Keys go before a role of the source.
        if let keys = try ProfileKeys.read(next) { return keys }
        guard !visited.contains(next.name) else {
            throw .brokenCredentials(
                "the profiles \((visited + [next.name]).joined(separator: " → ")) name each other in a circle",
                remedy: "end the circle at a profile with keys")
        }
        guard next["role_arn"] != nil else {
            if let problem = OtherProfileKinds.problem(next) { throw problem }
            throw missing(next, "aws_access_key_id or role_arn")
        }
        return try await assume(next, in: profiles, after: visited)
    }

    private func credentialSource(
        _ source: Setting<String>, of profile: ProfileSet.Profile
    ) async throws(AWSFailure) -> Credentials {
        let provider: any CredentialsProvider
        switch source.value.lowercased() {
        case "environment": provider = EnvironmentCredentials(context: context, clock: services.clock)
        case "ecscontainer": provider = ContainerCredentials(context: context, services: services)
        case "ec2instancemetadata": provider = InstanceMetadataCredentials(context: context, services: services)
        default:
            throw .brokenCredentials(
                "credential_source \(source.value) is unknown (\(source.origin))",
                remedy: "write Environment, EcsContainer or Ec2InstanceMetadata")
        }
        switch try await provider.find() {
        case .found(let credentials): return credentials
        case .skipped(let reason):
            throw .brokenCredentials(
                "the profile \(profile.name) takes its role with \(source.value) (\(source.origin)), but \(reason)",
                remedy: "run where these credentials are, or name a source_profile")
        }
    }

    private func missing(_ profile: ProfileSet.Profile, _ what: String) -> AWSFailure {
        .brokenCredentials(
            "the profile \(profile.name) has no \(what)",
            remedy: "add it to the profile in \(context.files.configPath)")
    }

    private func exportLine(_ profile: String) -> String {
        "get its credentials with: eval \"$(aws configure export-credentials --profile \(profile) --format env)\""
    }
}
