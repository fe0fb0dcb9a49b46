import AWSSigning

/// What a Signature Version 4 is made over, rebuilt from the request as it arrived.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
struct CanonicalRequest {
    var request: WireRequest
    var signature: RequestSignature
    var payloadHash: String

    var text: String {
        let headers = signature.signedHeaders.map { "\($0):\(Self.collapse(request.headers[$0] ?? ""))\n" }
        return [
            request.method, path, query, headers.joined(), signature.signedHeaders.joined(separator: ";"), payloadHash,
        ].joined(separator: "\n")
    }

    /// The signature that the holder of a secret key would have made.
    func expectedSignature(secretAccessKey: String) -> String {
        let text = [
            "AWS4-HMAC-SHA256", signature.moment, signature.scope, Hexadecimal.text(Digest.sha256(Array(text.utf8))),
        ].joined(separator: "\n")
        return Hexadecimal.text(
            Digest.hmac(key: Self.signingKey(for: signature, secretAccessKey: secretAccessKey), Array(text.utf8)))
    }

    static func signingKey(for signature: RequestSignature, secretAccessKey: String) -> [UInt8] {
        [signature.day, signature.region, signature.service, "aws4_request"]
            .reduce(Array("AWS4\(secretAccessKey)".utf8)) { key, part in Digest.hmac(key: key, Array(part.utf8)) }
    }

    /// S3 takes the path encoded once; the other services encode what is on the wire once more.
    private var path: String {
        let path = request.path.isEmpty ? "/" : request.path
        return signature.service == "s3"
            ? PercentEncoding.encode(PercentEncoding.decode(path), keeping: "/")
            : PercentEncoding.encode(path, keeping: "/")
    }

    private var query: String {
        request.queryFields
            .filter { signature.expiresAfter == nil || $0.name != "X-Amz-Signature" }
            .map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
            .map { "\($0.0)=\($0.1)" }
            .joined(separator: "&")
    }

    private static func collapse(_ value: String) -> String {
        value.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
}
