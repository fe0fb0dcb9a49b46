/// The service's half of Signature Version 4: recomputes a received request's signature and compares.
public struct SignatureV4Verifier: Sendable {
    /// A request as it came over the wire.
    public struct Request: Sendable {
        public var method: String
        /// Percent-encoded, exactly as received.
        public var path: String
        /// Percent-encoded, exactly as received, without the question mark.
        public var query: String
        public var headers: [(name: String, value: String)]
        /// SHA-256 of the received body in hexadecimal.
        public var bodyHash: String

        public init(
            method: String, path: String, query: String, headers: [(name: String, value: String)], bodyHash: String
        ) {
            self.method = method
            self.path = path
            self.query = query
            self.headers = headers
            self.bodyHash = bodyHash
        }
    }

    /// Who signed a request, and for what.
    public struct Signer: Hashable, Sendable {
        public var accessKeyID: String
        public var scope: SigningScope
        /// Whether the signature stood in the URL.
        public var isPresigned: Bool
    }

    /// How far the two clocks may be apart, in seconds; AWS allows 15 minutes.
    public var allowedSkew: Int

    public init(allowedSkew: Int = 900) {
        self.allowedSkew = allowedSkew
    }

    /// Checks a request's signature.
    ///
    /// - Parameters:
    ///   - now: Seconds since 1970 by the service's clock.
    ///   - service: The signing name that the scope must have; nil accepts any.
    ///   - region: The region that the scope must have; nil accepts any.
    ///   - credentials: The keys behind an access key id; nil where there are none. Where they have a session token,
    ///     the request must bring it.
    public func verify(
        _ request: Request, now: Double, service: String? = nil, region: String? = nil,
        credentials: (_ accessKeyID: String) -> Credentials?
    ) -> Result<Signer, SignatureProblem> {
        let claim: SignatureClaim
        switch SignatureClaim.read(request) {
        case .failure(let problem): return .failure(problem)
        case .success(let read): claim = read
        }
        guard claim.date == claim.time.date else { return .failure(.malformed("the scope's date is not X-Amz-Date's")) }
        if let service, claim.scope.service != service {
            return .failure(.wrongScope(part: "service", expected: service, found: claim.scope.service))
        }
        if let region, claim.scope.region != region {
            return .failure(.wrongScope(part: "region", expected: region, found: claim.scope.region))
        }
        if let problem = timeProblem(claim, now: now) { return .failure(problem) }
        guard let known = credentials(claim.accessKeyID) else { return .failure(.unknownAccessKey(claim.accessKeyID)) }
        if let token = known.sessionToken {
            guard let sent = claim.sessionToken, HMAC.equalInConstantTime(token, sent) else {
                return .failure(.wrongSessionToken)
            }
        } else if claim.sessionToken != nil {
            return .failure(.wrongSessionToken)
        }
        if let problem = bodyProblem(claim, request: request) { return .failure(problem) }
        let canonical = CanonicalRequest(
            method: request.method, path: request.path, query: claim.signedQuery, headers: claim.headers,
            bodyHash: claim.bodyHash, rules: claim.scope.rules)
        let expected = SignatureV4.signature(
            of: canonical, secret: known.secretAccessKey, scope: claim.scope, time: claim.time)
        guard HMAC.equalInConstantTime(expected, claim.signature) else {
            return .failure(
                .mismatch(
                    canonicalRequest: canonical.text,
                    stringToSign: SignatureV4.stringToSign(canonical, scope: claim.scope, time: claim.time)))
        }
        return .success(
            Signer(accessKeyID: claim.accessKeyID, scope: claim.scope, isPresigned: claim.expiresIn != nil))
    }

    private func timeProblem(_ claim: SignatureClaim, now: Double) -> SignatureProblem? {
        let age = Int(now.rounded(.down)) - claim.time.secondsSinceEpoch
        guard let expiresIn = claim.expiresIn else {
            return abs(age) <= allowedSkew ? nil : .clockSkew(seconds: -age)
        }
        if age < -allowedSkew { return .clockSkew(seconds: -age) }
        return age > expiresIn ? .expired(secondsAgo: age - expiresIn) : nil
    }

    /// A stated hash must be the body's; `UNSIGNED-PAYLOAD` and the `STREAMING-…` values state none.
    private func bodyProblem(_ claim: SignatureClaim, request: Request) -> SignatureProblem? {
        let stated = claim.bodyHash
        if stated == SignatureV4.unsignedPayload || stated.hasPrefix("STREAMING-") { return nil }
        return stated.lowercased() == request.bodyHash.lowercased() ? nil : .wrongBodyHash
    }
}
