import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

/// The load of each instance, as a chart and as rows.
@Suite struct LoadScreenTests {
    private static let overview: TransformOverview = {
        var overview = Samples.transform("penguins-1914", status: .inProgress, minutesAgo: 30)
        overview.instanceCount = 2
        return overview
    }()

    private static func snapshot() -> TransformSnapshot {
        func points(_ values: [Double]) -> [MetricPoint] {
            values.enumerated().map {
                MetricPoint(time: Samples.now.adding(seconds: Double($0.offset) * 60 - 1500), value: $0.element)
            }
        }
        var snapshot = TransformSnapshot(name: overview.name, readAt: Samples.now)
        snapshot.overview = overview
        let busy = (0..<25).map { 40.0 + Double($0 * 14) }
        snapshot.metrics.cpu = points(busy.map { ($0 + 2) / 2 })
        snapshot.metrics.memory = points(busy.map { $0 / 8 })
        snapshot.metrics.instances = [
            InstanceLoad(
                host: "penguins-1914/i-0a1b2c3d4e5f67890", cpu: points(busy), memory: points(busy.map { $0 / 8 })),
            InstanceLoad(
                host: "penguins-1914/i-0a1b2c3d4e5f61111", cpu: points(busy.map { _ in 2 }),
                memory: points(busy.map { _ in 5 })),
        ]
        return snapshot
    }

    @Test(arguments: GoldenView.allCases)
    func chart(view: GoldenView) throws {
        var stage = view.stage(LoadScreen(overview: Self.overview, snapshot: Self.snapshot()))
        stage.press("j")
        try expectGolden(stage, "load-\(view.rawValue)")
    }

    @Test func metricsAndInstancesAreGoneThrough() {
        var stage = Stage(LoadScreen(overview: Self.overview, snapshot: Self.snapshot()))
        #expect(stage.text.contains("CPU, mean of all, in percent of 4 cores"))
        #expect(stage.text.contains("2 instances, 1 idle"))
        stage.press("j", "j")
        #expect(stage.text.contains("CPU of i-0a1b2c3d4e5f61111"))
        stage.press("Right")
        #expect(stage.text.contains("memory of i-0a1b2c3d4e5f61111, in percent of the memory"))
        // There is no GPU to show.
        stage.press("Right", "k", "k", "k")
        #expect(stage.text.contains("CPU, mean of all"))
    }

    @Test func instancesWithoutFiguresAreCounted() {
        var overview = Self.overview
        overview.instanceCount = 3
        var snapshot = Self.snapshot()
        snapshot.overview = overview
        #expect(
            Stage(LoadScreen(overview: overview, snapshot: snapshot)).text.contains("2 of 3 instances, 1 idle"))
    }

    @Test func withoutPointsItSaysWhy() {
        var snapshot = TransformSnapshot(name: "t", readAt: Samples.now)
        snapshot.overview = Self.overview
        #expect(Stage(LoadScreen(overview: Self.overview, snapshot: snapshot)).text.contains("no metrics yet"))
        snapshot.stale = [StaleSource(source: .metrics, failure: .cancelled, lastGoodAt: nil, nextTryAt: nil)]
        #expect(!Stage(LoadScreen(overview: Self.overview, snapshot: snapshot)).text.contains("no metrics yet"))
    }
}
