import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("A sample run before the whole")
struct SampleRunScreenTests {
    private static var plan: LaunchPlan {
        var plan = Samples.launchScreen.plan
        plan.input = "s3://flightdeck-demo/inbox/march/"
        return plan
    }

    private static var record: LaunchRecord {
        LaunchRecord(
            plan: plan, identity: LaunchIdentity(account: "111122223333", region: "eu-west-1"), now: Samples.now)
    }

    private static let predicted = SampleRunEvent.predicted(
        SampleRunResult(
            rows: 3,
            preview: Samples.preview(
                "Dream,39.1,18.7\nBiscoe,46.1,13.2\nDream,46.5,17.9\n", "Adelie,0.998\nGentoo,0.991\nChinstrap,0.904\n"),
            record: record, leftBehind: []))

    @Test("it starts after a question that names the rows, and only with a number that it may have")
    func question() {
        var stage = Stage(SampleRunScreen(Self.plan))
        stage.press("Ctrl-U")
        stage.type("0")
        stage.press("Enter")
        #expect(!stage.isAsking)
        #expect(stage.line(with: "1 to 10000 rows") != nil)
        stage.press("Ctrl-U")
        stage.type("5")
        stage.press("Enter")
        #expect(stage.isAsking)
        #expect(stage.line(with: "the first 5 of s3://flightdeck-demo/inbox/march/") != nil)
        let effects = stage.press("Tab", "Enter")
        #expect(effects.contains { if case .run(let id, _, _) = $0 { id.name == "sample-run" } else { false } })
    }

    @Test("the form opens it only with a plan that could be launched")
    func fromTheForm() {
        var stage = Stage(Samples.launchScreen)
        stage.press("Ctrl-Y")
        #expect(stage.crumb == "New transform")
        stage.type("s3://flightdeck-demo/inbox/march/")
        stage.press("Ctrl-Y")
        #expect(stage.crumb == "Sample run")
    }

    @Test("from the predictions, the whole is launched after its own question")
    func whole() {
        var stage = Stage(Samples.launchScreen)
        stage.type("s3://flightdeck-demo/inbox/march/")
        stage.press("Ctrl-Y")
        stage.send(SampleRunScreen.Event.progressed(Self.predicted))
        stage.press("L")
        #expect(stage.isAsking)
        let effects = stage.press("Tab", "Enter")
        #expect(stage.crumb == "New transform")
        #expect(effects.contains { if case .run(let id, _, _) = $0 { id.name == "launch" } else { false } })
    }

    @Test("without the whole, the model of the sample run is deleted")
    func discarded() async {
        let cloud = FakeCloud()
        cloud.contents.withLock { $0.models = [Self.plan.requests.createModel] }
        var stage = Stage(SampleRunScreen(Self.plan))
        stage.send(SampleRunScreen.Event.progressed(Self.predicted))
        await stage.run(stage.press("Esc"), on: .fake(cloud))
        #expect(cloud.contents.withLock { $0.models.isEmpty })
        #expect(stage.crumb != "Sample run")
    }

    @Test("a failure stands with its likely causes, and what is left behind")
    func failure() {
        var stage = Stage(SampleRunScreen(Self.plan))
        stage.send(
            SampleRunScreen.Event.progressed(
                .failed(
                    SampleRunFailure(
                        problem: "ClientError: 400", remedy: "change the plan", leftBehind: ["the model m"]))))
        #expect(stage.line(with: "ClientError: 400") != nil)
        #expect(stage.line(with: "left behind: the model m") != nil)
        stage.press("r")
        #expect(stage.top(SampleRunScreen.self).isAsking)
    }

    @Test("looks as kept", arguments: GoldenView.allCases)
    func frames(view: GoldenView) throws {
        var stage = view.stage(SampleRunScreen(Self.plan))
        try expectGolden(stage, "sample-run-asking-\(view.rawValue)")
        stage.send(SampleRunScreen.Event.progressed(Self.predicted))
        try expectGolden(stage, "sample-run-predicted-\(view.rawValue)")
    }
}
