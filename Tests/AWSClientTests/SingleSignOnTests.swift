import AWSOperations
import AWSSigning
import Testing

@testable import AWSClient

/// Single sign-on in both forms, from logins in a made-up home.
@Suite struct SingleSignOnTests {
    static let config = """
        [profile session]
        sso_session = main
        sso_account_id = 123456789012
        sso_role_name = reader
        region = us-east-1
        [sso-session main]
        sso_start_url = https://flightdeck.awsapps.com/start
        sso_region = eu-west-1
        [profile "my legacy"]
        sso_start_url = https://flightdeck.awsapps.com/start
        sso_region = eu-west-1
        sso_account_id = 123456789012
        sso_role_name = reader
        region = us-east-1
        """

    /// A portal that takes the tokens `good` and `renewed`.
    static func portal() -> LoopbackServer {
        LoopbackServer { request, _ in
            switch request.path {
            case "/token":
                return request.text.contains("\"refresh-good\"")
                    ? .json(#"{"accessToken":"renewed","expiresIn":28800,"refreshToken":"refresh-next"}"#)
                    : .json(
                        #"{"error":"invalid_grant"}"#, status: 400,
                        headers: [("x-amzn-ErrorType", "InvalidGrantException")])
            case "/federation/credentials":
                guard ["good", "renewed"].contains(request.headers["x-amz-sso_bearer_token"]) else {
                    return .json(
                        #"{"message":"no"}"#, status: 401,
                        headers: [("x-amzn-ErrorType", "UnauthorizedException")])
                }
                return .json(
                    """
                    {"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t",
                    "expiration":4070908800000}}
                    """)
            default: return .json(transformPage([]))
            }
        }
    }

    /// A login file; `left` in seconds from the fake clock's start.
    static func login(_ home: TestHome, name: String, token: String, left: Double, refresh: String? = nil) throws {
        func date(_ left: Double) -> String { Timestamp(secondsSinceEpoch: FakeClock().now + left).iso8601 }
        let more = refresh.map {
            #","refreshToken":"\#($0)","clientId":"c","clientSecret":"cs","registrationExpiresAt":"\#(date(86_400))""#
        }
        try home.directory.write(
            #"{"accessToken":"\#(token)","expiresAt":"\#(date(left))"\#(more ?? "")}"#,
            to: ".aws/sso/cache/\(try #require(SHA1.hexDigest(name))).json")
    }

    @Test(arguments: [("session", "main"), ("my legacy", "https://flightdeck.awsapps.com/start")])
    func rolesByALogin(_ profile: String, _ name: String) async throws {
        let server = Self.portal()
        defer { server.stop() }
        let home = try TestHome(config: Self.config)
        try Self.login(home, name: name, token: "good", left: 7200)
        #expect(await CredentialsScenario.failure(try home.client(profile: profile, endpointURL: server.url)) == nil)
        #expect(server.requests.map(\.path) == ["/federation/credentials", "/"])
        #expect(server.requests[0].query == "role_name=reader&account_id=123456789012")
        #expect(server.requests[0].headers["authorization"] == nil)
        #expect(CredentialsScenario.signer(server.requests[1]) == "ASIASSO")
        // The next client takes them from the cache of the AWS CLI.
        #expect(await CredentialsScenario.failure(try home.client(profile: profile, endpointURL: server.url)) == nil)
        #expect(server.requests.count == 3)
    }

    @Test func aSessionIsRenewedBeforeItEnds() async throws {
        let server = Self.portal()
        defer { server.stop() }
        let home = try TestHome(config: Self.config)
        try Self.login(home, name: "main", token: "old", left: 600, refresh: "refresh-good")
        #expect(await CredentialsScenario.failure(try home.client(profile: "session", endpointURL: server.url)) == nil)
        #expect(server.requests.map(\.path) == ["/token", "/federation/credentials", "/"])
        let file = "\(home.directory.path)/.aws/sso/cache/\(try #require(SHA1.hexDigest("main"))).json"
        let token = try #require(SingleSignOnToken.read(file))
        #expect(token.accessToken == "renewed")
        #expect(token.refreshToken == "refresh-next")
        #expect(token.clientID == "c")
        #expect(token.expiresAt == Timestamp(secondsSinceEpoch: FakeClock().now + 28_800).iso8601)
        #expect(TestHome.mode(file) == 0o600)
    }

    @Test func aTokenThatStillHoldsDoesWhereRenewalFails() async throws {
        let server = Self.portal()
        defer { server.stop() }
        let home = try TestHome(config: Self.config)
        try Self.login(home, name: "main", token: "good", left: 600, refresh: "refresh-spent")
        #expect(await CredentialsScenario.failure(try home.client(profile: "session", endpointURL: server.url)) == nil)
        #expect(server.requests.map(\.path) == ["/token", "/federation/credentials", "/"])
    }

    @Test(arguments: [
        ("session", "main", "run: aws sso login --sso-session main"),
        ("my legacy", "https://flightdeck.awsapps.com/start", "run: aws sso login --profile 'my legacy'"),
    ])
    func anEndedLoginNamesTheLine(_ profile: String, _ name: String, _ line: String) async throws {
        let server = Self.portal()
        defer { server.stop() }
        let home = try TestHome(config: Self.config)
        let client = try home.client(profile: profile, endpointURL: server.url)
        // None, one that has expired, and one that was withdrawn.
        let none = await CredentialsScenario.failure(client)
        try Self.login(home, name: name, token: "secret-token-1234567890", left: -1)
        let expired = await CredentialsScenario.failure(client)
        try Self.login(home, name: name, token: "secret-token-1234567890", left: 7200)
        let withdrawn = await CredentialsScenario.failure(client)
        for failure in [none, expired, withdrawn] {
            #expect(failure?.isExpiredCredentials == true)
            #expect(failure?.remedy == line)
            #expect("\(String(describing: failure))".contains("secret-token") == false)
        }
        // A login elsewhere is seen without a restart.
        try Self.login(home, name: name, token: "good", left: 7200)
        #expect(await CredentialsScenario.failure(client) == nil)
    }

    @Test func aRoleOverSingleSignOn() async throws {
        let sts = CredentialsScenario.sts()
        let portal = Self.portal()
        defer {
            sts.stop()
            portal.stop()
        }
        var home = try TestHome(
            config: Self.config + """

                [profile over]
                role_arn = arn:aws:iam::123456789012:role/over
                source_profile = session
                region = us-east-1
                """)
        try Self.login(home, name: "main", token: "good", left: 7200)
        home.environment["AWS_ENDPOINT_URL_SSO"] = portal.url
        home.environment["AWS_ENDPOINT_URL"] = sts.url
        #expect(await CredentialsScenario.failure(try home.client(profile: "over")) == nil)
        #expect(sts.requests.map(CredentialsScenario.signer) == ["ASIASSO", "ASIAover"])
    }
}
