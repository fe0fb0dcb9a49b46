import AWSOperations

/// What came of a search for credentials; no secret is in it.
public struct CredentialsFindings: Sendable {
    /// In the order in which the providers are asked; empty for keys that the program was given.
    public var providers: [ProviderReport]
    /// The whole id of the access key; nil where there is none.
    public var accessKeyID: String?
    /// Nil where it is not known.
    public var expiration: Timestamp?
    /// What a person must do before others follow; nil where nothing.
    public var renewal: RenewalNeed?
    public var failure: AWSFailure?
}

extension AWSClient {
    /// The credentials that requests are signed with, looked for if they have not been yet, and how they were found.
    public func findCredentials() async -> CredentialsFindings {
        var findings = CredentialsFindings(providers: [])
        do throws(AWSFailure) {
            let found = try await credentials.current()
            findings.accessKeyID = found.accessKeyID
            findings.expiration = found.expiration.map { Timestamp(secondsSinceEpoch: $0) }
        } catch {
            findings.failure = error
        }
        if let store = credentials as? CredentialsStore {
            findings.providers = await store.reports
            findings.renewal = await store.renewal
        }
        return findings
    }
}
