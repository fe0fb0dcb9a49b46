import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("From the question to the transform")
struct LaunchingTests {
    private func form(_ stage: Stage) -> LaunchScreen { stage.top() }

    /// A form that is ready to be launched.
    private func ready(columns: Int = 120, rows: Int = 36) -> Stage {
        var stage = Stage(Samples.launchScreen, columns: columns, rows: rows)
        stage.type("s3://flightdeck-demo/inbox/march/")
        return stage
    }

    @Test("one confirmation names everything and is bound to the plan that it showed")
    func confirmation() {
        var stage = ready()
        stage.press("Ctrl-L")
        #expect(stage.isAsking)
        for part in [
            "1 × ml.m5.xlarge", "1111-2222-3333", "eu-west-1", form(stage).plan.modelName,
            form(stage).plan.transformJobName, form(stage).plan.input,
        ] { #expect(stage.text.contains(part), "the question does not name \(part)") }
        let asked = form(stage).plan
        // What changes after the question cannot change what is launched.
        stage.send(LaunchScreen.Event.instanceChosen(.mlP316xlarge))
        guard case .confirmation(let dialog) = stage.state.overlay,
            case .screen(_, let event as LaunchScreen.Event) = dialog.message, case .confirmed(let plan, _) = event
        else {
            Issue.record("no question is asked")
            return
        }
        #expect(plan == asked)
        #expect(plan != form(stage).plan)
    }

    @Test("after a refusal for good there is no retry: only cleaning up, or the form again")
    func refusedForGood() {
        func shown(_ code: String, _ state: LaunchRecord.State, _ left: LaunchFailure.LeftBehind) -> Stage {
            var stage = ready()
            stage.press("Ctrl-L", "y")
            stage.send(LaunchScreen.Event.progressed(.creatingTransform(name: "t")))
            if state == .cleanedUp { stage.send(LaunchScreen.Event.progressed(.deletingModel(name: "m"))) }
            stage.send(
                LaunchScreen.Event.progressed(
                    .failed(
                        LaunchFailure(
                            reason: .service(FakeCloud.refusal("CreateTransformJob", code, "no such value")),
                            problem: "no such value", remedy: "change it", leftBehind: left,
                            record: Samples.record(state)))))
            return stage
        }
        var gone = shown("ValidationException", .cleanedUp, .nothing)
        #expect(gone.line(with: "✗ starting transform t") != nil)
        #expect(gone.line(with: "✗ deleting") == nil && gone.line(with: "deleting model m") != nil)
        gone.press("r")
        #expect(form(gone).progress?.failure != nil)
        gone.press("e")
        #expect(form(gone).isEditing)
        var left = shown("ValidationException", .cleaningUp, .perhapsModel(name: "m"))
        #expect(left.press("r").allSatisfy { if case .run = $0 { false } else { true } })
        #expect(left.toasts.last == "retry: it would be refused again: clean up, then change the form")
        left.press("c")
        #expect(left.isAsking)
        var passing = shown("ResourceLimitExceeded", .modelCreated, .model(name: "m"))
        #expect(passing.press("r").contains { if case .run = $0 { true } else { false } })
    }

    @Test("Enter in the question does not launch: the safe answer is marked")
    func safeAnswer() {
        var stage = ready()
        let effects = stage.press("Ctrl-L", "Enter")
        #expect(!stage.isAsking)
        #expect(form(stage).phase == .editing)
        #expect(!effects.contains { if case .run = $0 { true } else { false } })
    }

    @Test("what was agreed to for one account is not launched in another")
    func otherAccount() {
        var stage = ready()
        stage.press("Ctrl-L")
        stage.state.connection.account = "999999999999"
        let effects = stage.press("y")
        #expect(effects.allSatisfy { if case .run = $0 { false } else { true } })
        #expect(form(stage).phase == .editing)
    }

    @Test("a launch makes model and transform, writes them down, and ends on the Transforms screen")
    func launches() async {
        let cloud = FakeCloud()
        let journal = FakeJournal()
        var stage = ready()
        let plan = form(stage).plan
        stage.press("Ctrl-L")
        await stage.run(stage.press("y"), on: .fake(cloud, journal: journal))
        #expect(cloud.contents.withLock { $0.models } == [plan.requests.createModel])
        #expect(cloud.contents.withLock { $0.transforms } == [plan.requests.createTransformJob])
        #expect(journal.all.map(\.state) == [.launched])
        #expect(stage.state.tab == .transforms)
        // Coming back, the form that was launched is gone.
        stage.press("1")
        #expect(stage.crumb == "Jobs")
    }

    @Test("a refused transform stays in place with what is left, and clean-up leads back to the form")
    func refused() async {
        let cloud = FakeCloud()
        cloud.fail(
            "CreateTransformJob",
            with: FakeCloud.refusal("CreateTransformJob", "ResourceLimitExceeded", "quota-0"))
        let services = Services.fake(cloud)
        var stage = ready()
        stage.press("Ctrl-L")
        await stage.run(stage.press("y"), on: services)
        let model = form(stage).plan.modelName
        #expect(form(stage).progress?.failure?.leftBehind == .model(name: model))
        #expect(stage.text.contains("quota-0"))
        #expect(stage.text.contains("left behind: the model"))
        stage.type("x")
        #expect(!form(stage).plan.input.hasSuffix("x"), "the form is locked")
        stage.press("c")
        #expect(stage.isAsking)
        await stage.run(stage.press("y"), on: services)
        #expect(form(stage).phase == .editing)
        #expect(cloud.contents.withLock { $0.models }.isEmpty)
    }

    @Test("retry goes on from where it failed, without a second model")
    func retry() async {
        let cloud = FakeCloud()
        cloud.fail(
            "CreateTransformJob",
            with: FakeCloud.refusal("CreateTransformJob", "ResourceLimitExceeded", "quota-0"))
        let services = Services.fake(cloud)
        var stage = ready()
        stage.press("Ctrl-L")
        await stage.run(stage.press("y"), on: services)
        cloud.fail("CreateTransformJob", with: nil)
        await stage.run(stage.press("r"), on: services)
        #expect(cloud.contents.withLock { ($0.models.count, $0.transforms.count) } == (1, 1))
        #expect(stage.state.tab == .transforms)
    }
}
