import AWSOperations

extension AWSClient {
    /// Begins an upload in parts; never sent twice.
    public func send(
        _ request: CreateMultipartUploadRequest
    ) async throws(AWSFailure) -> CreateMultipartUploadResponse {
        let answer = try await dispatcher.perform(MultipartWire.call(request), credentials: credentials)
        return CreateMultipartUploadResponse(uploadID: try MultipartWire.uploadID(answer.http))
    }

    /// Writes a part of an upload.
    public func send(_ request: UploadPartRequest) async throws(AWSFailure) -> UploadPartResponse {
        let answer = try await dispatcher.perform(MultipartWire.call(request), credentials: credentials)
        return UploadPartResponse(eTag: try MultipartWire.partETag(answer.http))
    }

    /// Puts an upload's parts together; S3 may take minutes over it.
    public func send(
        _ request: CompleteMultipartUploadRequest
    ) async throws(AWSFailure) -> CompleteMultipartUploadResponse {
        let answer = try await dispatcher.perform(MultipartWire.call(request), credentials: credentials)
        return try MultipartWire.completed(answer.http)
    }

    /// Drops an upload with its parts.
    public func send(_ request: AbortMultipartUploadRequest) async throws(AWSFailure) -> EmptyResponse {
        _ = try await dispatcher.perform(MultipartWire.call(request), credentials: credentials)
        return EmptyResponse()
    }

    /// Lists a page of the parts that have arrived.
    public func send(_ request: ListPartsRequest) async throws(AWSFailure) -> ListPartsResponse {
        try await shared(request) { () throws(AWSFailure) in
            try MultipartWire.parts(
                try await dispatcher.perform(MultipartWire.call(request), credentials: credentials).http)
        }
    }

    /// Lists a page of the uploads under way; keys come decoded.
    public func send(
        _ request: ListMultipartUploadsRequest
    ) async throws(AWSFailure) -> ListMultipartUploadsResponse {
        try await shared(request) { () throws(AWSFailure) in
            try MultipartWire.uploads(
                try await dispatcher.perform(MultipartWire.call(request), credentials: credentials).http)
        }
    }

    /// Lists the account's buckets, up to 10,000.
    public func send(_ request: ListBucketsRequest) async throws(AWSFailure) -> ListBucketsResponse {
        try await shared(request) { () throws(AWSFailure) in
            try MultipartWire.buckets(
                try await dispatcher.perform(MultipartWire.call(request), credentials: credentials).http)
        }
    }

    /// Reads a bucket's policy.
    public func send(_ request: GetBucketPolicyRequest) async throws(AWSFailure) -> GetBucketPolicyResponse {
        try await shared(request) { () throws(AWSFailure) in
            let answer = try await dispatcher.perform(
                MultipartWire.call(request), credentials: credentials)
            return GetBucketPolicyResponse(policy: String(decoding: answer.http.bytes, as: UTF8.self))
        }
    }
}
