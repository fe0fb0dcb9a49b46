import AWSOperations
import AWSSigning
import FoundationEssentials
import Logging
import Testing

@testable import AWSClient

/// botocore and this client in homes of the same making, with every service on loopback: the same credentials, by the
/// same requests, and the same files in the AWS CLI's caches; an error where botocore has an error or nothing.
@Suite struct BotocoreCredentialsTests {
    struct Scenario: CustomTestStringConvertible, Sendable {
        var name: String
        var config = ""
        var credentials = ""
        var environment: [String: String] = [:]
        var profile: String?
        /// Tokens of logins, by the name of their session or their start URL, with what is left of them in seconds.
        var logins: [String: (token: String, left: Double)] = [:]
        var testDescription: String { name }
    }

    private static func home(_ scenario: Scenario, server: LoopbackServer) throws -> TestHome {
        var home = try TestHome(config: "", credentials: scenario.credentials, environment: scenario.environment)
        let path = home.directory.path
        try home.directory.write(scenario.config.replacing("HOME", with: path), to: "config")
        try home.directory.write("hush-web", to: "token")
        try home.directory.write("hush-web\n", to: "token-line")
        home.environment = home.environment.mapValues {
            $0.replacing("HOME", with: path).replacing("URL", with: server.url)
        }
        home.environment.merge([
            "AWS_ENDPOINT_URL": server.url, "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url,
            "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "NO_PROXY": "*",
        ]) { own, _ in own }
        let now = ClientClock.system.now()
        for (name, login) in scenario.logins {
            let file = try #require(SHA1.hexDigest(name))
            func date(_ left: Double) -> String { StoredDate.text(Timestamp(secondsSinceEpoch: now + left)) }
            try home.directory.write(
                """
                {"accessToken":"\(login.token)","expiresAt":"\(date(login.left))","refreshToken":"hush-r","clientId":"c",
                "clientSecret":"hush-cs","registrationExpiresAt":"\(date(86_400))"}
                """, to: ".aws/sso/cache/\(file).json")
        }
        return home
    }

    private static func ours(_ home: TestHome, profile: String?) async -> FoundCredentials {
        let lines = LoggingTests.Lines()
        defer { #expect(!lines.all.contains { $0.contains("hush") }) }
        do throws(AWSFailure) {
            var configuration = try home.resolve(profile: profile)
            configuration.bypassesProxy = true
            configuration.logger = Logger(label: "test") { _ in LoggingTests.Handler(lines: lines) }
            let client = AWSClient(configuration: configuration)
            defer { withExtendedLifetime(client) {} }
            let result = await TestClient.failure { () throws(AWSFailure) in try await client.credentials.current() }
            lines.add("\(await client.credentialsReport())")
            if let result { throw result }
            let found = try await client.credentials.current()
            return FoundCredentials(
                key: found.accessKeyID, secret: found.secretAccessKey, token: found.sessionToken,
                expiration: found.expiration.map { Int($0) })
        } catch {
            lines.add("\(error) \(error.problem) \(error.remedy)")
            #expect(error.problem.contains { $0.isLetter } && !error.remedy.isEmpty)
            return FoundCredentials()
        }
    }

    @Test(arguments: scenarios) func findsWhatBotocoreFinds(_ scenario: Scenario) async throws {
        let (theirServer, ourServer) = (CredentialsWorld.server(), CredentialsWorld.server())
        defer {
            theirServer.stop()
            ourServer.stop()
        }
        let theirHome = try Self.home(scenario, server: theirServer)
        let ourHome = try Self.home(scenario, server: ourServer)
        let theirs = try await BotocoreCredentials.find(theirHome, profile: scenario.profile)
        let ours = await Self.ours(ourHome, profile: scenario.profile)
        #expect(ours == theirs)
        guard theirs.key != nil else { return }
        #expect(ourServer.requests.map(CredentialsWorld.essence) == theirServer.requests.map(CredentialsWorld.essence))
        for folder in [".aws/cli/cache", ".aws/sso/cache"] {
            #expect(Self.files(ourHome, folder) == Self.files(theirHome, folder))
        }
        // Each reads what the other wrote: no further call of STS or the portal.
        let before = (theirServer.requests.count, ourServer.requests.count)
        guard !Self.files(ourHome, ".aws/cli/cache").isEmpty else { return }
        var (swappedTheirs, swappedOurs) = (theirHome, ourHome)
        swappedTheirs.environment["HOME"] = ourHome.directory.path
        swappedOurs.environment["HOME"] = theirHome.directory.path
        #expect(try await BotocoreCredentials.find(swappedTheirs, profile: scenario.profile) == theirs)
        #expect(await Self.ours(swappedOurs, profile: scenario.profile) == ours)
        // botocore asks for the source's credentials although it will not need them.
        let repeated = ["/", "/token", "/federation/credentials"]
        #expect(!theirServer.requests.dropFirst(before.0).contains { repeated.contains($0.path) })
        #expect(ourServer.requests.dropFirst(before.1).isEmpty)
    }

    private static func files(_ home: TestHome, _ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(home.directory.path)/\(folder)")) ?? []).sorted()
    }
}
