import AWSOperations
import BatchInference
import Synchronization

/// Buckets in memory with uploads in parts, which fail where a test says.
final class FakeBucket: ArtifactStore {
    struct Upload: Sendable {
        var location: S3Location
        var parts: [Int: [UInt8]] = [:]
    }

    struct State: Sendable {
        var objects: [S3Location: [UInt8]] = [:]
        var eTags: [S3Location: String] = [:]
        var uploads: [String: Upload] = [:]
        var calls: [String] = []
        /// Calls of an operation that are answered before the next one fails.
        var failsAfter: [String: (calls: Int, failure: AWSFailure)] = [:]
        var ignoresIfMatch = false
        var uploadsMade = 0
        var bytesWritten = 0
    }

    let state = Mutex(State())

    func put(_ uri: String, _ bytes: [UInt8], eTag: String) {
        state.withLock {
            $0.objects[S3Location(uri)!] = bytes
            $0.eTags[S3Location(uri)!] = eTag
        }
    }

    func bytes(at uri: String) -> [UInt8]? { state.withLock { $0.objects[S3Location(uri)!] } }
    func count(of operation: String) -> Int { state.withLock { $0.calls.count { $0 == operation } } }

    func fail(_ operation: String, after calls: Int, with failure: AWSFailure) {
        state.withLock { $0.failsAfter[operation] = (calls, failure) }
    }

    func mend() { state.withLock { $0.failsAfter = [:] } }

    static func refusal(_ operation: String, _ code: String, _ status: Int) -> AWSFailure {
        .service(
            ServiceError(
                operation: OperationDescriptor(service: .s3, name: operation, effect: .read), code: code, message: code,
                httpStatus: status, requestID: nil))
    }

    private func answer<Value>(_ operation: String, _ work: (inout State) throws -> Value) throws -> Value {
        try state.withLock { state in
            state.calls.append(operation)
            if let fault = state.failsAfter[operation] {
                if fault.calls == 0 { throw fault.failure }
                state.failsAfter[operation] = (fault.calls - 1, fault.failure)
            }
            return try work(&state)
        }
    }

    func headObject(at location: S3Location) async throws -> HeadObjectResponse {
        try answer("HeadObject") { state in
            guard let bytes = state.objects[location] else { throw Self.refusal("HeadObject", "NotFound", 404) }
            return HeadObjectResponse(contentLength: bytes.count, eTag: state.eTags[location])
        }
    }

    func readPart(of location: S3Location, range: Range<Int>, ifMatch eTag: String) async throws -> GetObjectResponse {
        try answer("GetObject") { state in
            guard let bytes = state.objects[location] else { throw Self.refusal("GetObject", "NoSuchKey", 404) }
            guard state.ignoresIfMatch || state.eTags[location] == eTag else {
                throw Self.refusal("GetObject", "PreconditionFailed", 412)
            }
            return GetObjectResponse(
                body: Array(bytes[range.clamped(to: 0..<bytes.count)]),
                head: HeadObjectResponse(contentLength: range.count, eTag: state.eTags[location]),
                totalLength: bytes.count)
        }
    }

    func writeObject(_ bytes: [UInt8], at location: S3Location, contentType: String?) async throws {
        try answer("PutObject") {
            $0.objects[location] = bytes
            $0.bytesWritten += bytes.count
        }
    }

    func createMultipartUpload(_ request: CreateMultipartUploadRequest) async throws -> CreateMultipartUploadResponse {
        try answer("CreateMultipartUpload") { state in
            state.uploadsMade += 1
            let id = "upload-\(state.uploadsMade)"
            state.uploads[id] = Upload(location: S3Location(bucket: request.bucket, key: request.key))
            return CreateMultipartUploadResponse(uploadID: id)
        }
    }

    func uploadPart(_ request: UploadPartRequest) async throws -> UploadPartResponse {
        try answer("UploadPart") { state in
            guard state.uploads[request.uploadID] != nil else {
                throw Self.refusal("UploadPart", "NoSuchUpload", 404)
            }
            state.uploads[request.uploadID]?.parts[request.partNumber] = request.body
            state.bytesWritten += request.body.count
            return UploadPartResponse(eTag: "\"part-\(request.partNumber)\"")
        }
    }

    func completeMultipartUpload(
        _ request: CompleteMultipartUploadRequest
    ) async throws -> CompleteMultipartUploadResponse {
        try answer("CompleteMultipartUpload") { state in
            guard let upload = state.uploads.removeValue(forKey: request.uploadID) else {
                throw Self.refusal("CompleteMultipartUpload", "NoSuchUpload", 404)
            }
            state.objects[upload.location] = request.parts.flatMap { upload.parts[$0.number] ?? [] }
            return CompleteMultipartUploadResponse(eTag: "\"whole\"")
        }
    }

    func abortMultipartUpload(_ request: AbortMultipartUploadRequest) async throws {
        try answer("AbortMultipartUpload") { _ = $0.uploads.removeValue(forKey: request.uploadID) }
    }

    func listParts(_ request: ListPartsRequest) async throws -> ListPartsResponse {
        try answer("ListParts") { state in
            // Two a page, so that more than one page is read.
            let all = (state.uploads[request.uploadID]?.parts ?? [:]).sorted { $0.key < $1.key }
            let start = request.partNumberMarker.flatMap { Int($0) } ?? 0
            let rest = all.filter { $0.key > start }
            let page = rest.prefix(2)
            return ListPartsResponse(
                parts: page.map { UploadedPart(number: $0.key, eTag: "\"part-\($0.key)\"", size: $0.value.count) },
                isTruncated: rest.count > 2, nextPartNumberMarker: page.last.map { "\($0.key)" })
        }
    }

    func listMultipartUploads(_ request: ListMultipartUploadsRequest) async throws -> ListMultipartUploadsResponse {
        try answer("ListMultipartUploads") { state in
            ListMultipartUploadsResponse(
                uploads: state.uploads.filter {
                    $0.value.location.bucket == request.bucket
                        && $0.value.location.key.hasPrefix(request.prefix ?? "")
                }.map { MultipartUpload(key: $0.value.location.key, uploadID: $0.key) }.sorted {
                    $0.uploadID < $1.uploadID
                })
        }
    }

    func listObjects(_ request: ListObjectsV2Request) async throws -> ListObjectsV2Response {
        throw AWSFailure.cancelled
    }
    func readObject(at location: S3Location, range: Range<Int>?) async throws -> GetObjectResponse {
        try answer("GetObject") { state in
            guard let bytes = state.objects[location] else { throw Self.refusal("GetObject", "NoSuchKey", 404) }
            if range != nil, bytes.isEmpty { throw Self.refusal("GetObject", "InvalidRange", 416) }
            let body = range.map { Array(bytes[$0.clamped(to: 0..<bytes.count)]) } ?? bytes
            return GetObjectResponse(
                body: body, head: HeadObjectResponse(contentLength: body.count, eTag: state.eTags[location]),
                totalLength: bytes.count)
        }
    }
    func deleteObject(at location: S3Location) async throws { throw AWSFailure.cancelled }
    func openFolder(at path: String) async throws -> any DownloadFolder { throw AWSFailure.cancelled }
}
