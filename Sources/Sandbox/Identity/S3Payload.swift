import AWSSigning
import ByteCompression

/// The rules for an S3 request's body: its chunks' signatures and its checksum.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
struct S3Payload {
    var request: WireRequest
    var scope: SigningScope
    var secretAccessKey: String

    /// The request with its body decoded from `aws-chunked`.
    func verified(isPresigned: Bool) throws(ServiceFault) -> WireRequest {
        guard let declared = request.headers["x-amz-content-sha256"] else {
            guard isPresigned else {
                throw ServiceFault("InvalidRequest", "Missing required header for this request: x-amz-content-sha256")
            }
            return try checked(request)
        }
        guard declared.hasPrefix("STREAMING-") else { return try checked(request) }
        guard let chunked = AWSChunkedBody(request.body) else {
            throw ServiceFault("IncompleteBody", "The request body terminated unexpectedly")
        }
        if declared.hasPrefix("STREAMING-AWS4-HMAC-SHA256-PAYLOAD") {
            guard chunksAreSigned(chunked) else {
                throw ServiceIdentity.s3.wrongSignature
            }
        }
        var decoded = request
        decoded.body = chunked.content
        for (name, value) in chunked.trailers { decoded.headers[name] = value }
        return try checked(decoded)
    }

    /// Every chunk is signed over the signature before it, beginning with the header's.
    private func chunksAreSigned(_ body: AWSChunkedBody) -> Bool {
        let moment = request.headers["x-amz-date"] ?? ""
        let day = String(moment.prefix(8))
        let scopeText = "\(day)/\(scope.region)/\(scope.service)/aws4_request"
        let key = [day, scope.region, scope.service, "aws4_request"]
            .reduce(Array("AWS4\(secretAccessKey)".utf8)) { HMAC.sha256(key: $0, $1) }
        guard let seed = request.headers["authorization"]?.split(separator: "Signature=").last,
            !body.chunkSignatures.isEmpty
        else { return false }
        var previous = String(seed)
        func signed(_ algorithm: String, _ parts: [String]) -> String {
            Hexadecimal.encode(
                HMAC.sha256(key: key, ([algorithm, moment, scopeText, previous] + parts).joined(separator: "\n")))
        }
        for chunk in body.chunkSignatures {
            let hash = SHA256.hexDigest(Array(body.content[chunk.bytes]))
            guard chunk.signature == signed("AWS4-HMAC-SHA256-PAYLOAD", [SHA256.ofNothing, hash]) else { return false }
            previous = chunk.signature
        }
        guard request.headers["x-amz-content-sha256"]?.hasSuffix("-TRAILER") == true else { return true }
        let lines = body.trailers.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)\n" }.joined()
        return body.trailerSignature
            == signed("AWS4-HMAC-SHA256-TRAILER", [SHA256.hexDigest(Array(lines.utf8))])
    }

    private func checked(_ request: WireRequest) throws(ServiceFault) -> WireRequest {
        if let sent = request.headers["x-amz-checksum-crc32"],
            request.queryValue("uploadId") == nil || request.method == "PUT",
            sent != CRC32.base64(request.body)
        {
            throw ServiceFault("BadDigest", "The CRC32 you specified did not match the calculated checksum.")
        }
        return request
    }
}
