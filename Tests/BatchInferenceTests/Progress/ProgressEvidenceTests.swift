import AWSOperations
import SeededNumbers
import Testing

@testable import BatchInference

@Suite("How many mini-batches an input makes")
struct BatchForecastTests {
    typealias S = ProgressSamples

    private func forecast(_ sizes: [Int?], payload: Int? = 1, split: SplitType? = .line) throws -> BatchForecast? {
        let cut = try #require(BatchCut(S.job(payload: payload, split: split), settings: nil))
        return BatchForecast(sizes: sizes, cut: cut)
    }

    @Test func objectsBelowThePayloadAreOneEach() throws {
        let small = try #require(try forecast([10, 999_999, 0, 5]))
        #expect(small.count == 3...4, "an empty object may be asked about, or not")
        #expect(small.share(served: 0) == 0...0)
        #expect(small.share(served: 5) == nil, "more than there can be")
    }

    @Test func withoutASplitEachObjectIsOneRequest() throws {
        let whole = try #require(try forecast([10_000_000, 20_000_000], payload: nil, split: nil))
        #expect(whole.count == 2...2 && whole.text == "2 mini-batches")
        let share = try #require(whole.share(served: 1))
        #expect(share.lowerBound < 0.34 && share.upperBound > 0.66, "nobody knows which of the two")
        #expect(whole.share(served: 2) == 1...1)
    }

    @Test func whatNobodyCanCountIsNotForecast() throws {
        #expect(BatchCut(S.job(strategy: .singleRecord), settings: nil) == nil, "one request a record")
        #expect(BatchCount(S.job(strategy: .singleRecord), settings: nil) == .byLine)
        #expect(BatchCount(S.job(), settings: nil) == .bySize)
        #expect(BatchCut(S.job(strategy: nil), settings: nil) == nil, "the container decides")
        #expect(BatchCut(S.job(payload: nil), settings: nil) == nil)
        #expect(BatchCut(S.job(payload: 0), settings: nil) == nil, "streamed")
        var packed = S.job()
        packed.transformInput.compressionType = .gzip
        #expect(BatchCut(packed, settings: nil) == nil)
        guard case .unknown(let reason) = BatchCount(packed, settings: nil) else {
            Issue.record("nobody can tell")
            return
        }
        let evidence = ProgressEvidence(
            batches: 7, track: S.track([210]), forecast: nil, gap: reason, isWhole: true, of: S.transform(),
            at: S.at(300))
        #expect(evidence?.basis == "7 mini-batches, by the log" && evidence?.share == nil)
        #expect(evidence?.remark.contains("the input is compressed") == true)
        let counted = BatchForecast(InputRecordCount(range: 100...125, source: "counted"), bytes: 1000)
        #expect(counted?.share(served: 50) == 0.4...0.5 && counted?.share(served: 126) == nil)
        #expect(counted?.text == "100 to 125 mini-batches, one per record, counted")
        #expect(try forecast([10, nil]) == nil && forecast([]) == nil && forecast([0]) == nil)
    }

    @Test func theDataLogTellsTheSettingsInForce() throws {
        let line =
            "2026-11-29T10:00:00.123:[sagemaker logs]: MaxConcurrentTransforms=4, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD"
        let settings = try #require(EffectiveSettings(logLine: line))
        #expect(settings.maxConcurrentTransforms == 4 && settings.maxPayloadInMB == 6)
        #expect(BatchCut(S.job(payload: nil, strategy: nil), settings: settings)?.payload?.upperBound == 6 << 20)
        #expect(EffectiveSettings(logLine: "GET /ping") == nil)
        #expect(EffectiveSettings(logLine: "MaxConcurrentTransforms=, MaxPayloadInMB=x")?.maxPayloadInMB == nil)
    }

    /// Records of any size, put into mini-batches as SageMaker does: as many as fit.
    @Test(arguments: 1...40) func theTruthLiesWithinTheBounds(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let payload = 1 << 20
        var sizes: [Int?] = []
        var batches: [Int] = []
        for _ in 0..<Int(random.next() % 12 + 1) {
            var (size, open) = (0, 0)
            let largest = [200, 20_000, 400_000, 1_000_000][Int(random.next() % 4)]
            for _ in 0..<Int(random.next() % 300 + 1) {
                let record = Int(random.next() % UInt64(largest)) + 1
                if open + record > payload {
                    batches.append(open)
                    open = 0
                }
                open += record
                size += record
            }
            batches.append(open)
            sizes.append(size)
        }
        let forecast = try #require(try forecast(sizes))
        #expect(forecast.count.contains(batches.count))
        let whole = Double(batches.reduce(0, +))
        for served in [1, batches.count / 2, batches.count] where served > 0 {
            let share = try #require(forecast.share(served: served))
            let truth = Double(batches.prefix(served).reduce(0, +)) / whole
            #expect(
                share.lowerBound <= truth + 1e-9 && share.upperBound >= truth - 1e-9,
                "\(served) of \(batches.count): \(share) without \(truth)")
        }
    }
}

/// What the outputs and the log may seem to say, and doesn't hold.
@Suite("Evidence that lies")
struct ProgressEvidenceTests {
    typealias S = ProgressSamples

    private func byOutputs(
        _ outputs: OutputProgress, at seconds: Double, _ transform: TransformOverview = S.transform()
    ) -> ProgressEvidence? {
        ProgressEvidence(outputs: outputs, of: transform, at: S.at(seconds))
    }

    @Test func bytesCountRatherThanObjects() throws {
        // Ninety small ones are done, and the ten that are nearly all of it aren't.
        let sizes = Array(repeating: 10, count: 90) + Array(repeating: 1_000_000, count: 10)
        let found = try #require(byOutputs(S.outputs(sizes, done: 90, first: 210, last: 300), at: 301))
        let share = try #require(found.share)
        #expect(share.lowerBound < 0.001 && share.upperBound < 0.11)
        #expect(found.basis == "90 of 100 outputs, 900 B of 10 MB of input")
        if let left = found.left { #expect(left.upperBound > 3600) }
    }

    @Test func oneHugeObjectIsNoStallAndHasNoEndInSight() throws {
        let sizes = Array(repeating: 1_000, count: 9) + [1_000_000]
        let found = try #require(byOutputs(S.outputs(sizes, done: 9, first: 210, last: 290), at: 900))
        #expect(found.remark.isEmpty, "the last one takes a hundred times as long")
        let share = try #require(found.share)
        #expect(share.lowerBound < 0.01 && share.upperBound == 1)
        let left = try #require(found.left)
        #expect(left.lowerBound == 0 && left.upperBound > 10_000)
    }

    @Test func withoutAnOutputNothingIsSaidOfAShare() throws {
        let found = try #require(byOutputs(S.outputs([5, 5], done: 0), at: 5000))
        #expect(found.share == nil && found.left == nil)
        #expect(found.remark == "SageMaker may write them only at the end")
    }

    @Test func allAtOnceIsNoPace() throws {
        let found = try #require(
            byOutputs(S.outputs(Array(repeating: 5, count: 10), done: 8, first: 700, last: 700), at: 710))
        let left = try #require(found.left)
        #expect(left.lowerBound < 10 && left.upperBound > 100, "\(left)")
    }

    @Test func aStallHasNoEnd() throws {
        let sizes = Array(repeating: 1000, count: 20)
        let steady = S.outputs(sizes, done: 10, first: 220, last: 400)
        #expect(try #require(byOutputs(steady, at: 410)).left != nil)
        let stalled = try #require(byOutputs(steady, at: 1200))
        #expect(stalled.left == nil && stalled.remark == "no new output for 13 m 20 s")
        #expect(stalled.share != nil, "what is done stays done")
    }

    @Test func nearTheEndThereAreNoSecondsToCount() throws {
        let found = try #require(byOutputs(S.outputs([5, 5], done: 2, first: 210, last: 220), at: 230))
        #expect(found.share == 1...1 && found.left == nil && found.remark.contains("should end soon"))
        let sizes = Array(repeating: 10, count: 1000)
        let nearly = try #require(byOutputs(S.outputs(sizes, done: 999, first: 205, last: 399), at: 400))
        #expect(nearly.leftText == "less than 1 m left")
        #expect(nearly.shareText == "99–100 %" || nearly.shareText?.hasPrefix("99") == true)
    }

    @Test func whatIsOfAnotherRunOrHalfListedIsNoShare() throws {
        var doubtful = S.outputs([5, 5, 5], done: 2, first: 210, last: 220)
        doubtful.outputsOfUnknownRun = 1
        #expect(try #require(byOutputs(doubtful, at: 300)).share == nil)
        var half = S.outputs([5, 5, 5], done: 2)
        half.isComplete = false
        #expect(try #require(byOutputs(half, at: 300)).share == nil)
        var unlisted = half
        unlisted.outputsAreListed = false
        #expect(byOutputs(unlisted, at: 300) == nil)
        var sizeless = S.outputs([5, 5, 5, 5], done: 2, first: 210, last: 220)
        sizeless.sizesAreKnown = false
        #expect(try #require(byOutputs(sizeless, at: 300)).share == 0.5...0.75, "by objects, then")
    }

    @Test func anEndedOneHasItsShareAndNoTime() throws {
        let failed = S.transform(status: .failed, ended: 400)
        let found = try #require(byOutputs(S.outputs([5, 5, 5, 5], done: 1, first: 300, last: 300), at: 500, failed))
        #expect(found.share == 0.25...0.25 && found.left == nil)
    }

    private func forecast(_ sizes: [Int]) -> BatchForecast? {
        BatchCut(S.job(), settings: nil).flatMap { BatchForecast(sizes: sizes.map { $0 }, cut: $0) }
    }

    private func byBatches(
        _ served: Int, _ times: [Double], sizes: [Int] = [100_000_000], isWhole: Bool = true, at seconds: Double
    ) -> ProgressEvidence? {
        ProgressEvidence(
            batches: served, track: S.track(times), forecast: forecast(sizes), isWhole: isWhole, of: S.transform(),
            at: S.at(seconds))
    }

    @Test func batchesAreARangeOfThoseExpected() throws {
        let found = try #require(byBatches(50, (0..<50).map { 260 + Double($0) }, at: 312))
        #expect(found.basis == "50 of 96 to 201 mini-batches, by the log")
        let share = try #require(found.share)
        #expect(share.lowerBound >= 0.2 && share.upperBound <= 0.53 && share.contains(0.5))
        // Half is done after 112 seconds, 60 of them the container's start: the truth is 52 to 112.
        let left = try #require(found.left)
        #expect(left.lowerBound < 52 && left.upperBound > 112)
    }

    @Test func moreThanThereCanBeIsNoShare() throws {
        let found = try #require(byBatches(500, (0..<500).map { 260 + Double($0) }, at: 761))
        #expect(found.share == nil && found.left == nil && found.remark.hasPrefix("more than there can be"))
    }

    @Test func aLogThatIsNotReadWholeIsALowerBound() throws {
        let found = try #require(byBatches(50, (0..<50).map { 260 + Double($0) }, isWhole: false, at: 312))
        #expect(found.basis.hasPrefix("at least 50 of"))
        #expect(found.share?.upperBound == 1 && found.left == nil)
    }

    @Test func batchesThatStopComingHaveNoEnd() throws {
        let times = (0..<50).map { 260 + Double($0) }
        let found = try #require(byBatches(50, times, at: 310 + 130))
        #expect(found.left == nil && found.remark == "no mini-batch served for 2 m 11 s")
        // Pauses that it has made before are its way.
        let slow = (0..<20).map { 260 + Double($0) * 100 }
        #expect(try #require(byBatches(20, slow, at: 2160 + 150)).left != nil)
        #expect(byBatches(0, [], at: 900) == nil)
    }

    @Test func pastRunsAreARangeAndSayWhenTheyAreOutrun() throws {
        let past = [S.past(240), S.past(360)]
        func found(_ seconds: Double, bytes: Int? = nil, _ past: [PastTransform]) throws -> ProgressEvidence {
            try #require(ProgressEvidence(past: past, of: S.transform(), inputBytes: bytes, at: S.at(200 + seconds)))
        }
        #expect(try found(100, past).left == 140...260)
        #expect(try found(100, past).leftText == "2–5 m left")
        #expect(try found(100, past).basis.contains("the input's size isn't considered"))
        let outrun = try found(400, past)
        #expect(outrun.left == nil && outrun.remark == "it takes longer than any of them")
        // Ten times the input at the past throughput: the truth lies between that and the same time.
        let sized = try found(100, bytes: 10_000, [S.past(240, bytes: 1000)])
        #expect(sized.left == 140...2300 && sized.basis.contains("scaled to the input's size"))
        let tiny = try found(100, bytes: 5_000_000_000, [S.past(240, bytes: 10_000)])
        #expect(tiny.left == nil && tiny.remark == "its input is far larger than theirs")
        #expect(ProgressEvidence(past: [], of: S.transform(), inputBytes: nil, at: S.at(300)) == nil)
    }

    @Test(arguments: [
        (0.0...0.4, "less than 1 m left"), (10...59, "less than 1 m left"), (30...61, "up to 2 m left"),
        (125...290, "2–5 m left"), (119...121, "1–3 m left"), (120...180, "2–3 m left"), (120...120, "about 2 m left"),
        (3600...10_000, "1–3 h left"), (0...400_000, "up to 5 d left"),
    ])
    func timesAreRoundedOutwards(left: ClosedRange<Double>, text: String) {
        #expect(ProgressEvidence.text(left: left) == text)
    }
}
