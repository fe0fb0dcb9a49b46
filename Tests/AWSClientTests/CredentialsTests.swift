import AWSOperations
import AWSSigning
import Testing

@testable import AWSClient

/// Credential scenarios in made-up homes, with STS, container and instance metadata servers on loopback.
@Suite struct CredentialsTests {
    @Test func environmentGoesFirstUnlessAProfileIsAskedFor() async throws {
        let home = try TestHome(
            config: "[profile dev]\n",
            credentials: "[default]\n\(CredentialsScenario.keys("DEFAULT"))[dev]\n\(CredentialsScenario.keys("DEV"))",
            environment: [
                "AWS_ACCESS_KEY_ID": "AKIAFLIGHTDECKENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t",
                "AWS_PROFILE": "dev",
            ])
        let environment = try await CredentialsScenario.found(home)
        #expect(environment.accessKeyID == "AKIAFLIGHTDECKENV")
        #expect(environment.sessionToken == "t")
        #expect(try await CredentialsScenario.found(home, profile: "dev").accessKeyID == "AKIAFLIGHTDECKDEV")
        var without = home
        without.environment["AWS_ACCESS_KEY_ID"] = ""
        #expect(try await CredentialsScenario.found(without).accessKeyID == "AKIAFLIGHTDECKDEV")
    }

    @Test func halfAPairIsAnError() async throws {
        let half = try TestHome(environment: ["AWS_ACCESS_KEY_ID": "AKIAFLIGHTDECKENV"])
        #expect(try await CredentialsScenario.broken(half).problem.contains("AWS_SECRET_ACCESS_KEY is not"))
        let file = try TestHome(credentials: "[default]\naws_access_key_id = AKIAFLIGHTDECKX\n")
        let error = try await CredentialsScenario.broken(file)
        #expect(error.kind == .broken)
        #expect(error.problem.contains("/credentials:2"))
    }

    @Test func environmentCredentialsMayHaveExpired() async throws {
        var home = try TestHome(environment: [
            "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_CREDENTIAL_EXPIRATION": "2020-01-01T00:00:00Z",
        ])
        #expect(try await CredentialsScenario.broken(home).kind == .expired)
        home.environment["AWS_CREDENTIAL_EXPIRATION"] = "2099-01-01T00:00:00Z"
        #expect(try await CredentialsScenario.found(home).expiration == 4_070_908_800)
    }

    @Test func credentialsFileGoesBeforeConfig() async throws {
        let home = try TestHome(
            config:
                "[default]\n\(CredentialsScenario.keys("CONFIG"))[profile only]\n\(CredentialsScenario.keys("ONLY"))aws_session_token = t\n",
            credentials: "[default]\n\(CredentialsScenario.keys("FILE"))")
        #expect(try await CredentialsScenario.found(home).accessKeyID == "AKIAFLIGHTDECKFILE")
        let only = try await CredentialsScenario.found(home, profile: "only")
        #expect(only.accessKeyID == "AKIAFLIGHTDECKONLY")
        #expect(only.sessionToken == "t")
    }

    @Test func nothingFoundNamesWhatWasTried() async throws {
        let error = try await CredentialsScenario.broken(try TestHome())
        #expect(error.kind == .notFound)
        #expect(error.problem.contains("environment, assumed role"))
        #expect(error.remedy.contains("aws configure"))
    }

    @Test func nothingFoundNamesTheFileThatCannotBeRead() async throws {
        let home = try TestHome(environment: ["AWS_SHARED_CREDENTIALS_FILE": "/"])
        let error = try await CredentialsScenario.broken(home)
        #expect(error.kind == .notFound)
        #expect(error.problem.hasSuffix("; can't read /: it isn't a file"))
        #expect(error.remedy.hasPrefix("put a file there, or use another; or run aws configure"))
    }

    /// From a file with the line ends of Windows, or a secret made with echo.
    @Test(arguments: [
        ("AWS_ACCESS_KEY_ID", "hush\r", "AWS_ACCESS_KEY_ID ends in a line break"),
        ("AWS_SECRET_ACCESS_KEY", "hush\n", "AWS_SECRET_ACCESS_KEY ends in a line break"),
        ("AWS_SECRET_ACCESS_KEY", "hush\r\n", "AWS_SECRET_ACCESS_KEY ends in a line break"),
        ("AWS_SESSION_TOKEN", "\nhush", "AWS_SESSION_TOKEN begins with a line break"),
        ("AWS_SECURITY_TOKEN", "hu\nsh", "AWS_SECURITY_TOKEN holds a line break"),
        ("AWS_SECRET_ACCESS_KEY", "hu\u{1B}sh", #"AWS_SECRET_ACCESS_KEY holds the control character "\u{1B}""#),
    ])
    func lineBreaksInKeysAreRefused(_ variable: String, _ value: String, _ problem: String) async throws {
        var home = try TestHome(environment: ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s"])
        home.environment[variable] = value
        let error = try await CredentialsScenario.broken(home)
        #expect(error.problem == problem)
        #expect(error.remedy.contains("dos2unix"))
    }

    @Test func lineBreaksInKeysOfOtherPlacesAreRefused() async throws {
        let file = try TestHome(
            credentials: "[default]\naws_access_key_id = A\naws_secret_access_key = hush\n  hush\n")
        let inFile = try await CredentialsScenario.broken(file).problem
        #expect(inFile.hasPrefix("aws_secret_access_key in [default], "))
        #expect(inFile.hasSuffix("/credentials:3 holds a line break"))
        // The keys that a role is taken with go through the same check.
        let role = try TestHome(
            config: "[default]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = p\n[profile p]\n"
                + #"credential_process = /bin/echo '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"hush\n"}'"#)
        let inProcess = try await CredentialsScenario.broken(role).problem
        #expect(inProcess.hasPrefix("the secret access key (credential process, credential_process in [profile p], "))
        #expect(inProcess.hasSuffix("ends in a line break"))
        #expect(!inProcess.contains("hush"))
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
                \(CredentialsScenario.keys("BASE"))
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
        let server = CredentialsScenario.sts(expiration: "2025-11-22T19:40:00Z")
        defer { server.stop() }
        let home = try TestHome(
            config: """
                [default]
                role_arn = arn:aws:iam::123456789012:role/r
                source_profile = base
                region = us-east-1
                [profile base]
                \(CredentialsScenario.keys("BASE"))
                """)
        func searches() -> Int { server.requests.filter { $0.operation == "AssumeRole" }.count }
        let clock = FakeClock()
        let client = try home.client(clock: clock, endpointURL: server.url)
        #expect(await CredentialsScenario.failure(client) == nil)
        #expect(searches() == 1)
        clock.advance(3600 - CredentialsStore.advisory - 60)
        #expect(await CredentialsScenario.failure(client) == nil)
        #expect(searches() == 1)
        // In the background from 15 minutes before the end.
        clock.advance(120)
        #expect(await CredentialsScenario.failure(client) == nil)
        while searches() < 2 { await Task.yield() }

        // Within 10 minutes, a request waits for it.
        let lateClock = FakeClock()
        let lateClient = try home.client(clock: lateClock, endpointURL: server.url)
        #expect(await CredentialsScenario.failure(lateClient) == nil)
        let before = searches()
        lateClock.advance(3600 - CredentialsStore.mandatory + 60)
        #expect(await CredentialsScenario.failure(lateClient) == nil)
        #expect(searches() == before + 1)
    }

    @Test func aNewLoginIsPickedUpWithoutARestart() async throws {
        let server = LoopbackServer { request, _ in
            CredentialsScenario.signer(request) == "AKIAFLIGHTDECKNEW"
                ? .json(transformPage([]))
                : .json(#"{"__type":"ExpiredTokenException","message":"The security token is expired"}"#, status: 400)
        }
        defer { server.stop() }
        let home = try TestHome(
            config: "[default]\nregion = us-east-1\n", credentials: "[default]\n\(CredentialsScenario.keys("OLD"))")
        let client = try home.client(endpointURL: server.url)
        #expect(await CredentialsScenario.failure(client)?.isExpiredCredentials == true)
        #expect(server.requests.count == 1)
        try home.directory.write("[default]\n\(CredentialsScenario.keys("NEW"))", to: "credentials")
        #expect(await CredentialsScenario.failure(client) == nil)
    }

    @Test func missingCredentialsArePickedUpToo() async throws {
        let server = CredentialsScenario.sts()
        defer { server.stop() }
        let home = try TestHome(config: "[default]\nregion = us-east-1\n")
        let client = try home.client(endpointURL: server.url)
        #expect(await CredentialsScenario.failure(client)?.concernsAccess == true)
        try home.directory.write("[default]\n\(CredentialsScenario.keys("NEW"))", to: "credentials")
        #expect(await CredentialsScenario.failure(client) == nil)
    }
}
