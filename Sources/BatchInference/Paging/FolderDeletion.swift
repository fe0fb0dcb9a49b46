import AWSOperations

extension ObjectStorage {
    /// Deletes all objects under a prefix that ends with a slash; why some are left, nil where none is.
    func deleteAll(in folder: S3Location) async -> String? {
        // Nobody's whole bucket, and no sibling of the same beginning.
        guard folder.key.hasByteSuffix("/"), folder.key.utf8.count > 1 else { return nil }
        do {
            let request = ListObjectsV2Request(bucket: folder.bucket, prefix: folder.key)
            var keys: [String] = []
            for try await page in PageSequence(request, fetch: { try await self.listObjects($0) }) {
                keys += page.contents.map(\.key)
            }
            for key in keys { try await deleteObject(at: S3Location(bucket: folder.bucket, key: key)) }
            return nil
        } catch {
            return "objects under \(folder.uri) are left (\(AWSFailure(wrapping: error).problem))"
        }
    }
}
