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

/// What a request says of its own signature, from the `Authorization` header or the query.
struct SignatureClaim {
    var accessKeyID: String
    /// The scope's date.
    var date: String
    var scope: SigningScope
    var time: SigningTime
    var signature: String
    var sessionToken: String?
    /// The headers that were signed, with the values received.
    var headers: [(name: String, value: String)]
    /// The query without the signature itself.
    var signedQuery: String
    var bodyHash: String
    /// Seconds; nil where the signature stands in a header.
    var expiresIn: Int?

    static func read(_ request: SignatureV4Verifier.Request) -> Result<SignatureClaim, SignatureProblem> {
        func header(_ name: String) -> String? {
            request.headers.first { $0.name.lowercased() == name }?.value
        }
        if let authorization = header("authorization") {
            return fromHeader(authorization, request: request, header: header)
        }
        let parameters = request.query.split(separator: "&").map { parameter -> (name: String, value: String) in
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? PercentEncoding.decode(parts[1], plusIsSpace: true) ?? "" : ""
            return (PercentEncoding.decode(parts.first ?? "") ?? "", value)
        }
        guard parameters.contains(where: { $0.name == "X-Amz-Algorithm" || $0.name == "X-Amz-Signature" }) else {
            return .failure(.missing)
        }
        return fromQuery(parameters, request: request, header: header)
    }

    private static func fromHeader(
        _ authorization: String, request: SignatureV4Verifier.Request, header: (String) -> String?
    ) -> Result<SignatureClaim, SignatureProblem> {
        guard authorization.hasPrefix(SignatureV4.algorithm) else {
            return .failure(.malformed("the algorithm is not \(SignatureV4.algorithm)"))
        }
        var fields: [String: String] = [:]
        for part in authorization.dropFirst(SignatureV4.algorithm.count).split(separator: ",") {
            let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { fields[String(pair[0])] = String(pair[1]) }
        }
        guard let credential = fields["Credential"] else { return .failure(.malformed("no Credential")) }
        guard let signedHeaders = fields["SignedHeaders"] else { return .failure(.malformed("no SignedHeaders")) }
        guard let signature = fields["Signature"] else { return .failure(.malformed("no Signature")) }
        guard let time = header("x-amz-date").flatMap({ SigningTime(stamp: $0) }) else {
            return .failure(.malformed("no X-Amz-Date"))
        }
        return assemble(
            credential: credential, signedHeaders: signedHeaders, signature: signature, time: time,
            sessionToken: header("x-amz-security-token"), signedQuery: request.query,
            bodyHash: header("x-amz-content-sha256") ?? request.bodyHash, expiresIn: nil, request: request)
    }

    private static func fromQuery(
        _ parameters: [(name: String, value: String)], request: SignatureV4Verifier.Request,
        header: (String) -> String?
    ) -> Result<SignatureClaim, SignatureProblem> {
        func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }
        guard parameter("X-Amz-Algorithm") == SignatureV4.algorithm else {
            return .failure(.malformed("X-Amz-Algorithm is not \(SignatureV4.algorithm)"))
        }
        guard let credential = parameter("X-Amz-Credential") else { return .failure(.malformed("no X-Amz-Credential")) }
        guard let signedHeaders = parameter("X-Amz-SignedHeaders") else {
            return .failure(.malformed("no X-Amz-SignedHeaders"))
        }
        guard let signature = parameter("X-Amz-Signature") else { return .failure(.malformed("no X-Amz-Signature")) }
        guard let time = parameter("X-Amz-Date").flatMap({ SigningTime(stamp: $0) }) else {
            return .failure(.malformed("no X-Amz-Date"))
        }
        guard let expiresIn = parameter("X-Amz-Expires").flatMap({ Int($0) }), (1...604_800).contains(expiresIn) else {
            return .failure(.malformed("X-Amz-Expires is not a number from 1 to 604800"))
        }
        let signedQuery = request.query.split(separator: "&").filter { !$0.hasPrefix("X-Amz-Signature=") }
            .joined(separator: "&")
        let isS3 = credential.hasSuffix("/s3/" + SigningScope.ending)
        return assemble(
            credential: credential, signedHeaders: signedHeaders, signature: signature, time: time,
            sessionToken: parameter("X-Amz-Security-Token"), signedQuery: signedQuery,
            bodyHash: header("x-amz-content-sha256") ?? (isS3 ? SignatureV4.unsignedPayload : request.bodyHash),
            expiresIn: expiresIn, request: request)
    }

    private static func assemble(
        credential: String, signedHeaders: String, signature: String, time: SigningTime, sessionToken: String?,
        signedQuery: String, bodyHash: String, expiresIn: Int?, request: SignatureV4Verifier.Request
    ) -> Result<SignatureClaim, SignatureProblem> {
        // An access key id may itself hold a slash, so the scope is read from the end.
        let parts = credential.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 5, parts[parts.count - 1] == SigningScope.ending else {
            return .failure(.malformed("the credential is not KEY/DATE/REGION/SERVICE/aws4_request"))
        }
        let names = signedHeaders.split(separator: ";").map(String.init)
        guard names.contains("host") else { return .failure(.headerNotSigned("host")) }
        var headers: [(name: String, value: String)] = []
        for name in names {
            let received = request.headers.filter { $0.name.lowercased() == name }
            guard !received.isEmpty else { return .failure(.headerMissing(name)) }
            headers += received.map { (name, $0.value) }
        }
        // What decides about the request must be signed, or anyone on the way could add it.
        for header in request.headers {
            let name = header.name.lowercased()
            guard name.hasPrefix("x-amz-"), !names.contains(name) else { continue }
            return .failure(.headerNotSigned(name))
        }
        return .success(
            SignatureClaim(
                accessKeyID: parts.dropLast(4).joined(separator: "/"), date: parts[parts.count - 4],
                scope: SigningScope(region: parts[parts.count - 3], service: parts[parts.count - 2]), time: time,
                signature: signature, sessionToken: sessionToken, headers: headers, signedQuery: signedQuery,
                bodyHash: bodyHash, expiresIn: expiresIn))
    }
}

/// Why a request's signature is not accepted.
public enum SignatureProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Neither an `Authorization` header nor a signed query.
    case missing
    case malformed(String)
    case unknownAccessKey(String)
    /// A temporary key without its token, or with another one.
    case wrongSessionToken
    case wrongScope(part: String, expected: String, found: String)
    /// A header that must be signed is not.
    case headerNotSigned(String)
    /// A header that was signed did not arrive.
    case headerMissing(String)
    /// How far the caller's clock is ahead of the service's; negative where it is behind.
    case clockSkew(seconds: Int)
    /// A presigned URL past its end.
    case expired(secondsAgo: Int)
    /// `x-amz-content-sha256` is not the hash of the body.
    case wrongBodyHash
    /// The signature is another; AWS answers with both texts, which hold no secret.
    case mismatch(canonicalRequest: String, stringToSign: String)

    public var description: String {
        switch self {
        case .missing: "the request is not signed"
        case .malformed(let what): "the signature cannot be read: \(what)"
        case .unknownAccessKey(let key): "no such access key: \(key)"
        case .wrongSessionToken: "the session token does not belong to the access key"
        case .wrongScope(let part, let expected, let found): "signed for \(part) \(found), not \(expected)"
        case .headerNotSigned(let name): "the header \(name) is not signed"
        case .headerMissing(let name): "the signed header \(name) is missing"
        case .clockSkew(let seconds):
            "the caller's clock is \(abs(seconds)) seconds \(seconds > 0 ? "ahead" : "behind")"
        case .expired(let seconds): "the signed URL expired \(seconds) seconds ago"
        case .wrongBodyHash: "x-amz-content-sha256 is not the body's hash"
        case .mismatch: "the signature does not match the request"
        }
    }
}
