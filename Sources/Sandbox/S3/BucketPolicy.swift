/// A bucket's policy: its text as it was put, and what it says.
struct BucketPolicy: Hashable, Sendable {
    let text: String
    let document: PolicyDocument

    /// Throws what S3 refuses the text for.
    init(_ text: String, of bucket: String) throws(ServiceFault) {
        self.text = text
        guard text.utf8.count <= 20 << 10 else {
            throw ServiceFault(
                "PolicyTooLarge", "Policy exceeds the maximum allowed document size.",
                details: [("PolicySize", String(text.utf8.count)), ("MaxPolicySize", String(20 << 10))])
        }
        do throws(PolicyProblem) {
            document = try PolicyText(text, of: .bucket(bucket)).document
        } catch {
            throw ServiceFault(
                "MalformedPolicy", error.message, details: error.detail.map { [("Detail", $0)] } ?? [])
        }
    }
}

/// GetBucketPolicy, PutBucketPolicy and DeleteBucketPolicy.
struct BucketPolicyOperations: Sendable {
    let store: ObjectStore
    let bucket: String

    func respond(to request: WireRequest) async throws -> WireResponse {
        switch request.method {
        case "GET":
            guard let policy = await store.policy(of: bucket) else {
                throw ServiceFault(
                    "NoSuchBucketPolicy", "The bucket policy does not exist", status: 404,
                    details: [("BucketName", bucket)])
            }
            return .text(policy.text, contentType: "application/json")
        case "PUT":
            try await store.setPolicy(BucketPolicy(request.bodyText, of: bucket), of: bucket)
        default:
            try await store.setPolicy(nil, of: bucket)
        }
        return WireResponse(status: 204)
    }
}
