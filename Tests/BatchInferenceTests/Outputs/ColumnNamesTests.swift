import AWSOperations
import Testing

@testable import BatchInference

@Suite("What columns are called")
struct ColumnNamesTests {
    private let bench = PreflightBench()
    private let journal = FakeJournal()

    /// The plan's transform as it is described, with its model in the account.
    private func job(_ plan: LaunchPlan) -> DescribeTransformJobResponse {
        let model = plan.requests.createModel
        bench.account.change { state in
            state.models[model.modelName] = DescribeModelResponse(
                modelName: model.modelName, creationTime: Timestamp(secondsSinceEpoch: 0),
                modelArn: "arn:aws:sagemaker:eu-west-1:111122223333:model/\(model.modelName)",
                containers: model.containers)
        }
        return .created(by: plan.requests.createTransformJob)
    }

    private func names(_ job: DescribeTransformJobResponse) async -> ColumnNames {
        await ColumnNamesLoader(services: bench.account, journal: journal, now: Timestamp(secondsSinceEpoch: 0))
            .names(of: job)
    }

    /// Containers whose artifacts lie where the job of the bench puts them.
    private var ownPlan: LaunchPlan {
        var plan = bench.plan
        plan.containerSets = ContainerSets(
            plain: Samples.churnContainers.map { container in
                var container = container
                container.modelDataUrl = "s3://demo-data/out/automl-churn/tuning/a/output/model.tar.gz"
                return container
            })
        return plan
    }

    @Test func responsesAreNamedByTheModelAndFeaturesByTheTrainingData() async {
        var plan = ownPlan
        plan.responseKeys = ["probability", "predicted_label"]
        let names = await names(job(plan))
        #expect(names.output(columns: 2) == ["probability", "predicted_label"])
        #expect(names.input(columns: 4) == ["state", "calls", "minutes", "plan"])
        #expect(names.input(columns: 5) == ["churn", "state", "calls", "minutes", "plan"], "the target left in")
        #expect(names.input(columns: 3) == nil && names.output(columns: 1) == nil)
    }

    @Test func aJoinPutsTheInputBeforeTheResponses() async {
        var plan = ownPlan
        plan.join = .input
        plan.accept = "text/csv"
        let names = await names(job(plan))
        #expect(names.output(columns: 5) == ["state", "calls", "minutes", "plan", "predicted_label"])
        #expect(names.output(columns: 1) == ["predicted_label"])
        // Beside the input, what joining repeats of it is left out; its predictions are what is counted.
        let output = CSVPreview(Array("OH,3,1.5,a,yes\nNY,4,2.5,b,no\n".utf8), isTruncated: false, hasHeader: false)
        #expect(names.responses(in: output).rows == [["yes"], ["no"]])
        #expect(names.responses(in: output).columnCount == 1)
        #expect(ColumnNames(responses: ["predicted_label"]).responses(in: output) == output)
    }

    @Test func whatAFilterCutsHasNoNames() async {
        var plan = ownPlan
        plan.outputFilter = "$[0]"
        #expect(await names(job(plan)).output(columns: 1) == nil)
    }

    @Test func artifactsOfAnotherFolderNameNoJob() async {
        var plan = ownPlan
        for index in plan.containerSets.plain.indices {
            plan.containerSets.plain[index].modelDataUrl =
                "s3://demo-data/copies/automl-churn/tuning/a/output/model.tar.gz"
        }
        let names = await names(job(plan))
        #expect(names.input(columns: 4) == nil)
        #expect(names.output(columns: 1) == ["predicted_label"])
    }

    @Test func theJournalKnowsTheJobOfALaunch() async throws {
        let plan = bench.plan
        let record = LaunchRecord(
            id: "x", account: "111122223333", region: "eu-west-1", profile: nil, autopilotJobName: "automl-churn",
            candidateName: plan.candidateName, createModel: plan.requests.createModel,
            createTransformJob: plan.requests.createTransformJob, state: .launched,
            createdAt: Timestamp(secondsSinceEpoch: 0), updatedAt: Timestamp(secondsSinceEpoch: 0))
        var job = job(plan)
        job.transformJobArn = "arn:aws:sagemaker:eu-west-1:111122223333:transform-job/\(job.transformJobName)"
        #expect(await names(job).input(columns: 4) == nil)
        try await journal.begin(record)
        #expect(await names(job).input(columns: 4) == ["state", "calls", "minutes", "plan"])
        bench.account.change { $0.models = [:] }
        #expect(await names(job).output(columns: 1) == ["predicted_label"], "a deleted model is in the journal")
    }

    @Test func whatMayNotBeAskedIsLeftOut() async {
        let job = job(ownPlan)
        bench.account.deny("DescribeAutoMLJobV2")
        #expect(await names(job).input(columns: 4) == nil)
        bench.account.deny("DescribeModel")
        #expect(await names(job) == ColumnNames())
    }
}
