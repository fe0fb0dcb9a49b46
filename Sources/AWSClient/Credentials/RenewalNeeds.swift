import AWSOperations
import AWSSigning

extension CredentialsProvider {
    /// A provider renews by itself unless it says otherwise.
    func renewalNeed(of found: Credentials) -> RenewalNeed? { nil }
}

extension EnvironmentCredentials {
    func renewalNeed(of found: Credentials) -> RenewalNeed? {
        found.expiration.map { _ in RenewalNeed(remedy: "export new ones, and start flightdeck again") }
    }
}

extension SingleSignOnCredentials {
    /// A login that neither lasts nor can be renewed until the role's credentials end must be made anew.
    func renewalNeed(of found: Credentials) -> RenewalNeed? {
        guard let end = found.expiration, let profiles = try? scope.context.files.read(),
            let profile = profiles.profile(scope.profileName),
            let settings = (try? SingleSignOnSettings.read(profile, in: profiles)) ?? nil
        else { return nil }
        let need = RenewalNeed(remedy: "run: \(settings.loginCommand)")
        guard let path = SingleSignOnToken.path(settings, home: scope.context.files.home),
            let token = SingleSignOnToken.read(path)
        else { return need }
        // Renewal begins ahead of the end.
        let needed = end - CredentialsStore.mandatory
        let isRenewable = settings.sessionName != nil && token.renewal(at: needed) != nil
        let lasts = token.left(at: needed).map { $0 > 0 } ?? false
        return isRenewable || lasts ? nil : need
    }
}

extension AssumeRoleCredentials {
    /// A role whose chain of profiles asks for a code, or begins at a login that must be made anew.
    func renewalNeed(of found: Credentials) -> RenewalNeed? {
        guard let profiles = try? context.files.read() else { return nil }
        var name = context.profile?.value ?? "default"
        var visited: Set<String> = []
        while visited.insert(name).inserted, let profile = profiles.profile(name) {
            if profile["role_arn"] != nil, profile["mfa_serial"] != nil {
                return RenewalNeed(
                    remedy: "have the MFA device of the profile \(name) ready: you'll be asked for a code")
            }
            guard profile["role_arn"] != nil, let source = profile["source_profile"], source != name else {
                let scope = ProfileScope(context: context, source: name)
                return SingleSignOnCredentials(scope: scope, services: services).renewalNeed(of: found)
            }
            name = source
        }
        return nil
    }
}
