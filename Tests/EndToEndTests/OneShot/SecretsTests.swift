import FoundationEssentials
import Subprocess
import Testing

/// Nothing secret is written, whatever goes wrong: every secret here holds the word `hush`.
@Suite("Secrets stay where they are", .serialized)
struct SecretsTests {
    private struct Scenario {
        var name: String
        var config = ""
        var variables: [String: String?] = [:]
        var files: [String: String] = [:]
        /// What shows that the scenario was met.
        var says: String
    }

    private static let role = "role_arn = arn:aws:iam::111122223333:role/flightdeck-operator\n"
    private static let keys =
        "aws_access_key_id = AKIAFLIGHTDECKPROFILE\naws_secret_access_key = hush/Secret+Key0123456789\n"

    private static let scenarios: [Scenario] = [
        Scenario(
            name: "keys of the environment that are refused",
            variables: [
                "AWS_ACCESS_KEY_ID": "AKIAFLIGHTDECKENV", "AWS_SECRET_ACCESS_KEY": "hush/Secret+Key0123456789",
                "AWS_SESSION_TOKEN": "hush//Token==",
            ], says: "security token"),
        Scenario(name: "keys of a profile", config: "[profile p]\n\(keys)", says: "security token"),
        Scenario(
            name: "a line of keys that is no setting", config: "[profile p]\naws_secret_access_key hush-key\n",
            says: "config:2"),
        Scenario(
            name: "a process that fails and says too much",
            config:
                "[profile p]\ncredential_process = /bin/sh -c 'echo hushSecret0123456789abcdef >&2; echo {\\\"SecretAccessKey\\\":\\\"hush\\\"; exit 3'\n",
            says: "3"),
        Scenario(
            name: "a process whose answer is not whole",
            config: "[profile p]\ncredential_process = /bin/echo '{\"Version\":1,\"SecretAccessKey\":\"hush-key\"'\n",
            says: "didn't print credentials"),
        Scenario(
            name: "a login that is over",
            config:
                "[profile p]\nsso_start_url = https://x/start\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = r\n",
            files: [
                ".aws/sso/cache/1a3c0b6f.json":
                    #"{"accessToken":"hush","expiresAt":"2020-01-01T00:00:00Z","refreshToken":"hush"}"#
            ], says: "aws sso login"),
        Scenario(
            name: "a token file that STS refuses",
            config: "[profile p]\n\(role)web_identity_token_file = HOME/token\n", files: ["token": "hush.web.token"],
            says: "AssumeRoleWithWebIdentity"),
        Scenario(
            name: "a role with an external id",
            config: "[profile p]\n\(role)source_profile = k\nexternal_id = hush-id\n[profile k]\n\(keys)",
            says: "can't assume the role"),
        Scenario(
            name: "a proxy that is not there", config: "[profile p]\n\(keys)",
            variables: ["HTTP_PROXY": "http://me:hush@127.0.0.1:1", "NO_PROXY": nil], says: "127.0.0.1"),
        Scenario(
            name: "an endpoint with a password", config: "[profile p]\n\(keys)",
            variables: ["AWS_ENDPOINT_URL": "http://me:hush@127.0.0.1:1"], says: "isn't an endpoint URL"),
        Scenario(
            name: "a container's token", config: "[profile p]\nregion = us-west-2\n",
            variables: [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1/get?token=hush",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "hush\nX: y",
            ], says: "AWS_CONTAINER"),
    ]

    @Test("over every way to get credentials wrong, with --debug")
    func nothingIsWritten() async throws {
        try await Workplace.withSandbox { sandbox in
            for scenario in Self.scenarios {
                try await Workplace.using { place in
                    for (name, text) in scenario.files.merging(
                        [
                            ".aws/config": scenario.config.replacing("HOME", with: place.folder)
                        ], uniquingKeysWith: { $1 })
                    {
                        let path = "\(place.folder)/\(name)"
                        let folder = String(path[..<path.lastIndex(of: "/")!])
                        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                        try Data(text.utf8).write(to: URL(filePath: path))
                    }
                    var tried = place.with([
                        "AWS_ENDPOINT_URL": sandbox.variables["AWS_ENDPOINT_URL"], "AWS_REGION": "us-west-2",
                        "AWS_MAX_ATTEMPTS": "1",
                    ])
                    if !scenario.config.isEmpty { tried = tried.with(["AWS_PROFILE": "p"]) }
                    let run = try await tried.with(scenario.variables).flightdeck("jobs", "--debug")
                    #expect(run.status != .exited(0), "\(scenario.name)")
                    let written = run.output + run.error
                    #expect(written.contains(scenario.says), "\(scenario.name): \(written)")
                    #expect(!written.lowercased().contains("hush"), "\(scenario.name): \(written)")
                }
            }
        }
    }
}
