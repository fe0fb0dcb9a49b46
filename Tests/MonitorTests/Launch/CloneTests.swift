import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("Launching again")
struct CloneTests {
    private static var plan: LaunchPlan {
        var plan = Samples.launchScreen.plan
        plan.input = "s3://flightdeck-demo/inbox/march/"
        plan.maxPayloadInMB = 7
        return plan
    }

    @Test("the form opens with the plan of a past transform, ready to launch")
    func clone() {
        var stage = Stage(PlanLoadingScreen(.transform("old")))
        var plan = Self.plan
        plan.jobName = ""
        plan.candidateName = ""
        stage.send(
            PlanLoadingScreen.Event.loaded(
                .init(plan: plan, job: nil, isBest: false, bringsContainers: true, notes: ["a note"])))
        let form = stage.top(LaunchScreen.self)
        #expect(form.plan == plan)
        #expect(form.errorCount == 0)
        #expect(stage.toasts == ["a note"])
        stage.press("Ctrl-L")
        #expect(stage.isAsking)
    }

    @Test("a transform that cannot be read says why and can be tried again")
    func failure() async {
        let services = Services.fake(FakeCloud())
        var stage = Stage(PlanLoadingScreen(.transform("gone")))
        await stage.run(stage.state.apply([]), on: services)
        stage.send(
            PlanLoadingScreen.Event.failed(LoadFailure(problem: "the model is gone", remedy: "x", at: Samples.now)))
        #expect(stage.line(with: "the model is gone") != nil)
        await stage.run(stage.press("r"), on: services)
        #expect(stage.line(with: "Could not find it") != nil)
    }

    @Test("a plan that the form saves opens the same form")
    func savedAndOpened() async {
        let files = FakeFiles()
        let cloud = FakeCloud()
        let services = Services.fake(cloud, files: files)
        var form = Samples.launchScreen
        form.plan = Self.plan
        form.bringsContainers = true
        var stage = Stage(form)
        stage.press("Ctrl-S", "Ctrl-U")
        stage.type("p.toml")
        await stage.run(stage.press("Enter"), on: services)
        #expect(files["p.toml"]?.contains("max-payload-in-mb = 7") == true)
        stage.press("Ctrl-R")
        stage.type("p.toml")
        await stage.run(stage.press("Enter"), on: services)
        var opened = stage.top(LaunchScreen.self).plan
        opened.modelName = Self.plan.modelName
        opened.transformJobName = Self.plan.transformJobName
        #expect(opened == Self.plan)
    }

    @Test("a plan with a wrong key is refused in place, with its line")
    func wrong() async {
        let files = FakeFiles(["p.toml": "flightdeck-plan = 1\njob = \"j\"\ninstanc-type = \"x\""])
        var stage = Stage(PlanLoadingScreen.askingForFile())
        stage.type("p.toml")
        await stage.run(stage.press("Enter"), on: Services.fake(FakeCloud(), files: files))
        #expect(stage.line(with: "p.toml, line 3: instanc-type isn't a plan key") != nil)
    }
}
