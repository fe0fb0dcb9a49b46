import AWSOperations
import AWSSigning
import Testing

@testable import AWSClient

/// Which credentials need a person at their end, and what the client says of it; the clock by an answer's date.
@Suite struct RenewalTests {
    private func singleSignOn(left: Double, refresh: String? = nil, session: Bool = true) async throws -> String? {
        let server = SingleSignOnTests.portal()
        defer { server.stop() }
        let home = try TestHome(
            config: SingleSignOnTests.config + "\n",
            environment: ["AWS_ENDPOINT_URL": server.url, "AWS_PROFILE": session ? "session" : "my legacy"])
        let name = session ? "main" : "https://flightdeck.awsapps.com/start"
        try SingleSignOnTests.login(home, name: name, token: "good", left: left, refresh: refresh)
        let found = await (try home.client()).findCredentials()
        #expect(found.failure == nil)
        #expect(found.accessKeyID == "ASIASSO")
        return found.renewal?.remedy
    }

    @Test func aLoginThatEndsBeforeTheRoleDoesNeedsAPerson() async throws {
        #expect(try await singleSignOn(left: 3600) == "run: aws sso login --sso-session main")
        #expect(try await singleSignOn(left: 3600, session: false) == "run: aws sso login --profile 'my legacy'")
        #expect(try await singleSignOn(left: 4_000_000_000) == nil)
    }

    @Test func keysOfTheEnvironmentNeedAPersonAtTheirEnd() async throws {
        var home = try TestHome(environment: ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "s"])
        #expect(await (try home.client()).findCredentials().renewal == nil)
        home.environment["AWS_CREDENTIAL_EXPIRATION"] = "2099-01-01T00:00:00Z"
        let found = await (try home.client()).findCredentials()
        #expect(found.renewal?.remedy.contains("export") == true)
        #expect(found.expiration?.iso8601 == "2099-01-01T00:00:00Z")
        #expect(found.providers.first?.outcome == .found(accessKeyID: "AKIDEXAMPLE"))
    }

    @Test func aRoleWithAnMFADeviceNeedsItsCode() async throws {
        let server = CredentialsScenario.sts()
        defer { server.stop() }
        func need(_ device: String) async throws -> RenewalNeed? {
            let home = try TestHome(
                config: """
                    [default]
                    region = us-east-1
                    role_arn = arn:aws:iam::123456789012:role/outer
                    source_profile = inner
                    [profile inner]
                    role_arn = arn:aws:iam::123456789012:role/inner
                    source_profile = base
                    \(device)
                    [profile base]
                    \(CredentialsScenario.keys("BASE"))
                    """, environment: ["AWS_ENDPOINT_URL": server.url])
            let client = try home.client(mfaPrompt: MFAPrompt { _ in "123456" })
            let found = await client.findCredentials()
            #expect(found.failure == nil)
            return found.renewal
        }
        #expect(try await need("") == nil)
        #expect(
            try await need("mfa_serial = arn:aws:iam::123456789012:mfa/me")?.remedy.contains("profile inner") == true)
    }

    @Test func aFailureIsFoundWithItsProviders() async throws {
        let found = await (try TestHome().client()).findCredentials()
        #expect(found.failure?.concernsAccess == true)
        #expect(found.accessKeyID == nil)
        #expect(found.providers.count > 5)
    }

    @Test func refusedKeysWithoutOthersAreAnnounced() async throws {
        let server = LoopbackServer { _, _ in
            .json(
                #"{"__type":"ExpiredTokenException","message":"The security token included in the request is expired"}"#,
                status: 400)
        }
        defer { server.stop() }
        let home = try TestHome(
            config: "[default]\nregion = us-east-1\n", credentials: "[default]\n\(CredentialsScenario.keys("OLD"))")
        let client = try home.client(endpointURL: server.url)
        let events = client.events()
        #expect(await CredentialsScenario.failure(client)?.isExpiredCredentials == true)
        for await event in events {
            guard case .credentialsRefused(let id, let remedy) = event else { continue }
            #expect(id == "AKIAFLIGHTDECKOLD")
            #expect(remedy.contains("without a restart"))
            break
        }
    }

    @Test func credentialsThatCannotBeReplacedAreAnnounced() async throws {
        let clock = FakeClock()
        let end = Timestamp(secondsSinceEpoch: clock.now + 20 * 60)
        let server = LoopbackServer { request, number in
            guard request.operation == "AssumeRole" else { return .json(transformPage([])) }
            guard number == 0 else {
                return .xml(
                    "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no more</Message></Error></ErrorResponse>",
                    status: 403)
            }
            return .xml(
                """
                <R><AssumeRoleResult><Credentials><AccessKeyId>ASIAFIRST</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
                <SessionToken>t</SessionToken><Expiration>\(end.iso8601)</Expiration></Credentials></AssumeRoleResult></R>
                """)
        }
        defer { server.stop() }
        let home = try TestHome(
            config: """
                [default]
                region = us-east-1
                role_arn = arn:aws:iam::123456789012:role/r
                source_profile = base
                [profile base]
                \(CredentialsScenario.keys("BASE"))
                """, environment: ["AWS_ENDPOINT_URL": server.url])
        let client = try home.client(clock: clock)
        let events = client.events()
        #expect(await CredentialsScenario.failure(client) == nil)
        clock.advance(8 * 60)
        #expect(await CredentialsScenario.failure(client) == nil, "they still hold")
        for await event in events {
            guard case .credentialsRefreshFailed(_, let remedy, let id, let expiration) = event else { continue }
            #expect(id == "ASIAFIRST")
            #expect(expiration == end)
            #expect(remedy.contains("role_arn"))
            break
        }
    }

    @Test func theClockIsReadFromAnyAnswer() async throws {
        let clock = FakeClock(now: 1_795_000_000)
        let server = LoopbackServer { request, _ in
            #expect(request.headers["authorization"] == nil, "nothing is signed")
            return .json("{}", status: 403, headers: [("Date", "Wed, 18 Nov 2026 12:06:40 GMT")])
        }
        defer { server.stop() }
        let offset = try await TestClient.make(server, clock: clock).measureClockOffset()
        #expect(abs(offset - (Timestamp(iso8601: "2026-11-18T12:06:40Z")!.secondsSinceEpoch - clock.now)) <= 1)
        let silent = LoopbackServer { _, _ in .json("{}") }
        defer { silent.stop() }
        let failure = await TestClient.failure { () throws(AWSFailure) in
            try await TestClient.make(silent).measureClockOffset()
        }
        #expect(failure != nil)
    }
}
