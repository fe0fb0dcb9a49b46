import AWSOperations
import AWSSigning

/// Asks the providers in botocore's order and takes the first that has something.
struct CredentialsChain: Sendable {
    let providers: [any CredentialsProvider]

    init(providers: [any CredentialsProvider]) {
        self.providers = providers
    }

    init(context: CredentialsContext, services: CredentialsServices) {
        var providers: [any CredentialsProvider] = []
        // A profile named on the command line is meant, whatever the environment holds.
        if case .commandLine? = context.profile?.origin {
        } else {
            providers.append(EnvironmentCredentials(context: context, clock: services.clock))
        }
        providers += [
            AssumeRoleCredentials(context: context, services: services),
            OtherProfileCredentials(context: context),
            ProfileKeysCredentials(context: context, file: .credentials),
            ProfileKeysCredentials(context: context, file: .config),
            ContainerCredentials(context: context, services: services),
            InstanceMetadataCredentials(context: context, services: services),
        ]
        self.providers = providers
    }

    /// What a search found, and what each provider said on the way.
    struct Search: Sendable {
        var result: Result<Credentials, AWSFailure>
        var reports: [ProviderReport]
    }

    func search() async -> Search {
        var reports: [ProviderReport] = []
        for provider in providers {
            do throws(AWSFailure) {
                switch try await provider.find() {
                case .found(let credentials):
                    reports.append(
                        ProviderReport(
                            provider: provider.name, outcome: .found(accessKeyID: credentials.accessKeyID)))
                    return Search(result: .success(credentials), reports: reports)
                case .skipped(let reason):
                    reports.append(ProviderReport(provider: provider.name, outcome: .skipped(reason: reason)))
                }
            } catch {
                reports.append(ProviderReport(provider: provider.name, outcome: .failed(problem: error.problem)))
                return Search(result: .failure(error), reports: reports)
            }
        }
        let looked = providers.map(\.name).joined(separator: ", ")
        return Search(
            result: .failure(
                .credentials(
                    CredentialsError(
                        kind: .notFound, problem: "no AWS credentials were found (looked in: \(looked))",
                        remedy: "run aws configure, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"))),
            reports: reports)
    }
}
