import AWSOperations
import BatchInference
import Testing

/// What is proposed for each kind of Autopilot job, and what the form says of it.
@Suite("Every problem type")
struct ProblemTypeTests {
    private func plan(
        _ config: AutoMLProblemTypeConfig?, _ name: AutoMLProblemTypeConfigName? = nil, contentType: String? = nil
    ) throws -> LaunchPlan {
        guard case .v2(var response) = Samples.description("a") else { throw AWSFailure.cancelled }
        response.autoMLProblemTypeConfig = config
        response.autoMLProblemTypeConfigName = name
        response.autoMLJobInputDataConfig = [AutoMLJobChannel(contentType: contentType)]
        var plan = LaunchPlan.proposed(
            for: Samples.churnCandidate, of: JobOverview(.v2(response)),
            now: Timestamp(secondsSinceEpoch: 1_800_000_000))
        plan.input = "s3://demo-data/in/"
        plan.output = "s3://demo-data/out/march/"
        return plan
    }

    @Test("an image is one request of its own type, and nothing splits or assembles it")
    func images() throws {
        for (trained, proposed) in [
            ("image/png", "image/png"), ("image/*", "application/x-image"), (nil, "application/x-image"),
            ("IMAGE/JPEG", "image/jpeg"), ("text/csv", "application/x-image"),
        ] {
            let plan = try plan(
                AutoMLProblemTypeConfig(imageClassificationJobConfig: ImageClassificationJobConfig()),
                contentType: trained)
            #expect(plan.contentType == proposed && plan.split == .none && plan.assemble == .none)
            let request = plan.requests.createTransformJob
            #expect(request.transformInput.contentType == proposed)
            #expect(request.batchStrategy == nil || request.batchStrategy == .singleRecord)
            let problems = plan.problems()
            #expect(!problems.contains { $0.severity == .error }, "\(problems)")
            #expect(problems.contains { $0.field == .candidate && $0.severity == .warning })
        }
    }

    @Test("texts are CSV by line, with a warning that AWS documents only endpoints")
    func texts() throws {
        let plan = try plan(
            AutoMLProblemTypeConfig(
                textClassificationJobConfig: TextClassificationJobConfig(
                    contentColumn: "review", targetLabelColumn: "stars")))
        #expect(plan.contentType == "text/csv" && plan.split == .line)
        #expect(!plan.problems().contains { $0.severity == .error })
        #expect(plan.problems().contains { $0.field == .candidate && $0.severity == .warning })
    }

    @Test("text generation is refused with the reason")
    func generation() throws {
        let problems = try plan(nil, .textGeneration).problems().filter { $0.severity == .error }
        #expect(problems.map(\.field) == [.candidate])
        #expect(problems.first?.message.contains("batch transform doesn't support them") == true)
    }

    @Test("a forecast reads whole objects on the instance type that AWS documents")
    func forecasts() throws {
        let plan = try plan(
            AutoMLProblemTypeConfig(
                timeSeriesForecastingJobConfig: TimeSeriesForecastingJobConfig(
                    forecastFrequency: "1M", forecastHorizon: 12,
                    timeSeriesConfig: TimeSeriesConfig(
                        targetAttributeName: "y", timestampAttributeName: "t", itemIdentifierAttributeName: "i"))))
        #expect(plan.split == .none && plan.assemble == .none && plan.instanceType == .mlM512xlarge)
        #expect(!plan.problems().contains { $0.severity == .error })
    }

    @Test("a tabular job is split by line")
    func tabular() throws {
        let plan = try plan(
            AutoMLProblemTypeConfig(tabularJobConfig: TabularJobConfig(targetAttributeName: "y")))
        #expect(plan.contentType == "text/csv" && plan.split == .line && plan.assemble == .line)
        #expect(plan.problems().isEmpty)
    }
}
