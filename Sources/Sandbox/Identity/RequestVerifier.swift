import AWSOperations
import AWSSigning

/// Verifies who sent a request, and refuses as AWS refuses.
struct RequestVerifier: Sendable {
    let keys: KeyRing

    /// Whose request it is; its body is what the signature vouches for, with `aws-chunked` coding taken off.
    struct Verified: Sendable {
        var principal: Principal
        var request: WireRequest
    }

    /// Verifies the headers alone, before the body is there; what they say of the body is taken for true.
    func check(_ head: WireRequest, to service: ServiceIdentity, at now: Timestamp) async throws(ServiceFault) {
        _ = try await signer(of: head, bodyHash: head.headers["x-amz-content-sha256"], to: service, at: now)
    }

    func admit(_ request: WireRequest, to service: ServiceIdentity, at now: Timestamp) async throws(ServiceFault)
        -> Verified
    {
        let (signer, principal) = try await signer(of: request, bodyHash: nil, to: service, at: now)
        guard service == .s3 else { return Verified(principal: principal, request: request) }
        let body = S3Payload(request: request, scope: signer.scope, secretAccessKey: principal.secretAccessKey)
        return Verified(principal: principal, request: try body.verified(isPresigned: signer.isPresigned))
    }

    /// Who signed a request; the hash of its body is computed where it is not given.
    private func signer(
        of request: WireRequest, bodyHash: String?, to service: ServiceIdentity, at now: Timestamp
    ) async throws(ServiceFault) -> (SignatureV4Verifier.Signer, Principal) {
        let principals = await keys.principals
        let received = SignatureV4Verifier.Request(
            method: request.method, path: request.path.isEmpty ? "/" : request.path, query: request.query,
            headers: request.headers.map { ($0.key, $0.value) }, bodyHash: bodyHash ?? SHA256.hexDigest(request.body))
        let verdict = SignatureV4Verifier(allowedSkew: Int(service.toleratedSkew)).verify(
            received, now: now.secondsSinceEpoch, service: service.signingName
        ) { key in
            principals[key].map {
                Credentials(
                    accessKeyID: $0.accessKeyID, secretAccessKey: $0.secretAccessKey, sessionToken: $0.sessionToken)
            }
        }
        switch verdict {
        case .failure(let problem): throw service.refusal(of: request, problem: problem, at: now)
        case .success(let signer):
            guard let principal = principals[signer.accessKeyID] else {
                throw service.refusal(of: request, problem: .unknownAccessKey(signer.accessKeyID), at: now)
            }
            if let expiration = principal.expiration, expiration <= now { throw service.expiredToken }
            let region = signer.scope.region
            guard region == Account.region || service.furtherRegions.contains(region) else {
                throw service.refusal(
                    of: request,
                    problem: .wrongScope(part: "region", expected: Account.region, found: region), at: now)
            }
            return (signer, principal)
        }
    }
}
