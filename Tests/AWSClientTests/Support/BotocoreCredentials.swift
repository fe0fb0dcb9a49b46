import AWSOperations
import FoundationEssentials
import PythonOracle
import Subprocess
import Testing

@testable import AWSClient

/// What a search for credentials came to.
struct FoundCredentials: Codable, Equatable {
    /// Nil where there are none, or an error.
    var key: String?
    var secret: String?
    var token: String?
    /// Whole seconds since 1970.
    var expiration: Int?
}

/// botocore's search for credentials, with the caches of the AWS CLI.
enum BotocoreCredentials {
    private static let program = #"""
        import json, os, sys
        try:
            from botocore.session import Session
            from botocore.utils import JSONFileCache
        except ImportError:
            sys.exit("botocore is missing in " + sys.executable + ": run make test, or set FLIGHTDECK_PYTHON")
        found = {}
        try:
            session = Session(profile=sys.argv[1] or None)
            cache = JSONFileCache(os.path.expanduser("~/.aws/cli/cache"))
            for provider in session.get_component("credential_provider").providers:
                if hasattr(provider, "cache"):
                    provider.cache = cache
                if hasattr(provider, "_profile_provider_builder"):
                    provider._profile_provider_builder._cache = cache
            credentials = session.get_credentials()
            if credentials is not None:
                keys = credentials.get_frozen_credentials()
                end = getattr(credentials, "_expiry_time", None)
                found = {"key": keys.access_key, "secret": keys.secret_key, "token": keys.token or None,
                         "expiration": end and int(end.timestamp())}
        except Exception as error:
            print(type(error).__name__, error, file=sys.stderr)
        json.dump(found, sys.stdout)
        """#

    static func find(_ home: TestHome, profile: String?) async throws -> FoundCredentials {
        let variables = home.environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        return try await PythonOracle.answer(
            program, arguments: [profile ?? ""], environment: .custom(Dictionary(uniqueKeysWithValues: variables)))
    }
}

/// Everything that hands out credentials, at one address. Every secret in it holds the word `hush`.
enum CredentialsWorld {
    static let keys =
        #""AccessKeyId":"ASIAMETA","SecretAccessKey":"hush-s","Token":"hush-t","Expiration":"2099-01-01T00:00:00Z""#

    static func server() -> LoopbackServer {
        LoopbackServer { request, number in
            switch (request.method, request.path) {
            case ("PUT", "/v1/latest/api/token"): .json("{}", status: 404)
            // `/token-503` is a metadata service that answers so to whoever asks for a session.
            case ("PUT", let path) where path.hasPrefix("/token-"):
                .json("{}", status: Int(path.dropFirst(7).prefix(3)) ?? 0)
            case ("PUT", _): .answer(status: 200, headers: [], body: Array("session".utf8))
            case ("GET", let path) where path.hasSuffix("/latest/meta-data/iam/security-credentials/"):
                .answer(status: 200, headers: [], body: Array("role".utf8))
            case ("GET", "/endless/latest/meta-data/iam/security-credentials/role"):
                .json("{\"Code\":\"Success\",\(keys.replacing("2099-01-01T00:00:00Z", with: "soon"))}")
            case ("GET", let path) where path.hasSuffix("/latest/meta-data/iam/security-credentials/role"):
                .json("{\"Code\":\"Success\",\(keys)}")
            case ("GET", "/container"): .json("{\(keys)}")
            case ("GET", "/endless"): .json("{\(keys.replacing("2099-01-01T00:00:00Z", with: "soon"))}")
            case ("GET", "/http-date"):
                .json("{\(keys.replacing("2099-01-01T00:00:00Z", with: "Thu, 01 Jan 2099 00:00:00 GMT"))}")
            case ("GET", "/tokenless"): .json("{\(keys.replacing("hush-t", with: ""))}")
            case ("GET", "/busy"):
                switch number {
                case 0: .json("{}", status: 429)
                case 1: .json("")
                default: .json("{\(keys)}")
                }
            case ("GET", "/broken"): .json("{\(keys)")
            case ("GET", "/ended"): .json("{\(keys.replacing("2099", with: "2001"))}")
            case ("GET", "/federation/credentials"), ("POST", "/token"): portal(request)
            default: sts(request)
            }
        }
    }

    private static func portal(_ request: LoopbackServer.Request) -> LoopbackServer.Reply {
        if request.path == "/token" {
            return .json(
                #"{"accessToken":"hush-renewed","expiresIn":28800,"refreshToken":"hush-next","tokenType":"Bearer"}"#)
        }
        guard ["hush-good", "hush-renewed"].contains(request.headers["x-amz-sso_bearer_token"]) else {
            return .json("{}", status: 401, headers: [("x-amzn-ErrorType", "UnauthorizedException")])
        }
        return .json(
            """
            {"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"hush-s","sessionToken":"hush-t",
            "expiration":4070908800000}}
            """)
    }

    private static func sts(_ request: LoopbackServer.Request) -> LoopbackServer.Reply {
        let role = request.text.split(separator: "&").first { $0.hasPrefix("RoleArn=") }
        let name = role.map { String($0.split(separator: "F").last ?? "") } ?? ""
        guard name != "denied" else {
            return .xml(
                "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>",
                status: 403)
        }
        let operation = request.operation
        return .xml(
            """
            <\(operation)Response><\(operation)Result><Credentials><AccessKeyId>ASIA\(name)</AccessKeyId>
            <SecretAccessKey>hush-s</SecretAccessKey><SessionToken>hush-t</SessionToken>
            <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
            <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/\(name)/s</Arn>
            <AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser></\(operation)Result>
            <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></\(operation)Response>
            """)
    }

    /// What a request says, without what may differ: names of sessions made up for it, dates, user agents.
    static func essence(_ request: LoopbackServer.Request) -> String {
        func sorted(_ text: String) -> String {
            text.split(separator: "&")
                .filter { !$0.hasPrefix("RoleSessionName=botocore-") && !$0.hasPrefix("RoleSessionName=flightdeck-") }
                .sorted().joined(separator: "&")
        }
        let signer = CredentialsScenario.signer(request)
        let shown = signer.isEmpty ? request.headers["authorization"] ?? "" : signer
        // A JSON body's fields may come in any order.
        let fields = try? JSONDecoder().decode([String: String].self, from: Data(request.body))
        let body = fields.map { $0.sorted { $0.key < $1.key }.description } ?? sorted(request.text)
        return [
            request.method, request.path, sorted(request.query), shown, body,
            request.headers["x-amz-sso_bearer_token"] ?? "", request.headers["x-amz-security-token"] ?? "",
        ].joined(separator: " ")
    }
}
