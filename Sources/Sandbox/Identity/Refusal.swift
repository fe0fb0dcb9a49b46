import AWSOperations
import AWSSigning

extension ServiceIdentity {
    /// A refusal in the codes and words of the service: S3, STS and IAM have their own, the JSON services share theirs.
    func refusal(of request: WireRequest, problem: SignatureProblem, at now: Timestamp) -> ServiceFault {
        switch style {
        case .restXML: s3Refusal(problem, request: request, now: now)
        case .query: queryRefusal(problem, request: request, now: now)
        case .json: jsonRefusal(problem, request: request, now: now)
        }
    }

    /// The refusal of temporary credentials past their end.
    var expiredToken: ServiceFault {
        switch style {
        case .restXML: ServiceFault("ExpiredToken", "The provided token has expired.")
        case .query:
            ServiceFault("ExpiredToken", "The security token included in the request is expired", status: 403)
        case .json: ServiceFault("ExpiredTokenException", "The security token included in the request is expired")
        }
    }

    /// The refusal of a signature that another secret key or another text would have.
    var wrongSignature: ServiceFault {
        let cause =
            "The request signature we calculated does not match the signature you provided. "
        let remedy =
            "Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
        return switch style {
        case .restXML:
            ServiceFault("SignatureDoesNotMatch", cause + "Check your key and signing method.", status: 403)
        case .query: ServiceFault("SignatureDoesNotMatch", cause + remedy, status: 403)
        case .json: ServiceFault("InvalidSignatureException", cause + remedy)
        }
    }

    private func jsonRefusal(_ problem: SignatureProblem, request: WireRequest, now: Timestamp) -> ServiceFault {
        switch problem {
        case .missing: ServiceFault("MissingAuthenticationTokenException", "Missing Authentication Token")
        case .malformed, .headerNotSigned, .headerMissing:
            ServiceFault("IncompleteSignatureException", "\(problem)")
        case .unknownAccessKey, .wrongSessionToken:
            ServiceFault("UnrecognizedClientException", "The security token included in the request is invalid.")
        case .clockSkew, .expired:
            ServiceFault("InvalidSignatureException", clockMessage(request: request, now: now))
        case .wrongScope(let part, let expected, let found):
            ServiceFault("InvalidSignatureException", scopeMessage(part: part, expected: expected, found: found))
        case .wrongBodyHash, .mismatch: wrongSignature
        }
    }

    private func queryRefusal(_ problem: SignatureProblem, request: WireRequest, now: Timestamp) -> ServiceFault {
        switch problem {
        case .missing:
            ServiceFault("MissingAuthenticationToken", "Request is missing Authentication Token", status: 403)
        case .malformed, .headerNotSigned, .headerMissing:
            ServiceFault("IncompleteSignature", "\(problem)", status: 403)
        case .unknownAccessKey, .wrongSessionToken:
            ServiceFault("InvalidClientTokenId", "The security token included in the request is invalid.", status: 403)
        case .clockSkew, .expired:
            ServiceFault("SignatureDoesNotMatch", clockMessage(request: request, now: now), status: 403)
        case .wrongScope(let part, let expected, let found):
            ServiceFault(
                "SignatureDoesNotMatch", scopeMessage(part: part, expected: expected, found: found), status: 403)
        case .wrongBodyHash, .mismatch: wrongSignature
        }
    }

    private func s3Refusal(_ problem: SignatureProblem, request: WireRequest, now: Timestamp) -> ServiceFault {
        switch problem {
        case .missing:
            guard request.queryValue("AWSAccessKeyId") == nil else { return Self.oldSignature }
            return ServiceFault("AccessDenied", "Access Denied", status: 403)
        case .malformed where request.headers["authorization"]?.hasPrefix("AWS ") == true: return Self.oldSignature
        case .malformed:
            return ServiceFault("AuthorizationHeaderMalformed", "The authorization header is malformed; \(problem)")
        case .headerNotSigned(let name), .headerMissing(let name):
            return ServiceFault(
                "AccessDenied", "There were headers present in the request which were not signed", status: 403,
                details: [("HeadersNotSigned", name)])
        case .unknownAccessKey(let key):
            return ServiceFault(
                "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", status: 403,
                details: [("AWSAccessKeyId", key)])
        case .wrongSessionToken:
            return ServiceFault("InvalidToken", "The provided token is malformed or otherwise invalid.")
        case .clockSkew:
            return ServiceFault(
                "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.",
                status: 403,
                details: [
                    ("RequestTime", Self.stamp(of: request)), ("ServerTime", now.iso8601),
                    ("MaxAllowedSkewMilliseconds", "900000"),
                ])
        case .expired: return ServiceFault("AccessDenied", "Request has expired", status: 403)
        case .wrongScope("region", let expected, let found):
            return ServiceFault(
                "AuthorizationHeaderMalformed",
                "The authorization header is malformed; the region '\(found)' is wrong; expecting '\(expected)'",
                details: [("Region", expected)])
        case .wrongScope(_, let expected, let found):
            return ServiceFault(
                "AuthorizationHeaderMalformed",
                "The authorization header is malformed; incorrect service \"\(found)\". "
                    + "This endpoint belongs to \"\(expected)\".")
        case .wrongBodyHash:
            return ServiceFault(
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed.",
                details: [("ClientComputedContentSHA256", request.headers["x-amz-content-sha256"] ?? "")])
        case .mismatch(let canonicalRequest, let stringToSign):
            var fault = wrongSignature
            fault.details = [("StringToSign", stringToSign), ("CanonicalRequest", canonicalRequest)]
            return fault
        }
    }

    /// Signature Version 2, which S3 refuses for every bucket made since June 2020.
    private static let oldSignature = ServiceFault(
        "InvalidRequest",
        "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.")

    private func scopeMessage(part: String, expected: String, found: String) -> String {
        part == "region"
            ? "Credential should be scoped to a valid region, not '\(found)'."
            : "Credential should be scoped to correct service: '\(expected)'."
    }

    private static func stamp(of request: WireRequest) -> String {
        request.headers["x-amz-date"] ?? request.queryValue("X-Amz-Date") ?? ""
    }

    private func clockMessage(request: WireRequest, now: Timestamp) -> String {
        let signed = Self.stamp(of: request)
        let isLate = signed < SigningTime(secondsSinceEpoch: now.secondsSinceEpoch).stamp
        let limit = now.adding(seconds: isLate ? -toleratedSkew : toleratedSkew)
        return (isLate ? "Signature expired: " : "Signature not yet current: ")
            + "\(signed) is \(isLate ? "now earlier" : "still later") than "
            + "\(SigningTime(secondsSinceEpoch: limit.secondsSinceEpoch).stamp) "
            + "(\(SigningTime(secondsSinceEpoch: now.secondsSinceEpoch).stamp) \(isLate ? "-" : "+") "
            + "\(Int(toleratedSkew / 60)) min.)"
    }
}

/// Whether somebody may do something to a resource, by the policies on both sides.
///
/// An explicit denial wins. Within an account either side may allow; across accounts both have to (IAM User Guide,
/// "Policy evaluation logic").
struct AccessRequest: Sendable {
    var principal: Principal
    var action: String
    var resource: String
    /// The number of the account that the resource belongs to.
    var owner: String
    /// The policy on the resource; nil where it has none.
    var resourcePolicy: PolicyDocument?
    /// Context keys of the request, beside those that the principal brings.
    var context: [String: [String]] = [:]
    /// Whether nothing goes without the resource's policy, as with keys and roles.
    var isGovernedByResource = false

    /// Nil where it is allowed; else the cause, as AWS words it.
    var refusal: String? {
        let context = self.context.merging(principal.context) { own, _ in own }
        let identity = principal.policy.decide(action, on: resource, context: context).decision
        let grant =
            resourcePolicy?.decide(action, on: resource, by: principal.caller, context: context) ?? .implicitDeny
        if identity == .explicitDeny { return words("with an explicit deny in an identity-based policy") }
        if grant == .explicitDeny { return words("with an explicit deny in a resource-based policy") }
        let ofIdentity =
            identity == .allowed ? nil : words("because no identity-based policy allows the \(action) action")
        let ofResource = words("because no resource-based policy allows the \(action) action")
        guard principal.account.number == owner else { return ofIdentity ?? (grant.isAllowed ? nil : ofResource) }
        switch grant {
        case .allowed: return nil
        case .delegated: return ofIdentity
        default: return isGovernedByResource ? ofResource : ofIdentity
        }
    }

    private func words(_ cause: String) -> String {
        "User: \(principal.arn) is not authorized to perform: \(action) on resource: \(resource) \(cause)"
    }
}
