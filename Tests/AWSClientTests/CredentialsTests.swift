import AWSOperations
import AWSSigning
import Testing

@testable import AWSClient

/// Credential scenarios in made-up homes, with STS, container and instance metadata servers on loopback.
@Suite struct CredentialsTests {
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

    private func failure(_ client: AWSClient) async -> AWSFailure? {
        await TestClient.failure { () throws(AWSFailure) in try await client.send(ListTransformJobsRequest()) }
    }

    private func found(_ home: TestHome, profile: String? = nil) async throws -> Credentials {
        try await home.client(profile: profile, endpointURL: "http://127.0.0.1:1").credentials.current()
    }

    private func broken(_ home: TestHome, profile: String? = nil) async throws -> CredentialsError {
        do {
            let found = try await found(home, profile: profile)
            Issue.record("found \(found)")
            throw CancellationError()
        } catch AWSFailure.credentials(let error) {
            return error
        }
    }

    @Test func environmentGoesFirstUnlessAProfileIsAskedFor() async throws {
        let home = try TestHome(
            config: "[profile dev]\n", credentials: "[default]\n\(Self.keys("DEFAULT"))[dev]\n\(Self.keys("DEV"))",
            environment: [
                "AWS_ACCESS_KEY_ID": "AKIAFLIGHTDECKENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t",
                "AWS_PROFILE": "dev",
            ])
        let environment = try await found(home)
        #expect(environment.accessKeyID == "AKIAFLIGHTDECKENV")
        #expect(environment.sessionToken == "t")
        #expect(try await found(home, profile: "dev").accessKeyID == "AKIAFLIGHTDECKDEV")
        var without = home
        without.environment["AWS_ACCESS_KEY_ID"] = ""
        #expect(try await found(without).accessKeyID == "AKIAFLIGHTDECKDEV")
    }

    @Test func halfAPairIsAnError() async throws {
        let half = try TestHome(environment: ["AWS_ACCESS_KEY_ID": "AKIAFLIGHTDECKENV"])
        #expect(try await broken(half).problem.contains("AWS_SECRET_ACCESS_KEY is not"))
        let file = try TestHome(credentials: "[default]\naws_access_key_id = AKIAFLIGHTDECKX\n")
        let error = try await broken(file)
        #expect(error.kind == .broken)
        #expect(error.problem.contains("/credentials:2"))
    }

    @Test func environmentCredentialsMayHaveExpired() async throws {
        var home = try TestHome(environment: [
            "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_CREDENTIAL_EXPIRATION": "2020-01-01T00:00:00Z",
        ])
        #expect(try await broken(home).kind == .expired)
        home.environment["AWS_CREDENTIAL_EXPIRATION"] = "2099-01-01T00:00:00Z"
        #expect(try await found(home).expiration == 4_070_908_800)
    }

    @Test func credentialsFileGoesBeforeConfig() async throws {
        let home = try TestHome(
            config: "[default]\n\(Self.keys("CONFIG"))[profile only]\n\(Self.keys("ONLY"))aws_session_token = t\n",
            credentials: "[default]\n\(Self.keys("FILE"))")
        #expect(try await found(home).accessKeyID == "AKIAFLIGHTDECKFILE")
        let only = try await found(home, profile: "only")
        #expect(only.accessKeyID == "AKIAFLIGHTDECKONLY")
        #expect(only.sessionToken == "t")
    }

    @Test func nothingFoundNamesWhatWasTried() async throws {
        let error = try await broken(try TestHome())
        #expect(error.kind == .notFound)
        #expect(error.problem.contains("environment, assumed role"))
        #expect(error.remedy.contains("aws configure"))
    }

    @Test func rolesAreTakenWithTheSourceProfile() async throws {
        let server = Self.sts()
        defer { server.stop() }
        let home = try TestHome(
            config: """
                [profile base]
                \(Self.keys("BASE"))
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
        #expect(await failure(client) == nil)
        #expect(server.requests.map(\.operation) == ["AssumeRole", "AssumeRole", "ListTransformJobs"])
        #expect(server.requests.map(Self.signer) == ["AKIAFLIGHTDECKBASE", "ASIAone", "ASIAtwo"])
        #expect(server.requests[0].text.contains("&ExternalId=ext%2F1"))
        #expect(server.requests[0].text.contains("&DurationSeconds=1800"))
        #expect(server.requests[0].text.contains("&RoleSessionName=me"))
        #expect(server.requests[1].text.contains("&RoleSessionName=flightdeck-"))
        #expect(server.requests[2].headers["x-amz-security-token"] == "t")
        #expect(
            await client.credentialsReport().last
                == ProviderReport(provider: "assumed role", outcome: .found(accessKeyID: "ASIAtwo")))
        // The next request asks STS no more.
        #expect(await failure(client) == nil)
        #expect(server.requests.count == 4)
    }

    @Test func rolesOfTheEnvironmentsCredentials() async throws {
        let server = Self.sts()
        defer { server.stop() }
        let home = try TestHome(
            config: """
                [profile env]
                role_arn = arn:aws:iam::123456789012:role/env
                credential_source = Environment
                region = us-east-1
                """,
            environment: ["AWS_ACCESS_KEY_ID": "AKIAFLIGHTDECKENV", "AWS_SECRET_ACCESS_KEY": "s"])
        #expect(await failure(try home.client(profile: "env", endpointURL: server.url)) == nil)
        #expect(server.requests.map(Self.signer) == ["AKIAFLIGHTDECKENV", "ASIAenv"])
    }

    @Test func aProfileMayBeItsOwnSource() async throws {
        let server = Self.sts()
        defer { server.stop() }
        let home = try TestHome(
            config: """
                [profile self]
                \(Self.keys("SELF"))
                role_arn = arn:aws:iam::123456789012:role/self
                source_profile = self
                region = us-east-1
                """)
        #expect(await failure(try home.client(profile: "self", endpointURL: server.url)) == nil)
        #expect(server.requests.map(Self.signer) == ["AKIAFLIGHTDECKSELF", "ASIAself"])
    }

    @Test(arguments: [
        ("circle", "one → two → one"), ("both", "both source_profile"), ("neither", "has no source_profile"),
        ("nowhere", "missing does not exist"), ("short", "is no duration"), ("odd", "credential_source Odd is unknown"),
        ("mfa", "needs a code"), ("sso", "needs the AWS CLI"), ("oversso", "needs the AWS CLI"),
        ("process", "needs the AWS CLI"), ("keyless", "has no aws_access_key_id or role_arn"),
        ("noenv", "AWS_ACCESS_KEY_ID is not set"),
    ])
    func brokenProfilesAreErrors(_ name: String, _ problem: String) async throws {
        let role = "role_arn = arn:aws:iam::123456789012:role/x"
        let home = try TestHome(
            config: """
                [default]
                \(Self.keys("DEFAULT"))
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
                [profile oversso]
                \(role)
                source_profile = sso
                [profile process]
                credential_process = /bin/true
                [profile empty]
                region = x
                [profile keyless]
                \(role)
                source_profile = empty
                """)
        let error = try await broken(home, profile: name == "circle" ? "one" : name)
        #expect(error.kind == .broken)
        #expect(error.problem.contains(problem), "\(error.problem)")
        #expect(!error.remedy.isEmpty)
    }

    @Test func aRefusedRoleIsSaidToBeSo() async throws {
        let server = Self.sts()
        defer { server.stop() }
        let home = try TestHome(
            config: """
                [default]
                \(Self.keys("DEFAULT"))
                [profile denied]
                role_arn = arn:aws:iam::123456789012:role/denied
                source_profile = default
                region = us-east-1
                """)
        let failure = await failure(try home.client(profile: "denied", endpointURL: server.url))
        #expect(failure?.concernsAccess == true)
        #expect(failure?.problem.contains("role/denied") == true)
        #expect(failure?.problem.contains("no trust") == true)
    }

    @Test func manyRequestsWaitForOneSearch() async throws {
        let gate = LoopbackServer.Gate()
        let server = LoopbackServer { request, _ in
            guard request.operation == "AssumeRole" else { return .json(transformPage([])) }
            return .held(
                gate,
                .xml(
                    """
                    <R><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
                    <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
                    </AssumeRoleResult></R>
                    """))
        }
        defer { server.stop() }
        let home = try TestHome(
            config: """
                [default]
                role_arn = arn:aws:iam::123456789012:role/r
                source_profile = base
                region = us-east-1
                [profile base]
                \(Self.keys("BASE"))
                """)
        let client = try home.client(endpointURL: server.url)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<20 {
                group.addTask { _ = try await client.send(ListTransformJobsRequest(nameContains: "\(index)")) }
            }
            while server.requests.isEmpty { await Task.yield() }
            gate.open()
            try await group.waitForAll()
        }
        #expect(server.requests.filter { $0.operation == "AssumeRole" }.count == 1)
    }

    @Test func credentialsAreRenewedAheadOfTheirEnd() async throws {
        // An hour from the fake clock's start.
        let server = Self.sts(expiration: "2025-11-22T19:40:00Z")
        defer { server.stop() }
        let home = try TestHome(
            config: """
                [default]
                role_arn = arn:aws:iam::123456789012:role/r
                source_profile = base
                region = us-east-1
                [profile base]
                \(Self.keys("BASE"))
                """)
        func searches() -> Int { server.requests.filter { $0.operation == "AssumeRole" }.count }
        let clock = FakeClock()
        let client = try home.client(clock: clock, endpointURL: server.url)
        #expect(await failure(client) == nil)
        #expect(searches() == 1)
        clock.advance(3600 - CredentialsStore.advisory - 60)
        #expect(await failure(client) == nil)
        #expect(searches() == 1)
        // In the background from 15 minutes before the end.
        clock.advance(120)
        #expect(await failure(client) == nil)
        while searches() < 2 { await Task.yield() }

        // Within 10 minutes, a request waits for it.
        let lateClock = FakeClock()
        let lateClient = try home.client(clock: lateClock, endpointURL: server.url)
        #expect(await failure(lateClient) == nil)
        let before = searches()
        lateClock.advance(3600 - CredentialsStore.mandatory + 60)
        #expect(await failure(lateClient) == nil)
        #expect(searches() == before + 1)
    }

    @Test func aNewLoginIsPickedUpWithoutARestart() async throws {
        let server = LoopbackServer { request, _ in
            Self.signer(request) == "AKIAFLIGHTDECKNEW"
                ? .json(transformPage([]))
                : .json(#"{"__type":"ExpiredTokenException","message":"The security token is expired"}"#, status: 400)
        }
        defer { server.stop() }
        let home = try TestHome(
            config: "[default]\nregion = us-east-1\n", credentials: "[default]\n\(Self.keys("OLD"))")
        let client = try home.client(endpointURL: server.url)
        #expect(await failure(client)?.isExpiredCredentials == true)
        #expect(server.requests.count == 1)
        try home.directory.write("[default]\n\(Self.keys("NEW"))", to: "credentials")
        #expect(await failure(client) == nil)
    }

    @Test func missingCredentialsArePickedUpToo() async throws {
        let server = Self.sts()
        defer { server.stop() }
        let home = try TestHome(config: "[default]\nregion = us-east-1\n")
        let client = try home.client(endpointURL: server.url)
        #expect(await failure(client)?.concernsAccess == true)
        try home.directory.write("[default]\n\(Self.keys("NEW"))", to: "credentials")
        #expect(await failure(client) == nil)
    }
}
