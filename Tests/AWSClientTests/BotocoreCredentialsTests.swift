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

    private static func keys(_ name: String) -> String {
        CredentialsScenario.keys(name).replacing("secret-", with: "hush-")
    }
    private static func role(_ name: String) -> String { "role_arn = arn:aws:iam::123456789012:role/\(name)\n" }
    private static let environmentKeys = [
        "AWS_ACCESS_KEY_ID": "AKIAFLIGHTDECKENV", "AWS_SECRET_ACCESS_KEY": "hush-env", "AWS_SESSION_TOKEN": "hush-env",
    ]
    private static let webIdentity = [
        "AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token", "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/web",
    ]
    private static let start = "https://flightdeck.awsapps.com/start"
    private static let account = "sso_account_id = 123456789012\nsso_role_name = reader\n"
    private static let session = "[sso-session main]\nsso_start_url = \(start)\nsso_region = eu-west-1\n"
    private static let metadata = ["AWS_EC2_METADATA_DISABLED": "false"]
    private static let process = """
        credential_process = /bin/sh -c 'printf "{\\"Version\\":1,\\"AccessKeyId\\":\\"AKIAPROC\\",\
        \\"SecretAccessKey\\":\\"hush-p\\"}"'

        """

    static let scenarios: [Scenario] = [
        Scenario(name: "nothing at all"),
        Scenario(name: "environment", environment: environmentKeys),
        Scenario(
            name: "environment before AWS_PROFILE", credentials: "[dev]\n\(keys("DEV"))",
            environment: environmentKeys.merging(["AWS_PROFILE": "dev"]) { $1 }),
        Scenario(
            name: "a profile named outright before the environment", credentials: "[dev]\n\(keys("DEV"))",
            environment: environmentKeys, profile: "dev"),
        Scenario(name: "half of the environment", environment: ["AWS_ACCESS_KEY_ID": "A"]),
        Scenario(
            name: "AWS_DEFAULT_PROFILE", credentials: "[dev]\n\(keys("DEV"))",
            environment: ["AWS_DEFAULT_PROFILE": "dev"]),
        Scenario(
            name: "credentials before config", config: "[default]\n\(keys("C"))", credentials: "[default]\n\(keys("F"))"
        ),
        Scenario(name: "config alone", config: "[profile x]\n\(keys("C"))aws_session_token = hush-tok\n", profile: "x"),
        Scenario(name: "[x] is no profile in config", config: "[x]\n\(keys("C"))", environment: ["AWS_PROFILE": "x"]),
        Scenario(name: "half a pair", credentials: "[default]\naws_access_key_id = A\n"),
        Scenario(
            name: "a role with all options",
            config: "[profile r]\n\(role("r"))source_profile = b\nexternal_id = e/1\nduration_seconds = 1800\n"
                + "role_session_name = me\n",
            credentials: "[b]\n\(keys("B"))aws_session_token = hush-bt\n", profile: "r"),
        Scenario(
            name: "roles in a row",
            config: "[profile r]\n\(role("r"))source_profile = q\n[profile q]\n\(role("q"))source_profile = b\n",
            credentials: "[b]\n\(keys("B"))", profile: "r"),
        Scenario(
            name: "a role in the default profile before its keys",
            config: "[default]\n\(role("r"))source_profile = default\n", credentials: "[default]\n\(keys("B"))"),
        Scenario(
            name: "keys of a source before its role",
            config:
                "[profile r]\n\(role("r"))source_profile = q\n[profile q]\n\(role("q"))source_profile = b\n\(keys("Q"))",
            credentials: "[b]\n\(keys("B"))", profile: "r"),
        Scenario(
            name: "role by the environment", config: "[profile r]\n\(role("r"))credential_source = Environment\n",
            environment: environmentKeys, profile: "r"),
        Scenario(
            name: "role by the container", config: "[profile r]\n\(role("r"))credential_source = EcsContainer\n",
            environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/container"], profile: "r"),
        Scenario(
            name: "role by the instance", config: "[profile r]\n\(role("r"))credential_source = Ec2InstanceMetadata\n",
            environment: metadata, profile: "r"),
        Scenario(
            name: "role by an environment without keys",
            config: "[profile r]\n\(role("r"))credential_source = Environment\n", profile: "r"),
        Scenario(
            name: "an unknown credential_source", config: "[profile r]\n\(role("r"))credential_source = Moon\n",
            profile: "r"),
        Scenario(
            name: "two sources",
            config: "[profile r]\n\(role("r"))credential_source = Environment\nsource_profile = b\n",
            credentials: "[b]\n\(keys("B"))", environment: environmentKeys, profile: "r"),
        Scenario(name: "a role without a source", config: "[profile r]\n\(role("r"))\(keys("R"))", profile: "r"),
        Scenario(
            name: "a circle",
            config: "[profile r]\n\(role("r"))source_profile = q\n[profile q]\n\(role("q"))source_profile = r\n",
            profile: "r"),
        Scenario(
            name: "a source that is not there", config: "[profile r]\n\(role("r"))source_profile = q\n", profile: "r"),
        Scenario(
            name: "a source without credentials",
            config: "[profile r]\n\(role("r"))source_profile = q\n[profile q]\nregion = us-east-1\n", profile: "r"),
        Scenario(
            name: "a role refused", config: "[profile r]\n\(role("denied"))source_profile = b\n",
            credentials: "[b]\n\(keys("B"))", profile: "r"),
        Scenario(name: "web identity of the environment", environment: webIdentity),
        Scenario(
            name: "web identity before keys of the profile", credentials: "[default]\n\(keys("F"))",
            environment: webIdentity.merging(["AWS_ROLE_SESSION_NAME": "pod"]) { $1 }),
        Scenario(
            name: "a profile named outright before web identity of the environment",
            credentials: "[x]\n\(keys("F"))", environment: webIdentity, profile: "x"),
        Scenario(
            name: "web identity of a profile",
            config: "[profile w]\n\(role("web"))web_identity_token_file = HOME/token\n", profile: "w"),
        Scenario(
            name: "a role over web identity",
            config: "[profile r]\n\(role("r"))source_profile = w\n"
                + "[profile w]\n\(role("web"))web_identity_token_file = HOME/token\n", profile: "r"),
        Scenario(name: "web identity without a role", environment: ["AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token"]),
        Scenario(
            name: "web identity without its file",
            environment: webIdentity.merging(["AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/none"]) { $1 }),
        Scenario(
            name: "single sign-on by a session", config: "[profile s]\nsso_session = main\n\(account)\(session)",
            profile: "s", logins: ["main": ("hush-good", 7200)]),
        Scenario(
            name: "single sign-on, renewed", config: "[profile s]\nsso_session = main\n\(account)\(session)",
            profile: "s", logins: ["main": ("hush-old", 300)]),
        Scenario(
            name: "single sign-on, renewed after its end",
            config: "[profile s]\nsso_session = main\n\(account)\(session)", profile: "s",
            logins: ["main": ("hush-old", -300)]),
        Scenario(
            name: "single sign-on by a start URL",
            config: "[profile s]\nsso_start_url = \(start)\nsso_region = eu-west-1\n\(account)", profile: "s",
            logins: [start: ("hush-good", 7200)]),
        Scenario(
            name: "single sign-on by a start URL, ended",
            config: "[profile s]\nsso_start_url = \(start)\nsso_region = eu-west-1\n\(account)", profile: "s",
            logins: [start: ("hush-good", -1)]),
        Scenario(
            name: "single sign-on without a login", config: "[profile s]\nsso_session = main\n\(account)\(session)",
            profile: "s"),
        Scenario(
            name: "single sign-on, withdrawn", config: "[profile s]\nsso_session = main\n\(account)\(session)",
            profile: "s", logins: ["main": ("hush-bad", 7200)]),
        Scenario(
            name: "single sign-on without its session", config: "[profile s]\nsso_session = main\n\(account)",
            profile: "s"),
        Scenario(
            name: "single sign-on with two regions",
            config: "[profile s]\nsso_session = main\nsso_region = us-west-2\n\(account)\(session)", profile: "s",
            logins: ["main": ("hush-good", 7200)]),
        Scenario(
            name: "a session without a role is for others' tokens",
            config: "[profile s]\nsso_session = main\n\(keys("S"))\(session)", profile: "s"),
        Scenario(
            name: "single sign-on before keys", config: "[profile s]\nsso_session = main\n\(account)\(session)",
            credentials: "[s]\n\(keys("S"))", profile: "s", logins: ["main": ("hush-good", 7200)]),
        Scenario(
            name: "a role over single sign-on",
            config:
                "[profile r]\n\(role("r"))source_profile = s\n[profile s]\nsso_session = main\n\(account)\(session)",
            profile: "r", logins: ["main": ("hush-good", 7200)]),
        Scenario(name: "a process", config: "[default]\n\(process)"),
        Scenario(
            name: "keys of the credentials file before a process", config: "[default]\n\(process)",
            credentials: "[default]\n\(keys("F"))"),
        Scenario(name: "a process before keys of the config file", config: "[default]\n\(process)\(keys("C"))"),
        Scenario(
            name: "a role over a process",
            config: "[profile r]\n\(role("r"))source_profile = p\n[profile p]\n\(process)", profile: "r"),
        Scenario(name: "a process that fails", config: "[default]\ncredential_process = /bin/false\n\(keys("C"))"),
        Scenario(name: "a process that is not there", config: "[default]\ncredential_process = /nonexistent\n"),
        Scenario(name: "a process without a closing quote", config: "[default]\ncredential_process = /bin/sh -c 'x\n"),
        Scenario(
            name: "the container with a token",
            environment: [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/container",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic hush",
            ]),
        Scenario(
            name: "the container with a token's file before the instance",
            environment: metadata.merging([
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "URL/container",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "HOME/token",
            ]) { $1 }),
        Scenario(name: "the instance", environment: metadata),
        Scenario(name: "keys before the instance", credentials: "[default]\n\(keys("F"))", environment: metadata),
    ]

    private static func home(_ scenario: Scenario, server: LoopbackServer) throws -> TestHome {
        var home = try TestHome(config: "", credentials: scenario.credentials, environment: scenario.environment)
        let path = home.directory.path
        try home.directory.write(scenario.config.replacing("HOME", with: path), to: "config")
        try home.directory.write("hush-web", to: "token")
        home.environment = home.environment.mapValues {
            $0.replacing("HOME", with: path).replacing("URL", with: server.url)
        }
        home.environment.merge([
            "AWS_ENDPOINT_URL": server.url, "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url,
            "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "NO_PROXY": "*",
        ]) { $1 }
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
