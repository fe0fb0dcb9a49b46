import AWSOperations
import BatchInference

extension CheckedAccount {
    func listBuckets() async throws -> ListBucketsResponse {
        try await answer("ListBuckets") { ListBucketsResponse(names: $0.buckets.sorted()) }
    }

    func bucketPolicy(of bucket: String) async throws -> GetBucketPolicyResponse {
        try await answer("GetBucketPolicy") { state in
            guard let policy = state.policies[bucket] else {
                throw AWSFailure.refusal("GetBucketPolicy", "NoSuchBucketPolicy", "none", status: 404)
            }
            return GetBucketPolicyResponse(policy: policy)
        }
    }

    func describeKey(_ key: String) async throws -> DescribeKeyResponse {
        try await answer("DescribeKey") { state in
            guard let metadata = state.keys[key] else {
                throw AWSFailure.refusal("DescribeKey", "NotFoundException", "no such key", status: 400)
            }
            return DescribeKeyResponse(keyMetadata: metadata)
        }
    }

    func keyPolicy(of key: String) async throws -> GetKeyPolicyResponse {
        try await answer("GetKeyPolicy") { GetKeyPolicyResponse(policy: $0.policies[key]) }
    }

    func repositoryPolicy(_ request: GetRepositoryPolicyRequest) async throws -> GetRepositoryPolicyResponse {
        try await answer("GetRepositoryPolicy") { state in
            guard let policy = state.policies[request.repositoryName] else {
                throw AWSFailure.refusal(
                    "GetRepositoryPolicy", "RepositoryPolicyNotFoundException", "none", status: 400)
            }
            return GetRepositoryPolicyResponse(policyText: policy)
        }
    }

    func images(_ request: BatchGetImageRequest) async throws -> BatchGetImageResponse {
        try await answer("BatchGetImage") { state in
            let id = request.imageIds[0]
            guard state.images.contains("\(request.repositoryName):\(id.imageTag ?? "")") else {
                return BatchGetImageResponse(failures: [.init(imageId: id, failureCode: "ImageNotFound")])
            }
            return BatchGetImageResponse(images: [.init(imageId: id)])
        }
    }
}
