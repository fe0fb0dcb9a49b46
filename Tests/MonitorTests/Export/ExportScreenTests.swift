import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("Launches as code")
struct ExportScreenTests {
    private static var plan: LaunchPlan {
        var plan = Samples.launchScreen.plan
        plan.input = "s3://flightdeck-demo/inbox/march/"
        return plan
    }

    private static var screen: ExportScreen { ExportScreen(plan, Samples.state().connection) }

    @Test("Tab goes through the forms, and y copies the one shown whole")
    func copies() {
        var stage = Stage(Self.screen)
        let export = LaunchExport(Self.plan, at: .init(region: "eu-west-1", profile: "ml-dev"))
        for form in ExportForm.allCases {
            let copied = stage.press("y").compactMap { if case .copy(let text) = $0 { text } else { nil } }
            #expect(copied == [export.text(as: form)])
            stage.press("Tab")
        }
        #expect(stage.top(ExportScreen.self).form == .awsCLI)
    }

    @Test("a file is written once, and replaced only after a question")
    func saves() async {
        let files = FakeFiles(["b.sh": "old"])
        let services = Services.fake(FakeCloud(), files: files)
        var stage = Stage(Self.screen)
        let text = stage.top(ExportScreen.self).text
        stage.press("s", "Ctrl-U")
        stage.type("a.sh")
        await stage.run(stage.press("Enter"), on: services)
        #expect(files["a.sh"] == text)
        #expect(stage.crumb == "Export")
        stage.press("s", "Ctrl-U")
        stage.type("b.sh")
        await stage.run(stage.press("Enter"), on: services)
        #expect(stage.isAsking)
        #expect(files["b.sh"] == "old")
        stage.press("Tab")
        await stage.run(stage.press("Enter"), on: services)
        #expect(files["b.sh"] == text)
    }

    @Test("a past transform is read first")
    func transform() async {
        let cloud = FakeCloud()
        cloud.contents.withLock { $0.models = [Self.plan.requests.createModel] }
        var stage = Stage(ExportScreen(transform: "gone"))
        let screen = stage.top(ExportScreen.self)
        #expect(screen.text.isEmpty)
        stage.send(ExportScreen.Event.read(ClonedPlan(plan: Self.plan, notes: []), warnings: ["2 outputs are there"]))
        #expect(stage.top(ExportScreen.self).text.contains("aws sagemaker create-transform-job"))
        #expect(stage.top(ExportScreen.self).text.contains("# Warning: 2 outputs are there"))
    }

    @Test("looks as kept", arguments: GoldenView.allCases)
    func frames(view: GoldenView) throws {
        var stage = view.stage(Self.screen)
        try expectGolden(stage, "export-cli-\(view.rawValue)")
        stage.press("Tab", "Tab")
        try expectGolden(stage, "export-sdk-\(view.rawValue)")
    }
}
