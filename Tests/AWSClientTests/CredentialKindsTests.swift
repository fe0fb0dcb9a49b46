import AWSOperations
import AWSSigning
import Synchronization
import Testing

@testable import AWSClient

/// Web identity, processes, MFA and the role cache.
@Suite struct CredentialKindsTests {
    private static func sts() -> LoopbackServer {
        LoopbackServer { request, _ in
            guard request.operation.hasPrefix("AssumeRole") else { return .json(transformPage([])) }
            if request.text.contains("WebIdentityToken=bad") {
                return .xml(
                    "<E><Error><Code>InvalidIdentityToken</Code><Message>not this</Message></Error></E>",
                    status: 400)
            }
            let operation = request.operation
            return .xml(
                """
                <R><\(operation)Result><Credentials><AccessKeyId>ASIAROLE</AccessKeyId>
                <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
                <Expiration>2025-11-22T19:40:00Z</Expiration></Credentials>
                <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn>
                <AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser></\(operation)Result></R>
                """)
        }
    }

    @Test func webIdentityOfTheEnvironmentIsReadAgainAtRefresh() async throws {
        let server = Self.sts()
        defer { server.stop() }
        var home = try TestHome(config: "[default]\nregion = us-east-1\n")
        home.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = try home.directory.write("first", to: "token")
        home.environment["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/r"
        home.environment["AWS_ROLE_SESSION_NAME"] = "pod"
        let clock = FakeClock()
        let client = try home.client(clock: clock, endpointURL: server.url)
        #expect(await CredentialsScenario.failure(client) == nil)
        #expect(server.requests[0].headers["authorization"] == nil)
        #expect(server.requests[0].text.contains("&RoleSessionName=pod&WebIdentityToken=first"))
        #expect(CredentialsScenario.signer(server.requests[1]) == "ASIAROLE")
        try home.directory.write("second", to: "token")
        clock.advance(3600 - CredentialsStore.mandatory + 60)
        #expect(await CredentialsScenario.failure(client) == nil)
        #expect(server.requests[2].text.hasSuffix("&WebIdentityToken=second"))
    }

    @Test func webIdentityOfAProfile() async throws {
        let server = Self.sts()
        defer { server.stop() }
        let home = try TestHome(
            config: """
                [profile pod]
                role_arn = arn:aws:iam::123456789012:role/r
                web_identity_token_file = TOKEN
                region = us-east-1
                """)
        let token = try home.directory.write("bad-token-abcdefgh12345678", to: "token")
        let config = String(decoding: try home.directory.read("config"), as: UTF8.self)
        try home.directory.write(config.replacing("TOKEN", with: token), to: "config")
        let client = try home.client(profile: "pod", endpointURL: server.url)
        let failure = await CredentialsScenario.failure(client)
        #expect(failure?.problem.contains("InvalidIdentityToken: not this") == true)
        #expect(failure?.problem.contains("bad-token") == false)
        try home.directory.write("good", to: "token")
        #expect(await CredentialsScenario.failure(client) == nil)
        let roleless = try TestHome(environment: ["AWS_WEB_IDENTITY_TOKEN_FILE": token])
        #expect(try await CredentialsScenario.broken(roleless).problem.contains("no role"))
    }

    private func process(_ command: String) throws -> TestHome {
        try TestHome(config: "[profile p]\ncredential_process = \(command)\n")
    }

    @Test func processesPrintCredentials() async throws {
        let home = try process("/bin/sh -c 'cat \"$HOME/my answer\"'")
        try home.directory.write(
            """
            {"Version":1,"AccessKeyId":"ASIAPROC","SecretAccessKey":"s","SessionToken":"t",
            "Expiration":"2099-01-01T00:00:00Z"}
            """,
            to: "my answer")
        let found = try await CredentialsScenario.found(home, profile: "p")
        #expect(found.accessKeyID == "ASIAPROC")
        #expect(found.expiration == 4_070_908_800)
        try home.directory.write(#"{"Version":2,"AccessKeyId":"A","SecretAccessKey":"s"}"#, to: "my answer")
        #expect(try await CredentialsScenario.broken(home, profile: "p").problem.contains("version 2"))
        try home.directory.write(#"{"Version":1,"AccessKeyId":"A"}"#, to: "my answer")
        #expect(
            try await CredentialsScenario.broken(home, profile: "p").problem.contains(
                "didn't print AccessKeyId or SecretAccessKey"))
    }

    @Test func processesThatFailShowWhatTheySaid() async throws {
        let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
        let home = try process("/bin/sh -c 'echo \"vault is locked: \(secret)\" >&2; exit 3'")
        let error = try await CredentialsScenario.broken(home, profile: "p")
        #expect(error.problem.contains("status 3: vault is locked"))
        #expect(!error.problem.contains("wJalr"))
        #expect(error.problem.contains("config:2"))
        let missing = try await CredentialsScenario.broken(try process("/nonexistent/x"), profile: "p")
        #expect(missing.problem.contains("cannot start"))
        let noisy = try await CredentialsScenario.broken(try process("/usr/bin/yes"), profile: "p")
        #expect(noisy.problem.contains("more than credentials"))
        let long = try await CredentialsScenario.broken(
            try process("/bin/sh -c 'yes word | head -c 100000 >&2; exit 1'"), profile: "p")
        #expect(long.problem.count < 600)
    }

    @Test func aProcessEndsWithItsTask() async throws {
        let home = try process("/bin/sleep 1000")
        let task = Task { try await CredentialsScenario.found(home, profile: "p") }
        task.cancel()
        await #expect(throws: AWSFailure.cancelled) { try await task.value }
    }

    private static func mfaHome() throws -> TestHome {
        try TestHome(
            config: """
                [default]
                \(CredentialsScenario.keys("BASE"))
                [profile mfa]
                role_arn = arn:aws:iam::123456789012:role/r
                source_profile = default
                mfa_serial = arn:aws:iam::123456789012:mfa/me
                region = us-east-1
                """)
    }

    @Test func aCodeIsAskedForAtEachRefresh() async throws {
        let server = Self.sts()
        defer { server.stop() }
        let questions = Mutex<[MFAPrompt.Request]>([])
        let prompt = MFAPrompt { question in
            questions.withLock {
                $0.append(question)
                return " 12345\($0.count) "
            }
        }
        let clock = FakeClock()
        let home = try Self.mfaHome()
        let client = try home.client(
            clock: clock, profile: "mfa", endpointURL: server.url, mfaPrompt: prompt)
        #expect(await CredentialsScenario.failure(client) == nil)
        #expect(await CredentialsScenario.failure(client) == nil)
        let device = "arn:aws:iam::123456789012:mfa/me"
        let asked = MFAPrompt.Request(
            serialNumber: device, profile: "mfa", roleArn: "arn:aws:iam::123456789012:role/r")
        #expect(questions.withLock { $0 } == [asked])
        #expect(server.requests[0].text.contains("&TokenCode=123451"))
        #expect(server.requests[0].text.contains("&SerialNumber=arn%3Aaws%3Aiam%3A%3A123456789012%3Amfa%2Fme"))
        clock.advance(3600 - CredentialsStore.mandatory + 60)
        #expect(await CredentialsScenario.failure(client) == nil)
        // It is asked for beside the request, which goes out with what still holds.
        while questions.withLock({ $0.count }) < 2 { await Task.yield() }
        #expect(questions.withLock { $0.count } == 2)
        withExtendedLifetime(home) {}
    }

    @Test func noCodeIsAnErrorThatSaysWhatToDo() async throws {
        let home = try Self.mfaHome()
        let alone = await CredentialsScenario.failure(try home.client(profile: "mfa"))
        #expect(alone?.problem.contains("isn't interactive") == true)
        #expect(alone?.remedy.contains("export-credentials --profile mfa") == true)
        let declined = await CredentialsScenario.failure(
            try home.client(profile: "mfa", mfaPrompt: MFAPrompt { _ in nil }))
        #expect(declined?.problem.contains("none was given") == true)
        let odd = await CredentialsScenario.failure(
            try home.client(profile: "mfa", mfaPrompt: MFAPrompt { _ in "12 34" }))
        #expect(odd?.problem.contains("six digits") == true)
        #expect(odd?.problem.contains("12 34") == false)
    }

    @Test func rolesAreKeptAsTheAWSCLIKeepsThem() async throws {
        let server = Self.sts()
        defer { server.stop() }
        let home = try Self.mfaHome()
        let prompt = MFAPrompt { _ in "123456" }
        #expect(
            await CredentialsScenario.failure(
                try home.client(profile: "mfa", endpointURL: server.url, mfaPrompt: prompt)) == nil)
        let key = RoleCacheKey([
            "RoleArn": .text("arn:aws:iam::123456789012:role/r"),
            "SerialNumber": .text("arn:aws:iam::123456789012:mfa/me"),
        ])
        let file = "\(home.directory.path)/.aws/cli/cache/\(try #require(SHA1.hexDigest(key.text))).json"
        #expect(TestHome.mode(file) == 0o600)
        // The next program needs no code.
        #expect(await CredentialsScenario.failure(try home.client(profile: "mfa", endpointURL: server.url)) == nil)
        #expect(server.requests.filter { $0.operation == "AssumeRole" }.count == 1)
        // Under 15 minutes left, the file counts no more.
        let late = FakeClock(now: FakeClock().now + 3600 - 800)
        let asked = await CredentialsScenario.failure(
            try home.client(clock: late, profile: "mfa", endpointURL: server.url))
        #expect(asked?.problem.contains("isn't interactive") == true)
    }

    @Test func whatServicesRefuseDoesNotComeBackFromTheCache() async throws {
        let server = LoopbackServer { request, number in
            if request.operation == "AssumeRole" {
                return .xml(
                    """
                    <R><AssumeRoleResult><Credentials><AccessKeyId>ASIA\(number)</AccessKeyId>
                    <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
                    <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></R>
                    """)
            }
            return CredentialsScenario.signer(request) == "ASIA0"
                ? .json(#"{"__type":"ExpiredTokenException","message":"withdrawn"}"#, status: 400)
                : .json(transformPage([]))
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
        #expect(await CredentialsScenario.failure(try home.client(endpointURL: server.url)) == nil)
        #expect(server.requests.count == 4)
    }

    @Test func theReportSaysWhatOverridesWhat() async throws {
        let home = try TestHome(
            credentials: "[dev]\n\(CredentialsScenario.keys("DEV"))",
            environment: [
                "AWS_ACCESS_KEY_ID": "AKIAFLIGHTDECKENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_PROFILE": "dev",
            ])
        let client = try home.client()
        _ = try await client.credentials.current()
        let report = await client.credentialsReport()
        #expect(report[0].outcome == .found(accessKeyID: "AKIAFLIGHTDECKENV"))
        #expect(report[0].note == "AWS_ACCESS_KEY_ID in the environment overrides AWS_PROFILE = dev")
        let file = try #require(report.first { $0.provider == "credentials file" })
        #expect(file.outcome == .overridden(by: "environment"))
        #expect(file.origin?.description.hasSuffix("/credentials:2") == true)
        #expect(report.last?.outcome == .notReached)
    }
}
