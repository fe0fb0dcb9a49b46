import AWSClient
import AWSOperations
import BatchInference

/// The shared client behind the ports that a sample run asks.
struct ClientPorts: Models, ObjectStorage, TransformJobs, TransformLogs, TransformMetrics {
    let client: AWSClient

    func createModel(_ request: CreateModelRequest) async throws -> CreateModelResponse {
        try await client.send(request)
    }
    func describeModel(named name: String) async throws -> DescribeModelResponse {
        try await client.send(DescribeModelRequest(modelName: name))
    }
    func deleteModel(named name: String) async throws {
        _ = try await client.send(DeleteModelRequest(modelName: name))
    }
    func listModels(_ request: ListModelsRequest) async throws -> ListModelsResponse { try await client.send(request) }
    func listTags(_ request: ListTagsRequest) async throws -> ListTagsResponse { try await client.send(request) }
    func createTransformJob(_ request: CreateTransformJobRequest) async throws -> CreateTransformJobResponse {
        try await client.send(request)
    }
    func describeTransformJob(named name: String) async throws -> DescribeTransformJobResponse {
        try await client.send(DescribeTransformJobRequest(transformJobName: name))
    }
    func listTransformJobs(_ request: ListTransformJobsRequest) async throws -> ListTransformJobsResponse {
        try await client.send(request)
    }
    func stopTransformJob(named name: String) async throws {
        _ = try await client.send(StopTransformJobRequest(transformJobName: name))
    }
    func listObjects(_ request: ListObjectsV2Request) async throws -> ListObjectsV2Response {
        try await client.send(request)
    }
    func headObject(at location: S3Location) async throws -> HeadObjectResponse {
        try await client.send(HeadObjectRequest(bucket: location.bucket, key: location.key))
    }
    func readObject(at location: S3Location, range: Range<Int>?) async throws -> GetObjectResponse {
        try await client.send(GetObjectRequest(bucket: location.bucket, key: location.key, range: range))
    }
    func writeObject(_ bytes: [UInt8], at location: S3Location, contentType: String?) async throws {
        _ = try await client.send(
            PutObjectRequest(bucket: location.bucket, key: location.key, body: bytes, contentType: contentType))
    }
    func deleteObject(at location: S3Location) async throws {
        _ = try await client.send(DeleteObjectRequest(bucket: location.bucket, key: location.key))
    }
    func openFolder(at path: String) async throws -> any DownloadFolder { throw AWSFailure.cancelled }
    func listLogStreams(_ request: DescribeLogStreamsRequest) async throws -> DescribeLogStreamsResponse {
        try await client.send(request)
    }
    func readLogEvents(_ request: GetLogEventsRequest) async throws -> GetLogEventsResponse {
        try await client.send(request)
    }
    func readMetrics(_ request: GetMetricDataRequest) async throws -> GetMetricDataResponse {
        try await client.send(request)
    }
}
