import AWSOperations
import AWSSigning
import Testing

@testable import AWSClient

/// Profiles with `role_arn`, and the ones that are broken.
@Suite struct AssumeRoleTests {
    @Test func rolesAreTakenWithTheSourceProfile() async throws {
        let server = CredentialsScenario.sts()
        defer { server.stop() }
        let home = try TestHome(
            config: """
                [profile base]
                \(CredentialsScenario.keys("BASE"))
                [profile one]
                role_arn = arn:aws:iam::123456789012:role/one
                source_profile = base
                external_id = ext/1
                duration_seconds = 1800
                role_session_name = me
                [profile two]
                role_arn = arn:aws:iam::123456789012:role/two
                source_profile = one
                region = us-east-1
                """)
        let client = try home.client(profile: "two", endpointURL: server.url)
        #expect(await CredentialsScenario.failure(client) == nil)
        #expect(server.requests.map(\.operation) == ["AssumeRole", "AssumeRole", "ListTransformJobs"])
        #expect(server.requests.map(CredentialsScenario.signer) == ["AKIAFLIGHTDECKBASE", "ASIAone", "ASIAtwo"])
        #expect(server.requests[0].text.contains("&ExternalId=ext%2F1"))
        #expect(server.requests[0].text.contains("&DurationSeconds=1800"))
        #expect(server.requests[0].text.contains("&RoleSessionName=me"))
        #expect(server.requests[1].text.contains("&RoleSessionName=flightdeck-"))
        #expect(server.requests[2].headers["x-amz-security-token"] == "t")
        #expect(
            await client.credentialsReport()[0].outcome == .found(accessKeyID: "ASIAtwo"))
        let origin = await client.credentialsReport()[0].origin
        #expect(origin?.description.hasPrefix("role_arn in [profile two]") == true)
        // The next request asks STS no more.
        #expect(await CredentialsScenario.failure(client) == nil)
        #expect(server.requests.count == 4)
    }

    @Test func rolesOfTheEnvironmentsCredentials() async throws {
        let server = CredentialsScenario.sts()
        defer { server.stop() }
        let home = try TestHome(
            config: """
                [profile env]
                role_arn = arn:aws:iam::123456789012:role/env
                credential_source = Environment
                region = us-east-1
                """,
            environment: ["AWS_ACCESS_KEY_ID": "AKIAFLIGHTDECKENV", "AWS_SECRET_ACCESS_KEY": "s"])
        #expect(await CredentialsScenario.failure(try home.client(profile: "env", endpointURL: server.url)) == nil)
        #expect(server.requests.map(CredentialsScenario.signer) == ["AKIAFLIGHTDECKENV", "ASIAenv"])
    }

    @Test func aProfileMayBeItsOwnSource() async throws {
        let server = CredentialsScenario.sts()
        defer { server.stop() }
        let home = try TestHome(
            config: """
                [profile self]
                \(CredentialsScenario.keys("SELF"))
                role_arn = arn:aws:iam::123456789012:role/self
                source_profile = self
                region = us-east-1
                """)
        #expect(await CredentialsScenario.failure(try home.client(profile: "self", endpointURL: server.url)) == nil)
        #expect(server.requests.map(CredentialsScenario.signer) == ["AKIAFLIGHTDECKSELF", "ASIAself"])
    }

    @Test(arguments: [
        ("circle", "one → two → one"), ("both", "both source_profile"), ("neither", "has no source_profile"),
        ("nowhere", "missing does not exist"), ("short", "isn't a valid duration"),
        ("odd", "credential_source Odd is unknown"),
        ("mfa", "needs an MFA code"), ("sso", "no [sso-session main]"), ("oversso", "no [sso-session main]"),
        ("login", "no login for the session"), ("process", "didn't print credentials"),
        ("quote", "unclosed quote"),
        ("keyless", "has no aws_access_key_id or role_arn"),
        ("noenv", "AWS_ACCESS_KEY_ID is not set"),
    ])
    func brokenProfilesAreErrors(_ name: String, _ problem: String) async throws {
        let role = "role_arn = arn:aws:iam::123456789012:role/x"
        let home = try TestHome(
            config: """
                [default]
                \(CredentialsScenario.keys("DEFAULT"))
                [profile one]
                \(role)
                source_profile = two
                [profile two]
                \(role)
                source_profile = one
                [profile both]
                \(role)
                source_profile = default
                credential_source = Environment
                [profile neither]
                \(role)
                [profile nowhere]
                \(role)
                source_profile = missing
                [profile short]
                \(role)
                source_profile = default
                duration_seconds = 5
                [profile odd]
                \(role)
                credential_source = Odd
                [profile noenv]
                \(role)
                credential_source = Environment
                [profile mfa]
                \(role)
                source_profile = default
                mfa_serial = arn:aws:iam::1:mfa/x
                [profile sso]
                sso_session = main
                sso_account_id = 123456789012
                sso_role_name = reader
                [profile oversso]
                \(role)
                source_profile = sso
                [profile process]
                credential_process = /bin/true
                [profile quote]
                credential_process = /bin/true "
                [profile login]
                login_session = arn:aws:iam::123456789012:user/x
                [profile empty]
                region = x
                [profile keyless]
                \(role)
                source_profile = empty
                """)
        let error = try await CredentialsScenario.broken(home, profile: name == "circle" ? "one" : name)
        #expect(error.kind == (name == "login" ? .expired : .broken))
        #expect(error.problem.contains(problem), "\(error.problem)")
        #expect(!error.remedy.isEmpty)
    }

    @Test func aRefusedRoleIsSaidToBeSo() async throws {
        let server = CredentialsScenario.sts()
        defer { server.stop() }
        let home = try TestHome(
            config: """
                [default]
                \(CredentialsScenario.keys("DEFAULT"))
                [profile denied]
                role_arn = arn:aws:iam::123456789012:role/denied
                source_profile = default
                region = us-east-1
                """)
        let failure = await CredentialsScenario.failure(try home.client(profile: "denied", endpointURL: server.url))
        #expect(failure?.concernsAccess == true)
        #expect(failure?.problem.contains("role/denied") == true)
        #expect(failure?.problem.contains("no trust") == true)
    }
}
