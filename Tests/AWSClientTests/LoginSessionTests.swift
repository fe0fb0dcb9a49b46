import AWSOperations
import AWSSigning
import FoundationEssentials
import JSONCoding
import PythonOracle
import Testing

@testable import AWSClient

/// Sessions of `aws login`: used while they hold, renewed with a proof that others can check.
@Suite struct LoginSessionTests {
    /// Makes a key, and checks a proof with the public key that is in it.
    private static let program = #"""
        import base64, json, sys
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec, utils
        if sys.argv[1] == "make":
            form = getattr(serialization.PrivateFormat, sys.argv[2])
            print(ec.generate_private_key(ec.SECP256R1()).private_bytes(
                serialization.Encoding.PEM, form, serialization.NoEncryption()).decode())
        else:
            decode = lambda text: base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            header, payload, signature = sys.argv[2].split(".")
            jwk = json.loads(decode(header))["jwk"]
            x, y = (int.from_bytes(decode(jwk[name]), "big") for name in "xy")
            raw = decode(signature)
            der = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
            ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key().verify(
                der, f"{header}.{payload}".encode(), ec.ECDSA(hashes.SHA256()))
            print(json.dumps({**json.loads(decode(payload)), **{k: v for k, v in json.loads(decode(header)).items()
                                                               if isinstance(v, str)}}))
        """#

    private func python(_ arguments: String...) async throws -> String {
        try await PythonOracle.output(of: Self.program, arguments: arguments)
    }

    private static let session = "arn:aws:iam::123456789012:user/me"

    private func home(key: String, left: Double, environment: [String: String] = [:]) throws -> TestHome {
        let home = try TestHome(
            config: "[profile in]\nlogin_session = \(Self.session)\nregion = eu-west-1\n", environment: environment)
        let end = Timestamp(secondsSinceEpoch: (FakeClock().now + left).rounded()).iso8601
        let access: [String: String] = [
            "accessKeyId": "ASIAOLD", "secretAccessKey": "s", "sessionToken": "t", "accountId": "123456789012",
            "expiresAt": end,
        ]
        let others = [
            "tokenType": "aws_sigv4", "refreshToken": "r-old", "clientId": "arn:client", "dpopKey": key,
            "idToken": "kept",
        ]
        let token = JSONValue.object([.init(key: "accessToken", value: try JSONValue(encoding: access))])
        let text = token.merging(try JSONValue(encoding: others)).text()
        try home.directory.write(text, to: ".aws/login/cache/\(SHA256.hexDigest(Array(Self.session.utf8))).json")
        return home
    }

    @Test func aSessionThatHoldsIsUsedAsItIs() async throws {
        let home = try home(key: "", left: 600)
        #expect(try await CredentialsScenario.found(home, profile: "in").accessKeyID == "ASIAOLD")
    }

    @Test(arguments: ["TraditionalOpenSSL", "PKCS8"]) func aSessionIsRenewedWithAProof(_ format: String) async throws {
        let server = LoopbackServer { request, _ in
            request.path == "/v1/token"
                ? .json(
                    """
                    {"accessToken":{"accessKeyId":"ASIANEW","secretAccessKey":"s2","sessionToken":"t2"},
                    "tokenType":"aws_sigv4","expiresIn":900,"refreshToken":"r-new"}
                    """) : .json(transformPage([]))
        }
        defer { server.stop() }
        let home = try home(key: try await python("make", format), left: 60)
        let client = try home.client(profile: "in", endpointURL: server.url)
        let found = try await client.credentials.current()
        #expect(found.accessKeyID == "ASIANEW" && found.sessionToken == "t2")
        let request = try #require(server.requests.first)
        #expect(request.headers["authorization"] == nil)
        let body = try JSONDecoder().decode([String: String].self, from: Data(request.body))
        #expect(body == ["clientId": "arn:client", "refreshToken": "r-old", "grantType": "refresh_token"])
        let said = try await python("check", try #require(request.headers["dpop"]))
        #expect(said.contains(#""htm": "POST""#) && said.contains(#""alg": "ES256""#) && said.contains("dpop+jwt"))
        #expect(said.contains("\(server.url)/v1/token"))
        // The AWS CLI finds the new token, and all else as it was.
        let name = SHA256.hexDigest(Array(Self.session.utf8))
        let path = "\(home.directory.path)/.aws/login/cache/\(name).json"
        let kept = String(decoding: try home.directory.read(".aws/login/cache/\(name).json"), as: UTF8.self)
        #expect(kept.contains("ASIANEW") && kept.contains("r-new") && !kept.contains("r-old"))
        #expect(kept.contains("kept") && kept.contains("123456789012") && kept.contains("dpopKey"))
        #expect(TestHome.mode(path) == 0o600)
    }

    @Test func aSessionThatIsOverSaysTheLineThatHelps() async throws {
        let server = LoopbackServer { _, _ in
            .json(
                #"{"error":"TOKEN_EXPIRED","message":"over"}"#, status: 400,
                headers: [("x-amzn-ErrorType", "AccessDeniedException")])
        }
        defer { server.stop() }
        let home = try home(key: try await python("make", "PKCS8"), left: -60)
        let failure = await CredentialsScenario.failure(try home.client(profile: "in", endpointURL: server.url))
        #expect(failure?.concernsAccess == true)
        #expect(failure?.remedy == "aws login --profile in")
        #expect(failure?.problem.contains("r-old") == false)
        #expect(server.requests.count == 1)
    }

    @Test func keysOfAnotherKindAreRefused() {
        #expect(P256PrivateKey(der: []) == nil)
        #expect(P256PrivateKey(der: [UInt8](repeating: 0x30, count: 121)) == nil)
    }
}
