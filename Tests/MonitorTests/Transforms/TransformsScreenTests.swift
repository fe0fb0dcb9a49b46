import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("The transform list, its panel, details and log")
struct TransformsScreenTests {
    private static let running = Samples.transform("penguins-species-1914", status: .inProgress, minutesAgo: 5)
    private static let failed = Samples.transform(
        "churn-april", status: .failed, minutesAgo: 300, failure: "ClientError: See job logs for more information")
    private static let transforms = [running, Samples.transform("penguins-1702", minutesAgo: 120), failed]

    static func snapshot(of overview: TransformOverview) -> TransformSnapshot {
        var snapshot = TransformSnapshot(name: overview.name, readAt: Samples.now)
        snapshot.overview = overview
        snapshot.outputs = OutputProgress(
            inputObjects: 12, inputBytes: 3_400_000, outputObjects: 7, outputBytes: 148_000)
        snapshot.log.append(
            (0..<30).map { number in
                LogLine(
                    time: Samples.now.adding(seconds: Double(number) - 60), stream: "i-0a1b2c-1662495847",
                    message: "\"POST /invocations HTTP/1.1\" 200 \(number)")
            })
        snapshot.metrics.cpu = (0..<10).map {
            MetricPoint(time: Samples.now.adding(seconds: Double($0) * 60), value: Double($0 * 28))
        }
        snapshot.metrics.memory = (0..<10).map {
            MetricPoint(time: Samples.now.adding(seconds: Double($0) * 60), value: Double(10 + $0))
        }
        return snapshot
    }

    private func listed(_ stage: inout Stage) {
        stage.send(TransformsScreen.Event.listing(.page(Self.transforms)))
        stage.send(TransformsScreen.Event.listing(.finished(isComplete: true)))
    }

    @Test(arguments: GoldenView.allCases)
    func following(view: GoldenView) throws {
        var stage = view.stage(TransformsScreen())
        listed(&stage)
        stage.send(TransformsScreen.Event.snapshot(Self.snapshot(of: Self.running)))
        try expectGolden(stage, "transforms-running-\(view.rawValue)")
    }

    @Test(arguments: GoldenView.allCases)
    func failure(view: GoldenView) throws {
        var stage = view.stage(TransformsScreen())
        listed(&stage)
        stage.press("End")
        stage.send(TransformsScreen.Event.snapshot(Self.snapshot(of: Self.failed)))
        try expectGolden(stage, "transforms-failed-\(view.rawValue)")
    }

    @Test(arguments: GoldenView.allCases)
    func log(view: GoldenView) throws {
        let stage = view.stage(
            TransformLogScreen(name: Self.running.name, snapshot: Self.snapshot(of: Self.running)))
        try expectGolden(stage, "transform-log-\(view.rawValue)")
    }

    @Test(arguments: GoldenView.allCases)
    func details(view: GoldenView) throws {
        let stage = view.stage(
            TransformDetailScreen(overview: Self.failed, snapshot: Self.snapshot(of: Self.failed)))
        try expectGolden(stage, "transform-detail-\(view.rawValue)")
    }

    @Test("A transform that was just launched is marked as soon as the list brings it")
    func wanted() {
        var stage = Stage(TransformsScreen())
        stage.send(TransformsScreen.Event.show(transformName: "penguins-1702"))
        listed(&stage)
        #expect(stage.top(TransformsScreen.self).model.selected?.overview.name == "penguins-1702")
    }

    @Test("The end of the transform that is watched is said, once")
    func ending() {
        var stage = Stage(TransformsScreen())
        listed(&stage)
        stage.send(TransformsScreen.Event.snapshot(Self.snapshot(of: Self.running)))
        var ended = Self.running
        ended.status = .completed
        stage.send(TransformsScreen.Event.snapshot(Self.snapshot(of: ended)))
        stage.send(TransformsScreen.Event.snapshot(Self.snapshot(of: ended)))
        #expect(stage.toasts == ["penguins-species-1914: Completed"])
    }

    @Test("What has ended stays so, whatever is pressed and whatever an older word says")
    func endedForGood() {
        var stage = Stage(TransformsScreen())
        listed(&stage)
        stage.send(TransformsScreen.Event.snapshot(Self.snapshot(of: Self.running)))
        var ended = Self.running
        ended.status = .completed
        ended.endedAt = Samples.now
        stage.press("/")
        _ = stage.state.update(.input(.paste("status:running")))
        stage.press("Enter")
        #expect(stage.text.contains("penguins-species-1914"))
        stage.send(TransformsScreen.Event.snapshot(Self.snapshot(of: ended)))
        #expect(stage.top(TransformsScreen.self).model.list.visible.isEmpty, "the filter holds for what is so now")
        func stillRuns() -> Bool {
            stage.top(TransformsScreen.self).model.rows.contains { $0.overview.isUnderWay }
                || !stage.top(TransformsScreen.self).model.list.visible.isEmpty
        }
        stage.press("a")
        #expect(!stillRuns())
        stage.press("a")
        // A listing that began before the end, whole, and its details.
        stage.send(TransformsScreen.Event.refreshDue)
        stage.send(TransformsScreen.Event.listing(.page(Self.transforms)))
        stage.send(TransformsScreen.Event.listing(.details(Self.running)))
        stage.send(TransformsScreen.Event.listing(.finished(isComplete: true)))
        #expect(!stillRuns())
        stage.press("Esc")
        #expect(stage.line(with: "penguins-species-1914")?.contains("Completed") == true)
        #expect(stage.toasts.filter { $0.hasSuffix("Completed") }.count == 1)
    }

    @Test("An end that the listing tells first is said as well")
    func endInListing() {
        var stage = Stage(TransformsScreen())
        listed(&stage)
        stage.send(TransformsScreen.Event.snapshot(Self.snapshot(of: Self.running)))
        var ended = Self.running
        ended.status = .stopped
        stage.send(TransformsScreen.Event.refreshDue)
        stage.send(TransformsScreen.Event.listing(.page([ended])))
        stage.send(TransformsScreen.Event.listing(.finished(isComplete: true)))
        stage.send(TransformsScreen.Event.snapshot(Self.snapshot(of: ended)))
        #expect(stage.toasts == ["penguins-species-1914: Stopped"])
    }

    @Test("Autopilot's own transforms are hidden until asked for")
    func internals() {
        var own = Samples.transform("automl-internal")
        own.isAutopilotInternal = true
        var stage = Stage(TransformsScreen())
        stage.send(TransformsScreen.Event.listing(.page([own] + Self.transforms)))
        stage.send(TransformsScreen.Event.listing(.finished(isComplete: true)))
        #expect(!stage.text.contains("automl-internal"))
        stage.press("a")
        #expect(stage.text.contains("automl-internal"))
    }

    @Test("Scrolled up, the log keeps its lines in sight while new ones come; G follows again")
    func logScrolling() {
        var stage = Stage(
            TransformLogScreen(name: Self.running.name, snapshot: Self.snapshot(of: Self.running)), rows: 14)
        stage.press("PageUp")
        let before = stage.text.split(separator: "\n")[3]
        var newer = Self.snapshot(of: Self.running)
        newer.log.append([LogLine(time: Samples.now, stream: "i-0a1b2c-1662495847", message: "the newest line")])
        stage.send(TransformLogScreen.Event.snapshot(newer))
        #expect(stage.text.split(separator: "\n")[3] == before)
        stage.press("G")
        #expect(stage.text.contains("the newest line"))
    }
}
