import AWSOperations
import AWSSigning

/// Asks the providers in botocore's order and takes the first that has something.
struct CredentialsChain: Sendable {
    let providers: [any CredentialsProvider]
    private let context: CredentialsContext

    init(context: CredentialsContext, services: CredentialsServices) {
        self.context = context
        let scope = ProfileScope(context: context)
        var providers: [any CredentialsProvider] = []
        if scope.readsEnvironment {
            providers.append(EnvironmentCredentials(context: context, clock: services.clock))
        }
        providers.append(AssumeRoleCredentials(context: context, services: services))
        providers += Self.profileProviders(scope, services: services)
        providers += [
            ContainerCredentials(context: context, services: services),
            InstanceMetadataCredentials(context: context, services: services),
        ]
        self.providers = providers
    }

    /// The providers that look into one profile; a role's `source_profile` is asked of these too.
    static func profileProviders(
        _ scope: ProfileScope, services: CredentialsServices
    ) -> [any CredentialsProvider] {
        [
            WebIdentityCredentials(scope: scope, services: services),
            SingleSignOnCredentials(scope: scope, services: services),
            ProfileKeysCredentials(scope: scope, file: .credentials),
            LoginSessionCredentials(scope: scope, services: services),
            ProcessCredentials(scope: scope),
            ProfileKeysCredentials(scope: scope, file: .config),
        ]
    }

    /// What a search found, and what each provider said on the way.
    struct Search: Sendable {
        var result: Result<Credentials, AWSFailure>
        var reports: [ProviderReport]
        /// Who ended the search, with credentials or an error; empty where nobody did.
        var winner = ""
        /// What a person must do at the end of what was found.
        var renewal: RenewalNeed?
        /// Whether another search may find others.
        var keysMayChange = true
        /// Whether the next search may have to wait for a person.
        var asksAPerson = false
    }

    func search() async -> Search {
        var reports: [ProviderReport] = []
        for (index, provider) in providers.enumerated() {
            let origin = (try? provider.setUpAt()) ?? nil
            func report(_ outcome: ProviderReport.Outcome, note: String? = nil) {
                reports.append(
                    ProviderReport(provider: provider.name, outcome: outcome, origin: origin, note: note))
            }
            do throws(AWSFailure) {
                switch try await provider.findUsable() {
                case .found(let credentials):
                    report(.found(accessKeyID: credentials.accessKeyID), note: override(by: provider))
                    return Search(
                        result: .success(credentials), reports: reports + unreached(after: index),
                        winner: provider.name, renewal: provider.renewalNeed(of: credentials),
                        keysMayChange: !(provider is EnvironmentCredentials),
                        asksAPerson: provider.asksAPerson())
                case .skipped(let reason): report(.skipped(reason: reason))
                }
            } catch {
                report(.failed(problem: error.problem))
                return Search(
                    result: .failure(error), reports: reports + unreached(after: index), winner: provider.name)
            }
        }
        return Search(result: .failure(.credentials(notFound)), reports: reports)
    }

    /// Says which file could not be looked into, too: the credentials may well be there.
    private var notFound: CredentialsError {
        let looked = providers.map(\.name).joined(separator: ", ")
        let unreadable = (try? context.files.read())?.unreadable ?? []
        let remedies = unreadable.map(\.remedy) + ["run aws configure"]
        return CredentialsError(
            kind: .notFound,
            problem: "no AWS credentials found (looked in: \(looked))"
                + unreadable.map { "; \($0.problem)" }.joined(),
            remedy: remedies.joined(separator: "; or ") + ", or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    }

    private func unreached(after winner: Int) -> [ProviderReport] {
        providers[(winner + 1)...].map { provider in
            let origin = (try? provider.setUpAt()) ?? nil
            return ProviderReport(
                provider: provider.name,
                outcome: origin == nil ? .notReached : .overridden(by: providers[winner].name), origin: origin)
        }
    }

    /// Keys in the environment silently beat `AWS_PROFILE`, which surprises people.
    private func override(by provider: any CredentialsProvider) -> String? {
        guard provider is EnvironmentCredentials, let profile = context.profile else { return nil }
        return "AWS_ACCESS_KEY_ID in the environment overrides \(profile.origin) = \(profile.shown)"
    }
}

/// What providers need of the outside.
struct CredentialsServices: Sendable {
    /// Sends a plain request.
    var fetch: @Sendable (HTTPRequest) async throws(TransportProblem) -> HTTPAnswer
    /// Calls STS with the credentials given.
    var assumeRole: @Sendable (AssumeRoleRequest, Credentials) async throws(AWSFailure) -> AssumeRoleResponse
    var assumeRoleWithWebIdentity:
        @Sendable (AssumeRoleWithWebIdentityRequest) async throws(AWSFailure) -> AssumeRoleResponse
    /// Calls IAM Identity Center in a region.
    var getRoleCredentials:
        @Sendable (GetRoleCredentialsRequest, String) async throws(AWSFailure) -> GetRoleCredentialsResponse
    var createToken: @Sendable (CreateTokenRequest, String) async throws(AWSFailure) -> CreateTokenResponse
    /// Calls AWS Sign-In in a region, or in the configured one, with the proof that the login's key is held.
    var createOAuth2Token:
        @Sendable (CreateOAuth2TokenRequest, String?, P256PrivateKey) async throws(AWSFailure) ->
            CreateOAuth2TokenResponse
    var roleCache: RoleCache
    var mfaPrompt: MFAPrompt?
    var clock: ClientClock
}
