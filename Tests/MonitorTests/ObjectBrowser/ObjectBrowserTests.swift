import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("The S3 browser")
struct ObjectBrowserTests {
    private let inbox = S3Location("s3://flightdeck-demo/inbox/")!

    private func cloud() -> FakeCloud {
        let cloud = FakeCloud()
        cloud.put("s3://flightdeck-demo/inbox/march/part-01.csv", "39.1,18.7\n")
        cloud.put("s3://flightdeck-demo/inbox/readme.txt", "rows of penguins\nwithout the species\n")
        cloud.put("s3://flightdeck-demo/training/penguins.csv", "species,island\nAdelie,Torgersen\n")
        return cloud
    }

    private func screen(_ location: S3Location?) -> ObjectBrowserScreen {
        ObjectBrowserScreen(at: location) { LaunchScreen.Event.located(.input, $0) }
    }

    /// A stage with the browser over a form, its folder loaded.
    private func stage(at location: S3Location?) async -> Stage {
        var stage = Stage(Samples.launchScreen)
        await stage.run(stage.state.apply([.navigate(.push(screen(location)))]), on: .fake(cloud()))
        return stage
    }

    private func browser(_ stage: Stage) -> ObjectBrowserScreen { stage.top() }

    @Test("lists folders first, and shows the beginning of the marked object")
    func lists() async {
        var stage = await stage(at: inbox)
        #expect(browser(stage).model.rows.map(\.name) == ["march/", "readme.txt"])
        await stage.run(stage.press("Down"), on: .fake(cloud()))
        #expect(browser(stage).peek?.content == .text(["rows of penguins", "without the species"]))
        #expect(stage.line(with: "without the species") != nil)
    }

    @Test("opens a folder, goes up to where it came from, and chooses")
    func walks() async {
        var stage = await stage(at: inbox)
        await stage.run(stage.press("Enter"), on: .fake(cloud()))
        #expect(browser(stage).location?.uri == "s3://flightdeck-demo/inbox/march/")
        await stage.run(stage.press("Left"), on: .fake(cloud()))
        #expect(browser(stage).model.selected?.name == "march/")
        stage.press("Space")
        let form: LaunchScreen = stage.top()
        #expect(form.plan.input == "s3://flightdeck-demo/inbox/march/")
    }

    @Test("an object is chosen with Enter")
    func object() async {
        var stage = await stage(at: inbox)
        stage.press("G", "Enter")
        let form: LaunchScreen = stage.top()
        #expect(form.plan.input == "s3://flightdeck-demo/inbox/readme.txt")
    }

    @Test("rows of a folder that was left are dropped")
    func late() async {
        var stage = await stage(at: inbox)
        _ = stage.press("Enter")
        stage.send(
            ObjectBrowserScreen.Event.page(
                inbox, PrefixPage(entries: [.folder(S3Location("s3://flightdeck-demo/inbox/x/")!)], isLast: true)))
        #expect(browser(stage).model.rows.isEmpty)
    }

    @Test("without a location it takes a bucket, and says what is wrong with one")
    func typed() async {
        var stage = await stage(at: nil)
        #expect(browser(stage).takesText)
        stage.type("Bad Bucket")
        stage.press("Enter")
        #expect(browser(stage).typedProblem?.contains("bucket names") == true)
        stage.press("Ctrl-U")
        stage.type("flightdeck-demo")
        await stage.run(stage.press("Enter"), on: .fake(cloud()))
        #expect(browser(stage).model.rows.map(\.name) == ["inbox/", "training/"])
    }

    @Test("a denial names the permission to ask for")
    func denied() async {
        let cloud = cloud()
        cloud.fail(
            "ListObjectsV2",
            with: FakeCloud.refusal("ListObjectsV2", "AccessDenied", "Access Denied", status: 403, service: .s3))
        var stage = Stage(screen(inbox))
        await stage.run(stage.press("r"), on: .fake(cloud))
        #expect(stage.text.contains("request the permission s3:ListBucket"))
    }

    @Test(
        "says what an object is that cannot be read as text",
        arguments: [
            ([0x1F, 0x8B, 8], ObjectPeek.binary("compressed with gzip")), ([], .empty),
            ([65, 0, 66], .binary("not text")),
            (Array("a\u{1B}[2Jb\r\nc\n".utf8), .text(["a\u{FFFD}[2Jb", "c"])),
        ] as [([UInt8], ObjectPeek)])
    func peeks(bytes: [UInt8], peek: ObjectPeek) {
        guard case .text(let lines) = ObjectPeek(bytes), case .text = peek else {
            #expect(ObjectPeek(bytes) == peek)
            return
        }
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { line in line.unicodeScalars.allSatisfy { $0.value >= 0x20 } })
    }

    @Test("looks as kept", arguments: GoldenView.allCases)
    func frames(view: GoldenView) async throws {
        try expectGolden(view.stage(screen(nil)), "browser-typing-\(view.rawValue)")
        var stage = view.stage(screen(inbox))
        try expectGolden(stage, "browser-loading-\(view.rawValue)")
        await stage.run(stage.press("r"), on: .fake(cloud()))
        await stage.run(stage.press("Down"), on: .fake(cloud()))
        try expectGolden(stage, "browser-\(view.rawValue)")
    }
}
