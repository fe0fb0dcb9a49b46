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

    /// The names of input columns with the values of the bench.
    private func input(_ names: ColumnNames, _ text: String = PreflightBench.rows) -> [String?] {
        let table = RecordTable(Array(text.utf8), type: "text/csv")
        return names.input(columns: table.usualColumns, rows: table.rows.map(\.cells))
    }

    private func output(_ names: ColumnNames, _ count: Int, input: [String?]? = nil) -> [String?] {
        names.output(columns: count, input: input).map(\.name)
    }

    private static let features = ["state", "calls", "minutes", "plan"]

    @Test func responsesAreNamedByTheModelAndFeaturesByTheTrainingData() async {
        var plan = ownPlan
        plan.responseKeys = ["probability", "predicted_label"]
        let names = await names(job(plan))
        #expect(output(names, 2) == ["probability", "predicted_label"])
        #expect(input(names) == Self.features)
        #expect(input(names, "KS,3,265.1\n") == [nil, nil, nil] && output(names, 1) == [nil])
        #expect(input(names, "3,KS,265.1,basic\n1,OH,2.5,plus\n") == [nil, nil, nil, nil], "another order")
        #expect(
            input(names, "plan,calls,minutes,state,id\nbasic,3,1.5,KS,7\n") == [
                "plan", "calls", "minutes", "state", "id",
            ])
    }

    @Test("training data behind an empty page of the listing are found")
    func emptyPage() async {
        bench.account.change { $0.firstPageIsEmpty = true }
        #expect(input(await names(job(ownPlan))) == Self.features)
    }

    @Test("names that a refused call keeps back have a reason; those of a model that is gone can't be known")
    func refused() async {
        let job = job(ownPlan)
        #expect(await names(job).shortfall == nil)
        bench.account.deny("DescribeModel")
        let unnamed = await names(job)
        #expect(unnamed.responses.isEmpty)
        #expect(unnamed.shortfall?.problem.hasPrefix("the column names are unknown: ") == true)
        bench.account.change { state in
            state.failures = [:]
            state.models = [:]
        }
        #expect(await names(job).shortfall == nil)
    }

    @Test("the environment of the transform itself goes before the containers'")
    func environment() async {
        var job = job(ownPlan)
        job.environment = ["SAGEMAKER_INFERENCE_OUTPUT": "predicted_label, probability"]
        #expect(output(await names(job), 2) == ["predicted_label", "probability"])
    }

    private func trained(_ inputFilter: String? = nil) -> ColumnNames {
        let features = [
            ColumnNames.Trained("state"), .init("calls", isNumeric: true), .init("minutes", isNumeric: true),
            .init("plan", words: ["basic", "plus"]),
        ]
        return ColumnNames(
            features: features, trained: [ColumnNames.Trained("churn", words: ["yes", "no"])] + features,
            inputFilter: inputFilter)
    }

    @Test("a target that was left in is named where it stands, or not at all")
    func target() {
        #expect(input(trained(), "yes,KS,3,265.1,basic\nno,OH,1,161.6,plus\n") == ["churn"] + Self.features)
        #expect(input(trained(), "KS,3,265.1,basic,yes\nOH,1,161.6,plus,no\n") == Self.features + ["churn"])
        #expect(input(trained(), "KS,3,yes,265.1,basic\n") == ["state", "calls", "churn", "minutes", "plan"])
        let other = input(trained(), "7,KS,3,265.1,basic\n8,OH,1,161.6,plus\n")
        #expect(other == [nil, nil, nil, nil, nil], "a number is no target of words")
        var numeric = trained()
        numeric.trained[0] = .init("churn", isNumeric: true)
        #expect(
            input(numeric, "KS,0.5,3,265.1,basic\n") == ["state", nil, nil, nil, "plan"],
            "a number among numbers could be any of them")
    }

    @Test("an input filter says which columns are the features")
    func inputFilters() {
        #expect(input(trained("$[1:]"), "7,KS,3,265.1,basic\n") == [nil] + Self.features)
        #expect(input(trained("$[1:]"), "yes,KS,3,265.1,basic\n") == ["churn"] + Self.features)
        #expect(input(trained("$[:-1]"), "KS,3,265.1,basic,no\n") == Self.features + ["churn"])
        #expect(
            input(trained("$[0,2,3,4]"), "KS,no,3,265.1,basic\n") == ["state", "churn", "calls", "minutes", "plan"])
        #expect(input(trained("$[3,0,1,2]"), "3,265.1,basic,KS\n") == ["calls", "minutes", "plan", "state"])
        #expect(input(trained("$[1:4]"), "7,KS,3,265.1,basic\n") == [nil] + Self.features, "with the end of the slice")
        #expect(input(trained("$[1:]"), "KS,3,265.1,basic\n") == [nil, nil, nil, nil], "one feature is dropped")
        #expect(input(trained("$.a"), "KS,3,265.1,basic\n") == [nil, nil, nil, nil])
    }

    @Test func aJoinPutsTheInputBeforeTheResponses() async {
        var plan = ownPlan
        plan.join = .input
        plan.accept = "text/csv"
        let names = await names(job(plan))
        let given = input(names)
        #expect(output(names, 5, input: given) == Self.features + ["predicted_label"])
        #expect(output(names, 5) == [nil, nil, nil, nil, "predicted_label"], "the input is gone")
        #expect(names.output(columns: 5, input: given).map(\.repeatsInput) == [true, true, true, true, false])
    }

    @Test(
        "an output filter picks among the names",
        arguments: [
            ("$[0,-1]", ["state", "predicted_label"]), ("$[-1:]", ["predicted_label"]), ("$[4]", ["predicted_label"]),
            ("$[0,0]", ["state", "state"]), ("$[0:2]", ["state", "calls"]), ("$[0:2]", ["state", "calls", "minutes"]),
            ("$[-2,-1]", ["plan", "predicted_label"]), ("$[0:2,4:]", [nil, nil]), ("$[9]", [nil]),
        ] as [(String, [String?])])
    func outputFilters(filter: String, wanted: [String?]) async {
        var plan = ownPlan
        plan.join = .input
        plan.accept = "text/csv"
        plan.outputFilter = filter
        let names = await names(job(plan))
        #expect(output(names, wanted.count, input: input(names)) == wanted)
        #expect(output(names, wanted.count) == wanted.map { _ in nil }, "without the input, places are not known")
    }

    @Test func aFilterWithoutAJoinPicksAmongTheResponses() async {
        var plan = ownPlan
        plan.responseKeys = ["probability", "predicted_label"]
        plan.outputFilter = "$[1]"
        #expect(output(await names(job(plan)), 1) == ["predicted_label"])
        plan.outputFilter = "$[1,0]"
        #expect(output(await names(job(plan)), 2) == ["predicted_label", "probability"])
    }

    @Test func artifactsOfAnotherFolderNameNoJob() async {
        var plan = ownPlan
        for index in plan.containerSets.plain.indices {
            plan.containerSets.plain[index].modelDataUrl =
                "s3://demo-data/copies/automl-churn/tuning/a/output/model.tar.gz"
        }
        let names = await names(job(plan))
        #expect(input(names) == [nil, nil, nil, nil])
        #expect(output(names, 1) == ["predicted_label"])
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
        #expect(input(await names(job)) == [nil, nil, nil, nil])
        try await journal.begin(record)
        #expect(input(await names(job)) == Self.features)
        bench.account.change { $0.models = [:] }
        #expect(output(await names(job), 1) == ["predicted_label"], "a deleted model is in the journal")
    }

    @Test func whatMayNotBeAskedIsLeftOut() async {
        let job = job(ownPlan)
        bench.account.deny("DescribeAutoMLJobV2")
        #expect(input(await names(job)) == [nil, nil, nil, nil])
        bench.account.deny("DescribeModel")
        var names = await names(job)
        #expect(names.shortfall != nil)
        names.shortfall = nil
        #expect(names == ColumnNames())
    }
}
