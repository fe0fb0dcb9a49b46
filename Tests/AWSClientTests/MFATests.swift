import AWSOperations
import AWSSigning
import FoundationEssentials
import PythonOracle
import Subprocess
import Synchronization
import Testing

@testable import AWSClient

/// Codes of MFA devices: refused ones, refreshes that nobody waits for, and a session shared with the AWS CLI.
@Suite struct MFATests {
    private static func home() throws -> TestHome {
        try TestHome(
            config: """
                [default]
                \(CredentialsScenario.keys("BASE"))
                [profile mfa]
                role_arn = arn:aws:iam::123456789012:role/r
                source_profile = default
                mfa_serial = arn:aws:iam::123456789012:mfa/me
                duration_seconds = 3600
                region = us-east-1
                [profile over]
                role_arn = arn:aws:iam::123456789012:role/over
                source_profile = mfa
                region = us-east-1
                """)
    }

    /// An STS that takes one code alone, and credentials that end after an hour.
    private static func sts(
        accepting code: String, clock: FakeClock,
        refusal: String = "MultiFactorAuthentication failed with invalid MFA one time pass code. "
    ) -> LoopbackServer {
        LoopbackServer { request, number in
            guard request.operation == "AssumeRole" else { return .json(transformPage([])) }
            guard request.text.contains("TokenCode=\(code)") || !request.text.contains("SerialNumber") else {
                return .xml(
                    """
                    <ErrorResponse><Error><Code>AccessDenied</Code><Message>\(refusal)</Message></Error></ErrorResponse>
                    """, status: 403)
            }
            let end = Timestamp(secondsSinceEpoch: clock.now + 3600).iso8601
            return .xml(
                """
                <R><AssumeRoleResult><Credentials><AccessKeyId>ASIA\(number)</AccessKeyId>
                <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>\(end)</Expiration>
                </Credentials></AssumeRoleResult></R>
                """)
        }
    }

    /// Answers with the codes given, one after the other, and keeps the requests.
    private final class Person: Sendable {
        private let state: Mutex<(codes: [String?], requests: [MFAPrompt.Request])>
        init(_ codes: [String?]) { state = Mutex((codes, [])) }
        var requests: [MFAPrompt.Request] { state.withLock { $0.requests } }
        var prompt: MFAPrompt {
            MFAPrompt { request in
                self.state.withLock { state in
                    state.requests.append(request)
                    return state.codes.isEmpty ? nil : state.codes.removeFirst()
                }
            }
        }
    }

    @Test func aRefusedCodeIsAskedForAgainWithTheReason() async throws {
        let clock = FakeClock()
        let server = Self.sts(accepting: "222222", clock: clock)
        defer { server.stop() }
        let person = Person(["111111", "12", "222222"])
        let home = try Self.home()
        let client = try home.client(clock: clock, profile: "mfa", endpointURL: server.url, mfaPrompt: person.prompt)
        #expect(await CredentialsScenario.failure(client) == nil)
        #expect(person.requests.map(\.problem?.isEmpty) == [nil, false, false])
        #expect(person.requests[1].problem?.contains("refused") == true)
        #expect(person.requests[2].problem == "a code has six digits")
        #expect(server.requests.filter { $0.operation == "AssumeRole" }.count == 2)
    }

    @Test func wrongCodesComeToAnEnd() async throws {
        let clock = FakeClock()
        let server = Self.sts(accepting: "222222", clock: clock)
        defer { server.stop() }
        let person = Person(Array(repeating: "111111", count: 50))
        let home = try Self.home()
        let client = try home.client(clock: clock, profile: "mfa", endpointURL: server.url, mfaPrompt: person.prompt)
        let failure = await CredentialsScenario.failure(client)
        #expect(failure?.concernsAccess == true)
        #expect(failure?.problem.contains("refused") == true)
        #expect(failure?.problem.contains("111111") == false)
        #expect(person.requests.count == MFARoleCall.attempts)
    }

    @Test func aRoleThatIsDeniedIsNotTheCodesFault() async throws {
        let clock = FakeClock()
        let server = Self.sts(accepting: "222222", clock: clock, refusal: "not authorized to perform: sts:AssumeRole")
        defer { server.stop() }
        let person = Person(["111111", "222222"])
        let home = try Self.home()
        let client = try home.client(clock: clock, profile: "mfa", endpointURL: server.url, mfaPrompt: person.prompt)
        #expect(await CredentialsScenario.failure(client)?.problem.contains("can't assume the role") == true)
        #expect(person.requests.count == 1)
    }

    @Test func requestsAtOneTimeAskOnce() async throws {
        let clock = FakeClock()
        let server = Self.sts(accepting: "222222", clock: clock)
        defer { server.stop() }
        let person = Person(["222222", "222222"])
        let home = try Self.home()
        let client = try home.client(clock: clock, profile: "mfa", endpointURL: server.url, mfaPrompt: person.prompt)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask { _ = try await client.send(ListTransformJobsRequest(maxResults: number + 1)) }
            }
            try await group.waitForAll()
        }
        #expect(person.requests.count == 1)
    }

    @Test(arguments: ["mfa", "over"]) func nobodyWaitsForThePersonWhileTheOldOnesHold(_ profile: String) async throws {
        let clock = FakeClock()
        let server = Self.sts(accepting: "222222", clock: clock)
        defer { server.stop() }
        let isAsked = Counter()
        let (codes, typing) = AsyncStream.makeStream(of: String.self)
        let prompt = MFAPrompt { _ in
            isAsked.increment()
            for await code in codes { return code }
            return nil
        }
        typing.yield("222222")
        let home = try Self.home()
        let client = try home.client(clock: clock, profile: profile, endpointURL: server.url, mfaPrompt: prompt)
        let first = try await client.credentials.current()
        #expect(isAsked.value == 1)
        // Five minutes left: any other credentials would hold the request up.
        clock.advance(3600 - 300)
        #expect(try await client.credentials.current() == first)
        while isAsked.value < 2 { await Task.yield() }
        #expect(try await client.credentials.current() == first)
        typing.yield("222222")
        while try await client.credentials.current() == first { await Task.yield() }
        #expect(isAsked.value == 2)
        withExtendedLifetime(home) {}
    }

    @Test func whoeverDeclinesGoesOnUntilTheEnd() async throws {
        let clock = FakeClock()
        let server = Self.sts(accepting: "222222", clock: clock)
        defer { server.stop() }
        let person = Person(["222222"])
        let home = try Self.home()
        let client = try home.client(clock: clock, profile: "mfa", endpointURL: server.url, mfaPrompt: person.prompt)
        let first = try await client.credentials.current()
        clock.advance(3600 - 300)
        #expect(try await client.credentials.current() == first)
        while person.requests.count < 2 { await Task.yield() }
        #expect(try await client.credentials.current() == first)
        clock.advance(299)
        await #expect(throws: AWSFailure.self) { try await client.credentials.current() }
        withExtendedLifetime(home) {}
    }

    /// Whoever asks first, botocore with the AWS CLI's cache or this client, spares the other the code.
    @Test(arguments: [true, false]) func theSessionIsSharedWithTheAWSCLI(_ botocoreIsFirst: Bool) async throws {
        let server = LoopbackServer { request, number in
            guard request.operation == "AssumeRole" else { return .json(transformPage([])) }
            return .xml(
                """
                <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA\(number)</AccessKeyId>
                <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
                <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials><AssumedRoleUser>
                <Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn><AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser>
                </AssumeRoleResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleResponse>
                """)
        }
        defer { server.stop() }
        var home = try Self.home()
        home.environment["AWS_ENDPOINT_URL_STS"] = server.url
        let python = home
        func botocore() async throws -> String {
            let variables = python.environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
            let printed = try await PythonOracle.output(
                of: Self.program, environment: .custom(Dictionary(uniqueKeysWithValues: variables)))
            return printed.filter { !$0.isWhitespace }
        }
        let asked = Person(["123456"])
        func own() async throws -> String {
            let client = try home.client(profile: "mfa", mfaPrompt: asked.prompt)
            defer { withExtendedLifetime(client) {} }
            return try await client.credentials.current().accessKeyID
        }
        let first = botocoreIsFirst ? try await botocore() : try await own()
        let second = botocoreIsFirst ? try await own() : try await botocore()
        #expect(first == "ASIA0")
        #expect(second == "ASIA0")
        #expect(server.requests.count == 1)
        #expect(asked.requests.count == (botocoreIsFirst ? 0 : 1))
    }

    private static let program = #"""
        import os, sys
        from botocore.credentials import JSONFileCache
        from botocore.session import Session
        session = Session(profile="mfa")
        provider = session.get_component("credential_provider").get_provider("assume-role")
        provider.cache = JSONFileCache(os.path.expanduser("~/.aws/cli/cache"))
        provider._prompter = lambda text: "123456"
        print(session.get_credentials().get_frozen_credentials().access_key)
        """#
}
