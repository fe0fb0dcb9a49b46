import AWSOperations
import AWSSigning
import Testing

@testable import AWSClient

/// What the credential scenarios share: keys in profiles, an STS, and who signed a request.
enum CredentialsScenario {
    static let keys = "aws_access_key_id = AKIAFLIGHTDECK%\naws_secret_access_key = secret-%\n"

    static func keys(_ suffix: String) -> String { keys.replacing("%", with: suffix) }

    /// An STS that names whose key a role was taken with, and lets the role's key say the role.
    static func sts(expiration: String = "2099-01-01T00:00:00Z") -> LoopbackServer {
        LoopbackServer { request, _ in
            guard request.operation == "AssumeRole" else { return .json(transformPage([])) }
            let form = request.text.split(separator: "&")
            let role = form.first { $0.hasPrefix("RoleArn=") }.map { String($0.split(separator: "F").last!) } ?? ""
            if role == "denied" {
                return .xml(
                    "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no trust</Message></Error></ErrorResponse>",
                    status: 403)
            }
            return .xml(
                """
                <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA\(role)</AccessKeyId>
                <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>\(expiration)</Expiration>
                </Credentials></AssumeRoleResult></AssumeRoleResponse>
                """)
        }
    }

    /// The access key that a request was signed with.
    static func signer(_ request: LoopbackServer.Request) -> String {
        let credential = request.headers["authorization"]?.firstRange(of: "Credential=")
        return credential.map {
            String(request.headers["authorization"]![$0.upperBound...].prefix { $0 != "/" })
        } ?? ""
    }

    static func failure(_ client: AWSClient) async -> AWSFailure? {
        await TestClient.failure { () throws(AWSFailure) in try await client.send(ListTransformJobsRequest()) }
    }

    static func found(_ home: TestHome, profile: String? = nil) async throws -> Credentials {
        try await home.client(profile: profile, endpointURL: "http://127.0.0.1:1").credentials.current()
    }

    static func broken(_ home: TestHome, profile: String? = nil) async throws -> CredentialsError {
        do {
            let found = try await found(home, profile: profile)
            Issue.record("found \(found)")
            throw CancellationError()
        } catch AWSFailure.credentials(let error) {
            return error
        }
    }
}
