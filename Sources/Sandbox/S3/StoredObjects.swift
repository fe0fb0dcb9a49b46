import AWSOperations

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
