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
