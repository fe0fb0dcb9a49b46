import AWSOperations
import Testing

@testable import BatchInference

@Suite struct PastRunSearchTests {
    private static let start = Timestamp(secondsSinceEpoch: 1_795_000_000)

    /// A transform that ran six minutes, with a model of these artifacts.
    private func ran(
        _ name: String, artifacts: [String], in service: FakeSageMaker, status: TransformJobStatus = .completed,
        input: String = "s3://bucket/in/"
    ) async throws {
        _ = try await service.createModel(
            CreateModelRequest(
                modelName: "model-\(name)",
                containers: artifacts.map { ContainerDefinition(image: "i", modelDataUrl: $0) }))
        var plan = Samples.plan
        (plan.transformJobName, plan.modelName, plan.input) = (name, "model-\(name)", input)
        _ = try await service.createTransformJob(plan.requests.createTransformJob)
        service.change { state in
            state.transforms[name]?.transformJobStatus = status
            state.transforms[name]?.transformStartTime = Self.start
            state.transforms[name]?.transformEndTime = Self.start.adding(seconds: 360)
            state.transformList.append(
                TransformJobSummary(
                    transformJobName: name, transformJobArn: "arn:transform-job/\(name)", creationTime: Self.start,
                    transformJobStatus: status))
        }
    }

    @Test func runsOfTheSameArtifactsCount() async throws {
        let service = FakeSageMaker()
        try await ran("same", artifacts: ["s3://b/1", "s3://b/2"], in: service)
        try await ran("other", artifacts: ["s3://b/1", "s3://b/3"], in: service)
        try await ran("failed", artifacts: ["s3://b/1", "s3://b/2"], in: service, status: .failed)
        try await ran(
            "sample", artifacts: ["s3://b/1", "s3://b/2"], in: service,
            input: "s3://b/out/flightdeck-samples/sample/input/")
        try await ran(
            "sample-of-an-earlier-version", artifacts: ["s3://b/1", "s3://b/2"], in: service,
            input: "s3://b/flightdeck-trials/sample/input/")
        let runs = await PastRunSearch(
            account: service, artifacts: ["s3://b/1", "s3://b/2"], name: "same-20261101-101010"
        )
        .runs()
        #expect(runs.value?.map(\.name) == ["same"])
        #expect(runs.value?.first?.runningSeconds == 360)
        #expect(service.calls.count { $0 == "ListTransformJobs" } == 1)
    }

    @Test func fewRequestsAreMadeAndNoFailureMatters() async throws {
        let service = FakeSageMaker()
        for number in 0..<30 { try await ran("t\(number)", artifacts: ["s3://b/x"], in: service) }
        service.change { $0.calls = [] }
        #expect(await PastRunSearch(account: service, artifacts: ["s3://b/1"], name: "t").runs().value == [])
        #expect(service.calls.count <= 26)
        service.change {
            $0.standing["ListTransformJobs"] = .refusal("ListTransformJobs", "AccessDeniedException", "no")
        }
        let denied = await PastRunSearch(account: service, artifacts: ["s3://b/x"], name: "t").runs()
        #expect(denied.value == nil && denied.reason?.contains("ListTransformJobs") == true)
    }

    /// What can't be described might be a run of the same artifacts; what is gone is none.
    @Test func whatCannotBeReadIsNotTakenForNone() async throws {
        let service = FakeSageMaker()
        for number in 0..<3 { try await ran("t\(number)", artifacts: ["s3://b/x"], in: service) }
        let search = PastRunSearch(account: service, artifacts: ["s3://b/x"], name: "t")
        #expect(await search.runs().value?.count == 3)
        service.change { $0.standing["DescribeModel"] = .refusal("DescribeModel", "AccessDeniedException", "no") }
        #expect(await search.runs().reason?.contains("DescribeModel") == true)
        service.change {
            $0.standing["DescribeModel"] = .refusal(
                "DescribeModel", "ValidationException", "Could not find model \"m\"")
        }
        #expect(await search.runs().value == [])
    }
}
