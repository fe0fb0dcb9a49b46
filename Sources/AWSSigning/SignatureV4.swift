/// AWS Signature Version 4, in the header of a request and in a URL.
///
/// The source is the IAM User Guide, "AWS Signature Version 4 for API requests"; where it leaves room, botocore's
/// signers decide.
public enum SignatureV4 {
    public static let algorithm = "AWS4-HMAC-SHA256"
    /// Stands in for the body's hash where S3 need not check it.
    public static let unsignedPayload = "UNSIGNED-PAYLOAD"

    /// Signs a request and returns the headers to add: `X-Amz-Date`, `X-Amz-Security-Token`, `X-Amz-Content-SHA256`
    /// and `Authorization`, those that apply.
    ///
    /// - Parameters:
    ///   - path: Percent-encoded, as it goes over the wire.
    ///   - query: Percent-encoded, as it goes over the wire, without the question mark.
    ///   - headers: All that are to be signed; `Host` must be among them.
    ///   - bodyHash: SHA-256 of the body in hexadecimal, or `unsignedPayload`.
    ///   - rules: The service's own rules where left out.
    ///   - keys: Keeps what is derived from the secret for further requests.
    public static func sign(
        method: String, path: String, query: String = "", headers: [(name: String, value: String)], bodyHash: String,
        credentials: Credentials, scope: SigningScope, time: SigningTime, rules: SigningRules? = nil,
        keys: SigningKeys? = nil
    ) -> [(name: String, value: String)] {
        let rules = rules ?? scope.rules
        let stamp = time.stamp
        var added = [(name: "X-Amz-Date", value: stamp)]
        if let token = credentials.sessionToken { added.append((name: "X-Amz-Security-Token", value: token)) }
        if rules.sendsBodyHash { added.append((name: "X-Amz-Content-SHA256", value: bodyHash)) }
        let canonical = CanonicalRequest(
            method: method, path: path, query: query, headers: headers + added, bodyHash: bodyHash, rules: rules)
        let signature = signature(
            of: canonical, secret: credentials.secretAccessKey, scope: scope, time: time, keys: keys)
        var authorization = algorithm
        authorization.reserveCapacity(400)
        authorization += " Credential="
        authorization += credentials.accessKeyID
        authorization += "/"
        authorization += scopeText(scope, date: time.date)
        authorization += ", SignedHeaders="
        authorization += canonical.signedHeaders
        authorization += ", Signature="
        authorization += signature
        added.append((name: "Authorization", value: authorization))
        return added
    }

    /// Signs a URL that works by itself for a while, and returns its whole query.
    ///
    /// - Parameters:
    ///   - query: The operation's own parameters, percent-encoded; they stay in front.
    ///   - headers: Those that whoever uses the URL must send as given; `Host` must be among them.
    ///   - expiresIn: Seconds, 1 to 604,800.
    ///   - bodyHash: S3 takes `unsignedPayload`; other services the hash of an empty body.
    public static func presign(
        method: String, path: String, query: String = "", headers: [(name: String, value: String)],
        bodyHash: String = unsignedPayload, expiresIn: Int, credentials: Credentials, scope: SigningScope,
        time: SigningTime, rules: SigningRules? = nil
    ) -> String {
        let signedHeaders = Set(headers.map { $0.name.lowercased() }).sorted().joined(separator: ";")
        let credential = credentials.accessKeyID + "/" + scopeText(scope, date: time.date)
        var parameters = [
            ("X-Amz-Algorithm", algorithm), ("X-Amz-Credential", credential), ("X-Amz-Date", time.stamp),
            ("X-Amz-Expires", String(expiresIn)), ("X-Amz-SignedHeaders", signedHeaders),
        ]
        if let token = credentials.sessionToken { parameters.append(("X-Amz-Security-Token", token)) }
        let added = parameters.map { "\($0.0)=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
        let unsigned = query.isEmpty ? added : query + "&" + added
        let canonical = CanonicalRequest(
            method: method, path: path, query: unsigned, headers: headers, bodyHash: bodyHash,
            rules: rules ?? scope.rules)
        let signature = signature(of: canonical, secret: credentials.secretAccessKey, scope: scope, time: time)
        return unsigned + "&X-Amz-Signature=" + signature
    }

    static func stringToSign(_ canonical: CanonicalRequest, scope: SigningScope, time: SigningTime) -> String {
        var text = algorithm
        text.reserveCapacity(200)
        text += "\n"
        text += time.stamp
        text += "\n"
        text += scopeText(scope, date: time.date)
        text += "\n"
        text += Hexadecimal.encode(SHA256.digest(canonical.bytes))
        return text
    }

    static func signature(
        of canonical: CanonicalRequest, secret: String, scope: SigningScope, time: SigningTime,
        keys: SigningKeys? = nil
    ) -> String {
        let key =
            keys?.key(secret: secret, date: time.date, scope: scope)
            ?? SigningKeys.derive(secret: secret, date: time.date, scope: scope)
        return Hexadecimal.encode(HMAC.sha256(key: key, stringToSign(canonical, scope: scope, time: time)))
    }

    private static func scopeText(_ scope: SigningScope, date: String) -> String {
        var text = date
        text.reserveCapacity(64)
        text += "/"
        text += scope.region
        text += "/"
        text += scope.service
        text += "/"
        text += SigningScope.ending
        return text
    }
}
