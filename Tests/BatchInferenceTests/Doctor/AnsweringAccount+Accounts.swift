import AWSOperations
import BatchInference

extension AnsweringAccount {
    func readPart(of location: S3Location, range: Range<Int>, ifMatch eTag: String) async throws -> GetObjectResponse {
        try await readObject(at: location, range: range)
    }
    func presignedURL(of location: S3Location, seconds: Int) async throws -> (url: String, seconds: Int) {
        ("https://\(location.bucket).s3.amazonaws.com/\(location.key)?X-Amz-Expires=\(seconds)", seconds)
    }
    func createMultipartUpload(_ request: CreateMultipartUploadRequest) async throws -> CreateMultipartUploadResponse {
        throw AWSFailure.cancelled
    }
    func uploadPart(_ request: UploadPartRequest) async throws -> UploadPartResponse { throw AWSFailure.cancelled }
    func completeMultipartUpload(
        _ request: CompleteMultipartUploadRequest
    ) async throws -> CompleteMultipartUploadResponse { throw AWSFailure.cancelled }
    func abortMultipartUpload(_ request: AbortMultipartUploadRequest) async throws { throw AWSFailure.cancelled }
    func listParts(_ request: ListPartsRequest) async throws -> ListPartsResponse { throw AWSFailure.cancelled }
    func listMultipartUploads(_ request: ListMultipartUploadsRequest) async throws -> ListMultipartUploadsResponse {
        ListMultipartUploadsResponse(uploads: [])
    }
    func listBuckets() async throws -> ListBucketsResponse {
        try await answer("ListBuckets")
        return ListBucketsResponse(names: [])
    }
    func bucketPolicy(of bucket: String) async throws -> GetBucketPolicyResponse { throw AWSFailure.cancelled }
    func describeKey(_ key: String) async throws -> DescribeKeyResponse { throw AWSFailure.cancelled }
    func keyPolicy(of key: String) async throws -> GetKeyPolicyResponse { throw AWSFailure.cancelled }
    func repositoryPolicy(_ request: GetRepositoryPolicyRequest) async throws -> GetRepositoryPolicyResponse {
        throw AWSFailure.cancelled
    }
    func images(_ request: BatchGetImageRequest) async throws -> BatchGetImageResponse { throw AWSFailure.cancelled }
}
