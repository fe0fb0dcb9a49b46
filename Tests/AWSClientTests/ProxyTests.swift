import AWSOperations
import Glibc
import Logging
import Testing

@testable import AWSClient

/// Proxies on loopback, named by the environment as a user names them.
@Suite struct ProxyTests {
    /// A proxy for CONNECT that leads everything to the port given, and writes down what it was asked.
    private static let tunnel = #"""
        import socket, sys, threading
        target, log = int(sys.argv[1]), open(sys.argv[2], "a")
        def copy(source, sink):
            try:
                while data := source.recv(65536):
                    sink.sendall(data)
            except OSError:
                pass
            finally:
                try: sink.shutdown(socket.SHUT_WR)
                except OSError: pass
        def serve(client):
            head = b""
            while b"\r\n\r\n" not in head:
                data = client.recv(4096)
                if not data: return
                head += data
            print(head.decode().replace("\r\n", " | "), file=log, flush=True)
            if b"Proxy-Authorization: Basic bWU6cEBzcy1odXNo" not in head:
                client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n"
                               b"Content-Length: 0\r\nConnection: close\r\n\r\n")
                client.close()
                return
            upstream = socket.create_connection(("127.0.0.1", target))
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            threading.Thread(target=copy, args=(upstream, client), daemon=True).start()
            copy(client, upstream)
        listener = socket.create_server(("127.0.0.1", 0))
        def accept():
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
        threading.Thread(target=accept, daemon=True).start()
        print(listener.getsockname()[1], flush=True)
        sys.stdin.read()
        """#

    private func client(
        _ environment: [String: String], endpointURL: String, caBundle: String? = nil, lines: LoggingTests.Lines? = nil
    ) throws -> AWSClient {
        let home = try TestHome(
            environment: ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "s"].merging(environment) { $1 })
        var configuration = try home.resolve(region: "us-east-1", endpointURL: endpointURL, caBundle: caBundle)
        if let lines { configuration.logger = Logger(label: "test") { _ in LoggingTests.Handler(lines: lines) } }
        return AWSClient(configuration: configuration, clock: FakeClock().clock)
    }

    private func list(_ client: AWSClient) async -> AWSFailure? {
        await TestClient.failure { () throws(AWSFailure) in try await client.send(ListTransformJobsRequest()) }
    }

    @Test(arguments: ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
    func plainRequestsGoThroughTheProxyWithItsPassword(_ variable: String) async throws {
        let proxy = LoopbackServer { _, _ in .json(transformPage([])) }
        defer { proxy.stop() }
        let lines = LoggingTests.Lines()
        let client = try client(
            [variable: "http://me:p%40ss-hush@127.0.0.1:\(proxy.port)"], endpointURL: "http://nowhere.invalid",
            lines: lines)
        #expect(await list(client) == nil)
        #expect(proxy.requests.map(\.path) == ["http://nowhere.invalid/"])
        #expect(proxy.requests[0].headers["proxy-authorization"] == "Basic bWU6cEBzcy1odXNo")
        #expect(!lines.all.contains { $0.contains("hush") || $0.contains("bWU6cEBzcy1odXNo") })
    }

    @Test(arguments: ["*", "127.0.0.1", "127.0.0.0/8", "PORT"])
    func exceptionsAreAskedDirectly(_ exception: String) async throws {
        let server = LoopbackServer { _, _ in .json(transformPage([])) }
        defer { server.stop() }
        let proxy = LoopbackServer { _, _ in .reset }
        defer { proxy.stop() }
        let client = try client(
            ["http_proxy": proxy.url, "NO_PROXY": exception.replacing("PORT", with: "127.0.0.1:\(server.port)")],
            endpointURL: server.url)
        #expect(await list(client) == nil)
        #expect(proxy.requests.isEmpty)
    }

    @Test func aProxyThatWantsAPasswordIsSaidToBeSo() async throws {
        let proxy = LoopbackServer { _, _ in .answer(status: 407, headers: [("Proxy-Authenticate", "Basic")], body: [])
        }
        defer { proxy.stop() }
        for endpoint in ["http://nowhere.invalid", "https://nowhere.invalid"] {
            let client = try client(
                ["http_proxy": proxy.url, "https_proxy": "http://me:hush@127.0.0.1:\(proxy.port)"],
                endpointURL: endpoint)
            let failure = await list(client)
            guard case .transport(let error) = failure else {
                Issue.record("\(String(describing: failure))")
                continue
            }
            #expect(error.kind == .proxyAuthentication)
            #expect(!error.mayHaveArrived)
            #expect(failure?.remedy.contains("PROXY") == true)
            #expect(failure?.problem.contains("hush") == false)
            #expect(failure?.problem.contains("password") == true)
        }
    }

    @Test func aProxyThatDoesNotAnswerIsNamedWithoutItsPassword() async throws {
        let failure = await list(
            try client(["https_proxy": "http://me:hush@127.0.0.1:9"], endpointURL: "https://nowhere.invalid"))
        #expect(failure?.problem.contains("can't reach the proxy 127.0.0.1:9") == true)
        #expect(failure?.problem.contains("hush") == false)
        #expect(failure?.remedy.contains("HTTPS_PROXY") == true)
    }

    @Test func aPageInPlaceOfAnAnswerIsShownInItsWords() async throws {
        let page =
            "<!DOCTYPE html><html><head><TITLE>\n Sign in to Guest\u{1B}Wifi </TITLE></head><body>x</body></html>"
        let server = LoopbackServer { _, _ in
            .answer(status: 200, headers: [("Content-Type", "text/html")], body: Array(page.utf8))
        }
        defer { server.stop() }
        let failure = await list(TestClient.make(server))
        #expect(failure?.problem.contains("Sign in to Guest") == true)
        #expect(failure?.problem.unicodeScalars.contains("\u{1B}") == false)
        #expect(failure?.remedy.contains("needs a sign-in") == true)
    }

    @Test func tunnelsCarryTLSWithTheBundle() async throws {
        let directory = try TemporaryDirectory()
        let bundle = directory.path + "/ca.pem"
        try await PythonServer.run(TLSTests.program, arguments: [bundle]) { port in
            let log = directory.path + "/proxy.log"
            try await PythonServer.run(Self.tunnel, arguments: ["\(port)", log]) { proxyPort in
                let endpoint = "https://127.0.0.1:\(port)"
                let named = "me:p%40ss-hush@127.0.0.1:\(proxyPort)"
                let good = try client(["HTTPS_PROXY": "http://\(named)"], endpointURL: endpoint, caBundle: bundle)
                #expect(await list(good) == nil)
                let bare = try client(["https_proxy": named], endpointURL: endpoint, caBundle: bundle)
                #expect(await list(bare) == nil)
                let untrusted = try client(["HTTPS_PROXY": "http://\(named)"], endpointURL: endpoint)
                guard case .transport(let error) = await list(untrusted) else {
                    Issue.record("trusted through the proxy")
                    return
                }
                #expect(error.kind == .tls)
                let asked = String(decoding: try directory.read("proxy.log"), as: UTF8.self)
                #expect(asked.contains("CONNECT 127.0.0.1:\(port) HTTP/1.1"))
                // The proxy sees no more than where to.
                #expect(!asked.contains("X-Amz") && !asked.contains("AWS4-HMAC"))
            }
        }
    }

    /// Metadata services are asked directly, whatever the environment says.
    @Test func metadataNeverGoesThroughAProxy() async throws {
        let proxy = LoopbackServer { _, _ in .reset }
        defer { proxy.stop() }
        let server = CredentialsWorld.server()
        defer { server.stop() }
        let home = try TestHome(
            environment: [
                "http_proxy": proxy.url, "AWS_EC2_METADATA_DISABLED": "false",
                "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url,
            ])
        let client = AWSClient(configuration: try home.resolve(region: "us-east-1"), clock: FakeClock().clock)
        #expect(try await client.credentials.current().accessKeyID == "ASIAMETA")
        #expect(proxy.requests.isEmpty)
    }
}
