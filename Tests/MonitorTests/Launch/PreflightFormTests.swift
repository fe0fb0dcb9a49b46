import AWSOperations
import Console
import Testing

@testable import BatchInference
@testable import Monitor

@Suite("The checks in the launch form")
struct PreflightFormTests {
    private func form(_ stage: Stage) -> LaunchScreen { stage.top() }

    private func ready(columns: Int = 120, rows: Int = 36) -> Stage {
        var stage = Stage(Samples.launchScreen, columns: columns, rows: rows)
        stage.type("s3://flightdeck-demo/inbox/march/")
        return stage
    }

    @Test("the checks run by themselves as the form changes; a report on an older form is dropped")
    func running() async {
        let cloud = FakeCloud()
        cloud.put("s3://flightdeck-demo/inbox/march/part-01.csv", "1,2\n")
        cloud.put("s3://flightdeck-demo/inbox/march/part-02.csv", "3,4\n")
        var stage = Stage(Samples.launchScreen)
        stage.type("s3://flightdeck-demo/inbox/marc")
        let older = form(stage).plan
        let effects = stage.type("h/")
        await stage.run(Array(effects.suffix(1)), on: .fake(cloud))
        #expect(form(stage).preflight.report?.isFinished == true)
        #expect(form(stage).preflight.inputSummary == "2 objects, 8 B, text/csv")
        stage.send(LaunchScreen.Event.checked(PreflightSamples.mixed(older)))
        #expect(form(stage).preflight.inputSummary == "2 objects, 8 B, text/csv")
        let more = stage.type("none/")
        #expect(form(stage).preflight.inputSummary == nil)
        await stage.run(Array(more.suffix(1)), on: .fake(cloud))
        #expect(
            form(stage).preflight.findings(.failed).map(\.text).contains(
                "no objects at the input location"))
    }

    @Test("a change takes back only what depends on it")
    func changing() {
        var stage = ready()
        stage.send(LaunchScreen.Event.checked(PreflightSamples.passed(form(stage).plan)))
        #expect(form(stage).preflight.open.isEmpty)
        stage.press("Tab", "Tab", "Tab", "Ctrl-U")
        stage.type("2")
        #expect(form(stage).plan.instanceCount == 2)
        #expect(form(stage).preflight.open == ["instances", "quota"])
        #expect(form(stage).preflight.inputSummary == "12 objects, 3.4 MB, text/csv")
    }

    @Test("a finding stands beside its field, and what passed does not")
    func besideFields() {
        var stage = ready(columns: 80, rows: 24)
        stage.send(LaunchScreen.Event.checked(PreflightSamples.mixed(form(stage).plan)))
        #expect(stage.line(with: "has 7 columns, trained on 6") != nil)
        #expect(stage.line(with: "would be overwritten") != nil)
        #expect(stage.line(with: "trusts SageMaker") == nil)
        #expect(stage.line(with: "1 check failed, 1 warning") != nil)
    }

    @Test("while a field holds what is no value, what was found out about its older one is not shown")
    func misfilled() {
        var stage = ready(columns: 80, rows: 24)
        stage.send(LaunchScreen.Event.checked(PreflightSamples.mixed(form(stage).plan)))
        #expect(stage.line(with: "has 7 columns, trained on 6") != nil)
        stage.press("Ctrl-U")
        stage.type("s3:/")
        stage.send(LaunchScreen.Event.checked(PreflightSamples.mixed(form(stage).plan)))
        #expect(stage.line(with: "an S3 URI starts with s3://") != nil)
        #expect(stage.line(with: "has 7 columns, trained on 6") == nil)
        #expect(stage.line(with: "check failed") == nil)
    }

    @Test("a failed check makes the confirmation another question; what is to be looked at is listed there")
    func confirming() {
        var stage = ready()
        stage.send(LaunchScreen.Event.checked(PreflightSamples.mixed(form(stage).plan)))
        stage.press("Ctrl-L")
        #expect(stage.isAsking)
        #expect(stage.line(with: "Launch this transform despite 1 failed check?") != nil)
        #expect(stage.line(with: "3 of 12 outputs already exist") != nil)
        #expect(stage.line(with: "still checking: names") != nil)
        #expect(stage.line(with: "Launch anyway") != nil)
        // Enter alone does not.
        stage.press("Enter")
        #expect(form(stage).isEditing)
    }

    @Test("with all passed, the question is the plain one")
    func plainQuestion() {
        var stage = ready()
        stage.send(LaunchScreen.Event.checked(PreflightSamples.passed(form(stage).plan)))
        stage.press("Ctrl-L")
        #expect(stage.line(with: "despite") == nil)
        #expect(stage.line(with: "Launch this transform?") != nil)
    }

    @Test("a fix taken from the list changes the form; Enter goes to the field that a finding is about")
    func fixing() {
        var stage = ready()
        stage.send(LaunchScreen.Event.checked(PreflightSamples.mixed(form(stage).plan)))
        stage.press("F3")
        #expect(stage.crumb == "Preflight")
        func list() -> PreflightScreen { stage.top() }
        #expect(list().selectedRow?.finding?.verdict == .failed)
        stage.press("f")
        #expect(stage.crumb == "New transform")
        #expect(form(stage).plan.inputFilter == "$[1:]")
        #expect(form(stage).preflight.open.contains("columns"))
        stage.press("F3")
        while list().selectedRow?.finding?.field != .instanceType, list().selected + 1 < list().rows.count {
            stage.press("Down")
        }
        stage.press("Up")
        while list().selectedRow?.finding?.field != .output { stage.press("Up") }
        stage.press("Enter")
        #expect(form(stage).focus == .output)
    }

    @Test("the list folds what has passed, and checks again on demand")
    func list() async {
        var stage = ready()
        stage.send(LaunchScreen.Event.checked(PreflightSamples.mixed(form(stage).plan)))
        stage.press("F3")
        func list() -> PreflightScreen { stage.top() }
        let all = list().rows.count
        stage.press("z")
        #expect(list().rows.count < all)
        #expect(list().rows.allSatisfy { $0.finding?.verdict != .passed })
        let effects = stage.press("r")
        let cloud = FakeCloud()
        await stage.run(effects, on: .fake(cloud))
        #expect(list().preflight.report?.isFinished == true)
        stage.press("Esc")
        #expect(stage.crumb == "New transform")
    }

    /// A form and an account whose objects begin with a header row.
    private func headed() -> (Stage, FakeCloud) {
        let cloud = FakeCloud()
        for part in 1...2 {
            cloud.put("s3://flightdeck-demo/inbox/march/part-\(part).csv", "island,sex\nDream,male\n")
        }
        var stage = ready()
        stage.send(LaunchScreen.Event.checked(PreflightSamples.headed(form(stage).plan)))
        stage.press("F3")
        return (stage, cloud)
    }

    @Test("a corrected input is written after one question that names it, and the form then reads it")
    func correcting() async {
        var (stage, cloud) = headed()
        let before = cloud.contents.withLock { $0.objects }
        await stage.run(stage.press("f"), on: .fake(cloud))
        #expect(stage.isAsking)
        let folder = "\(PreflightSamples.subject(Samples.launchScreen.plan).plan.output.dropLast())-input/"
        #expect(stage.line(with: "Write copies of 2 objects, 44 B, without a header row to") != nil)
        #expect(cloud.contents.withLock { $0.objects } == before, "nothing is written before the answer")
        await stage.run(stage.press("y"), on: .fake(cloud))
        #expect(stage.crumb == "New transform")
        #expect(form(stage).plan.input == folder)
        #expect(cloud.contents.withLock { $0.objects[S3Location(folder + "part-1.csv")!] } == "Dream,male\n")
        for (location, text) in before { #expect(cloud.contents.withLock { $0.objects[location] } == text) }
    }

    @Test("declined, nothing is written; refused by S3, it is said and the list stays")
    func notCorrecting() async {
        var (stage, cloud) = headed()
        let before = cloud.contents.withLock { $0.objects }
        await stage.run(stage.press("f"), on: .fake(cloud))
        await stage.run(stage.press("Esc"), on: .fake(cloud))
        #expect(stage.crumb == "Preflight")
        cloud.fail("PutObject", with: FakeCloud.refusal("PutObject", "AccessDenied", "no", status: 403, service: .s3))
        await stage.run(stage.press("f"), on: .fake(cloud))
        await stage.run(stage.press("y"), on: .fake(cloud))
        #expect(stage.crumb == "Preflight")
        #expect(stage.toasts.last?.contains("PutObject") == true)
        #expect(cloud.contents.withLock { $0.objects } == before)
        // It can be tried again.
        cloud.fail("PutObject", with: nil)
        await stage.run(stage.press("f"), on: .fake(cloud))
        #expect(stage.isAsking)
    }

    @Test("the question about a corrected input looks as kept", arguments: GoldenView.allCases)
    func correctionFrames(view: GoldenView) throws {
        var stage = view.stage(Samples.launchScreen)
        stage.type("s3://flightdeck-demo/inbox/march/")
        stage.send(LaunchScreen.Event.checked(PreflightSamples.headed(form(stage).plan)))
        stage.press("F3")
        try expectGolden(stage, "preflight-correction-\(view.rawValue)")
        let work = CorrectionWork(
            correction: .withoutHeader([]), folder: S3Location("s3://flightdeck-demo/predictions/march-input/")!,
            copies: (1...3).map { part in
                CorrectionWork.Copy(
                    source: S3Location("s3://flightdeck-demo/inbox/march/part-\(part).csv")!, size: 1_200_000,
                    target: S3Location("s3://flightdeck-demo/predictions/march-input/part-\(part).csv")!)
            })
        stage.send(PreflightScreen.Event.correctionPrepared(work))
        try expectGolden(stage, "preflight-correcting-\(view.rawValue)")
    }

    @Test("looks as kept", arguments: GoldenView.allCases)
    func frames(view: GoldenView) throws {
        var stage = view.stage(Samples.launchScreen)
        stage.type("s3://flightdeck-demo/inbox/march/")
        stage.send(LaunchScreen.Event.checked(PreflightSamples.mixed(form(stage).plan)))
        try expectGolden(stage, "launch-checked-\(view.rawValue)")
        stage.press("Ctrl-L")
        try expectGolden(stage, "launch-in-spite-\(view.rawValue)")
        stage.press("Esc", "F3")
        try expectGolden(stage, "preflight-\(view.rawValue)")
    }
}
