import AWSOperations
import AWSSigning

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Buckets and their objects: bytes and records in files, an index of them in memory.
///
/// An object is two files named by the SHA-256 of its key, so that no key can leave the directory or be too long.
actor ObjectStore {
    private let directory: String
    private let files: FileTree
    private var buckets: [String: Bucket] = [:]

    struct Bucket {
        var created: Timestamp
        var region = Account.region
        /// The number of the account that it belongs to.
        var owner = Account.home.number
        /// The bucket policy, as it was put.
        var policy: BucketPolicy?
        var objects: [ObjectKey: ObjectRecord] = [:]
        /// In the order that listings have; nil while it has to be sorted again.
        var sortedKeys: [ObjectKey]?
    }

    /// Opens the store in a directory, with what an earlier run left there.
    init(directory: String, isKept: Bool) throws {
        self.directory = directory
        files = try FileTree(directory, isKept: isKept)
        for name in try files.children() {
            var bucket = Bucket(created: try files.decode(Timestamp.self, from: "\(name)/created.json"))
            if files.read("\(name)/region.json") != nil {
                bucket.region = try files.decode(String.self, from: "\(name)/region.json")
            }
            if files.read("\(name)/owner.json") != nil {
                bucket.owner = try files.decode(String.self, from: "\(name)/owner.json")
            }
            if files.read("\(name)/policy.json") != nil {
                bucket.policy = try BucketPolicy(files.decode(String.self, from: "\(name)/policy.json"), of: name)
            }
            for file in try files.children(of: "\(name)/objects") where file.hasSuffix(".json") {
                let record = try files.decode(ObjectRecord.self, from: "\(name)/objects/\(file)")
                bucket.objects[ObjectKey(record.key)] = record
            }
            buckets[name] = bucket
        }
    }

    /// The buckets of an account, in the order of names.
    func bucketList(of account: Account) -> [(name: String, created: Timestamp, region: String)] {
        buckets.filter { $0.value.owner == account.number }
            .map { ($0.key, $0.value.created, $0.value.region) }.sorted { $0.0 < $1.0 }
    }

    func hasBucket(_ name: String) -> Bool {
        buckets[name] != nil
    }

    /// Nil where there is no such bucket.
    func region(of name: String) -> String? { buckets[name]?.region }

    /// The number of the account that a bucket belongs to; nil where there is no such bucket.
    func owner(of name: String) -> String? { buckets[name]?.owner }

    func policy(of name: String) -> BucketPolicy? { buckets[name]?.policy }

    /// Puts a bucket's policy, or takes it away.
    func setPolicy(_ policy: BucketPolicy?, of name: String) throws {
        _ = try bucket(name)
        if let policy {
            try files.encode(policy.text, to: "\(name)/policy.json")
        } else {
            files.remove("\(name)/policy.json")
        }
        buckets[name]?.policy = policy
    }

    func createBucket(
        _ name: String, region: String = Account.region, owner: Account = .home, at now: Timestamp
    ) throws {
        guard buckets[name] == nil else { return }
        try files.makeDirectory("\(name)/objects")
        try files.encode(now, to: "\(name)/created.json")
        if region != Account.region { try files.encode(region, to: "\(name)/region.json") }
        if owner != .home { try files.encode(owner.number, to: "\(name)/owner.json") }
        buckets[name] = Bucket(created: now, region: region, owner: owner.number)
    }

    func deleteBucket(_ name: String) throws(ServiceFault) {
        guard try bucket(name).objects.isEmpty else {
            throw ServiceFault("BucketNotEmpty", "The bucket you tried to delete is not empty", status: 409)
        }
        buckets[name] = nil
        files.remove(name)
    }

    /// The records of a bucket's keys from a prefix on, in S3's order.
    func records(in bucketName: String, prefix: String, after start: String?) throws(ServiceFault) -> [ObjectRecord] {
        var bucket = try bucket(bucketName)
        let keys = bucket.sortedKeys ?? bucket.objects.keys.sorted()
        if bucket.sortedKeys == nil {
            bucket.sortedKeys = keys
            buckets[bucketName] = bucket
        }
        let first = start.map(ObjectKey.init)
        return keys.lazy
            .filter { key in key.hasPrefix(prefix) && first.map { key > $0 } ?? true }
            .compactMap { bucket.objects[$0] }
    }

    func record(of location: S3Location) throws(ServiceFault) -> ObjectRecord {
        guard let record = try bucket(location.bucket).objects[ObjectKey(location.key)] else {
            throw ServiceFault(
                "NoSuchKey", "The specified key does not exist.", status: 404, details: [("Key", location.key)])
        }
        return record
    }

    /// Where an object's bytes are; valid until the object is written again.
    nonisolated func path(of location: S3Location) -> String {
        "\(directory)/\(location.bucket)/objects/\(Self.fileName(of: location.key)).data"
    }

    func bytes(of location: S3Location) throws(ServiceFault) -> [UInt8] {
        _ = try record(of: location)
        guard let data = FileManager.default.contents(atPath: path(of: location)) else {
            throw ServiceFault("InternalError", "We encountered an internal error. Please try again.", status: 500)
        }
        return Array(data)
    }

    @discardableResult
    func write(
        _ bytes: [UInt8], to location: S3Location, attributes: ObjectAttributes = ObjectAttributes(),
        entityTag: String? = nil, at now: Timestamp
    ) throws -> ObjectRecord {
        _ = try bucket(location.bucket)
        let record = ObjectRecord(
            key: location.key, size: bytes.count, entityTag: entityTag ?? "\"\(MD5.hexDigest(bytes))\"",
            lastModified: now,
            contentType: attributes.contentType, storedHeaders: attributes.storedHeaders,
            metadata: attributes.metadata, crc32: attributes.crc32)
        let file = "\(location.bucket)/objects/\(Self.fileName(of: location.key))"
        try files.write(bytes, to: "\(file).data")
        try files.encode(record, to: "\(file).json")
        if buckets[location.bucket]?.objects.updateValue(record, forKey: ObjectKey(location.key)) == nil {
            buckets[location.bucket]?.sortedKeys = nil
        }
        return record
    }

    func delete(_ location: S3Location) throws(ServiceFault) {
        guard try bucket(location.bucket).objects[ObjectKey(location.key)] != nil else { return }
        let file = "\(location.bucket)/objects/\(Self.fileName(of: location.key))"
        files.remove("\(file).json")
        files.remove("\(file).data")
        buckets[location.bucket]?.objects[ObjectKey(location.key)] = nil
        buckets[location.bucket]?.sortedKeys = nil
    }

    private func bucket(_ name: String) throws(ServiceFault) -> Bucket {
        guard let bucket = buckets[name] else {
            throw ServiceFault(
                "NoSuchBucket", "The specified bucket does not exist", status: 404, details: [("BucketName", name)])
        }
        return bucket
    }

    private static func fileName(of key: String) -> String {
        Hexadecimal.encode(SHA256.digest(key))
    }
}

/// The engine's view of the store, with the permissions of the model's execution role.
struct StoredObjects: TransformObjects {
    let access: ObjectAccess
    let role: Principal

    func objects(inBucket bucket: String, withPrefix prefix: String) async throws -> [TransformObject] {
        // A transform reads in its own region alone, and SageMaker tells what may not be listed as what is not there.
        guard await access.store.region(of: bucket) == Account.region,
            (try? await access.require(
                "s3:ListBucket", on: S3Location(bucket: bucket), by: role, context: ["s3:prefix": [prefix]])) != nil
        else { return [] }
        return try await access.store.records(in: bucket, prefix: prefix, after: nil)
            .map { TransformObject(key: $0.key, size: $0.size) }
    }

    func bytes(inBucket bucket: String, key: String) async throws -> [UInt8]? {
        let location = S3Location(bucket: bucket, key: key)
        guard await access.store.region(of: bucket) == Account.region else { return nil }
        do throws(ServiceFault) {
            _ = try await access.readable(location, by: role)
        } catch {
            guard error.status == 404 else { throw TransformObjectDenied(message: error.message) }
            return nil
        }
        return try await access.store.bytes(of: location)
    }
}

/// What is known of an object beside its bytes.
struct ObjectRecord: Codable, Hashable, Sendable {
    var key: String
    var size: Int
    /// With its quotation marks.
    var entityTag: String
    var lastModified: Timestamp
    var contentType: String
    /// `Content-Encoding`, `Cache-Control` and the like, with names in lower case.
    var storedHeaders: [String: String]
    /// `x-amz-meta-…` headers, with names in lower case.
    var metadata: [String: String]
    /// CRC-32 in base64, where the uploader sent one.
    var crc32: String?
}

/// What an uploader says of an object.
struct ObjectAttributes: Codable, Hashable, Sendable {
    static let encryptionHeaders = ["x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id"]

    var contentType = "binary/octet-stream"
    var storedHeaders: [String: String] = [:]
    var metadata: [String: String] = [:]
    var crc32: String?

    init(contentType: String = "binary/octet-stream") {
        self.contentType = contentType
    }

    init(headers: [String: String]) {
        contentType = headers["content-type"] ?? "binary/octet-stream"
        for name in ["cache-control", "content-disposition", "content-language", "expires"] + Self.encryptionHeaders {
            storedHeaders[name] = headers[name]
        }
        // The wire's own coding is not the object's.
        let codings = (headers["content-encoding"] ?? "").split(separator: ",")
            .map { String($0.drop { $0 == " " }) }.filter { $0 != "aws-chunked" && !$0.isEmpty }
        if !codings.isEmpty { storedHeaders["content-encoding"] = codings.joined(separator: ",") }
        metadata = headers.filter { $0.key.hasPrefix("x-amz-meta-") }
        crc32 = headers["x-amz-checksum-crc32"]
    }
}

/// A key in a bucket, compared byte by byte as S3 does; Swift would take canonically equal text for the same.
struct ObjectKey: Hashable, Comparable, Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: ObjectKey, right: ObjectKey) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    static func < (left: ObjectKey, right: ObjectKey) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }

    func hasPrefix(_ prefix: String) -> Bool {
        text.utf8.starts(with: prefix.utf8)
    }
}
