import AWSClient
import AWSOperations
import BatchInference
import Synchronization

/// The shared client, answering what the domain asks of the outside.
final class ClientServices: CloudServices {
    let source: ClientSource
    /// Whether DescribeAutoMLJobV2 was refused as such, so that V1 is asked at once.
    private let needsV1 = Mutex(false)

    init(_ source: ClientSource) {
        self.source = source
    }

    func listJobs(_ request: ListAutoMLJobsRequest) async throws -> ListAutoMLJobsResponse {
        try await source.client().send(request)
    }

    func stopJob(named name: String) async throws {
        _ = try await source.client().send(StopAutoMLJobRequest(autoMLJobName: name))
    }

    func describeEndpoint(named name: String) async throws -> DescribeEndpointResponse {
        try await source.client().send(DescribeEndpointRequest(endpointName: name))
    }

    func describeEndpointConfig(named name: String) async throws -> DescribeEndpointConfigResponse {
        try await source.client().send(DescribeEndpointConfigRequest(endpointConfigName: name))
    }

    func describeJob(named name: String) async throws -> AutopilotJobDescription {
        if needsV1.withLock({ $0 }) {
            return .v1(try await source.client().send(DescribeAutoMLJobRequest(autoMLJobName: name)))
        }
        do throws(AWSFailure) {
            return .v2(try await source.client().send(DescribeAutoMLJobV2Request(autoMLJobName: name)))
        } catch {
            guard Self.asksForV1(error) else { throw error }
            guard let job = try? await source.client().send(DescribeAutoMLJobRequest(autoMLJobName: name)) else {
                throw error
            }
            needsV1.withLock { $0 = true }
            return .v1(job)
        }
    }

    /// Whether V2 itself is denied or unknown, rather than the job.
    static func asksForV1(_ failure: AWSFailure) -> Bool {
        guard let error = failure.serviceError else { return false }
        switch error.code {
        case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation": return true
        case "UnknownOperationException", "UnknownOperation", "InvalidAction", "NotImplemented": return true
        default: return error.httpStatus == 501
        }
    }

    func listCandidates(
        _ request: ListCandidatesForAutoMLJobRequest
    ) async throws -> ListCandidatesForAutoMLJobResponse {
        try await source.client().send(request)
    }

    func createModel(_ request: CreateModelRequest) async throws -> CreateModelResponse {
        try await source.client().send(request)
    }

    func describeModel(named name: String) async throws -> DescribeModelResponse {
        try await source.client().send(DescribeModelRequest(modelName: name))
    }

    func deleteModel(named name: String) async throws {
        _ = try await source.client().send(DeleteModelRequest(modelName: name))
    }

    func listModels(_ request: ListModelsRequest) async throws -> ListModelsResponse {
        try await source.client().send(request)
    }

    func listTags(_ request: ListTagsRequest) async throws -> ListTagsResponse {
        try await source.client().send(request)
    }

    func createTransformJob(_ request: CreateTransformJobRequest) async throws -> CreateTransformJobResponse {
        try await source.client().send(request)
    }

    func describeTransformJob(named name: String) async throws -> DescribeTransformJobResponse {
        try await source.client().send(DescribeTransformJobRequest(transformJobName: name))
    }

    func listTransformJobs(_ request: ListTransformJobsRequest) async throws -> ListTransformJobsResponse {
        try await source.client().send(request)
    }

    func stopTransformJob(named name: String) async throws {
        _ = try await source.client().send(StopTransformJobRequest(transformJobName: name))
    }

    func callerIdentity() async throws -> GetCallerIdentityResponse {
        try await source.client().send(GetCallerIdentityRequest())
    }
}

extension ClientServices {
    func describeRole(named name: String) async throws -> GetRoleResponse {
        try await source.client().send(GetRoleRequest(roleName: name))
    }

    func simulatePolicies(_ request: SimulatePrincipalPolicyRequest) async throws -> SimulatePrincipalPolicyResponse {
        try await source.client().send(request)
    }

    func listQuotas(_ request: ListServiceQuotasRequest) async throws -> ServiceQuotaPage {
        try await source.client().send(request)
    }

    func listProducts(_ request: GetProductsRequest) async throws -> GetProductsResponse {
        try await source.client().send(request)
    }
}

extension ClientServices {
    func readPart(of location: S3Location, range: Range<Int>, ifMatch eTag: String) async throws -> GetObjectResponse {
        try await source.client().send(
            GetObjectRequest(bucket: location.bucket, key: location.key, range: range, ifMatch: eTag))
    }

    func presignedURL(of location: S3Location, seconds: Int) async throws -> (url: String, seconds: Int) {
        try await source.client().presignedURL(of: location, seconds: seconds)
    }

    func createMultipartUpload(_ request: CreateMultipartUploadRequest) async throws -> CreateMultipartUploadResponse {
        try await source.client().send(request)
    }

    func uploadPart(_ request: UploadPartRequest) async throws -> UploadPartResponse {
        try await source.client().send(request)
    }

    func completeMultipartUpload(
        _ request: CompleteMultipartUploadRequest
    ) async throws -> CompleteMultipartUploadResponse {
        try await source.client().send(request)
    }

    func abortMultipartUpload(_ request: AbortMultipartUploadRequest) async throws {
        _ = try await source.client().send(request)
    }

    func listParts(_ request: ListPartsRequest) async throws -> ListPartsResponse {
        try await source.client().send(request)
    }

    func listMultipartUploads(_ request: ListMultipartUploadsRequest) async throws -> ListMultipartUploadsResponse {
        try await source.client().send(request)
    }

    func listBuckets() async throws -> ListBucketsResponse { try await source.client().send(ListBucketsRequest()) }

    func bucketPolicy(of bucket: String) async throws -> GetBucketPolicyResponse {
        try await source.client().send(GetBucketPolicyRequest(bucket: bucket))
    }

    func describeKey(_ key: String) async throws -> DescribeKeyResponse {
        try await source.client().send(DescribeKeyRequest(keyId: key))
    }

    func keyPolicy(of key: String) async throws -> GetKeyPolicyResponse {
        try await source.client().send(GetKeyPolicyRequest(keyId: key))
    }

    func repositoryPolicy(_ request: GetRepositoryPolicyRequest) async throws -> GetRepositoryPolicyResponse {
        try await source.client().send(request)
    }

    func images(_ request: BatchGetImageRequest) async throws -> BatchGetImageResponse {
        try await source.client().send(request)
    }
}

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
        ClientFolder(services: self, target: try await TargetFolder.open(path))
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
