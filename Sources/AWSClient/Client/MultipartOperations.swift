import AWSOperations

extension AWSClient {
    /// Begins an upload in parts; never sent twice.
    public func send(
        _ request: CreateMultipartUploadRequest
    ) async throws(AWSFailure) -> CreateMultipartUploadResponse {
        let answer = try await answer(to: MultipartWire.call(request))
        return CreateMultipartUploadResponse(uploadID: try MultipartWire.uploadID(answer))
    }

    /// Writes a part of an upload.
    public func send(_ request: UploadPartRequest) async throws(AWSFailure) -> UploadPartResponse {
        let answer = try await answer(to: MultipartWire.call(request))
        return UploadPartResponse(eTag: try MultipartWire.partETag(answer))
    }

    /// Puts an upload's parts together; S3 may take minutes over it.
    public func send(
        _ request: CompleteMultipartUploadRequest
    ) async throws(AWSFailure) -> CompleteMultipartUploadResponse {
        let answer = try await answer(to: MultipartWire.call(request))
        return try MultipartWire.completed(answer)
    }

    /// Drops an upload with its parts.
    public func send(_ request: AbortMultipartUploadRequest) async throws(AWSFailure) -> EmptyResponse {
        _ = try await answer(to: MultipartWire.call(request))
        return EmptyResponse()
    }

    /// Lists a page of the parts that have arrived.
    public func send(_ request: ListPartsRequest) async throws(AWSFailure) -> ListPartsResponse {
        noted(
            try MultipartWire.parts(try await answer(to: MultipartWire.call(request))), of: ListPartsRequest.operation)
    }

    /// Lists a page of the uploads under way; keys come decoded.
    public func send(
        _ request: ListMultipartUploadsRequest
    ) async throws(AWSFailure) -> ListMultipartUploadsResponse {
        noted(
            try MultipartWire.uploads(try await answer(to: MultipartWire.call(request))),
            of: ListMultipartUploadsRequest.operation)
    }

    /// Lists the account's buckets, up to 10,000.
    public func send(_ request: ListBucketsRequest) async throws(AWSFailure) -> ListBucketsResponse {
        noted(
            try MultipartWire.buckets(try await answer(to: MultipartWire.call(request))),
            of: ListBucketsRequest.operation)
    }

    /// Reads a bucket's policy.
    public func send(_ request: GetBucketPolicyRequest) async throws(AWSFailure) -> GetBucketPolicyResponse {
        let answer = try await answer(to: MultipartWire.call(request))
        return GetBucketPolicyResponse(policy: String(decoding: answer.bytes, as: UTF8.self))
    }
}
