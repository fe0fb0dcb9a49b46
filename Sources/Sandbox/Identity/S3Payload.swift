import AWSSigning

/// The rules for an S3 request's body: its hash, its chunks' signatures, its checksums.
enum S3Payload {
    static func verified(
        _ request: WireRequest, signature: RequestSignature, principal: Principal, bodyHash: String
    ) throws(ServiceFault) -> WireRequest {
        guard let declared = request.headers["x-amz-content-sha256"] else {
            guard signature.expiresAfter != nil else {
                throw ServiceFault(
                    "InvalidRequest", "Missing required header for this request: x-amz-content-sha256")
            }
            return try checked(request)
        }
        if !declared.hasPrefix("STREAMING-") {
            guard declared == "UNSIGNED-PAYLOAD" || declared == bodyHash else {
                throw ServiceFault(
                    "XAmzContentSHA256Mismatch",
                    "The provided 'x-amz-content-sha256' header does not match what was computed.",
                    details: [("ClientComputedContentSHA256", declared), ("S3ComputedContentSHA256", bodyHash)])
            }
            return try checked(request)
        }
        guard let chunked = AWSChunkedBody(request.body) else {
            throw ServiceFault("IncompleteBody", "The request body terminated unexpectedly")
        }
        if declared.hasPrefix("STREAMING-AWS4-HMAC-SHA256-PAYLOAD") {
            try verifyChunks(of: chunked, signature: signature, principal: principal)
        }
        var decoded = request
        decoded.body = chunked.content
        for (name, value) in chunked.trailers { decoded.headers[name] = value }
        return try checked(decoded)
    }

    /// Every chunk is signed over the signature before it.
    private static func verifyChunks(
        of body: AWSChunkedBody, signature: RequestSignature, principal: Principal
    ) throws(ServiceFault) {
        let key = CanonicalRequest.signingKey(for: signature, secretAccessKey: principal.secretAccessKey)
        let emptyHash = Hexadecimal.text(Digest.sha256([]))
        var previous = signature.signature
        func signed(_ algorithm: String, _ parts: [String]) -> String {
            let text = ([algorithm, signature.moment, signature.scope, previous] + parts).joined(separator: "\n")
            return Hexadecimal.text(Digest.hmac(key: key, Array(text.utf8)))
        }
        guard !body.chunkSignatures.isEmpty else {
            throw ServiceIdentity.s3.refusal(.wrongSignature(principal.accessKeyID))
        }
        for chunk in body.chunkSignatures {
            let hash = Hexadecimal.text(Digest.sha256(Array(body.content[chunk.bytes])))
            guard chunk.signature == signed("AWS4-HMAC-SHA256-PAYLOAD", [emptyHash, hash]) else {
                throw ServiceIdentity.s3.refusal(.wrongSignature(principal.accessKeyID))
            }
            previous = chunk.signature
        }
        if let trailerSignature = body.trailerSignature {
            let lines = body.trailers.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)\n" }.joined()
            let hash = Hexadecimal.text(Digest.sha256(Array(lines.utf8)))
            guard trailerSignature == signed("AWS4-HMAC-SHA256-TRAILER", [hash]) else {
                throw ServiceIdentity.s3.refusal(.wrongSignature(principal.accessKeyID))
            }
        }
    }

    private static func checked(_ request: WireRequest) throws(ServiceFault) -> WireRequest {
        if let sent = request.headers["x-amz-checksum-crc32"], sent != CRC32.base64(request.body) {
            throw ServiceFault("BadDigest", "The CRC32 you specified did not match the calculated checksum.")
        }
        return request
    }
}
