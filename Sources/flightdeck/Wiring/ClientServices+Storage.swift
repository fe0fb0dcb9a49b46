import AWSClient
import AWSOperations
import BatchInference

extension ClientServices {
    func listObjects(_ request: ListObjectsV2Request) async throws -> ListObjectsV2Response {
        try await source.client().send(request)
    }

    func headObject(at location: S3Location) async throws -> HeadObjectResponse {
        try await source.client().send(HeadObjectRequest(bucket: location.bucket, key: location.key))
    }

    func readObject(at location: S3Location, range: Range<Int>?) async throws -> GetObjectResponse {
        try await source.client().send(GetObjectRequest(bucket: location.bucket, key: location.key, range: range))
    }

    func writeObject(_ bytes: [UInt8], at location: S3Location, contentType: String?) async throws {
        _ = try await source.client().send(
            PutObjectRequest(bucket: location.bucket, key: location.key, body: bytes, contentType: contentType))
    }

    func deleteObject(at location: S3Location) async throws {
        _ = try await source.client().send(DeleteObjectRequest(bucket: location.bucket, key: location.key))
    }

    func openFolder(at path: String) async throws -> any DownloadFolder {
        do {
            return ClientFolder(services: self, target: try await TargetFolder.open(path))
        } catch {
            throw DownloadError(error)
        }
    }

    func headBucket(named bucket: String) async throws -> HeadBucketResponse {
        try await source.client().send(HeadBucketRequest(bucket: bucket))
    }

    func listLogStreams(_ request: DescribeLogStreamsRequest) async throws -> DescribeLogStreamsResponse {
        try await source.client().send(request)
    }

    func readLogEvents(_ request: GetLogEventsRequest) async throws -> GetLogEventsResponse {
        try await source.client().send(request)
    }

    func readMetrics(_ request: GetMetricDataRequest) async throws -> GetMetricDataResponse {
        try await source.client().send(request)
    }
}
