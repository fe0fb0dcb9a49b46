import AWSOperations

/// Why a request is not let in.
enum Refusal {
    case noSignature
    case incomplete(String)
    case unknownKey(String)
    case wrongSignature(String)
    case wrongToken(String)
    case expiredToken
    case skewed(signed: Timestamp, now: Timestamp)
    case urlExpired
    case wrongService(expected: String, given: String)
    case wrongRegion(String)
}

extension ServiceIdentity {
    /// A refusal in the codes and words of the service: S3, STS and IAM have their own, the JSON services share theirs.
    func refusal(_ refusal: Refusal) -> ServiceFault {
        switch style {
        case .restXML: s3Refusal(refusal)
        case .query: queryRefusal(refusal)
        case .json: jsonRefusal(refusal)
        }
    }

    private static let mismatch =
        "The request signature we calculated does not match the signature you provided. "
        + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details."

    private func timeMessage(signed: Timestamp, now: Timestamp) -> String {
        let minutes = Int(toleratedSkew / 60)
        let limit = now.adding(seconds: signed < now ? -toleratedSkew : toleratedSkew)
        let sign = signed < now ? "-" : "+"
        return (signed < now ? "Signature expired: " : "Signature not yet current: ")
            + "\(signed.basicISO8601) is \(signed < now ? "now earlier" : "still later") than "
            + "\(limit.basicISO8601) (\(now.basicISO8601) \(sign) \(minutes) min.)"
    }

    private func jsonRefusal(_ refusal: Refusal) -> ServiceFault {
        switch refusal {
        case .noSignature: ServiceFault("MissingAuthenticationTokenException", "Missing Authentication Token")
        case .incomplete(let text): ServiceFault("IncompleteSignatureException", text)
        case .unknownKey, .wrongToken:
            ServiceFault("UnrecognizedClientException", "The security token included in the request is invalid.")
        case .wrongSignature: ServiceFault("InvalidSignatureException", Self.mismatch)
        case .expiredToken, .urlExpired:
            ServiceFault("ExpiredTokenException", "The security token included in the request is expired")
        case .skewed(let signed, let now):
            ServiceFault("InvalidSignatureException", timeMessage(signed: signed, now: now))
        case .wrongService(let expected, _):
            ServiceFault(
                "InvalidSignatureException", "Credential should be scoped to correct service: '\(expected)'.")
        case .wrongRegion(let region):
            ServiceFault(
                "InvalidSignatureException",
                "Credential should be scoped to a valid region, not '\(region)'. (this service is in \(Account.region))")
        }
    }

    private func queryRefusal(_ refusal: Refusal) -> ServiceFault {
        switch refusal {
        case .noSignature:
            ServiceFault("MissingAuthenticationToken", "Request is missing Authentication Token", status: 403)
        case .incomplete(let text): ServiceFault("IncompleteSignature", text, status: 403)
        case .unknownKey, .wrongToken:
            ServiceFault("InvalidClientTokenId", "The security token included in the request is invalid.", status: 403)
        case .wrongSignature: ServiceFault("SignatureDoesNotMatch", Self.mismatch, status: 403)
        case .expiredToken, .urlExpired:
            ServiceFault("ExpiredToken", "The security token included in the request is expired", status: 403)
        case .skewed(let signed, let now):
            ServiceFault("SignatureDoesNotMatch", timeMessage(signed: signed, now: now), status: 403)
        case .wrongService(let expected, _):
            ServiceFault(
                "SignatureDoesNotMatch", "Credential should be scoped to correct service: '\(expected)'.", status: 403)
        case .wrongRegion(let region):
            ServiceFault(
                "SignatureDoesNotMatch", "Credential should be scoped to a valid region, not '\(region)'.", status: 403)
        }
    }

    private func s3Refusal(_ refusal: Refusal) -> ServiceFault {
        switch refusal {
        case .noSignature: ServiceFault("AccessDenied", "Access Denied", status: 403)
        case .incomplete(let text): ServiceFault("AuthorizationHeaderMalformed", text)
        case .unknownKey(let key):
            ServiceFault(
                "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", status: 403,
                details: [("AWSAccessKeyId", key)])
        case .wrongToken: ServiceFault("InvalidToken", "The provided token is malformed or otherwise invalid.")
        case .wrongSignature(let key):
            ServiceFault(
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. "
                    + "Check your key and signing method.", status: 403, details: [("AWSAccessKeyId", key)])
        case .expiredToken: ServiceFault("ExpiredToken", "The provided token has expired.")
        case .urlExpired: ServiceFault("AccessDenied", "Request has expired", status: 403)
        case .skewed(let signed, let now):
            ServiceFault(
                "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.",
                status: 403,
                details: [
                    ("RequestTime", signed.basicISO8601), ("ServerTime", now.iso8601),
                    ("MaxAllowedSkewMilliseconds", "900000"),
                ])
        case .wrongService(let expected, let given):
            ServiceFault(
                "AuthorizationHeaderMalformed",
                "The authorization header is malformed; incorrect service \"\(given)\". "
                    + "This endpoint belongs to \"\(expected)\".")
        case .wrongRegion(let region):
            ServiceFault(
                "AuthorizationHeaderMalformed",
                "The authorization header is malformed; the region '\(region)' is wrong; expecting '\(Account.region)'",
                details: [("Region", Account.region)])
        }
    }
}
