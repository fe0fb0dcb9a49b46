import AWSOperations
import JSONCoding
import Testing

@testable import BatchInference

@Suite("No sign of life")
struct SilenceTests {
    typealias S = ProgressSamples

    private func silence(
        at seconds: Double, _ transform: TransformOverview = S.transform(),
        _ change: (inout LifeSigns) -> Void = { _ in }
    ) -> Silence? {
        var signs = LifeSigns()
        signs.logExists = true
        change(&signs)
        return Silence(signs, of: transform, at: S.at(seconds))
    }

    private func refusedPings(_ status: Int, from start: Double, count: Int) -> PingRecord {
        var log = LogTail()
        log.append(
            (0..<count).map {
                LogLine(
                    time: S.at(start + Double($0)), stream: "i-1",
                    message: "169.254.255.130 - - \"GET /ping HTTP/1.1\" \(status) 2 \"-\" \"Go-http-client/1.1\"")
            })
        return log.pings!
    }

    @Test func pingsRefusedForMinutesMeanThatTheContainerIsNotReady() throws {
        let pings = refusedPings(404, from: 260, count: 840)
        #expect(silence(at: 400) { $0.pings = pings } == nil, "it may still be starting")
        let found = try #require(silence(at: 1100) { $0.pings = pings })
        #expect(found.kind == .notReady && found.seconds == 900)
        #expect(
            found.text.hasPrefix("the container has not been ready for 15 m, /ping gets 404: ")
                && found.text.contains("about 30 m"))
    }

    @Test func aContainerThatServesIsReadyWhateverItsFirstPingsSaid() {
        let pings = refusedPings(502, from: 260, count: 20)
        let found = silence(at: 700) {
            $0.pings = pings
            $0.batches = S.track([500, 690])
            $0.lines = S.track([500, 690])
        }
        #expect(found == nil)
    }

    @Test func linesThatStopAreToldWithTheLastOneAndWhatTheLoadMeans() throws {
        let lines = S.track([210, 220, 260])
        #expect(silence(at: 500) { $0.lines = lines } == nil)
        let quiet = try #require(silence(at: 900) { $0.lines = lines })
        #expect(quiet.kind == .working && quiet.since == S.at(260))
        #expect(quiet.text.hasPrefix("no sign of life for 10 m 40 s, the last was a line of the log: "))
        let busy = try #require(
            silence(at: 900) {
                $0.lines = lines
                $0.cpu = LifeSigns.CPUFigure(percent: 380, at: S.at(860))
            })
        #expect(busy.meaning.contains("CPU is busy"))
        let idle = try #require(
            silence(at: 900) {
                $0.lines = lines
                $0.cpu = LifeSigns.CPUFigure(percent: 0.4, at: S.at(860))
            })
        #expect(idle.meaning.contains("CPU is idle"))
    }

    @Test func whatIsUsualForItIsNoSilence() {
        let slow = S.track([300, 1200, 2100])
        #expect(silence(at: 3600) { $0.lines = slow } == nil, "it is silent for 15 minutes each time")
        #expect(silence(at: 2100 + 1900) { $0.lines = slow } != nil)
        #expect(
            silence(at: 3000) {
                $0.lines = S.track([300, 310])
                $0.invocationTimeout = 3600
            } == nil, "one request may take an hour")
    }

    @Test func aClockThatIsAheadMakesNoSilenceOfWhatIsSeenToCome() {
        let signs: (inout LifeSigns) -> Void = {
            $0.lines = S.track([210, 220, 260])
            $0.seen.lines = S.at(890)
        }
        #expect(silence(at: 900, S.transform(), signs) == nil)
        #expect(silence(at: 1300, S.transform(), signs) != nil)
    }

    @Test func anOutputIsASignOfLifeToo() {
        #expect(
            silence(at: 900) {
                $0.lines = S.track([210])
                $0.lastOutputAt = S.at(850)
            } == nil)
    }

    @Test func nothingAtAllSinceTheStart() throws {
        #expect(silence(at: 600) == nil)
        #expect(try #require(silence(at: 900) { $0.logExists = false }).kind == .starting)
        #expect(silence(at: 9000) { $0.isLogReadable = false } == nil, "without a log nobody could tell")
        #expect(silence(at: 9000) { $0.isLogPending = true } == nil, "nobody has looked yet")
    }

    @Test func aLogThatCannotBeReadIsNoSilenceBeforeLong() throws {
        let blind: (inout LifeSigns) -> Void = {
            $0.isLogReadable = false
            $0.lastOutputAt = S.at(300)
        }
        #expect(silence(at: 1400, S.transform(), blind) == nil)
        #expect(try #require(silence(at: 1600, S.transform(), blind)).meaning.contains("can't be read"))
    }

    @Test func provisioningForLongIsNotBilled() throws {
        #expect(silence(at: 600, S.transform(started: nil)) == nil)
        let found = try #require(silence(at: 1000, S.transform(started: nil)))
        #expect(found.kind == .provisioning && found.meaning.contains("isn't billed"))
        #expect(silence(at: 90_000, S.transform(status: .completed, ended: 400)) == nil)
    }
}

@Suite("How far a transform is")
struct TransformProgressTests {
    typealias S = ProgressSamples

    private func progress(
        at seconds: Double, past: [PastTransform] = [], _ change: (inout ObservedWork) -> Void = { _ in }
    ) -> TransformProgress {
        var work = ObservedWork()
        work.signs.logExists = true
        change(&work)
        return TransformProgress(
            of: S.transform(), work: work, background: RunBackground(past: past, price: .known(S.price)),
            at: S.at(seconds))
    }

    private static let sizes = Array(repeating: 10_000_000, count: 10)

    private func working(_ work: inout ObservedWork, until last: Double) {
        let times = stride(from: 260.0, through: last, by: 2).map { $0 }
        work.batches = times.count
        work.signs.batches = S.track(times)
        work.signs.lines = work.signs.batches
        work.forecast = BatchCut(S.job(), settings: nil).flatMap {
            BatchForecast(sizes: Self.sizes.map { $0 }, cut: $0)
        }
        work.outputs = S.outputs(Self.sizes, done: Int((last - 260) / 20), first: 280, last: last)
    }

    @Test func theSourcesAgreeOnAShareAndATime() throws {
        let found = progress(at: 362) { working(&$0, until: 360) }
        let share = try #require(found.share)
        #expect(share.contains(0.5) && share.upperBound - share.lowerBound < 0.2)
        let left = try #require(found.left)
        #expect(left.contains(100), "half is done after a hundred seconds of work: \(left)")
        #expect(found.leftSource == "by the log and the outputs")
        #expect(found.evidence.map(\.source) == [.batches, .outputs])
    }

    @Test func nothingThatStandsStillHasAnEnd() throws {
        let still = progress(at: 900, past: [S.past(3600)]) { working(&$0, until: 360) }
        #expect(still.silence?.kind == .working)
        #expect(still.left == nil && still.leftText == nil, "not even from past runs")
        #expect(still.evidence.allSatisfy { $0.left == nil })
        // Mini-batches that stop while the container still writes are a stall, too.
        let stalled = progress(at: 900, past: [S.past(3600)]) {
            working(&$0, until: 360)
            $0.signs.lines.note(at: S.at(890))
        }
        #expect(stalled.silence == nil && stalled.left == nil)
    }

    @Test func pastRunsSpeakOnlyWhereNothingElseDoes() throws {
        let early = progress(at: 230, past: [S.past(240), S.past(300)])
        #expect(early.leftText == "3–5 m left, by 2 past runs")
        #expect(progress(at: 362, past: [S.past(9000)]) { working(&$0, until: 360) }.leftSource.contains("log"))
        #expect(progress(at: 230).leftText == nil)
    }

    /// A run that has done most of its work in seconds isn't like one that took hours.
    @Test func pastRunsThatThisOneContradictsTellNoTime() throws {
        let far = progress(at: 205, past: [S.past(9000)]) {
            $0.outputs = S.outputs(Self.sizes, done: 8, first: 201, last: 204)
        }
        #expect(far.left == nil && far.leftText == nil && (far.share?.lowerBound ?? 0) > 0.7)
        #expect(far.evidence.contains { $0.source == .pastRuns && $0.left != nil }, "told as what it is")
        let alike = progress(at: 230, past: [S.past(240)]) {
            $0.outputs = S.outputs(Self.sizes, done: 1, first: 229, last: 229)
        }
        #expect(alike.leftSource == "by 1 past run")
    }

    @Test func sourcesThatDisagreeSpanWhatBothSay() throws {
        // Outputs say that all but the last is done; the log knows of few mini-batches.
        let found = progress(at: 362) { work in
            working(&work, until: 360)
            work.outputs = S.outputs(Self.sizes, done: 9, first: 280, last: 360)
            work.batches = 12
        }
        let share = try #require(found.share)
        #expect(share.lowerBound < 0.2 && share.upperBound > 0.9)
    }

    @Test func allOutputsThereAndStillRunningIsNearlyDone() {
        let found = progress(at: 500, past: [S.past(9000)]) { work in
            work.outputs = S.outputs([5, 5], done: 2, first: 400, last: 490)
            work.signs.lines = S.track([250, 495])
        }
        #expect(found.leftText == "nearly done: every input has an output")
    }

    @Test func theDocumentHasWhatIsKnownAndLeavesOutWhatIsNot() throws {
        let found = JSONValue.members(progress(at: 362) { working(&$0, until: 360) }.members(at: S.at(362)))
        #expect(found["Timeline"]?.items.count == 2)
        #expect(found["Cost"]?["Currency"]?.string == "USD" && found["Cost"]?["PriceSource"] != nil)
        let (from, to) = (found["SecondsLeftFrom"]?.number, found["SecondsLeftTo"]?.number)
        #expect(try #require(from) < #require(to))
        #expect(found["Evidence"]?.items.count == 2 && found["Silence"] == nil && found["SlowerThanUsual"] == nil)
        let still = JSONValue.members(progress(at: 2000) { working(&$0, until: 360) }.members(at: S.at(2000)))
        #expect(still["SecondsLeftFrom"] == nil && still["Silence"]?["Kind"]?.string == "working")
    }
}
