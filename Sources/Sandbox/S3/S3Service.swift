import AWSOperations
import AWSSigning

/// S3's REST interface, path-style and virtual-host-style.
struct S3Service: Sendable {
    static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

    let access: ObjectAccess
    let uploads: MultipartUploads

    private var store: ObjectStore { access.store }

    func respond(to request: WireRequest, by principal: Principal, at now: Timestamp) async throws -> WireResponse {
        let location = Self.location(of: request)
        guard !location.bucket.isEmpty else {
            guard request.method == "GET" else { throw Self.methodNotAllowed }
            try Self.require("s3:ListAllMyBuckets", by: principal)
            return await listBuckets(of: principal.account)
        }
        try await requireRegion(of: location.bucket, request)
        guard location.key.isEmpty else {
            return try await ObjectOperations(access: access, uploads: uploads, principal: principal)
                .respond(to: request, at: location, now: now)
        }
        let fields = Set(request.queryFields.map(\.name))
        if request.method == "PUT", fields.isDisjoint(with: Self.configurations) {
            try Self.require("s3:CreateBucket", by: principal)
            return try await createBucket(location.bucket, owner: principal.account, at: now)
        }
        try await requirePermission(for: request, fields, on: location.bucket, by: principal)
        return try await bucketOperation(request, fields, bucket: location.bucket, by: principal)
    }

    /// `bucket.s3.…` and `bucket.localhost` name the bucket in the host; else it is the path's first part.
    static func location(of request: WireRequest) -> S3Location {
        // Only the slash that ends the bucket's name is taken off: keys may begin with one.
        let path = request.path.dropFirst()
        let host = request.hostName
        for mark in [".s3.", ".s3-", ".localhost", ".127.0.0.1"] {
            if let range = host.firstRange(of: mark), range.lowerBound != host.startIndex {
                return S3Location(
                    bucket: String(host[..<range.lowerBound]),
                    key: decoded(request.path.dropFirst()))
            }
        }
        guard let slash = path.firstIndex(of: "/") else {
            return S3Location(bucket: decoded(path))
        }
        return S3Location(
            bucket: decoded(path[..<slash]),
            key: decoded(path[path.index(after: slash)...]))
    }

    private static func decoded(_ text: some StringProtocol) -> String {
        PercentEncoding.decode(text) ?? String(text)
    }

    static let methodNotAllowed = ServiceFault(
        "MethodNotAllowed", "The specified method is not allowed against this resource.", status: 405)

    private static let configurations: Set<String> = [
        "versioning", "policy", "tagging", "encryption", "lifecycle", "acl",
    ]

    /// What is asked of no bucket that is there: the caller's policies alone decide.
    private static func require(_ action: String, by principal: Principal) throws(ServiceFault) {
        guard principal.policy.decide(action, on: "*", context: principal.context).decision == .allowed else {
            throw ServiceFault("AccessDenied", principal.refusal(of: action), status: 403)
        }
    }

    private func requirePermission(
        for request: WireRequest, _ fields: Set<String>, on bucket: String, by principal: Principal
    ) async throws(ServiceFault) {
        // Who may delete which keys is asked key by key.
        if request.method == "POST", fields.contains("delete") { return try await requireBucket(bucket) }
        var context: [String: [String]] = [:]
        for name in ["prefix", "delimiter", "max-keys"] {
            if let value = request.queryValue(name) { context["s3:\(name)"] = [value] }
        }
        let action = S3Action.ofBucket(request.method, fields)
        do throws(ServiceFault) {
            try await access.require(action, on: S3Location(bucket: bucket), by: principal, context: context)
        } catch {
            var fault = error
            // The head of an answer says where the bucket is, even to those who may not look into it.
            if request.method == "HEAD", fault.status == 403 {
                fault.details.append(("Region", await store.region(of: bucket) ?? Account.region))
            }
            throw fault
        }
        // A bucket's policy is its owner's, whatever the policy says.
        if fields.contains("policy"), await store.owner(of: bucket) != principal.account.number {
            throw Self.methodNotAllowed
        }
    }

    private func listBuckets(of account: Account) async -> WireResponse {
        let buckets = await store.bucketList(of: account).map { bucket in
            XMLElement(
                "Bucket",
                [
                    XMLElement("Name", bucket.name), XMLElement("CreationDate", bucket.created.iso8601),
                    XMLElement("BucketRegion", bucket.region),
                ])
        }
        return .xml(
            XMLElement(
                "ListAllMyBucketsResult", namespace: Self.namespace,
                [
                    XMLElement(
                        "Owner", [XMLElement("ID", account.number), XMLElement("DisplayName", account.userName)]),
                    XMLElement("Buckets", buckets),
                ]))
    }

    private func bucketOperation(
        _ request: WireRequest, _ fields: Set<String>, bucket: String, by principal: Principal
    ) async throws -> WireResponse {
        switch request.method {
        case "GET" where fields.contains("policy"), "PUT" where fields.contains("policy"),
            "DELETE" where fields.contains("policy"):
            return try await BucketPolicyOperations(store: store, bucket: bucket).respond(to: request)
        case "HEAD":
            return WireResponse(
                headers: [
                    ("x-amz-bucket-region", await store.region(of: bucket) ?? Account.region),
                    ("Content-Type", "application/xml"),
                ],
                body: .headOnly(length: 0))
        case "DELETE" where fields.isDisjoint(with: Self.configurations):
            try await store.deleteBucket(bucket)
            return WireResponse(status: 204)
        case "POST" where fields.contains("delete"):
            return try await MultiObjectDelete(access: access, bucket: bucket, principal: principal)
                .respond(to: request)
        case "GET":
            return try await readBucket(request, bucket: bucket, fields: fields)
        default: throw Self.methodNotAllowed
        }
    }

    private func readBucket(_ request: WireRequest, bucket: String, fields: Set<String>) async throws -> WireResponse {
        if fields.contains("location") {
            var element = XMLElement("LocationConstraint", await store.region(of: bucket) ?? Account.region)
            element.namespace = Self.namespace
            return .xml(element)
        }
        if fields.contains("versioning") {
            return .xml(XMLElement("VersioningConfiguration", namespace: Self.namespace, []))
        }
        if fields.contains("uploads") {
            return .xml(try await uploads.listing(request, bucket: bucket))
        }
        for (field, code) in [
            ("encryption", "ServerSideEncryptionConfigurationNotFoundError"),
            ("tagging", "NoSuchTagSet"), ("lifecycle", "NoSuchLifecycleConfiguration"),
        ] where fields.contains(field) {
            throw ServiceFault(code, "The bucket has no \(field) configuration", status: 404)
        }
        return .xml(try await ObjectListing(request: request, bucket: bucket).page(from: store))
    }

    private func createBucket(_ name: String, owner: Account, at now: Timestamp) async throws -> WireResponse {
        if case .failure(let problem) = S3Location.parse("s3://\(name)/") {
            throw ServiceFault(
                "InvalidBucketName", "The specified bucket is not valid: \(problem)", details: [("BucketName", name)])
        }
        if let other = await store.owner(of: name), other != owner.number {
            throw ServiceFault(
                "BucketAlreadyExists",
                "The requested bucket name is not available. The bucket namespace is shared by all users of the system. "
                    + "Please select a different name and try again.", status: 409, details: [("BucketName", name)])
        }
        if await store.hasBucket(name) {
            throw ServiceFault(
                "BucketAlreadyOwnedByYou",
                "Your previous request to create the named bucket succeeded and you already own it.", status: 409,
                details: [("BucketName", name)])
        }
        try await store.createBucket(name, owner: owner, at: now)
        return WireResponse(headers: [("Location", "/\(name)")])
    }

    /// Sends a request that was signed for another region than the bucket's away, as S3 does.
    private func requireRegion(of bucket: String, _ request: WireRequest) async throws(ServiceFault) {
        guard let region = await store.region(of: bucket), let signed = Self.signedRegion(of: request),
            signed != region
        else { return }
        throw ServiceFault(
            "PermanentRedirect",
            "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all "
                + "future requests to this endpoint.", status: 301,
            details: [("Endpoint", "\(bucket).s3.\(region).amazonaws.com"), ("Bucket", bucket), ("Region", region)])
    }

    /// The region in the scope of a request's signature: `…Credential=KEY/DATE/REGION/s3/aws4_request`.
    private static func signedRegion(of request: WireRequest) -> String? {
        let header = request.headers["authorization"].flatMap { text in
            text.firstRange(of: "Credential=").map { String(text[$0.upperBound...].prefix { $0 != "," }) }
        }
        let parts = (header ?? request.queryValue("X-Amz-Credential"))?.split(separator: "/") ?? []
        return parts.count > 2 ? String(parts[2]) : nil
    }

    private func requireBucket(_ name: String) async throws(ServiceFault) {
        guard await store.hasBucket(name) else { throw ObjectAccess.noBucket(name) }
    }
}

/// The IAM action that a request to S3 needs.
enum S3Action {
    static func ofBucket(_ method: String, _ fields: Set<String>) -> String {
        let subject = subjects.first { fields.contains($0.field) }?.name
        switch method {
        case "PUT": return subject.map { "s3:Put\($0)" } ?? "s3:CreateBucket"
        case "DELETE":
            return subject.map { $0 == "BucketPolicy" ? "s3:DeleteBucketPolicy" : "s3:Put\($0)" } ?? "s3:DeleteBucket"
        case "GET" where fields.contains("uploads"): return "s3:ListBucketMultipartUploads"
        case "GET": return subject.map { "s3:Get\($0)" } ?? "s3:ListBucket"
        default: return "s3:ListBucket"
        }
    }

    private static let subjects: [(field: String, name: String)] = [
        ("policy", "BucketPolicy"), ("location", "BucketLocation"), ("versioning", "BucketVersioning"),
        ("tagging", "BucketTagging"), ("encryption", "EncryptionConfiguration"),
        ("lifecycle", "LifecycleConfiguration"), ("acl", "BucketAcl"),
    ]

    static func ofObject(_ method: String, _ fields: Set<String>) -> String {
        let isUpload = fields.contains("uploadId")
        let part = fields.contains("tagging") ? "Tagging" : fields.contains("acl") ? "Acl" : ""
        switch method {
        case "GET" where isUpload: return "s3:ListMultipartUploadParts"
        case "GET", "HEAD": return "s3:GetObject\(part)"
        case "DELETE" where isUpload: return "s3:AbortMultipartUpload"
        case "DELETE": return "s3:DeleteObject\(part)"
        default: return "s3:PutObject\(part)"
        }
    }
}
