import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("Launches that were interrupted")
struct UnfinishedLaunchesTests {
    private func screen(_ stage: Stage) -> UnfinishedLaunchesScreen { stage.top() }

    private func stage(_ records: [LaunchRecord] = [Samples.record()]) -> Stage {
        Stage(UnfinishedLaunchesScreen(records: records))
    }

    @Test("finishing asks first, then makes the one transform that was missing")
    func finishes() async {
        let cloud = FakeCloud()
        let record = Samples.record()
        cloud.contents.withLock { $0.models = [record.createModel] }
        var stage = stage([record])
        #expect(stage.press("f").isEmpty)
        #expect(stage.isAsking)
        #expect(stage.text.contains("1111-2222-3333"))
        await stage.run(stage.press("y"), on: .fake(cloud))
        #expect(cloud.contents.withLock { $0.transforms } == [record.createTransformJob])
        #expect(cloud.contents.withLock { $0.models.count } == 1)
        #expect(screen(stage).model.selected?.status.word == "finished")
        stage.press("f")
        #expect(!stage.isAsking)
        #expect(stage.toasts.last == "finish: already finished")
    }

    @Test("cleaning up deletes the model that the launch made")
    func cleansUp() async {
        let cloud = FakeCloud()
        let record = Samples.record()
        cloud.contents.withLock { $0.models = [record.createModel] }
        var stage = stage([record])
        stage.press("c")
        await stage.run(stage.press("y"), on: .fake(cloud))
        #expect(cloud.contents.withLock { $0.models }.isEmpty)
        #expect(cloud.contents.withLock { $0.transforms }.isEmpty)
        #expect(screen(stage).model.selected?.status.word == "cleaned up")
    }

    @Test(
        "a sample run can't be resumed; its clean-up deletes rows, predictions and model, and nothing else",
        arguments: ["flightdeck-samples", "flightdeck-trials"])
    func sampleRun(folderName: String) async throws {
        let cloud = FakeCloud()
        var record = Samples.record(.launched)
        record.isOpenSampleRun = true
        let folder = "s3://flightdeck-demo/out/\(folderName)/\(record.transformJobName)/"
        record.createTransformJob.transformInput.dataSource.s3DataSource.s3Uri = folder + "input/"
        record.createTransformJob.transformOutput.s3OutputPath = folder + "output/"
        cloud.contents.withLock { $0.models = [record.createModel] }
        let mine = [S3Location(folder + "input/a.csv"), S3Location(folder + "output/a.csv.out")].compactMap(\.self)
        let others = try #require(S3Location("s3://flightdeck-demo/out/a.csv"))
        for place in mine + [others] { try await cloud.writeObject([1], at: place, contentType: nil) }
        var stage = stage([record])
        stage.press("f")
        #expect(!stage.isAsking)
        #expect(stage.toasts.last?.contains("c removes what it left") == true)
        stage.press("c")
        #expect(stage.text.contains("Clean up this sample run?"))
        await stage.run(stage.press("y"), on: .fake(cloud))
        #expect(cloud.contents.withLock { $0.models }.isEmpty)
        #expect(screen(stage).model.selected?.status.word == "cleaned up")
        for place in mine {
            await #expect(throws: (any Error).self) { try await cloud.readObject(at: place, range: nil) }
        }
        _ = try await cloud.readObject(at: others, range: nil)
    }

    @Test("a corrected input that no launch reads is not taken up again; its clean-up deletes its objects alone")
    func correctedInput() async throws {
        let cloud = FakeCloud()
        var record = Samples.record(.planned)
        let folder = "s3://flightdeck-demo/out-input/"
        record.correctedFolder = folder
        record.createTransformJob.transformInput.dataSource.s3DataSource.s3Uri = folder
        let mine = try #require(S3Location(folder + "a.csv"))
        let others = try #require(S3Location("s3://flightdeck-demo/out/a.csv"))
        for place in [mine, others] { try await cloud.writeObject([1], at: place, contentType: nil) }
        var stage = stage([record])
        #expect(stage.text.contains("corrected input left"))
        stage.press("f")
        #expect(!stage.isAsking)
        stage.press("c")
        #expect(stage.text.contains("Remove this corrected input?"))
        await stage.run(stage.press("y"), on: .fake(cloud))
        #expect(screen(stage).model.selected?.status.word == "cleaned up")
        await #expect(throws: (any Error).self) { try await cloud.readObject(at: mine, range: nil) }
        _ = try await cloud.readObject(at: others, range: nil)
    }

    @Test("what a record names that is no sample run's place is not deleted")
    func noSampleRun() async throws {
        let cloud = FakeCloud()
        var record = Samples.record(.launched)
        record.isOpenSampleRun = true
        cloud.contents.withLock { $0.models = [record.createModel] }
        var stage = stage([record])
        stage.press("c")
        await stage.run(stage.press("y"), on: .fake(cloud))
        #expect(screen(stage).model.selected?.status.word == "failed again")
        #expect(cloud.contents.withLock { $0.models.count } == 1)
    }

    @Test("a failure is shown in place, and the launch can be tried again")
    func fails() async {
        let cloud = FakeCloud()
        cloud.fail(
            "CreateTransformJob",
            with: FakeCloud.refusal("CreateTransformJob", "ResourceLimitExceeded", "quota-0"))
        var stage = stage()
        stage.press("f")
        await stage.run(stage.press("y"), on: .fake(cloud))
        #expect(screen(stage).model.selected?.status.word == "failed again")
        #expect(stage.text.contains("quota-0"))
        stage.press("f")
        #expect(stage.isAsking)
    }

    @Test("a launch of another account or region is not touched from here")
    func otherAccount() {
        var stage = stage([Samples.record(account: "999999999999")])
        stage.press("f")
        #expect(!stage.isAsking)
        #expect(stage.toasts.last?.contains("9999-9999-9999") == true)
        #expect(stage.toasts.last?.contains("--region eu-west-1") == true)
    }

    @Test("steps of one launch do not change another")
    func byID() {
        var other = Samples.record(.creatingTransform)
        other.id = "another"
        var stage = stage([Samples.record(), other])
        stage.press("f", "y")
        let first = screen(stage).model.rows[0].id
        stage.send(UnfinishedLaunchesScreen.Event.progressed(first, .creatingTransform(name: "t")))
        stage.send(UnfinishedLaunchesScreen.Event.progressed("gone", .creatingTransform(name: "t")))
        #expect(screen(stage).model.rows.map(\.isRunning) == [true, false])
    }

    @Test("what is known of a launch can be read to its end in a small terminal")
    func scrolling() {
        var stage = Stage(UnfinishedLaunchesScreen(records: [Samples.record()]), columns: 80, rows: 14)
        #expect(stage.line(with: "Begun") == nil)
        for _ in 0..<10 { stage.press("]") }
        #expect(stage.line(with: "Begun") != nil)
        for _ in 0..<10 { stage.press("[") }
        #expect(stage.line(with: "Transform ") != nil && stage.line(with: "Begun") == nil)
    }

    @Test("Esc leaves them for the next start")
    func later() {
        var stage = stage()
        stage.press("Esc")
        #expect(stage.crumb == "Jobs")
    }

    @Test("looks as kept", arguments: GoldenView.allCases)
    func frames(view: GoldenView) throws {
        var other = Samples.record(.creatingTransform)
        other.id = "another"
        var stage = view.stage(UnfinishedLaunchesScreen(records: [Samples.record(), other]))
        try expectGolden(stage, "unfinished-\(view.rawValue)")
        stage.press("f", "y")
        stage.send(UnfinishedLaunchesScreen.Event.progressed(Samples.record().id, .checkingNames))
        try expectGolden(stage, "unfinished-working-\(view.rawValue)")
    }
}
