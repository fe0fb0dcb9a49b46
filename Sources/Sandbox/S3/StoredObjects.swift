import AWSOperations

/// The engine's view of the store.
struct StoredObjects: TransformObjects {
    let store: ObjectStore

    func objects(inBucket bucket: String, withPrefix prefix: String) async throws -> [TransformObject] {
        // A transform reads in its own region alone.
        guard await store.region(of: bucket) == Account.region else { return [] }
        return try await store.records(in: bucket, prefix: prefix, after: nil)
            .map { TransformObject(key: $0.key, size: $0.size) }
    }

    func bytes(inBucket bucket: String, key: String) async throws -> [UInt8]? {
        let location = S3Location(bucket: bucket, key: key)
        guard await store.region(of: bucket) == Account.region, (try? await store.record(of: location)) != nil else {
            return nil
        }
        return try await store.bytes(of: location)
    }
}
