import AWSOperations
import BatchInference
import Synchronization
import Testing

@testable import flightdeck

@Suite("What is done at the ends of many transforms")
struct FleetEndingsTests {
    private static let now = Timestamp(secondsSinceEpoch: 1_795_000_100)

    private static func row(_ number: Int, ended: Timestamp? = nil) -> FleetRow {
        let name = "run-\(number)"
        return FleetRow(
            member: FleetMember(profile: "ml-dev"), place: FleetPlace(profile: "ml-dev", region: "eu-west-1"),
            overview: TransformOverview(
                TransformJobSummary(
                    transformJobName: name,
                    transformJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:transform-job/\(name)",
                    creationTime: Timestamp(secondsSinceEpoch: 1_795_000_000), transformJobStatus: .completed,
                    transformEndTime: ended)),
            presence: .ended, readAt: now)
    }

    private static let counts = OutputProgress(inputObjects: 3, inputBytes: 9, outputObjects: 3, outputBytes: 9)

    @Test("Counts and programs go a few at a time, each once, and what takes too long is named")
    func bounded() async throws {
        let (stream, open) = AsyncStream.makeStream(of: Void.self)
        let running = Mutex((now: 0, most: 0))
        let told = Mutex<[String]>([])
        let count: FleetEndings.Count = { row, _ in
            running.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            defer { running.withLock { $0.now -= 1 } }
            // The last ten never come.
            guard row.overview.name.utf8.count < 6 || row.overview.name < "run-90" else {
                for await _ in stream {}
                return .outOfTime
            }
            return .outputs(Self.counts)
        }
        let tell: @Sendable (TransformEnd) async -> String? = { end in
            told.withLock { $0.append(end.overview.name) }
            return end.overview.name == "run-7" ? "on_end: failed" : nil
        }
        let endings = FleetEndings(wake: {}, count: count, tell: tell)
        for number in 0..<100 { await endings.take(.ended(Self.row(number), nil)) }
        var news: [FleetEndings.News] = []
        while news.count < 91 {
            news += await endings.takeNews()
            await Task.yield()
        }
        let counted = news.compactMap { if case .counted(let row, .outputs) = $0 { row.overview.name } else { nil } }
        #expect(Set(counted) == Set((0..<90).map { "run-\($0)" }) && counted.count == 90)
        #expect(news.contains(.problem("on_end: failed")))
        #expect((2...12).contains(running.withLock { $0.most }))
        let late = await endings.giveUpCounting()
        #expect(late.map(\.overview.name) == (90..<100).map { "run-\($0)" })
        #expect(await endings.giveUpCounting().isEmpty)
        while await endings.isBusy { await Task.yield() }
        #expect(Set(told.withLock { $0 }).count == 100 && told.withLock { $0.count } == 100)
        open.finish()
        for _ in 0..<1000 { await Task.yield() }
        #expect(await endings.takeNews().isEmpty, "what was given up isn't told as counted, too")
    }

    @Test("Where only programs are waited for, they can be left; those that weren't begun are counted")
    func leaving() async {
        let (stream, open) = AsyncStream.makeStream(of: Void.self)
        let tell: @Sendable (TransformEnd) async -> String? = { _ in
            for await _ in stream {}
            return nil
        }
        let endings = FleetEndings(wake: {}, count: { _, _ in .outputs(Self.counts) }, tell: tell)
        for number in 0..<10 { await endings.take(.ended(Self.row(number), nil)) }
        while await !endings.isOnlyTelling { await Task.yield() }
        #expect(await endings.giveUpTelling() == 6)
        #expect(await endings.isOnlyTelling, "four run")
        open.finish()
        while await endings.isBusy { await Task.yield() }
    }

    @Test("Counting ends within 15 s of the last end, by whichever clock, and has three at least")
    func deadline() {
        func seconds(endedAgo: Double?) -> Double {
            var deadline = EndingDeadline()
            let ended = endedAgo.map { Self.now.adding(seconds: -$0) }
            deadline.take(.ended(Self.row(1, ended: ended), nil), at: Self.now)
            return deadline.moment.seconds(since: Self.now)
        }
        #expect(seconds(endedAgo: 2) == 11)
        #expect(seconds(endedAgo: 40) == 3)
        #expect(seconds(endedAgo: nil) == 3)
        #expect(seconds(endedAgo: -3600) == 13, "a clock that is wrong by an hour")
    }

    @Test("What isn't counted is said as such, and is neither success nor failure")
    func notCounted() throws {
        var outcome = FleetOutcome(until: .all)
        outcome.take(.ended(Self.row(1), nil))
        outcome.take(.outOfTime)
        #expect(outcome.notCounted == 1 && outcome.incomplete == 0)
        try outcome.conclude(allowsMissing: false, isTold: false)
        let document = FleetEventDocument.value(.outOfTime, of: Self.row(1), now: Self.now)
        #expect(document.members.contains { $0.key == "NotCounted" })
        #expect(!document.members.contains { ["Inputs", "Outputs", "MissingOutputs"].contains($0.key) })
        var short = Self.counts
        short.outputObjects = 1
        outcome.take(.outputs(short))
        #expect(throws: CommandFailure.self) { try outcome.conclude(allowsMissing: false, isTold: false) }
        try outcome.conclude(allowsMissing: true, isTold: false)
    }
}
