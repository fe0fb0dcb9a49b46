import AWSOperations
import BatchInference
import Testing

/// Logs whose answers lack something: times, tokens, the end of a list of streams.
@Suite struct CutLogTests {
    private let sageMaker = FakeSageMaker()
    private let observations = FakeObservations()
    private let name = "churn-1"

    init() {
        var plan = Samples.plan
        plan.transformJobName = name
        var job = DescribeTransformJobResponse.created(by: plan.requests.createTransformJob)
        job.transformJobStatus = .completed
        job.transformEndTime = Timestamp(secondsSinceEpoch: 1_799_990_100)
        sageMaker.change { [job] in $0.transforms["churn-1"] = job }
    }

    private func snapshots() async -> [TransformSnapshot] {
        let watcher = TransformWatcher(
            services: FakeServices(sageMaker: sageMaker, observations: observations), clock: ManualClock(), pace: .aws)
        var all: [TransformSnapshot] = []
        for await snapshot in watcher.snapshots(of: name) { all.append(snapshot) }
        return all
    }

    private func last() async throws -> TransformSnapshot { try #require(await snapshots().last) }

    @Test func aLineWithoutATimeStaysWhereItCame() async throws {
        let good = 1_799_990_050_000
        let sent: [(Int?, String)] = [
            (nil, "first"), (good, "good"), (nil, "none"), (0, "zero"), (-5, "negative"), (.max, "huge"),
            (good + 1000, "better"),
        ]
        observations.change { state in
            state.streams["churn-1/i-1"] = sent.map { OutputLogEvent(timestamp: $0.0, message: $0.1) }
            state.streams["churn-1/i-2"] = [OutputLogEvent(timestamp: good + 500, message: "beside")]
            state.eventsPerPage = 2
        }
        let lines = try await last().log.lines
        #expect(lines.map(\.message) == ["first", "good", "none", "zero", "negative", "huge", "beside", "better"])
        #expect(lines.filter(\.time.isKnown).map(\.message) == ["good", "beside", "better"])
    }

    @Test func withoutATokenTheLogIsCutShortAndSaysSo() async throws {
        observations.change {
            $0.streams["churn-1/i-1"] = [OutputLogEvent(timestamp: 1_799_990_050_000, message: "there")]
            $0.losesLogToken = true
        }
        let final = try await last()
        #expect(final.log.lines.map(\.message) == ["there"])
        #expect(final.logNote.contains("cut short") && final.isLogIncomplete)
    }

    @Test func theSamePageUnderEverNewTokensIsNoLog() async throws {
        observations.change {
            $0.streams["churn-1/i-1"] = [OutputLogEvent(timestamp: 1_799_990_050_000, message: "again")]
            $0.repeatsLogPage = true
        }
        let final = try await last()
        #expect(final.log.lineCount <= 2)
        #expect(final.logNote.contains("cut short") && final.isLogIncomplete)
    }

    @Test(
        "a list of streams that breaks off is no log without lines", arguments: [["same"], (0..<500).map { "t\($0)" }])
    func endlessStreams(tokens: [String]) async throws {
        observations.change { $0.streamTokens = tokens }
        let final = try await last()
        #expect(final.logNote.contains("broke off") && final.isLogIncomplete)
        #expect(final.stale.map(\.source) == [.log])
    }

    @Test func afterTheEndNothingIsTriedAgain() async throws {
        observations.change {
            $0.failures["DescribeLogStreams"] = .refusal("DescribeLogStreams", "AccessDeniedException", "no")
        }
        let all = await snapshots()
        let final = try #require(all.last)
        #expect(final.isFinal && final.stale.map(\.source) == [.log])
        for snapshot in all where snapshot.overview?.isEnded == true {
            for stale in snapshot.stale { #expect(!stale.text(at: snapshot.readAt).contains("next try")) }
        }
    }

    @Test func aStreamWithoutANameIsFoundByItsARNOrCounted() {
        let group = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/sagemaker/TransformJobs"
        #expect(LogStream(arn: "\(group):log-stream:churn-1/i-1").name == "churn-1/i-1")
        #expect(LogStream(logStreamName: "", arn: group).name == nil)
    }
}
