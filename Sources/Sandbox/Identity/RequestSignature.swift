/// The parts of a Signature Version 4, from the `Authorization` header or from a presigned URL's query.
struct RequestSignature: Sendable {
    var accessKeyID: String
    /// `20261122`, the day of the scope.
    var day: String
    var region: String
    var service: String
    var signedHeaders: [String]
    var signature: String
    /// `20261122T191602Z`, when it was signed.
    var moment: String
    var sessionToken: String?
    /// Seconds that a presigned URL holds; nil for a header.
    var expiresAfter: Int?

    var scope: String { "\(day)/\(region)/\(service)/aws4_request" }

    enum Flaw: Error {
        case missing
        /// What is wrong, in AWS's words.
        case incomplete(String)
    }

    static func read(_ request: WireRequest) throws(Flaw) -> RequestSignature {
        if let header = request.headers["authorization"] { return try fromHeader(header, of: request) }
        guard request.queryValue("X-Amz-Signature") != nil else { throw .missing }
        return try fromQuery(of: request)
    }

    private static func fromHeader(_ header: String, of request: WireRequest) throws(Flaw) -> RequestSignature {
        let algorithm = "AWS4-HMAC-SHA256"
        guard header.hasPrefix(algorithm) else {
            throw .incomplete("Unsupported AWS 'algorithm': '\(header.prefix { $0 != " " })'.")
        }
        var parts: [String: String] = [:]
        for part in header.dropFirst(algorithm.count).split(separator: ",") {
            let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { parts[String(pair[0])] = String(pair[1]) }
        }
        for name in ["Credential", "Signature", "SignedHeaders"] where parts[name] == nil {
            throw .incomplete("Authorization header requires '\(name)' parameter.")
        }
        guard let moment = request.headers["x-amz-date"] else {
            throw .incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
        }
        return try RequestSignature(
            credential: parts["Credential"] ?? "", signedHeaders: parts["SignedHeaders"] ?? "",
            signature: parts["Signature"] ?? "", moment: moment, sessionToken: request.headers["x-amz-security-token"],
            expiresAfter: nil)
    }

    private static func fromQuery(of request: WireRequest) throws(Flaw) -> RequestSignature {
        var fields: [String: String] = [:]
        for (name, value) in request.queryFields { fields[name] = value }
        guard let credential = fields["X-Amz-Credential"], let headers = fields["X-Amz-SignedHeaders"],
            let signature = fields["X-Amz-Signature"], let moment = fields["X-Amz-Date"],
            fields["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256", let expires = fields["X-Amz-Expires"].flatMap({ Int($0) }),
            (1...604_800).contains(expires)
        else {
            throw .incomplete(
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
                    + "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.")
        }
        return try RequestSignature(
            credential: credential, signedHeaders: headers, signature: signature, moment: moment,
            sessionToken: fields["X-Amz-Security-Token"], expiresAfter: expires)
    }

    private init(
        credential: String, signedHeaders: String, signature: String, moment: String, sessionToken: String?,
        expiresAfter: Int?
    ) throws(Flaw) {
        let scope = credential.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard scope.count == 5, scope[4] == "aws4_request" else {
            throw .incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.")
        }
        accessKeyID = scope[0]
        day = scope[1]
        region = scope[2]
        service = scope[3]
        self.signedHeaders = signedHeaders.split(separator: ";").map(String.init)
        self.signature = signature
        self.moment = moment
        self.sessionToken = sessionToken
        self.expiresAfter = expiresAfter
    }
}
