import AWSOperations

extension AWSClient {
    /// Lists a page of objects; keys come decoded.
    public func send(_ request: ListObjectsV2Request) async throws(AWSFailure) -> ListObjectsV2Response {
        try await shared(request) { () throws(AWSFailure) in
            try S3Wire.list(
                try await dispatcher.perform(S3Wire.call(request), credentials: credentials).http)
        }
    }

    /// Asks for an object's size and type. Without a body, S3 says no more than `NotFound` or `Forbidden`.
    public func send(_ request: HeadObjectRequest) async throws(AWSFailure) -> HeadObjectResponse {
        try await shared(request) { () throws(AWSFailure) in
            S3Wire.head(
                try await dispatcher.perform(S3Wire.call(request), credentials: credentials).http.head)
        }
    }

    /// Asks where a bucket is. Without a body, S3 says no more than `NotFound` or `Forbidden`.
    public func send(_ request: HeadBucketRequest) async throws(AWSFailure) -> HeadBucketResponse {
        try await shared(request) { () throws(AWSFailure) in
            let answer = try await dispatcher.perform(S3Wire.call(request), credentials: credentials)
            return HeadBucketResponse(region: answer.http.head["x-amz-bucket-region"])
        }
    }

    /// Reads an object or a range of it into memory; a range beyond the object's end gives no bytes.
    public func send(_ request: GetObjectRequest) async throws(AWSFailure) -> GetObjectResponse {
        try await shared(request) { () throws(AWSFailure) in
            do throws(AWSFailure) {
                let answer = try await dispatcher.perform(
                    S3Wire.call(request), credentials: credentials
                ).http
                // A service that does not know ranges sends everything.
                let isPart = answer.head.status == 206
                var body = answer.bytes
                if let range = request.range {
                    if !isPart { body = Array(body.dropFirst(range.lowerBound)) }
                    body = Array(body.prefix(range.count))
                }
                return GetObjectResponse(
                    body: body, head: S3Wire.head(answer.head), totalLength: S3Wire.totalLength(answer.head))
            } catch {
                guard error.serviceError?.code == "InvalidRange" else { throw error }
                let head = try await send(HeadObjectRequest(bucket: request.bucket, key: request.key))
                return GetObjectResponse(body: [], head: head, totalLength: head.contentLength)
            }
        }
    }

    /// Writes an object whole.
    public func send(_ request: PutObjectRequest) async throws(AWSFailure) -> PutObjectResponse {
        let answer = try await dispatcher.perform(S3Wire.call(request), credentials: credentials)
        return PutObjectResponse(eTag: answer.http.head["etag"])
    }

    /// Deletes an object; one that is not there is no failure.
    public func send(_ request: DeleteObjectRequest) async throws(AWSFailure) -> EmptyResponse {
        _ = try await dispatcher.perform(S3Wire.call(request), credentials: credentials)
        return EmptyResponse()
    }

    /// Opens an object for reading piece by piece; the service is held back while nobody reads.
    ///
    /// A connection that breaks in mid-object ends the stream with an error; `download` goes on by itself.
    public func stream(_ request: GetObjectRequest) async throws(AWSFailure) -> ObjectStream {
        let answer = try await dispatcher.perform(
            S3Wire.call(request, streamsBody: true), credentials: credentials)
        guard case .stream(let body) = answer.http.body else {
            throw .undecodable(
                operation: GetObjectRequest.operation, detail: "no body",
                requestID: RequestID.find(answer.http.head))
        }
        return ObjectStream(
            head: S3Wire.head(answer.http.head), totalLength: S3Wire.totalLength(answer.http.head),
            isPart: answer.http.head.status == 206, body: body, permit: answer.permit,
            host: "\(request.bucket) in S3", client: self)
    }
}

/// The bytes of an object as they arrive; to be read once. Dropping it ends the transfer.
public struct ObjectStream: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    public typealias Failure = AWSFailure

    public let head: HeadObjectResponse
    /// The whole object's size where a range was asked for.
    public let totalLength: Int
    /// Whether this is the range asked for, and not the whole object.
    let isPart: Bool
    let body: BodyStream
    let permit: ConcurrencyLimit.Permit
    let host: String
    /// Kept, since the network's thread ends with the client.
    let client: AWSClient

    public func makeAsyncIterator() -> Iterator { Iterator(stream: self) }

    public struct Iterator: AsyncIteratorProtocol {
        let stream: ObjectStream

        public mutating func next() async throws(AWSFailure) -> [UInt8]? {
            do {
                return try await stream.body.next()
            } catch TransportProblem.failed(let kind, let detail, _) {
                throw .transport(
                    TransportError(
                        operation: GetObjectRequest.operation, kind: .init(kind), host: stream.host, detail: detail,
                        mayHaveArrived: true))
            } catch {
                throw .cancelled
            }
        }
    }
}
