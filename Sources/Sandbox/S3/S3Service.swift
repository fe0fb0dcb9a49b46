import AWSOperations
import AWSSigning

/// S3's REST interface, path-style and virtual-host-style.
struct S3Service: Sendable {
    static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

    let store: ObjectStore
    let uploads: MultipartUploads

    func respond(to request: WireRequest, by principal: Principal, at now: Timestamp) async throws -> WireResponse {
        if principal.isReadOnly, request.method != "GET", request.method != "HEAD" {
            throw ServiceFault("AccessDenied", "Access Denied", status: 403)
        }
        let location = Self.location(of: request)
        guard !location.bucket.isEmpty else {
            guard request.method == "GET" else { throw Self.methodNotAllowed }
            return try await listBuckets()
        }
        try await requireRegion(of: location.bucket, request)
        if location.key.isEmpty { return try await bucketOperation(request, bucket: location.bucket, at: now) }
        return try await ObjectOperations(store: store, uploads: uploads)
            .respond(to: request, at: location, now: now)
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

    private func listBuckets() async throws -> WireResponse {
        let buckets = await store.bucketList.map { bucket in
            XMLElement(
                "Bucket",
                [
                    XMLElement("Name", bucket.name), XMLElement("CreationDate", bucket.created.iso8601),
                    XMLElement("BucketRegion", Account.region),
                ])
        }
        return .xml(
            XMLElement(
                "ListAllMyBucketsResult", namespace: Self.namespace,
                [
                    XMLElement("Owner", [XMLElement("ID", Account.number), XMLElement("DisplayName", "flightdeck")]),
                    XMLElement("Buckets", buckets),
                ]))
    }

    private func bucketOperation(_ request: WireRequest, bucket: String, at now: Timestamp) async throws -> WireResponse
    {
        let fields = Set(request.queryFields.map(\.name))
        switch request.method {
        case "PUT" where fields.isDisjoint(with: ["versioning", "policy", "tagging", "encryption", "lifecycle"]):
            return try await createBucket(bucket, at: now)
        case "HEAD":
            try await requireBucket(bucket)
            return WireResponse(
                headers: [
                    ("x-amz-bucket-region", await store.region(of: bucket) ?? Account.region),
                    ("Content-Type", "application/xml"),
                ],
                body: .headOnly(length: 0))
        case "DELETE":
            try await store.deleteBucket(bucket)
            return WireResponse(status: 204)
        case "POST" where fields.contains("delete"):
            try await requireBucket(bucket)
            return try await MultiObjectDelete(store: store, bucket: bucket).respond(to: request)
        case "GET":
            try await requireBucket(bucket)
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
            return .xml(await uploads.listing(bucket: bucket))
        }
        for (field, code) in [
            ("policy", "NoSuchBucketPolicy"), ("encryption", "ServerSideEncryptionConfigurationNotFoundError"),
            ("tagging", "NoSuchTagSet"), ("lifecycle", "NoSuchLifecycleConfiguration"),
        ] where fields.contains(field) {
            throw ServiceFault(code, "The bucket has no \(field) configuration", status: 404)
        }
        return .xml(try await ObjectListing(request: request, bucket: bucket).page(from: store))
    }

    private func createBucket(_ name: String, at now: Timestamp) async throws -> WireResponse {
        if case .failure(let problem) = S3Location.parse("s3://\(name)/") {
            throw ServiceFault(
                "InvalidBucketName", "The specified bucket is not valid: \(problem)", details: [("BucketName", name)])
        }
        if await store.hasBucket(name) {
            throw ServiceFault(
                "BucketAlreadyOwnedByYou",
                "Your previous request to create the named bucket succeeded and you already own it.", status: 409,
                details: [("BucketName", name)])
        }
        try await store.createBucket(name, at: now)
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
        guard await store.hasBucket(name) else {
            throw ServiceFault(
                "NoSuchBucket", "The specified bucket does not exist", status: 404, details: [("BucketName", name)])
        }
    }
}
