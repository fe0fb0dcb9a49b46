import AWSOperations
import AWSSigning

/// Verifies who sent a request, and refuses as AWS refuses.
struct Gatekeeper: Sendable {
    let keys: KeyRing

    /// Whose request it is; its body is what the signature vouches for, with `aws-chunked` coding taken off.
    struct Admission: Sendable {
        var principal: Principal
        var request: WireRequest
    }

    func admit(_ request: WireRequest, to service: ServiceIdentity, at now: Timestamp) async throws(ServiceFault)
        -> Admission
    {
        let signature: RequestSignature
        do {
            signature = try RequestSignature.read(request)
        } catch {
            throw Self.fault(for: error, service: service)
        }
        try Self.checkScope(of: signature, service: service)
        guard let principal = await keys.principal(accessKeyID: signature.accessKeyID) else {
            throw service.refusal(.unknownKey(signature.accessKeyID))
        }
        try Self.checkToken(of: signature, principal: principal, service: service, now: now)
        try Self.checkTime(of: signature, service: service, now: now)
        let declaredHash = request.headers["x-amz-content-sha256"]
        let bodyHash = Hexadecimal.text(Digest.sha256(request.body))
        let payloadHash =
            signature.expiresAfter != nil
            ? declaredHash ?? "UNSIGNED-PAYLOAD" : service == .s3 ? declaredHash ?? bodyHash : bodyHash
        let canonical = CanonicalRequest(request: request, signature: signature, payloadHash: payloadHash)
        guard signature.signedHeaders.contains("host"),
            canonical.expectedSignature(secretAccessKey: principal.secretAccessKey) == signature.signature
        else {
            throw service.refusal(.wrongSignature(signature.accessKeyID))
        }
        var admitted = request
        if service == .s3 {
            admitted = try S3Payload.verified(request, signature: signature, principal: principal, bodyHash: bodyHash)
        }
        return Admission(principal: principal, request: admitted)
    }

    private static func fault(for flaw: RequestSignature.Flaw, service: ServiceIdentity) -> ServiceFault {
        switch flaw {
        case .missing: service.refusal(.noSignature)
        case .incomplete(let text): service.refusal(.incomplete(text))
        }
    }

    private static func checkScope(of signature: RequestSignature, service: ServiceIdentity) throws(ServiceFault) {
        guard signature.service == service.signingName else {
            throw service.refusal(.wrongService(expected: service.signingName, given: signature.service))
        }
        guard signature.region == Account.region || (service.isGlobal && signature.region == "us-east-1") else {
            throw service.refusal(.wrongRegion(signature.region))
        }
        guard signature.moment.hasPrefix(signature.day) else {
            throw service.refusal(
                .incomplete("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP"))
        }
    }

    private static func checkToken(
        of signature: RequestSignature, principal: Principal, service: ServiceIdentity, now: Timestamp
    ) throws(ServiceFault) {
        guard signature.sessionToken == principal.sessionToken else {
            throw service.refusal(.wrongToken(principal.accessKeyID))
        }
        if let expiration = principal.expiration, expiration <= now { throw service.refusal(.expiredToken) }
    }

    private static func checkTime(
        of signature: RequestSignature, service: ServiceIdentity, now: Timestamp
    ) throws(ServiceFault) {
        guard let signed = Timestamp(basicISO8601: signature.moment) else {
            throw service.refusal(.incomplete("Date must be in ISO-8601 'basic format'. Got '\(signature.moment)'."))
        }
        if let seconds = signature.expiresAfter {
            if signed.adding(seconds: Double(seconds)) < now { throw service.refusal(.urlExpired) }
            if signed.seconds(since: now) > 900 { throw service.refusal(.skewed(signed: signed, now: now)) }
        } else if abs(signed.seconds(since: now)) > service.toleratedSkew {
            throw service.refusal(.skewed(signed: signed, now: now))
        }
    }
}

extension Timestamp {
    /// Reads `20261122T191602Z`.
    init?(basicISO8601 text: String) {
        let digits = Array(text)
        guard digits.count == 16 else { return nil }
        func part(_ range: Range<Int>) -> String { String(digits[range]) }
        self.init(
            iso8601: "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z")
    }

    /// Writes `20261122T191602Z`.
    var basicISO8601: String {
        Timestamp(secondsSinceEpoch: secondsSinceEpoch.rounded(.down)).iso8601
            .filter { $0 != "-" && $0 != ":" }
    }
}
