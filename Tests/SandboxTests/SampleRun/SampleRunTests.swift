import AWSOperations
import BatchInference
import ByteCompression
import Foundation
import Synchronization
import Testing

@testable import Sandbox

/// Sample runs of the first rows, run by the real transform engine.
@Suite struct SampleRunTests {
    private struct WallClock: BatchInference.Clock {
        var now: Timestamp { .now }
        func sleep(seconds: Double) async throws { try await Task.sleep(for: .seconds(min(seconds, 0.05))) }
    }

    private final class Journal: LaunchJournal {
        let records = Mutex<[LaunchRecord]>([])
        func begin(_ record: LaunchRecord) async throws { records.withLock { $0.append(record) } }
        func update(_ record: LaunchRecord) async throws {}
        func claim(_ record: LaunchRecord) async throws -> LaunchRecord { record }
        func release(_ id: LaunchRecord.ID) async {}
        func underWay() async throws -> [LaunchRecord] { [] }
        func unfinished() async throws -> [LaunchRecord] { [] }
        func history(limit: Int) async throws -> [LaunchRecord] { records.withLock { $0 } }
    }

    private static let identity = LaunchIdentity(account: Account.home.number, region: Account.region)

    private func sampleRun(_ running: RunningSandbox) -> SampleRun {
        SampleRun(
            services: ClientPorts(client: running.client), journal: Journal(), clock: WallClock(), pace: .sandbox)
    }

    private func end(of plan: LaunchPlan, rows: Int, _ running: RunningSandbox) async throws -> SampleRunEvent {
        var last: SampleRunEvent?
        for await event in sampleRun(running).start(plan, rows: rows, as: Self.identity).events { last = event }
        return try #require(last)
    }

    private func models(_ running: RunningSandbox) async throws -> [String] {
        try await running.client.send(ListModelsRequest()).models.map(\.modelName)
    }

    @Test func theFirstRowsArePredictedAndOnlyTheModelStays() async throws {
        try await RunningSandbox.use { running in
            let plan = try await ExportedCodeTests.plain(of: running)
            let before = try await running.keys("")
            guard case .predicted(let result) = try await end(of: plan, rows: 5, running) else {
                Issue.record("the sample run failed")
                return
            }
            #expect(result.rows == 5)
            #expect(result.preview.pairing.isPaired && result.preview.rowCount == 5)
            let labels = Set(result.preview.predicted.rows.compactMap(\.cells.first))
            #expect(!labels.isEmpty && labels.isSubset(of: ["Adelie", "Gentoo", "Chinstrap"]))
            #expect(try await running.keys("") == before)
            #expect(try await models(running).contains(plan.modelName))
            // The whole uses the same model.
            let launcher = Launcher(
                models: ClientPorts(client: running.client), transforms: ClientPorts(client: running.client),
                journal: Journal(), clock: WallClock())
            var launched: LaunchRecord?
            for await event in launcher.launch(plan, as: Self.identity) {
                if case .launched(let record) = event { launched = record }
            }
            #expect(launched?.reusesModel == true)
            _ = try await running.waitForEnd(of: plan.transformJobName)
        }
    }

    @Test func aSampleRunThatIsNotFollowedByTheWholeLeavesNothing() async throws {
        try await RunningSandbox.use { running in
            let plan = try await ExportedCodeTests.plain(of: running)
            let before = try await running.keys("")
            guard case .predicted(let result) = try await end(of: plan, rows: 100, running) else {
                Issue.record("the sample run failed")
                return
            }
            // More than the first object has: the second is begun.
            #expect(result.rows == 100)
            try await sampleRun(running).discard(result)
            #expect(try await !models(running).contains(plan.modelName))
            #expect(try await running.keys("") == before)
        }
    }

    @Test func gzipIsUnpackedForTheSampleRun() async throws {
        try await RunningSandbox.use { running in
            var plan = try await ExportedCodeTests.plain(of: running)
            let rows = try await running.text("inbox/march/part-001.csv")
            _ = try await running.client.send(
                PutObjectRequest(
                    bucket: "flightdeck-demo", key: "packed/rows.csv.gz", body: Gzip.storing(Array(rows.utf8))))
            plan.input = "s3://flightdeck-demo/packed/"
            plan.compression = .gzip
            guard case .predicted(let result) = try await end(of: plan, rows: 3, running) else {
                Issue.record("the sample run failed")
                return
            }
            #expect(result.preview.predicted.rows.count == 3)
        }
    }

    @Test func aFailedSampleRunSaysWhyAndLeavesNothing() async throws {
        try await RunningSandbox.use { running in
            var plan = try await ExportedCodeTests.plain(of: running)
            _ = try await running.client.send(
                PutObjectRequest(
                    bucket: "flightdeck-demo", key: "bad/rows.csv", body: Array("1,2\n3,4\n".utf8)))
            plan.input = "s3://flightdeck-demo/bad/"
            let before = try await running.keys("")
            guard case .failed(let failure) = try await end(of: plan, rows: 3, running) else {
                Issue.record("the sample run must fail")
                return
            }
            #expect(!failure.problem.isEmpty && !failure.diagnoses.isEmpty)
            #expect(failure.leftBehind.isEmpty)
            #expect(try await running.keys("") == before)
            #expect(try await !models(running).contains(plan.modelName))
        }
    }

    @Test func aSampleRunThatIsStoppedLeavesNothing() async throws {
        try await RunningSandbox.use(timing: .demo) { running in
            let plan = try await ExportedCodeTests.plain(of: running)
            let before = try await running.keys("")
            let progress = sampleRun(running).start(plan, rows: 5, as: Self.identity)
            var last: SampleRunEvent?
            for await event in progress.events {
                if case .running = event { progress.stop() }
                last = event
            }
            guard case .failed(let failure) = try #require(last) else {
                Issue.record("a stopped sample run must not predict")
                return
            }
            #expect(failure.leftBehind.isEmpty)
            #expect(try await running.keys("") == before)
            #expect(try await !models(running).contains(plan.modelName))
        }
    }
}
