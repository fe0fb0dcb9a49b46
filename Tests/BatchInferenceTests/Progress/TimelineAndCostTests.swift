import AWSOperations
import Testing

@testable import BatchInference

@Suite("The line of time, and what it costs")
struct TimelineAndCostTests {
    typealias S = ProgressSamples

    @Test func provisioningIsNotBilledAndRunningIs() {
        let line = TransformTimeline(S.transform(started: nil), now: S.at(90))
        #expect(line.segments.map(\.text) == ["provisioning 1 m 30 s (not billed)"])
        let running = TransformTimeline(S.transform(), now: S.at(300))
        #expect(running.segments.map(\.text) == ["provisioning 3 m 20 s (not billed)", "running 1 m 40 s (billed)"])
        #expect(running.segments.map(\.isUnderWay) == [false, true])
    }

    @Test func stoppingIsItsOwnStretchAndStillBilled() {
        let stopping = S.transform(status: .stopping)
        let seen = TransformTimeline(
            stopping, stopping: StoppingSeen(notYetAt: S.at(279), at: S.at(280)), now: S.at(300))
        #expect(seen.segments.map(\.seconds) == [200, 80, 20])
        #expect(seen.segments.map(\.isBilled) == [false, true, true])
        let unseen = TransformTimeline(stopping, now: S.at(300))
        #expect(unseen.segments.map(\.seconds) == [200, 100, nil], "SageMaker doesn't tell since when")
        #expect(unseen.segments[1].text == "ran at most 1 m 40 s (billed)")
    }

    @Test("A watch that finds a transform stopping already, or was away meanwhile, says what it can know and no more")
    func stoppingThatNobodySawBegin() {
        let stopping = S.transform(status: .stopping)
        let late = TransformTimeline(stopping, stopping: StoppingSeen(at: S.at(280)), now: S.at(300))
        #expect(late.segments.map(\.bound) == [.exact, .atMost, .atLeast])
        #expect(late.segments.map(\.seconds) == [200, 80, 20])
        let time = S.at(280).iso8601.dropFirst(11).prefix(8)
        #expect(late.segments[2].text == "stopping at least 20 s (billed; began before \(time) UTC)")
        #expect(late.segments[2].document["SecondsAre"]?.string == "AtLeast")
        #expect(late.segments[2].document["BeganBefore"]?.string == S.at(280).iso8601)
        #expect(late.segments[1].document["SecondsAre"]?.string == "AtMost")
        #expect(late.segments[0].document["SecondsAre"] == nil)
        let away = TransformTimeline(
            stopping, stopping: StoppingSeen(notYetAt: S.at(220), at: S.at(280)), now: S.at(300))
        #expect(away.segments[2].bound == .atLeast && away.segments[2].beganAfter == S.at(220))
        #expect(away.segments[2].text.contains("began between"))
    }

    @Test("A stopped transform tells how long stopping took where that was seen, and that it's included where not")
    func stopped() {
        let stopped = S.transform(status: .stopped, ended: 500)
        let unseen = TransformTimeline(stopped, now: S.at(9000))
        #expect(unseen.segments.map(\.text).last == "ran 5 m (billed; stopping included)")
        #expect(unseen.segments.last?.document["StoppingIncluded"] == .bool(true))
        let seen = TransformTimeline(
            stopped, stopping: StoppingSeen(notYetAt: S.at(437), at: S.at(440)), now: S.at(9000))
        #expect(seen.segments.map(\.text).dropFirst() == ["ran 4 m (billed)", "stopping 1 m (billed)"])
    }

    @Test(
        "A stretch of stopping is told as exact only where the two readings around its begin hardly change its length")
    func shortStops() {
        let stopped = S.transform(status: .stopped, ended: 450)
        let seen = TransformTimeline(
            stopped, stopping: StoppingSeen(notYetAt: S.at(434), at: S.at(440)), now: S.at(9000))
        #expect(seen.segments.map(\.bound) == [.exact, .atMost, .atLeast])
        #expect(seen.segments[1].lengthText == "at most 4 m" && seen.segments[2].lengthText == "at least 10 s")
        let long = TransformTimeline(
            S.transform(status: .stopped, ended: 640), stopping: StoppingSeen(notYetAt: S.at(434), at: S.at(440)),
            now: S.at(9000))
        #expect(long.segments.map(\.bound) == [.exact, .exact, .exact])
    }

    @Test func anEndedOneTellsOfEachPhaseAndOneThatNeverStartedOfProvisioningAlone() {
        let ended = TransformTimeline(S.transform(status: .completed, ended: 500), now: S.at(9000))
        #expect(ended.segments.map(\.text) == ["provisioning 3 m 20 s (not billed)", "ran 5 m (billed)"])
        #expect(ended.endedAt == S.at(500))
        let never = TransformTimeline(S.transform(status: .failed, started: nil, ended: 500), now: S.at(9000))
        #expect(never.segments.map(\.seconds) == [500])
        // A clock that is behind the service's makes no negative time.
        #expect(TransformTimeline(S.transform(), now: S.at(100)).segments.map(\.seconds) == [200, 0])
    }

    @Test func aPhaseWhoseBeginIsUnknownHasNoLength() {
        var job = ProgressSamples.job()
        job.creationTime = .unknown
        let line = TransformTimeline(TransformOverview(job), now: S.at(300))
        #expect(line.segments.map(\.text) == ["provisioning — (not billed)", "running 1 m 40 s (billed)"])
    }

    @Test(arguments: [2, 3, 10, 16, 61]) func columnsAddUpAndNoStretchIsLost(width: Int) {
        let line = TransformTimeline(S.transform(), now: S.at(100_000))
        let columns = line.columns(of: width)
        #expect(columns.reduce(0, +) == width && columns.allSatisfy { $0 >= 1 })
        #expect(columns[1] >= columns[0])
    }

    private func cost(
        _ transform: TransformOverview, _ price: Finding<InstancePrice> = .known(ProgressSamples.price),
        at seconds: Double = 3800
    ) -> AccruedCost {
        AccruedCost(of: transform, price: price, priceReadAt: S.at(seconds - 2 * 86_400), now: S.at(seconds))
    }

    @Test func costIsInstancesByBilledHoursByListPrice() throws {
        let amount = try #require(cost(S.transform(count: 2)).amount)
        #expect(amount.value == 2 * 0.23 && !amount.isFinal)
        #expect(
            amount.source(at: S.at(3800)) == "2 x ml.m5.xlarge at $0.23 per hour, list price read 2 d ago")
        #expect(cost(S.transform()).text == "cost $0.23 so far")
        #expect(cost(S.transform(status: .failed, ended: 2000)).text == "cost $0.12", "a failed one is billed, too")
        #expect(cost(S.transform(), at: 201).text == "cost less than $0.01 so far")
        #expect(cost(S.transform(started: nil)) == .nothingYet)
    }

    @Test func whatIsUnknownIsSaidToBe() {
        #expect(
            cost(S.transform(), .unknown(reason: "pricing:GetProducts is denied")).text
                == "cost unknown: pricing:GetProducts is denied")
        #expect(cost(S.transform(), .asking).text == nil)
        // Ended without an end time: nobody knows what was billed.
        #expect(cost(S.transform(status: .stopped)).text == "cost unknown: SageMaker doesn't say when it ended")
        var bare = S.transform()
        bare.instanceCount = nil
        #expect(cost(bare).text == "cost unknown: SageMaker doesn't say how many instances it has")
    }
}

@Suite("Slower than usual")
struct UsualDurationTests {
    typealias S = ProgressSamples

    private func slowness(
        _ past: [PastTransform], ran seconds: Double, bytes: Int? = nil, status: TransformJobStatus = .inProgress
    ) -> Slowness? {
        let transform = S.transform(status: status, ended: status == .inProgress ? nil : 200 + seconds)
        return UsualDuration(from: past, instanceType: .mlM5Xlarge, instanceCount: 1)?
            .slowness(of: transform, inputBytes: bytes, at: S.at(200 + seconds))
    }

    @Test func beyondOneAndAHalfMediansItIsSaidWithMedianAndRuns() throws {
        let past = [100, 240, 5000].map { S.past($0) }
        #expect(slowness(past, ran: 360) == nil)
        let slow = try #require(slowness(past, ran: 433))
        #expect(
            slow.text
                == "slower than usual: 1.8 times the median of 3 past runs of this model on 1 x ml.m5.xlarge (4 m; the "
                + "input's size isn't considered)")
        #expect(slowness(past, ran: 433, status: .completed)?.text.hasPrefix("was slower") == true)
        #expect(slowness(past, ran: 433, status: .failed) == nil, "its time was cut short")
    }

    @Test func onlyTheSameInstancesCount() {
        #expect(UsualDuration(from: [S.past(10, count: 2)], instanceType: .mlM5Xlarge, instanceCount: 1) == nil)
        #expect(UsualDuration(from: [S.past(10, type: .mlM5Large)], instanceType: .mlM5Xlarge, instanceCount: 1) == nil)
        #expect(UsualDuration(from: [], instanceType: .mlM5Xlarge, instanceCount: 1) == nil)
        #expect(UsualDuration(from: [S.past(4), S.past(2)], instanceType: .mlM5Xlarge, instanceCount: 1)?.running == 3)
    }

    @Test func aLargerInputMayTakeLonger() {
        let past = [S.past(240, bytes: 1000), S.past(240, bytes: 1000)]
        #expect(slowness(past, ran: 600, bytes: 1000) != nil)
        #expect(slowness(past, ran: 600, bytes: 3000) == nil)
        #expect(slowness(past, ran: 1200, bytes: 3000)?.isScaled == true)
        // A small one isn't expected to be quick.
        #expect(slowness(past, ran: 300, bytes: 10) == nil)
    }

    @Test func secondsAreNotWorthAWord() {
        #expect(slowness([S.past(10)], ran: 50) == nil)
    }

    @Test func provisioningHasAMedianOfItsOwn() {
        let usual = UsualDuration(from: [S.past(240)], instanceType: .mlM5Xlarge, instanceCount: 1)
        let waiting = S.transform(started: nil)
        #expect(usual?.slowness(of: waiting, at: S.at(299)) == nil)
        #expect(
            usual?.slowness(of: waiting, at: S.at(400))?.text.hasPrefix("provisioning is slower than usual: 2.0")
                == true)
    }
}
