import AWSOperations
import BatchInference
import Synchronization

@testable import Monitor

/// An account in memory: what it holds, what was made in it, and which operations fail.
final class FakeCloud: CloudServices {
    struct Contents: Sendable {
        var candidates: [AutoMLCandidate] = []
        var job: DescribeAutoMLJobV2Response?
        /// Texts of objects by bucket and key.
        var objects: [S3Location: String] = [:]
        var models: [CreateModelRequest] = []
        var transforms: [CreateTransformJobRequest] = []
        /// Transforms that were stopped.
        var stops: [String] = []
        /// Autopilot jobs that were stopped.
        var stoppedJobs: [String] = []
        /// Transforms that can be described.
        var described: [DescribeTransformJobResponse] = []
        /// When objects were written; two hours ago where nothing is said.
        var times: [S3Location: Timestamp] = [:]
        var roles: [IAMRole] = []
        var quotas: [ServiceQuota] = []
        /// Products as JSON documents.
        var products: [String] = []
        /// Tags by the resource's ARN.
        var tags: [String: [ResourceTag]] = [:]
        /// Who the caller is; nil where no test asks.
        var account: String?
        /// Objects that may not be read, though they are there.
        var locked: Set<S3Location> = []
        /// Failures by the operation's name.
        var failures: [String: AWSFailure] = [:]
    }

    let contents = Mutex(Contents())

    func put(_ uri: String, _ text: String) {
        contents.withLock { $0.objects[S3Location(uri)!] = text }
    }

    var stoppedJobs: [String] { contents.withLock { $0.stoppedJobs } }

    func fail(_ operation: String, with failure: AWSFailure?) {
        contents.withLock { $0.failures[operation] = failure }
    }

    func answer<Value: Sendable>(_ operation: String, _ work: (inout Contents) throws -> Value) throws -> Value {
        try contents.withLock { contents in
            if let failure = contents.failures[operation] { throw failure }
            return try work(&contents)
        }
    }

    /// A refusal as SageMaker or S3 words it.
    static func refusal(
        _ operation: String, _ code: String, _ message: String, status: Int = 400, service: AWSService = .sageMaker
    ) -> AWSFailure {
        .service(
            ServiceError(
                operation: OperationDescriptor(service: service, name: operation, effect: .read), code: code,
                message: message, httpStatus: status, requestID: "r-1"))
    }

    static func notThere(_ operation: String) -> AWSFailure {
        refusal(operation, "ValidationException", "Could not find it.")
    }

    func callerIdentity() async throws -> GetCallerIdentityResponse {
        try answer("GetCallerIdentity") { contents in
            guard let account = contents.account else {
                throw Self.refusal("GetCallerIdentity", "NotAsked", "no test asks")
            }
            return GetCallerIdentityResponse(
                userID: "AIDAEXAMPLE", account: account, arn: "arn:aws:iam::\(account):user/ada")
        }
    }

    // MARK: Autopilot

    func listJobs(_ request: ListAutoMLJobsRequest) async throws -> ListAutoMLJobsResponse {
        try answer("ListAutoMLJobs") { _ in ListAutoMLJobsResponse(autoMLJobSummaries: []) }
    }

    func stopJob(named name: String) async throws { try answer("StopAutoMLJob") { $0.stoppedJobs.append(name) } }

    func describeEndpoint(named name: String) async throws -> DescribeEndpointResponse {
        try answer("DescribeEndpoint") { _ in throw Self.notThere("DescribeEndpoint") }
    }

    func describeEndpointConfig(named name: String) async throws -> DescribeEndpointConfigResponse {
        try answer("DescribeEndpointConfig") { _ in throw Self.notThere("DescribeEndpointConfig") }
    }

    func describeJob(named name: String) async throws -> AutopilotJobDescription {
        try answer("DescribeAutoMLJobV2") { contents in
            guard let job = contents.job else { throw Self.notThere("DescribeAutoMLJobV2") }
            return .v2(job)
        }
    }

    func listCandidates(_ request: ListCandidatesForAutoMLJobRequest) async throws -> ListCandidatesForAutoMLJobResponse
    {
        try answer("ListCandidatesForAutoMLJob") { ListCandidatesForAutoMLJobResponse(candidates: $0.candidates) }
    }

    // MARK: Models and transforms

    func createModel(_ request: CreateModelRequest) async throws -> CreateModelResponse {
        try answer("CreateModel") { contents in
            contents.models.append(request)
            return CreateModelResponse(modelArn: "arn:aws:sagemaker:eu-west-1:111122223333:model/\(request.modelName)")
        }
    }

    func describeModel(named name: String) async throws -> DescribeModelResponse {
        try answer("DescribeModel") { contents in
            guard let model = contents.models.first(where: { $0.modelName == name }) else {
                throw Self.notThere("DescribeModel")
            }
            return DescribeModelResponse(
                modelName: name, creationTime: Samples.now,
                modelArn: "arn:aws:sagemaker:eu-west-1:111122223333:model/\(name)", containers: model.containers,
                executionRoleArn: model.executionRoleArn)
        }
    }

    func deleteModel(named name: String) async throws {
        try answer("DeleteModel") { $0.models.removeAll { $0.modelName == name } }
    }

    func createTransformJob(_ request: CreateTransformJobRequest) async throws -> CreateTransformJobResponse {
        try answer("CreateTransformJob") { contents in
            contents.transforms.append(request)
            return CreateTransformJobResponse(
                transformJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:transform-job/\(request.transformJobName)")
        }
    }

    func describeTransformJob(named name: String) async throws -> DescribeTransformJobResponse {
        try answer("DescribeTransformJob") { contents in
            guard let job = contents.described.first(where: { $0.transformJobName == name }) else {
                throw Self.notThere("DescribeTransformJob")
            }
            return job
        }
    }

    func listTransformJobs(_ request: ListTransformJobsRequest) async throws -> ListTransformJobsResponse {
        try answer("ListTransformJobs") { _ in ListTransformJobsResponse(transformJobSummaries: []) }
    }

    func stopTransformJob(named name: String) async throws {
        try answer("StopTransformJob") { $0.stops.append(name) }
    }

    // MARK: S3

    func listObjects(_ request: ListObjectsV2Request) async throws -> ListObjectsV2Response {
        try answer("ListObjectsV2") { contents in
            let prefix = request.prefix ?? ""
            let found = contents.objects.filter { $0.key.bucket == request.bucket && $0.key.key.hasPrefix(prefix) }
                .sorted { $0.key < $1.key }
            var objects: [S3Object] = []
            var folders: [String] = []
            for (location, text) in found {
                let rest = location.key.dropFirst(prefix.count)
                if request.delimiter != nil, let slash = rest.firstIndex(of: "/") {
                    let folder = prefix + rest[...slash]
                    if folders.last != folder { folders.append(folder) }
                } else {
                    objects.append(
                        S3Object(
                            key: location.key, size: text.utf8.count,
                            lastModified: contents.times[location] ?? Samples.now.adding(seconds: -7200),
                            eTag: "\"e\""))
                }
            }
            return ListObjectsV2Response(
                name: request.bucket, prefix: prefix, isTruncated: false, contents: objects, commonPrefixes: folders,
                nextContinuationToken: nil)
        }
    }

    /// Another one for each object.
    static func eTag(of location: S3Location) -> String {
        "\"\(location.key.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xffff_ffff })\""
    }

    func headObject(at location: S3Location) async throws -> HeadObjectResponse {
        try answer("HeadObject") {
            HeadObjectResponse(contentLength: $0.objects[location]?.utf8.count ?? 0, eTag: Self.eTag(of: location))
        }
    }

    func readObject(at location: S3Location, range: Range<Int>?) async throws -> GetObjectResponse {
        try answer("GetObject") { contents in
            if contents.locked.contains(location) {
                throw Self.refusal("GetObject", "AccessDenied", "Access Denied", status: 403, service: .s3)
            }
            guard let text = contents.objects[location] else {
                throw Self.refusal("GetObject", "NoSuchKey", "no such key", status: 404, service: .s3)
            }
            let bytes = Array(text.utf8)
            let body = range.map { Array(bytes[$0.clamped(to: 0..<bytes.count)]) } ?? bytes
            return GetObjectResponse(
                body: body, head: HeadObjectResponse(contentLength: body.count), totalLength: bytes.count)
        }
    }

    func writeObject(_ bytes: [UInt8], at location: S3Location, contentType: String?) async throws {
        try answer("PutObject") { $0.objects[location] = String(decoding: bytes, as: UTF8.self) }
    }

    func deleteObject(at location: S3Location) async throws {
        try answer("DeleteObject") { _ = $0.objects.removeValue(forKey: location) }
    }

    func openFolder(at path: String) async throws -> any DownloadFolder { EmptyFolder() }

    // MARK: Logs and metrics

    func listLogStreams(_ request: DescribeLogStreamsRequest) async throws -> DescribeLogStreamsResponse {
        DescribeLogStreamsResponse(logStreams: [])
    }

    func readLogEvents(_ request: GetLogEventsRequest) async throws -> GetLogEventsResponse {
        GetLogEventsResponse(events: [])
    }

    func readMetrics(_ request: GetMetricDataRequest) async throws -> GetMetricDataResponse {
        GetMetricDataResponse(metricDataResults: [])
    }
}

/// A folder into which every download comes at once.
private struct EmptyFolder: DownloadFolder {
    func download(
        _ item: DownloadPlan.Item, progress: @escaping @Sendable (Int, Int) -> Void
    ) async throws -> DownloadedOutput { DownloadedOutput(path: item.relativePath, size: item.size) }
}
