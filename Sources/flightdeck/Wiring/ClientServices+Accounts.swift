import AWSClient
import AWSOperations
import BatchInference

extension ClientServices {
    func readPart(of location: S3Location, range: Range<Int>, ifMatch eTag: String) async throws -> GetObjectResponse {
        try await source.client().send(
            GetObjectRequest(bucket: location.bucket, key: location.key, range: range, ifMatch: eTag))
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
