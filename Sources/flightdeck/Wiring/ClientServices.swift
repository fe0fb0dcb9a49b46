import AWSClient
import AWSOperations
import BatchInference
import Synchronization

/// The shared client, answering what the domain asks of the outside.
final class ClientServices: CloudServices {
    let source: ClientSource
    /// Whether DescribeAutoMLJobV2 was refused as such, so that V1 is asked at once.
    private let needsV1 = Mutex(false)

    init(_ source: ClientSource) {
        self.source = source
    }

    func listJobs(_ request: ListAutoMLJobsRequest) async throws -> ListAutoMLJobsResponse {
        try await source.client().send(request)
    }

    func describeJob(named name: String) async throws -> AutopilotJobDescription {
        if needsV1.withLock({ $0 }) {
            return .v1(try await source.client().send(DescribeAutoMLJobRequest(autoMLJobName: name)))
        }
        do throws(AWSFailure) {
            return .v2(try await source.client().send(DescribeAutoMLJobV2Request(autoMLJobName: name)))
        } catch {
            guard Self.asksForV1(error) else { throw error }
            guard let job = try? await source.client().send(DescribeAutoMLJobRequest(autoMLJobName: name)) else {
                throw error
            }
            needsV1.withLock { $0 = true }
            return .v1(job)
        }
    }

    /// Whether V2 itself is denied or unknown, rather than the job.
    static func asksForV1(_ failure: AWSFailure) -> Bool {
        guard let error = failure.serviceError else { return false }
        switch error.code {
        case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation": return true
        case "UnknownOperationException", "UnknownOperation", "InvalidAction", "NotImplemented": return true
        default: return error.httpStatus == 501
        }
    }

    func listCandidates(
        _ request: ListCandidatesForAutoMLJobRequest
    ) async throws -> ListCandidatesForAutoMLJobResponse {
        try await source.client().send(request)
    }

    func createModel(_ request: CreateModelRequest) async throws -> CreateModelResponse {
        try await source.client().send(request)
    }

    func describeModel(named name: String) async throws -> DescribeModelResponse {
        try await source.client().send(DescribeModelRequest(modelName: name))
    }

    func deleteModel(named name: String) async throws {
        _ = try await source.client().send(DeleteModelRequest(modelName: name))
    }

    func listModels(_ request: ListModelsRequest) async throws -> ListModelsResponse {
        try await source.client().send(request)
    }

    func listTags(_ request: ListTagsRequest) async throws -> ListTagsResponse {
        try await source.client().send(request)
    }

    func createTransformJob(_ request: CreateTransformJobRequest) async throws -> CreateTransformJobResponse {
        try await source.client().send(request)
    }

    func describeTransformJob(named name: String) async throws -> DescribeTransformJobResponse {
        try await source.client().send(DescribeTransformJobRequest(transformJobName: name))
    }

    func listTransformJobs(_ request: ListTransformJobsRequest) async throws -> ListTransformJobsResponse {
        try await source.client().send(request)
    }

    func stopTransformJob(named name: String) async throws {
        _ = try await source.client().send(StopTransformJobRequest(transformJobName: name))
    }

    func callerIdentity() async throws -> GetCallerIdentityResponse {
        try await source.client().send(GetCallerIdentityRequest())
    }
}
