import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("Repairing a run on the screens")
struct RepairScreenTests {
    private let cloud = FakeCloud()
    private let journal = FakeJournal()
    private var services: Services { .fake(cloud, journal: journal) }

    init() {
        for name in ["part-1", "part-2", "part-3"] { cloud.put("s3://demo/in/\(name).csv", "1,2\n") }
        cloud.put("s3://demo/in/_SUCCESS", " ")
        cloud.put("s3://demo/out/part-2.csv.out", "a\n")
        cloud.contents.withLock { contents in
            contents.models.append(
                CreateModelRequest(
                    modelName: "penguins-model",
                    containers: [ContainerDefinition(image: "image", modelDataUrl: "s3://demo/model.tar.gz")],
                    executionRoleArn: "arn:aws:iam::111122223333:role/r"))
            contents.described = [Self.job(.failed)]
        }
    }

    private static func job(_ status: TransformJobStatus) -> DescribeTransformJobResponse {
        DescribeTransformJobResponse(
            transformJobName: "penguins-1702",
            transformJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:transform-job/penguins-1702",
            transformJobStatus: status, modelName: "penguins-model",
            transformInput: TransformInput(
                dataSource: TransformDataSource(
                    s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://demo/in/")),
                contentType: "text/csv", splitType: .line),
            transformResources: TransformResources(instanceType: .mlM5Xlarge, instanceCount: 1),
            creationTime: Samples.now.adding(seconds: -9000),
            failureReason: status == .failed ? "ClientError: 413 Request Entity Too Large" : nil,
            transformOutput: TransformOutput(s3OutputPath: "s3://demo/out/", accept: "text/csv", assembleWith: .line),
            transformStartTime: Samples.now.adding(seconds: -8900),
            transformEndTime: status == .inProgress ? nil : Samples.now.adding(seconds: -7000))
    }

    private func opened(_ view: GoldenView = .wide) async -> Stage {
        var stage = view.stage(TransformDetailScreen(overview: TransformOverview(Self.job(.failed)), snapshot: nil))
        await stage.run(stage.press("R"), on: services)
        return stage
    }

    @Test(arguments: GoldenView.allCases)
    func looks(view: GoldenView) async throws {
        try expectGolden(await opened(view), "repair-\(view.rawValue)")
    }

    @Test("what is agreed to is written, and the form opens with it; leaving the form takes it away again")
    func writing() async {
        var stage = await opened()
        let manifest = S3Location("s3://demo/out-input/input.manifest")!
        stage.press("Enter")
        #expect(stage.isAsking)
        #expect(cloud.contents.withLock { $0.objects[manifest] } == nil)
        await stage.run(stage.press("Tab", "Enter"), on: services)
        #expect(cloud.contents.withLock { $0.objects[manifest] }?.contains("\"part-1.csv\",\n\"part-3.csv\"") == true)
        let form = stage.top(LaunchScreen.self)
        #expect(form.plan.input == manifest.uri && form.plan.inputKind == .manifestFile)
        #expect(form.plan.output == "s3://demo/out/" && form.plan.modelName == "penguins-model")
        #expect(form.plan.maxPayloadInMB == 3 && form.plan.repairedTransform == "penguins-1702")
        #expect(journal.all.map(\.correctedFolder) == ["s3://demo/out-input/"])
        await stage.run(stage.press("Esc"), on: services)
        #expect(cloud.contents.withLock { $0.objects[manifest] } == nil)
        #expect(journal.all.map(\.state) == [.cleanedUp])
    }

    @Test("the fix can be left out, and what is launched is a repair in the journal")
    func launching() async {
        var stage = await opened()
        await stage.run(stage.press("f"), on: services)
        #expect(stage.line(with: "the settings stay as they were") != nil)
        stage.press("Enter")
        await stage.run(stage.press("Tab", "Enter"), on: services)
        #expect(stage.top(LaunchScreen.self).plan.maxPayloadInMB == nil)
        stage.press("Ctrl-L")
        #expect(stage.isAsking)
        await stage.run(stage.press("Tab", "Enter"), on: services)
        let launched = journal.all.first { $0.correctedFolder == nil }
        #expect(launched?.state == .launched && launched?.repairs == "penguins-1702")
        #expect(launched?.reusesModel == true)
        #expect(cloud.contents.withLock { $0.transforms.count } == 1)
        #expect(!journal.all.contains { !$0.isSettled })
    }

    @Test("nothing missing is said in place, and what runs can't be repaired yet")
    func nothing() async {
        for name in ["part-1", "part-3", "_SUCCESS"] { cloud.put("s3://demo/out/\(name).csv.out", "a\n") }
        cloud.put("s3://demo/out/_SUCCESS.out", "a\n")
        var stage = await opened()
        #expect(stage.line(with: "nothing to repair") != nil)
        stage.press("Enter")
        #expect(!stage.isAsking)
        var running = Stage(TransformDetailScreen(overview: TransformOverview(Self.job(.inProgress)), snapshot: nil))
        running.press("R")
        #expect(running.crumb == "penguins-1702" && running.toasts.contains { $0.contains("hasn't ended") })
    }
}

@Suite("Runs compared, and kept ones in the list")
struct KeptRunsTests {
    private static func run(_ name: String, minutesAgo: Double, seconds: Double) -> EndedRun {
        var run = EndedRun(Samples.transform(name, minutesAgo: minutesAgo), at: Samples.now)!
        run.startedAt = run.createdAt.adding(seconds: 60)
        run.endedAt = run.createdAt.adding(seconds: 60 + seconds)
        run.cost = EndedRun.Cost(of: run, price: InstancePrice(type: .mlM5Xlarge, amount: 0.23, currency: "USD"))
        return run
    }

    @Test("the list is painted from what is kept, and then the service's; what it doesn't list stays, and is said")
    func painting() {
        var stage = Stage(TransformsScreen())
        stage.send(
            TransformsScreen.Event.kept([
                Self.run("kept-1", minutesAgo: 900, seconds: 60), Self.run("both", minutesAgo: 800, seconds: 60),
            ]))
        #expect(stage.line(with: "kept-1 (history)") != nil && stage.line(with: "both (history)") != nil)
        #expect(stage.line(with: "2 from the local history") != nil)
        stage.send(
            TransformsScreen.Event.listing(
                .page([Samples.transform("both", minutesAgo: 800), Samples.transform("new", minutesAgo: 15)])))
        stage.send(TransformsScreen.Event.listing(.finished(isComplete: true)))
        #expect(stage.line(with: "kept-1 (history)") != nil)
        #expect(stage.line(with: "both (history)") == nil && stage.line(with: "both") != nil)
        #expect(stage.line(with: "3 transforms, 1 from the local history") != nil)
        #expect(stage.toasts.isEmpty, "nothing that was kept is announced as if it had just ended")
    }

    @Test("two marked transforms are compared, the older one first; one mark is not enough")
    func marking() {
        var stage = Stage(TransformsScreen())
        stage.send(
            TransformsScreen.Event.listing(
                .page([Samples.transform("new", minutesAgo: 5), Samples.transform("old", minutesAgo: 90)])))
        stage.send(TransformsScreen.Event.listing(.finished(isComplete: true)))
        stage.press("Space", "=")
        #expect(stage.toasts.contains { $0.contains("mark two transforms") })
        stage.press("Space", "=")
        let screen = stage.top(RunComparisonScreen.self)
        #expect(screen.first == "old" && screen.second == "new")
    }

    private static func comparison() -> RunComparison {
        var first = Self.run("penguins-1702", minutesAgo: 900, seconds: 300)
        var second = Self.run("penguins-1914", minutesAgo: 60, seconds: 780)
        let counts = [(12, 3_400_000, 12, 148_000), (12, 3_500_000, 11, 140_000)].map { counts in
            EndedRun.Counts(
                OutputProgress(
                    inputObjects: counts.0, inputBytes: counts.1, outputObjects: counts.2, outputBytes: counts.3),
                at: Samples.now)
        }
        (first.counts, second.counts) = (counts[0], counts[1])
        func job(_ payload: Int?) -> DescribeTransformJobResponse {
            var job = DescribeTransformJobResponse(
                transformJobName: "p", transformJobArn: "arn", transformJobStatus: .completed, modelName: "m",
                transformInput: TransformInput(
                    dataSource: TransformDataSource(
                        s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://demo/in/")),
                    contentType: "text/csv", splitType: .line),
                transformResources: TransformResources(instanceType: .mlM5Xlarge, instanceCount: 1),
                creationTime: Samples.now)
            job.maxPayloadInMB = payload
            return job
        }
        (first.description, second.description) = (job(nil), job(3))
        return RunComparison(
            RunFacts(run: first, source: .service, repairs: [], listing: nil, gaps: []),
            RunFacts(run: second, source: .service, repairs: [], listing: nil, gaps: ["the log can't be read"]),
            models: [[], []])
    }

    @Test(arguments: GoldenView.allCases)
    func comparing(view: GoldenView) throws {
        var stage = view.stage(RunComparisonScreen(first: "penguins-1702", second: "penguins-1914"))
        stage.send(RunComparisonScreen.Event.compared(Self.comparison()))
        try expectGolden(stage, "compare-runs-\(view.rawValue)")
    }

    @Test(arguments: GoldenView.allCases)
    func trend(view: GoldenView) throws {
        var stage = view.stage(ModelTrendScreen(model: "penguins-model"))
        stage.send(
            ModelTrendScreen.Event.loaded(
                [
                    Self.run("penguins-1914", minutesAgo: 60, seconds: 780),
                    Self.run("penguins-1702", minutesAgo: 900, seconds: 300),
                    Self.run("penguins-1600", minutesAgo: 2900, seconds: 340),
                ], models: 1))
        try expectGolden(stage, "model-runs-\(view.rawValue)")
    }
}
