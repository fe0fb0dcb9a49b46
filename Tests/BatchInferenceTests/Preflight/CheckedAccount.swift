import AWSOperations
import BatchInference
import Synchronization

/// An account as the checks before a launch see it: buckets, roles, quotas, what runs, and what is denied.
final class CheckedAccount: PreflightServices {
    struct State: Sendable {
        var objects: [S3Location: [UInt8]] = [:]
        /// When objects were written; at the epoch's beginning where nothing is said.
        var times: [S3Location: Timestamp] = [:]
        /// Lines of the log of a transform, in its data-log.
        var logLines: [String: [String]] = [:]
        var kmsKeys: [S3Location: String] = [:]
        /// Regions of buckets that are elsewhere.
        var regions: [String: String] = [:]
        var buckets: Set<String> = []
        var job: AutopilotJobDescription?
        var models: [String: DescribeModelResponse] = [:]
        var transforms: [String: DescribeTransformJobResponse] = [:]
        var roles: [String: IAMRole] = [:]
        /// Actions that simulations deny, with what they answer.
        var decisions: [String: PolicyEvaluation.Decision] = [:]
        var quotas: [ServiceQuota] = []
        var account = "111122223333"
        /// Policies by bucket, key ARN or repository.
        var policies: [String: String] = [:]
        var keys: [String: KeyMetadata] = [:]
        /// Images that can be pulled, as `repository:tag`.
        var images: Set<String> = []
        /// Objects that may not be read, though they are there.
        var lockedObjects: Set<S3Location> = []
        var callerArn = "arn:aws:iam::111122223333:user/flightdeck"
        /// Operations that fail, by name.
        var failures: [String: AWSFailure] = [:]
        /// Whether lists of objects begin with an empty page.
        var firstPageIsEmpty = false
        /// Whether lists of objects break off behind an empty page.
        var cutListings = false
        var calls: [String] = []
        /// Operations that do not answer before they are let go.
        var held: Set<String> = []
        /// Whether objects may be written and deleted, as a correction does; no check may.
        var isWritable = false
        /// Objects whose writing fails.
        var unwritable: Set<S3Location> = []
    }

    let state = Mutex(State())

    func change(_ body: @Sendable (inout State) -> Void) { state.withLock { body(&$0) } }
    func put(_ uri: String, _ text: String) { put(uri, bytes: Array(text.utf8)) }

    func put(_ uri: String, bytes: [UInt8]) {
        let location = S3Location(uri)!
        change {
            $0.objects[location] = bytes
            $0.buckets.insert(location.bucket)
        }
    }

    func deny(_ operation: String, service: AWSService = .sageMaker) {
        let failure = AWSFailure.service(
            ServiceError(
                operation: OperationDescriptor(service: service, name: operation, effect: .read),
                code: "AccessDenied", message: "not authorized", httpStatus: 403, requestID: nil))
        change { $0.failures[operation] = failure }
    }

    func count(of operation: String) -> Int { state.withLock { $0.calls.count { $0 == operation } } }

    func answer<Value: Sendable>(
        _ operation: String, _ work: @Sendable (State) throws -> Value
    ) async throws -> Value {
        state.withLock { $0.calls.append(operation) }
        while state.withLock({ $0.held.contains(operation) }) {
            try Task.checkCancellation()
            await Task.yield()
        }
        try Task.checkCancellation()
        return try state.withLock { state in
            if let failure = state.failures[operation] { throw failure }
            return try work(state)
        }
    }

    private static func notThere(_ operation: String, _ code: String = "ValidationException") -> AWSFailure {
        .refusal(operation, code, "Could not find it.", status: code == "ValidationException" ? 400 : 404)
    }

    func callerIdentity() async throws -> GetCallerIdentityResponse {
        try await answer("GetCallerIdentity") {
            GetCallerIdentityResponse(userID: "AIDAEXAMPLE", account: $0.account, arn: $0.callerArn)
        }
    }

    func headBucket(named bucket: String) async throws -> HeadBucketResponse {
        try await answer("HeadBucket") { state in
            guard state.buckets.contains(bucket) else { throw Self.notThere("HeadBucket", "NotFound") }
            return HeadBucketResponse(region: state.regions[bucket] ?? "eu-west-1")
        }
    }

    func listObjects(_ request: ListObjectsV2Request) async throws -> ListObjectsV2Response {
        try await answer("ListObjectsV2") { state in
            guard state.buckets.contains(request.bucket) else { throw Self.notThere("ListObjectsV2", "NoSuchBucket") }
            if request.continuationToken == nil, state.firstPageIsEmpty || state.cutListings {
                return ListObjectsV2Response(
                    name: request.bucket, prefix: request.prefix ?? "", isTruncated: true, contents: [],
                    commonPrefixes: [], nextContinuationToken: "0")
            }
            if state.cutListings { throw AWSFailure.refusal("ListObjectsV2", "SlowDown", "slow", status: 503) }
            let all = state.objects.filter {
                $0.key.bucket == request.bucket && $0.key.key.hasBytePrefix(request.prefix ?? "")
            }.sorted { $0.key < $1.key }
            let start = request.continuationToken.flatMap { Int($0) } ?? 0
            let end = min(all.count, start + (request.maxKeys ?? 1000))
            return ListObjectsV2Response(
                name: request.bucket, prefix: request.prefix ?? "", isTruncated: end < all.count,
                contents: all[start..<end].map {
                    S3Object(
                        key: $0.key.key, size: $0.value.count,
                        lastModified: state.times[$0.key] ?? Timestamp(secondsSinceEpoch: 0),
                        eTag: "\"e\"")
                }, commonPrefixes: [], nextContinuationToken: end < all.count ? String(end) : nil)
        }
    }

    func headObject(at location: S3Location) async throws -> HeadObjectResponse {
        try await answer("HeadObject") { state in
            if state.lockedObjects.contains(location) {
                throw AWSFailure.refusal("HeadObject", "Forbidden", "Forbidden", status: 403)
            }
            guard let bytes = state.objects[location] else { throw Self.notThere("HeadObject", "NotFound") }
            return HeadObjectResponse(contentLength: bytes.count, eTag: "\"e1\"", kmsKey: state.kmsKeys[location])
        }
    }

    func readObject(at location: S3Location, range: Range<Int>?) async throws -> GetObjectResponse {
        try await answer("GetObject") { state in
            if state.lockedObjects.contains(location) {
                throw AWSFailure.refusal("GetObject", "AccessDenied", "Access Denied", status: 403)
            }
            guard let bytes = state.objects[location] else { throw Self.notThere("GetObject", "NoSuchKey") }
            let body = range.map { Array(bytes[$0.clamped(to: 0..<bytes.count)]) } ?? bytes
            return GetObjectResponse(
                body: body, head: HeadObjectResponse(contentLength: body.count), totalLength: bytes.count)
        }
    }

    func deleteObject(at location: S3Location) async throws {
        if state.withLock({ $0.isWritable }) {
            return change {
                $0.calls.append("DeleteObject")
                $0.objects[location] = nil
            }
        }
        throw AWSFailure.refusal("DeleteObject", "AccessDenied", "a check only reads", status: 403)
    }

    func writeObject(_ bytes: [UInt8], at location: S3Location, contentType: String?) async throws {
        let (isWritable, isLocked) = state.withLock { ($0.isWritable, $0.unwritable.contains(location)) }
        if isWritable, !isLocked {
            return change {
                $0.calls.append("PutObject")
                $0.objects[location] = bytes
                $0.buckets.insert(location.bucket)
            }
        }
        throw AWSFailure.refusal("PutObject", "AccessDenied", "a check only reads", status: 403)
    }

    func openFolder(at path: String) async throws -> any DownloadFolder {
        throw AWSFailure.refusal("GetObject", "AccessDenied", "a check downloads nothing", status: 403)
    }

    func stopJob(named name: String) async throws { throw Self.notThere("StopAutoMLJob") }
    func describeEndpoint(named name: String) async throws -> DescribeEndpointResponse {
        throw Self.notThere("DescribeEndpoint")
    }
    func describeEndpointConfig(named name: String) async throws -> DescribeEndpointConfigResponse {
        throw Self.notThere("DescribeEndpointConfig")
    }

    func describeJob(named name: String) async throws -> AutopilotJobDescription {
        try await answer("DescribeAutoMLJobV2") { state in
            guard let job = state.job else { throw Self.notThere("DescribeAutoMLJobV2") }
            return job
        }
    }

    func listJobs(_ request: ListAutoMLJobsRequest) async throws -> ListAutoMLJobsResponse {
        ListAutoMLJobsResponse(autoMLJobSummaries: [])
    }

    func listCandidates(
        _ request: ListCandidatesForAutoMLJobRequest
    ) async throws -> ListCandidatesForAutoMLJobResponse {
        ListCandidatesForAutoMLJobResponse(candidates: [])
    }

    func describeModel(named name: String) async throws -> DescribeModelResponse {
        try await answer("DescribeModel") { state in
            guard let model = state.models[name] else { throw Self.notThere("DescribeModel") }
            return model
        }
    }

    func createModel(_ request: CreateModelRequest) async throws -> CreateModelResponse {
        throw AWSFailure.refusal("CreateModel", "AccessDenied", "a check creates nothing", status: 403)
    }

    func deleteModel(named name: String) async throws {
        throw AWSFailure.refusal("DeleteModel", "AccessDenied", "a check deletes nothing", status: 403)
    }

    func listModels(_ request: ListModelsRequest) async throws -> ListModelsResponse { ListModelsResponse(models: []) }
    func listTags(_ request: ListTagsRequest) async throws -> ListTagsResponse { ListTagsResponse(tags: nil) }

    func createTransformJob(_ request: CreateTransformJobRequest) async throws -> CreateTransformJobResponse {
        throw AWSFailure.refusal("CreateTransformJob", "AccessDenied", "a check creates nothing", status: 403)
    }

    func describeTransformJob(named name: String) async throws -> DescribeTransformJobResponse {
        try await answer("DescribeTransformJob") { state in
            guard let job = state.transforms[name] else { throw Self.notThere("DescribeTransformJob") }
            return job
        }
    }

    func listTransformJobs(_ request: ListTransformJobsRequest) async throws -> ListTransformJobsResponse {
        try await answer("ListTransformJobs") { state in
            ListTransformJobsResponse(
                transformJobSummaries: state.transforms.values.filter {
                    request.statusEquals == nil || $0.transformJobStatus == request.statusEquals
                }.map {
                    TransformJobSummary(
                        transformJobName: $0.transformJobName, transformJobArn: $0.transformJobArn,
                        creationTime: $0.creationTime, transformJobStatus: $0.transformJobStatus)
                })
        }
    }

    func stopTransformJob(named name: String) async throws {
        throw AWSFailure.refusal("StopTransformJob", "AccessDenied", "a check stops nothing", status: 403)
    }

    func describeRole(named name: String) async throws -> GetRoleResponse {
        try await answer("GetRole") { state in
            guard let role = state.roles[name] else { throw Self.notThere("GetRole", "NoSuchEntity") }
            return GetRoleResponse(role: role)
        }
    }

    func simulatePolicies(_ request: SimulatePrincipalPolicyRequest) async throws -> SimulatePrincipalPolicyResponse {
        try await answer("SimulatePrincipalPolicy") { state in
            SimulatePrincipalPolicyResponse(
                evaluationResults: request.actionNames.map { action in
                    PolicyEvaluation(
                        actionName: action, resourceName: request.resourceArns.first,
                        decision: state.decisions[action] ?? .allowed)
                })
        }
    }

    func listQuotas(_ request: ListServiceQuotasRequest) async throws -> ServiceQuotaPage {
        try await answer("ListServiceQuotas") { ServiceQuotaPage(quotas: $0.quotas) }
    }
}
