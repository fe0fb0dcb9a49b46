import AWSOperations
import AWSSigning
import Testing

@testable import AWSClient

/// TLS with a certificate that only a bundle of our own vouches for.
@Suite struct TLSTests {
    /// Makes a certificate for 127.0.0.1, writes it to the path given, and serves an empty list over it.
    static let program = #"""
        import datetime, http.server, ipaddress, ssl, sys, threading
        try:
            from cryptography import x509
            from cryptography.hazmat.primitives import hashes, serialization
            from cryptography.hazmat.primitives.asymmetric import ec
        except ImportError:
            sys.exit("cryptography (of moto) is missing in " + sys.executable
                     + ": run make test, or set FLIGHTDECK_PYTHON")
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
        now = datetime.datetime.now(datetime.timezone.utc)
        certificate = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256()))
        with open(sys.argv[1], "wb") as file:
            file.write(certificate.public_bytes(serialization.Encoding.PEM))
        with open(sys.argv[1] + ".key", "wb") as file:
            file.write(key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                body = b'{"TransformJobSummaries":[]}'
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[1] + ".key")
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(server.server_address[1], flush=True)
        sys.stdin.read()
        """#

    @Test func onlyTheBundlesCertificatesAreTrusted() async throws {
        let directory = try TemporaryDirectory()
        let bundle = directory.path + "/ca.pem"
        try await PythonServer.run(Self.program, arguments: [bundle]) { port in
            func list(_ host: String, _ caBundle: String?) async -> AWSFailure? {
                var configuration = ClientConfiguration(
                    credentials: TestClient.credentials, region: "us-east-1", endpointURL: "https://\(host):\(port)")
                configuration.caBundle = caBundle.map { Setting($0, from: .program) }
                let client = AWSClient(configuration: configuration, clock: FakeClock().clock)
                return await TestClient.failure { () throws(AWSFailure) in
                    try await client.send(ListTransformJobsRequest())
                }
            }
            #expect(await list("127.0.0.1", bundle) == nil)
            for (host, caBundle) in [("127.0.0.1", nil), ("localhost", bundle)] {
                guard case .transport(let error) = await list(host, caBundle) else {
                    Issue.record("\(host) was trusted")
                    continue
                }
                #expect(error.kind == .tls)
                #expect(!error.mayHaveArrived)
                #expect(error.attempts == 1)
            }
        }
    }

    /// The bundle holds for every service; without it none is talked to.
    @Test func everyServiceIsReachedWithTheBundle() async throws {
        let directory = try TemporaryDirectory()
        let bundle = directory.path + "/ca.pem"
        try await PythonServer.run(Self.program, arguments: [bundle]) { port in
            let login =
                "sso_account_id = 1\nsso_role_name = r\nsso_start_url = https://x/start\nsso_region = eu-west-1\n"
            let config = """
                [profile keys]
                \(CredentialsScenario.keys("BASE"))
                [profile role]
                role_arn = arn:aws:iam::123456789012:role/r
                source_profile = keys
                [profile web]
                role_arn = arn:aws:iam::123456789012:role/r
                web_identity_token_file = \(directory.path)/ca.pem
                [profile sso]
                \(login)
                """
            for isTrusted in [true, false] {
                let home = try TestHome(
                    config: config,
                    environment: [
                        "AWS_ENDPOINT_URL": "https://127.0.0.1:\(port)", "AWS_REGION": "us-east-1",
                        "AWS_CA_BUNDLE": isTrusted ? bundle : "", "AWS_MAX_ATTEMPTS": "1",
                    ])
                let name = try #require(SHA1.hexDigest("https://x/start"))
                let token = #"{"accessToken":"t","expiresAt":"2099-01-01T00:00:00Z"}"#
                try home.directory.write(token, to: ".aws/sso/cache/\(name).json")
                var failures: [AWSFailure?] = []
                for profile in ["keys", "role", "web", "sso"] {
                    failures.append(await CredentialsScenario.failure(try home.client(profile: profile)))
                }
                let keys = try home.client(profile: "keys")
                failures.append(
                    await TestClient.failure { () throws(AWSFailure) in
                        try await keys.send(ListObjectsV2Request(bucket: "bucket-1"))
                    })
                for (index, failure) in failures.enumerated() {
                    var isUntrusted = false
                    if case .transport(let error) = failure { isUntrusted = error.kind == .tls }
                    #expect(isUntrusted == !isTrusted, "\(index): \(String(describing: failure))")
                }
            }
        }
    }
}
