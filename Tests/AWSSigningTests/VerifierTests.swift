import Testing

@testable import AWSSigning

@Suite struct VerifierTests {
    static let now = 1_763_836_800.0
    static let plain = Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret")
    static let temporary = Credentials(accessKeyID: "ASIAEXAMPLE", secretAccessKey: "other", sessionToken: "token+/=")

    /// A request signed in its header.
    private func signed(
        by credentials: Credentials = plain, service: String = "sagemaker", region: String = "us-east-1",
        path: String = "/", query: String = "", body: String = "{}", at time: Double = now
    ) -> SignatureV4Verifier.Request {
        let hash = SHA256.hexDigest(Array(body.utf8))
        let headers = [
            (name: "Host", value: "localhost:8080"), (name: "Content-Type", value: "application/x-amz-json-1.1"),
        ]
        let added = SignatureV4.sign(
            method: "POST", path: path, query: query, headers: headers, bodyHash: hash, credentials: credentials,
            scope: SigningScope(region: region, service: service), time: SigningTime(secondsSinceEpoch: time))
        return SignatureV4Verifier.Request(
            method: "POST", path: path, query: query, headers: headers + added + [(name: "User-Agent", value: "x")],
            bodyHash: hash)
    }

    private func presigned(by credentials: Credentials = plain, at time: Double = now) -> SignatureV4Verifier.Request {
        let query = SignatureV4.presign(
            method: "GET", path: "/bucket/a%20b", query: "response-content-type=text%2Fcsv",
            headers: [(name: "Host", value: "localhost")], expiresIn: 60, credentials: credentials,
            scope: SigningScope(region: "us-east-1", service: "s3"), time: SigningTime(secondsSinceEpoch: time))
        return SignatureV4Verifier.Request(
            method: "GET", path: "/bucket/a%20b", query: query, headers: [(name: "host", value: "localhost")],
            bodyHash: SHA256.ofNothing)
    }

    private func verify(
        _ request: SignatureV4Verifier.Request, at now: Double = now, service: String? = nil, region: String? = nil
    ) -> Result<SignatureV4Verifier.Signer, SignatureProblem> {
        SignatureV4Verifier().verify(request, now: now, service: service, region: region) { key in
            [Self.plain, Self.temporary].first { $0.accessKeyID == key }
        }
    }

    private func problem(_ result: Result<SignatureV4Verifier.Signer, SignatureProblem>) -> SignatureProblem? {
        if case .failure(let problem) = result { problem } else { nil }
    }

    @Test func acceptsWhatIsSigned() throws {
        for credentials in [Self.plain, Self.temporary] {
            let header = try verify(signed(by: credentials), service: "sagemaker", region: "us-east-1").get()
            #expect(header.accessKeyID == credentials.accessKeyID)
            #expect(header.scope == SigningScope(region: "us-east-1", service: "sagemaker"))
            #expect(!header.isPresigned)
            #expect(try verify(presigned(by: credentials)).get().isPresigned)
        }
        _ = try verify(signed(service: "s3", path: "/b/a//b/../%2B", query: "z=1&a&b=%20")).get()
    }

    @Test func refusesWhatWasChanged() {
        var request = signed()
        request.method = "GET"
        #expect(isMismatch(verify(request)))
        request = signed()
        request.path = "/other"
        #expect(isMismatch(verify(request)))
        request = signed()
        request.query = "a=b"
        #expect(isMismatch(verify(request)))
        request = signed()
        request.headers[1].value = "text/plain"
        #expect(isMismatch(verify(request)))
        request = signed()
        request.bodyHash = SHA256.hexDigest([1])
        #expect(isMismatch(verify(request)))
        request = presigned()
        request.path = "/bucket/other"
        #expect(isMismatch(verify(request)))
        request = presigned()
        request.query = request.query.replacing("60", with: "61")
        #expect(isMismatch(verify(request)))
    }

    private func isMismatch(_ result: Result<SignatureV4Verifier.Signer, SignatureProblem>) -> Bool {
        if case .failure(.mismatch) = result { true } else { false }
    }

    @Test func saysWhatIsWrong() {
        var request = signed()
        request.headers.removeAll { $0.name == "Authorization" }
        #expect(problem(verify(request)) == .missing)
        request = signed()
        request.headers.removeAll { $0.name == "Content-Type" }
        #expect(problem(verify(request)) == .headerMissing("content-type"))
        request = signed()
        request.headers.append((name: "X-Amz-Copy-Source", value: "/a/b"))
        #expect(problem(verify(request)) == .headerNotSigned("x-amz-copy-source"))
        let unknown = Credentials(accessKeyID: "AKIAFLIGHTDECKOTHER", secretAccessKey: "x")
        #expect(problem(verify(signed(by: unknown))) == .unknownAccessKey("AKIAFLIGHTDECKOTHER"))
        #expect(
            problem(verify(signed(), service: "s3"))
                == .wrongScope(part: "service", expected: "s3", found: "sagemaker"))
        #expect(
            problem(verify(signed(), region: "eu-west-1"))
                == .wrongScope(part: "region", expected: "eu-west-1", found: "us-east-1"))
        request = signed(service: "s3")
        request.bodyHash = SHA256.ofNothing
        #expect(problem(verify(request)) == .wrongBodyHash)
    }

    @Test func checksTheTime() {
        #expect(problem(verify(signed(at: Self.now - 901))) == .clockSkew(seconds: -901))
        #expect(problem(verify(signed(at: Self.now + 901))) == .clockSkew(seconds: 901))
        #expect(problem(verify(signed(at: Self.now - 900))) == nil)
        #expect(problem(verify(presigned(at: Self.now - 61))) == .expired(secondsAgo: 1))
        #expect(problem(verify(presigned(at: Self.now - 60))) == nil)
        #expect(problem(verify(presigned(at: Self.now + 1000))) == .clockSkew(seconds: 1000))
    }

    @Test(arguments: [-1e18, -62_167_219_201, -1, 253_402_300_800, 1e300, .infinity, -.infinity])
    func noTimeIsTooFarOff(_ seconds: Double) {
        let stamp = SigningTime(secondsSinceEpoch: seconds).stamp
        #expect(stamp == (seconds < 0 ? "19700101T000000Z" : "99991231T235959Z"))
    }

    @Test func aStampFromBeforeThereWereAnyIsRefused() {
        #expect(SigningTime(stamp: "00000101T000000Z") == nil)
        #expect(SigningTime(stamp: "19691231T235959Z") == nil)
        #expect(SigningTime(stamp: "19700101T000000Z")?.secondsSinceEpoch == 0)
        #expect(SigningTime(stamp: "99991231T235959Z")?.stamp == "99991231T235959Z")
    }

    @Test func checksTheSessionToken() {
        var other = Self.temporary
        other.sessionToken = "forged"
        #expect(problem(verify(signed(by: other))) == .wrongSessionToken)
        other.sessionToken = nil
        #expect(problem(verify(signed(by: other))) == .wrongSessionToken)
        var surplus = Self.plain
        surplus.sessionToken = "surplus"
        #expect(problem(verify(signed(by: surplus))) == .wrongSessionToken)
    }

    @Test(arguments: [
        "AWS4-HMAC-SHA256", "Basic abc", "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host",
        "AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=1",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/s3/aws4_request, SignedHeaders=, Signature=1",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=1",
    ])
    func refusesGarbage(_ authorization: String) {
        var request = signed()
        request.headers[request.headers.firstIndex { $0.name == "Authorization" }!].value = authorization
        #expect(problem(verify(request)) != nil)
    }
}
