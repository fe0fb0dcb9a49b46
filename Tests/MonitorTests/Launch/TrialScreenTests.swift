import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("A trial before the whole")
struct TrialScreenTests {
    private static var plan: LaunchPlan {
        var plan = Samples.launchScreen.plan
        plan.input = "s3://flightdeck-demo/inbox/march/"
        return plan
    }

    private static var record: LaunchRecord {
        LaunchRecord(
            plan: plan, identity: LaunchIdentity(account: "111122223333", region: "eu-west-1"), now: Samples.now)
    }

    private static let predicted = TrialEvent.predicted(
        TrialResult(
            rows: 3,
            preview: Samples.preview(
                "Dream,39.1,18.7\nBiscoe,46.1,13.2\nDream,46.5,17.9\n", "Adelie,0.998\nGentoo,0.991\nChinstrap,0.904\n"),
            record: record, leftBehind: []))

    @Test("it starts after a question that names the rows, and only with a number that it may have")
    func question() {
        var stage = Stage(TrialScreen(Self.plan))
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
        #expect(effects.contains { if case .run(let id, _, _) = $0 { id.name == "trial" } else { false } })
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
        stage.send(TrialScreen.Event.progressed(Self.predicted))
        stage.press("L")
        #expect(stage.isAsking)
        let effects = stage.press("Tab", "Enter")
        #expect(stage.crumb == "New transform")
        #expect(effects.contains { if case .run(let id, _, _) = $0 { id.name == "launch" } else { false } })
    }

    @Test("without the whole, the model of the trial is deleted")
    func discarded() async {
        let cloud = FakeCloud()
        cloud.contents.withLock { $0.models = [Self.plan.requests.createModel] }
        var stage = Stage(TrialScreen(Self.plan))
        stage.send(TrialScreen.Event.progressed(Self.predicted))
        await stage.run(stage.press("Esc"), on: .fake(cloud))
        #expect(cloud.contents.withLock { $0.models.isEmpty })
        #expect(stage.crumb != "Sample run")
    }

    @Test("a failure stands with its likely causes, and what is left behind")
    func failure() {
        var stage = Stage(TrialScreen(Self.plan))
        stage.send(
            TrialScreen.Event.progressed(
                .failed(
                    TrialFailure(
                        problem: "ClientError: 400", remedy: "change the plan", leftBehind: ["the model m"]))))
        #expect(stage.line(with: "ClientError: 400") != nil)
        #expect(stage.line(with: "left behind: the model m") != nil)
        stage.press("r")
        #expect(stage.top(TrialScreen.self).isAsking)
    }

    @Test("looks as kept", arguments: GoldenView.allCases)
    func frames(view: GoldenView) throws {
        var stage = view.stage(TrialScreen(Self.plan))
        try expectGolden(stage, "trial-asking-\(view.rawValue)")
        stage.send(TrialScreen.Event.progressed(Self.predicted))
        try expectGolden(stage, "trial-predicted-\(view.rawValue)")
    }
}
