import AWSOperations

/// Decides who may do what with buckets and objects: the caller's policies, the bucket's, and the key's.
struct ObjectAccess: Sendable {
    let store: ObjectStore
    let keys: KeyStore

    /// Throws AccessDenied where a principal may not do something to a bucket, or to an object in it.
    func require(
        _ action: String, on location: S3Location, by principal: Principal, context: [String: [String]] = [:]
    ) async throws(ServiceFault) {
        guard let owner = await store.owner(of: location.bucket) else { throw Self.noBucket(location.bucket) }
        let access = AccessRequest(
            principal: principal, action: action, resource: Self.arn(location), owner: owner,
            resourcePolicy: await store.policy(of: location.bucket)?.document, context: context)
        if let refusal = access.refusal { throw Self.denied(refusal, principal, owner) }
    }

    /// Throws what S3 answers where a principal may not read an object: for want of a permission, or of its key.
    ///
    /// Whether an object is there at all is told only to those who may list the bucket.
    func readable(_ location: S3Location, by principal: Principal) async throws(ServiceFault) -> ObjectRecord {
        try await require("s3:GetObject", on: location, by: principal)
        let record: ObjectRecord
        do throws(ServiceFault) {
            record = try await store.record(of: location)
        } catch {
            guard error.code == "NoSuchKey" else { throw error }
            try await require(
                "s3:ListBucket", on: S3Location(bucket: location.bucket), by: principal,
                context: ["s3:prefix": [location.key]])
            throw error
        }
        _ = try await key(for: "kms:Decrypt", named: record.storedHeaders, in: location.bucket, by: principal)
        return record
    }

    /// A request that writes, with the ARN of the key that it asks for; throws where that may not be used.
    func sealed(
        _ request: WireRequest, in bucket: String, by principal: Principal
    ) async throws(ServiceFault) -> WireRequest {
        guard let key = try await key(for: "kms:GenerateDataKey", named: request.headers, in: bucket, by: principal)
        else { return request }
        var sealed = request
        sealed.headers[Self.keyHeader] = key.arn
        return sealed
    }

    static let keyHeader = "x-amz-server-side-encryption-aws-kms-key-id"

    /// The key that encrypts an object, where one does and is named.
    private func key(
        for action: String, named headers: [String: String], in bucket: String, by principal: Principal
    ) async throws(ServiceFault) -> KeyStore.Key? {
        guard headers["x-amz-server-side-encryption"]?.hasPrefix("aws:kms") == true else { return nil }
        guard let name = headers[Self.keyHeader] else {
            // Without a key's name it is the account's `aws/s3`, which no other account can use.
            guard await store.owner(of: bucket) == principal.account.number else {
                throw Self.sealed(principal, action)
            }
            return nil
        }
        guard let key = await keys.key(named: name, in: principal.account) else {
            throw ServiceFault("KMS.NotFoundException", "Key '\(name)' does not exist")
        }
        let access = AccessRequest(
            principal: principal, action: action, resource: key.arn, owner: key.account.number,
            resourcePolicy: key.policy, context: ["kms:ViaService": ["s3.\(Account.region).amazonaws.com"]],
            isGovernedByResource: true)
        guard access.refusal == nil else { throw Self.sealed(principal, action) }
        return key
    }

    static func arn(_ location: S3Location) -> String {
        "arn:\(Account.partition):s3:::\(location.bucket)" + (location.key.isEmpty ? "" : "/\(location.key)")
    }

    static func noBucket(_ name: String) -> ServiceFault {
        ServiceFault(
            "NoSuchBucket", "The specified bucket does not exist", status: 404, details: [("BucketName", name)])
    }

    /// KMS's words, which S3 hands on.
    private static func sealed(_ principal: Principal, _ action: String) -> ServiceFault {
        ServiceFault(
            "AccessDenied",
            "User: \(principal.arn) is not authorized to perform: \(action) on the resource associated with this "
                + "ciphertext because the resource does not exist in this Region, no resource-based policies allow "
                + "access, or a resource-based policy explicitly denies access", status: 403)
    }

    /// S3 says what is missing within an account only.
    private static func denied(_ refusal: String, _ principal: Principal, _ owner: String) -> ServiceFault {
        ServiceFault("AccessDenied", principal.account.number == owner ? refusal : "Access Denied", status: 403)
    }
}

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
