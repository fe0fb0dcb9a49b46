import AWSOperations

/// What a profile says about single sign-on, in either of its two forms.
struct SingleSignOnSettings: Hashable, Sendable {
    var startURL: String
    var region: String
    var roleName: String
    var accountID: String
    /// Nil in the legacy form, where the profile holds the start URL itself.
    var sessionName: String?
    var profileName: String

    /// What a person types to log in again.
    var loginCommand: String {
        if let sessionName { return "aws sso login --sso-session \(ShellWords.quoted(sessionName))" }
        return "aws sso login --profile \(ShellWords.quoted(profileName))"
    }

    /// The settings; nil for a profile that does not use single sign-on for credentials.
    static func read(_ profile: ProfileSet.Profile, in profiles: ProfileSet) throws(AWSFailure) -> Self? {
        guard origin(profile) != nil else { return nil }
        var session: ProfileSet.Profile?
        let sessionName = profile.setting("sso_session")
        if let sessionName {
            session = profiles.singleSignOnSession(sessionName.value)
            guard session != nil else {
                throw .brokenCredentials(
                    "no [sso-session \(sessionName.shown)] (\(sessionName.origin))",
                    remedy: "create it with: aws configure sso-session")
            }
        }
        var missing: [String] = []
        func value(_ key: String) throws(AWSFailure) -> String {
            let own = profile.setting(key)
            let shared = session?.setting(key)
            if let own, let shared, own.value != shared.value {
                throw .brokenCredentials(
                    "\(key) differs between the profile (\(own.origin)) and its session (\(shared.origin))",
                    remedy: "remove it from the profile")
            }
            guard let found = shared ?? own else {
                missing.append(key)
                return ""
            }
            return found.value
        }
        let settings = Self(
            startURL: try value("sso_start_url"), region: try value("sso_region"),
            roleName: try value("sso_role_name"), accountID: try value("sso_account_id"),
            sessionName: sessionName?.value, profileName: profile.name)
        guard missing.isEmpty else {
            throw .brokenCredentials(
                "the profile \(profile.name) uses single sign-on but has no \(missing.joined(separator: ", "))",
                remedy: "complete it with: aws configure sso --profile \(ShellWords.quoted(profile.name))")
        }
        guard RegionName.isValid(settings.region) else {
            throw .brokenCredentials(
                "sso_region of the profile \(profile.name) isn't a region: \(Redactor.region(settings.region))",
                remedy: "use a name such as us-east-1")
        }
        return settings
    }

    /// The role and the account ask for credentials; a session alone is for other tools' tokens.
    static func origin(_ profile: ProfileSet.Profile) -> SettingOrigin? {
        (profile.setting("sso_role_name") ?? profile.setting("sso_account_id"))?.origin
    }
}
