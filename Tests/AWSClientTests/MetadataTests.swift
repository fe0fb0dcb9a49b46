import AWSOperations
import AWSSigning
import Testing

@testable import AWSClient

/// Credentials of containers and instances, from servers on loopback.
@Suite struct MetadataTests {
    static let answer = """
        {"Code":"Success","AccessKeyId":"ASIAMETA","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"}
        """

    private func find(_ environment: [String: String]) async throws(AWSFailure) -> Credentials {
        let home: TestHome
        do { home = try TestHome(environment: environment) } catch { throw .cancelled }
        let client = try home.client(endpointURL: "http://127.0.0.1:1")
        // The network's thread ends with the client.
        defer { withExtendedLifetime(client) {} }
        return try await client.credentials.current()
    }

    private func problem(_ environment: [String: String]) async -> String? {
        await TestClient.failure { () throws(AWSFailure) in try await find(environment) }?.problem
    }

    @Test func containersByURLAndToken() async throws {
        let server = LoopbackServer { request, _ in
            request.headers["authorization"] == "tok/+=" ? .json(Self.answer) : .json("{}", status: 401)
        }
        defer { server.stop() }
        let found = try await find([
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url + "/creds?id=1",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "tok/+=",
        ])
        #expect(found.accessKeyID == "ASIAMETA")
        #expect(found.sessionToken == "t")
        #expect(found.expiration == 4_070_908_800)
        #expect(server.requests[0].path == "/creds")
        #expect(server.requests[0].query == "id=1")
        // The file goes before the variable.
        let directory = try TemporaryDirectory()
        let file = try directory.write("tok/+=", to: "token")
        let again = try await find([
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "other",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": file,
        ])
        #expect(again.accessKeyID == "ASIAMETA")
    }

    @Test func brokenContainersAreErrors() async throws {
        let server = LoopbackServer { request, number in
            switch request.path {
            case "/500": number < 2 ? .json("", status: 500) : .json(Self.answer)
            case "/down": .json("", status: 503)
            case "/text": .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi".utf8))
            case "/keyless": .json(#"{"AccessKeyId":"a"}"#)
            case "/endless": .json(Self.answer.replacing("2099-01-01T00:00:00Z", with: "soon"))
            case "/code": .json(#"{"Code":"Failed","Message":"no role"}"#)
            default: .json("", status: 404)
            }
        }
        defer { server.stop() }
        func at(_ path: String, _ more: [String: String] = [:]) async -> String? {
            await problem(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url + path].merging(more) { $1 })
        }
        #expect(await at("/500") == nil)
        #expect(await at("/down")?.contains("HTTP 503") == true)
        #expect(await at("/missing")?.contains("HTTP 404") == true)
        #expect(await at("/text")?.contains("a response without credentials") == true)
        #expect(server.requests.count == 12, "whatever is no answer is asked for three times")
        #expect(await at("/endless")?.contains("an invalid Expiration: soon") == true)
        #expect(await at("/keyless")?.contains("without an access key") == true)
        #expect(await at("/code")?.contains("no role") == true)
        #expect(await at("/x", ["AWS_CONTAINER_AUTHORIZATION_TOKEN": "a\nb"])?.contains("line break") == true)
        #expect(
            await at("/x", ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/nonexistent"])?.contains("can't read")
                == true)
    }

    @Test(arguments: [
        ("https://example.com/x", true), ("http://127.0.0.1/x", true), ("http://127.9.9.9:80", true),
        ("http://localhost:9/x", true), ("http://[::1]/x", true), ("http://169.254.170.2/x?a=b", true),
        ("http://169.254.170.23/v1/credentials", true), ("http://[fd00:ec2::23]/v1", true),
        ("http://example.com/x", false), ("http://127.0.0.1.example.com/", false), ("http://169.254.169.254/", false),
        ("http://127.0.0.1@example.com/", false), ("ftp://localhost/", false), ("http://127.1/", false), ("", false),
    ])
    func trustedHosts(_ url: String, _ isTrusted: Bool) {
        #expect(ContainerCredentials.isTrusted(url) == isTrusted)
    }

    @Test func hostsThatAreNotTrustedAreNotAsked() async {
        #expect(
            await problem(["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/"])?.contains(
                "isn't allowed for credentials") == true)
    }

    private func metadata(_ server: LoopbackServer, _ more: [String: String] = [:]) -> [String: String] {
        ["AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url].merging(more) { $1 }
    }

    @Test func instancesBySessionToken() async throws {
        let server = LoopbackServer { request, _ in
            if request.method == "PUT" {
                return request.headers["x-aws-ec2-metadata-token-ttl-seconds"] == "21600"
                    ? .answer(status: 200, headers: [], body: Array("session".utf8)) : .json("", status: 400)
            }
            guard request.headers["x-aws-ec2-metadata-token"] == "session" else { return .json("", status: 401) }
            switch request.path {
            case "/latest/meta-data/iam/security-credentials/":
                return .answer(status: 200, headers: [], body: Array("my role\n".utf8))
            case "/latest/meta-data/iam/security-credentials/my%20role": return .json(Self.answer)
            default: return .json("", status: 404)
            }
        }
        defer { server.stop() }
        #expect(try await find(metadata(server)).accessKeyID == "ASIAMETA")
        #expect(server.requests.map(\.method) == ["PUT", "GET", "GET"])
    }

    /// Keys near their end, and past it, count for some ten minutes more: services take them while metadata is in trouble.
    @Test(arguments: ["2001-01-01T00:00:00Z", "2025-11-22T18:42:00Z"])
    func anInstanceInTroubleKeepsItsRole(_ end: String) async throws {
        let server = LoopbackServer { request, number in
            switch number {
            case 0, 1: .answer(status: 200, headers: [], body: Array("word".utf8))
            default:
                .json(
                    #"{"Code":"Success","AccessKeyId":"ASIAOLD","SecretAccessKey":"s","Token":"t","Expiration":"\#(end)"}"#
                )
            }
        }
        defer { server.stop() }
        let clock = FakeClock()
        let home = try TestHome(environment: metadata(server))
        let client = try home.client(clock: clock)
        let found = try await client.credentials.current()
        withExtendedLifetime(client) {}
        #expect(found.accessKeyID == "ASIAOLD")
        #expect(try #require(found.expiration) - clock.now == 600 + 120 + 240)
    }

    /// A session's answer is not let through to containers where the hop limit is one.
    @Test func anInstanceThatKeepsItsSessionsIsAskedWithoutOne() async throws {
        let server = LoopbackServer { request, _ in
            if request.method == "PUT" { return .stall([]) }
            return request.path.hasSuffix("/")
                ? .answer(status: 200, headers: [], body: Array("role".utf8)) : .json(Self.answer)
        }
        defer { server.stop() }
        let quick = ["AWS_METADATA_SERVICE_TIMEOUT": "0.3"]
        #expect(try await find(metadata(server, quick)).accessKeyID == "ASIAMETA")
        #expect(!server.requests.contains { $0.headers["x-aws-ec2-metadata-token"] != nil })
    }

    @Test func instancesWithoutARole() async throws {
        let server = LoopbackServer { request, _ in
            request.method == "PUT"
                ? .answer(status: 200, headers: [], body: Array("session".utf8)) : .json("", status: 404)
        }
        defer { server.stop() }
        #expect(await problem(metadata(server))?.hasPrefix("no AWS credentials found") == true)
    }

    @Test func machinesWithoutMetadata() async throws {
        let server = LoopbackServer { _, _ in .reset }
        defer { server.stop() }
        #expect(await problem(metadata(server))?.hasPrefix("no AWS credentials found") == true)
        let silent = LoopbackServer { _, _ in .stall([]) }
        defer { silent.stop() }
        #expect(
            await problem(metadata(silent, ["AWS_METADATA_SERVICE_TIMEOUT": "0.05"]))?
                .hasPrefix("no AWS credentials found") == true)
        #expect(
            await problem(metadata(server, ["AWS_EC2_METADATA_DISABLED": "TRUE"]))?
                .hasPrefix("no AWS credentials found") == true)
    }

    @Test func aRoleWhoseCredentialsAreGoneIsAnError() async throws {
        let server = LoopbackServer { request, number in
            switch number {
            case 0: .answer(status: 200, headers: [], body: Array("session".utf8))
            case 1: .answer(status: 200, headers: [], body: Array("role".utf8))
            default: .json(#"{"Code":"AssumeRoleUnauthorizedAccess","Message":"no"}"#)
            }
        }
        defer { server.stop() }
        #expect(await problem(metadata(server))?.contains("AssumeRoleUnauthorizedAccess") == true)
    }
}
