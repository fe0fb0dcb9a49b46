import AWSOperations
import BatchInference
import Synchronization

/// An account that has nothing: lists are empty, what is described is not there, and what is denied is denied.
final class AnsweringAccount: CloudServices {
    struct Asked: Sendable {
        var failures: [String: AWSFailure] = [:]
        /// Operations that never answer.
        var silent: Set<String> = []
        var operations: [String] = []
        var buckets: [String] = []
        var jobs: [AutoMLJobSummary] = []
        var job: AutopilotJobDescription?
    }

    let asked = Mutex(Asked())

    func fail(_ operation: String, with failure: AWSFailure) { asked.withLock { $0.failures[operation] = failure } }

    func answer(_ operation: String) async throws {
        let (failure, isSilent) = asked.withLock { asked in
            asked.operations.append(operation)
            return (asked.failures[operation], asked.silent.contains(operation))
        }
        if isSilent { try await Task.sleep(for: .seconds(3600)) }
        if let failure { throw failure }
    }

    private func absent<Value>(_ operation: String, _ service: AWSService = .sageMaker) async throws -> Value {
        try await answer(operation)
        throw AWSFailure.service(
            ServiceError(
                operation: OperationDescriptor(service: service, name: operation, effect: .read),
                code: service == .sageMaker ? "ValidationException" : "ResourceNotFoundException",
                message: "Could not find it.", httpStatus: 400, requestID: nil))
    }

    func listJobs(_ request: ListAutoMLJobsRequest) async throws -> ListAutoMLJobsResponse {
        try await answer("ListAutoMLJobs")
        return ListAutoMLJobsResponse(autoMLJobSummaries: asked.withLock { $0.jobs })
    }
    func stopJob(named name: String) async throws { try await answer("StopAutoMLJob") }
    func describeEndpoint(named name: String) async throws -> DescribeEndpointResponse {
        try await absent("DescribeEndpoint")
    }
    func describeEndpointConfig(named name: String) async throws -> DescribeEndpointConfigResponse {
        try await absent("DescribeEndpointConfig")
    }
    func describeJob(named name: String) async throws -> AutopilotJobDescription {
        if let job = asked.withLock({ $0.job }), name == "newest" { return job }
        return try await absent("DescribeAutoMLJobV2")
    }
    func listCandidates(
        _ request: ListCandidatesForAutoMLJobRequest
    ) async throws -> ListCandidatesForAutoMLJobResponse { try await absent("ListCandidatesForAutoMLJob") }

    func createModel(_ request: CreateModelRequest) async throws -> CreateModelResponse {
        try await absent("CreateModel")
    }
    func describeModel(named name: String) async throws -> DescribeModelResponse { try await absent("DescribeModel") }
    func listModels(_ request: ListModelsRequest) async throws -> ListModelsResponse { try await absent("ListModels") }
    func listTags(_ request: ListTagsRequest) async throws -> ListTagsResponse { try await absent("ListTags") }
    func deleteModel(named name: String) async throws { try await answer("DeleteModel") }

    func createTransformJob(_ request: CreateTransformJobRequest) async throws -> CreateTransformJobResponse {
        try await absent("CreateTransformJob")
    }
    func describeTransformJob(named name: String) async throws -> DescribeTransformJobResponse {
        try await absent("DescribeTransformJob")
    }
    func listTransformJobs(_ request: ListTransformJobsRequest) async throws -> ListTransformJobsResponse {
        try await answer("ListTransformJobs")
        return ListTransformJobsResponse(transformJobSummaries: [])
    }
    func stopTransformJob(named name: String) async throws { try await answer("StopTransformJob") }

    func listObjects(_ request: ListObjectsV2Request) async throws -> ListObjectsV2Response {
        asked.withLock { $0.buckets.append(request.bucket) }
        try await answer("ListObjectsV2")
        return ListObjectsV2Response(
            name: request.bucket, prefix: "", isTruncated: false, contents: [], commonPrefixes: [],
            nextContinuationToken: nil)
    }
    func headObject(at location: S3Location) async throws -> HeadObjectResponse { try await absent("HeadObject", .s3) }
    func headBucket(named bucket: String) async throws -> HeadBucketResponse { try await absent("HeadBucket", .s3) }
    func readObject(at location: S3Location, range: Range<Int>?) async throws -> GetObjectResponse {
        try await absent("GetObject", .s3)
    }
    func writeObject(_ bytes: [UInt8], at location: S3Location, contentType: String?) async throws {
        try await answer("PutObject")
    }
    func deleteObject(at location: S3Location) async throws { try await answer("DeleteObject") }
    func openFolder(at path: String) async throws -> any DownloadFolder { throw AWSFailure.cancelled }

    func listLogStreams(_ request: DescribeLogStreamsRequest) async throws -> DescribeLogStreamsResponse {
        try await absent("DescribeLogStreams", .cloudWatchLogs)
    }
    func readLogEvents(_ request: GetLogEventsRequest) async throws -> GetLogEventsResponse {
        try await absent("GetLogEvents", .cloudWatchLogs)
    }
    func readMetrics(_ request: GetMetricDataRequest) async throws -> GetMetricDataResponse {
        try await answer("GetMetricData")
        return GetMetricDataResponse(metricDataResults: [])
    }

    func callerIdentity() async throws -> GetCallerIdentityResponse {
        try await answer("GetCallerIdentity")
        return GetCallerIdentityResponse(
            userID: "AIDA", account: "111122223333", arn: "arn:aws:iam::111122223333:user/me")
    }

    func describeRole(named name: String) async throws -> GetRoleResponse { try await absent("GetRole", .iam) }
    func simulatePolicies(_ request: SimulatePrincipalPolicyRequest) async throws -> SimulatePrincipalPolicyResponse {
        try await absent("SimulatePrincipalPolicy", .iam)
    }
    func listQuotas(_ request: ListServiceQuotasRequest) async throws -> ServiceQuotaPage {
        try await absent("ListServiceQuotas", .serviceQuotas)
    }
    func listProducts(_ request: GetProductsRequest) async throws -> GetProductsResponse {
        try await absent("GetProducts", .pricing)
    }
}
