import AWSOperations

extension AWSClient {
    /// Lists a page of objects; keys come decoded.
    public func send(_ request: ListObjectsV2Request) async throws(AWSFailure) -> ListObjectsV2Response {
        noted(try S3Wire.list(try await answer(to: S3Wire.call(request))), of: ListObjectsV2Request.operation)
    }

    /// Asks for an object's size and type. Without a body, S3 says no more than `NotFound` or `Forbidden`.
    public func send(_ request: HeadObjectRequest) async throws(AWSFailure) -> HeadObjectResponse {
        let head = try await answer(to: S3Wire.call(request)).head
        guard ByteCount.read(head["content-length"]) != nil else {
            throw .undecodable(
                operation: HeadObjectRequest.operation, detail: "it doesn't say how large the object is",
                requestID: RequestID.find(head))
        }
        return S3Wire.head(head)
    }

    /// Asks where a bucket is. Without a body, S3 says no more than `NotFound` or `Forbidden`.
    public func send(_ request: HeadBucketRequest) async throws(AWSFailure) -> HeadBucketResponse {
        HeadBucketResponse(region: try await answer(to: S3Wire.call(request)).head["x-amz-bucket-region"])
    }

    /// Reads an object or a range of it into memory; a range beyond the object's end gives no bytes.
    public func send(_ request: GetObjectRequest) async throws(AWSFailure) -> GetObjectResponse {
        do throws(AWSFailure) {
            return try S3Wire.object(try await answer(to: S3Wire.call(request)), request)
        } catch {
            guard error.serviceError?.code == "InvalidRange" else { throw error }
            let head = try await send(HeadObjectRequest(bucket: request.bucket, key: request.key))
            return GetObjectResponse(body: [], head: head, totalLength: head.contentLength)
        }
    }

    /// Writes an object whole.
    public func send(_ request: PutObjectRequest) async throws(AWSFailure) -> PutObjectResponse {
        PutObjectResponse(eTag: try await answer(to: S3Wire.call(request)).head["etag"])
    }

    /// Deletes an object; one that is not there isn't a failure.
    public func send(_ request: DeleteObjectRequest) async throws(AWSFailure) -> EmptyResponse {
        _ = try await answer(to: S3Wire.call(request))
        return EmptyResponse()
    }

    /// Opens an object for reading piece by piece; the service is held back while nobody reads.
    ///
    /// A connection that breaks in mid-object ends the stream with an error; `download` goes on by itself.
    public func stream(_ request: GetObjectRequest) async throws(AWSFailure) -> ObjectStream {
        let answer = try await dispatcher.perform(
            S3Wire.call(request, streamsBody: true), credentials: credentials)
        let head = answer.http.head
        // 204 is an answer of success without an object.
        guard case .stream(let body) = answer.http.body, head.status == 200 || head.status == 206 else {
            throw .undecodable(
                operation: GetObjectRequest.operation, detail: "HTTP \(head.status) without an object",
                requestID: RequestID.find(head))
        }
        return ObjectStream(
            head: S3Wire.head(head), isPart: head.status == 206, part: ContentRange(head),
            length: ByteCount.read(head["content-length"]), body: body, permit: answer.permit,
            host: "\(request.bucket) in S3", client: self)
    }
}

/// The bytes of an object as they arrive; to be read once. Dropping it ends the transfer.
public struct ObjectStream: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    public typealias Failure = AWSFailure

    public let head: HeadObjectResponse
    /// Whether this is a range, and not the whole object.
    let isPart: Bool
    /// Which range; nil for the whole, and where the service does not say so that it can be built on.
    let part: ContentRange?
    /// How long the body is; nil where the service does not say.
    let length: Int?
    let body: BodyStream
    let permit: ConcurrencyLimit.Permit
    let host: String
    /// Kept, since the network's thread ends with the client.
    let client: AWSClient

    public func makeAsyncIterator() -> Iterator { Iterator(stream: self) }

    public struct Iterator: AsyncIteratorProtocol {
        let stream: ObjectStream

        public mutating func next() async throws(AWSFailure) -> [UInt8]? {
            do throws(TransportProblem) {
                return try await stream.body.next()
            } catch {
                throw AWSFailure(error, of: GetObjectRequest.operation, host: stream.host)
            }
        }
    }
}

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
