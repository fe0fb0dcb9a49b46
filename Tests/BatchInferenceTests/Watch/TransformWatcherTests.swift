import AWSOperations
import BatchInference
import Testing

@Suite struct TransformWatcherTests {
    private let sageMaker = FakeSageMaker()
    private let observations = FakeObservations()
    private let clock = ManualClock()
    private let name = "churn-1"

    private var watcher: TransformWatcher {
        TransformWatcher(
            services: FakeServices(sageMaker: sageMaker, observations: observations), clock: clock, pace: .aws,
            logCapacity: 50)
    }

    init() {
        var plan = Samples.plan
        plan.transformJobName = name
        let request = plan.requests.createTransformJob
        sageMaker.change { $0.transforms["churn-1"] = .created(by: request) }
        for part in 1...3 { observations.put("s3://demo-data/in/march/part-\(part).csv", "1,2\n3,4\n") }
    }

    private func change(_ body: @escaping @Sendable (inout DescribeTransformJobResponse) -> Void) {
        sageMaker.change { state in
            guard var job = state.transforms["churn-1"] else { return }
            body(&job)
            state.transforms["churn-1"] = job
        }
    }

    private func start() { change { $0.transformStartTime = Timestamp(secondsSinceEpoch: 1_800_000_010) } }

    private func end(_ status: TransformJobStatus, reason: String? = nil) {
        change {
            $0.transformStartTime = $0.transformStartTime ?? Timestamp(secondsSinceEpoch: 1_800_000_010)
            $0.transformEndTime = Timestamp(secondsSinceEpoch: 1_800_000_100)
            $0.transformJobStatus = status
            $0.failureReason = reason
        }
    }

    private func log(_ stream: String, _ messages: String...) {
        let name = name
        observations.change { state in
            let count = state.streams.values.reduce(0) { $0 + $1.count }
            for (index, message) in messages.enumerated() {
                state.streams["\(name)/\(stream)", default: []].append(
                    OutputLogEvent(timestamp: 1_800_000_020_000 + (count + index) * 1000, message: message))
            }
        }
    }

    @Test(arguments: [0, 15])
    func whoeverFollowsGetsEachLineOfTheLogOnceHoweverManyThereAre(emptyPages: Int) async throws {
        var plan = Samples.plan
        plan.transformJobName = "many-1"
        let request = plan.requests.createTransformJob
        sageMaker.change { state in
            var job = DescribeTransformJobResponse.created(by: request)
            job.transformStartTime = Timestamp(secondsSinceEpoch: 1_799_990_010)
            job.transformEndTime = Timestamp(secondsSinceEpoch: 1_799_990_100)
            job.transformJobStatus = .completed
            state.transforms["many-1"] = job
        }
        observations.change { state in
            for stream in 0..<150 {
                state.streams["many-1/i-\(stream)"] = (0..<40).map {
                    OutputLogEvent(timestamp: 1_799_990_020_000 + $0, message: "\(stream) \($0)")
                }
            }
            state.eventsPerPage = 11
            state.emptyLogPages = emptyPages
        }
        var messages: [String] = []
        var ends = 0
        await watcher.follow("many-1") { snapshot, lines in
            messages += lines.map(\.message)
            if snapshot.isFinal { ends += 1 }
        }
        #expect(messages.count == 6000 && Set(messages).count == 6000)
        #expect(ends == 1)
    }

    @Test("The log of a transform that has ended comes in the order of time, however many streams and rounds it takes")
    func anEndedLogIsInOrder() async {
        var job = DescribeTransformJobResponse.created(by: Samples.plan.requests.createTransformJob)
        job.transformJobName = "ended-1"
        job.transformJobStatus = .completed
        job.transformStartTime = Timestamp(secondsSinceEpoch: 1_799_990_010)
        job.transformEndTime = Timestamp(secondsSinceEpoch: 1_799_990_100)
        sageMaker.change { [job] in $0.transforms["ended-1"] = job }
        observations.change { state in
            for stream in 0..<90 {
                // Some streams are early, some late, and some last throughout.
                let (start, step) = (stream % 3 * 30_000, stream % 3 == 2 ? 1 : 30)
                state.streams["ended-1/i-\(stream)"] = (0..<1000).map {
                    OutputLogEvent(timestamp: 1_799_990_020_000 + start + $0 * step, message: "\(stream) \($0)")
                }
            }
            state.eventsPerPage = 100
        }
        let orderly = TransformWatcher(
            services: FakeServices(sageMaker: sageMaker, observations: observations), clock: clock, pace: .aws,
            logSpool: { MemoryLogSpool() })
        var lines: [LogLine] = []
        var pieces = 0
        var last: TransformSnapshot?
        await orderly.follow("ended-1") { snapshot, more in
            lines += more
            pieces = max(pieces, more.count)
            last = snapshot
        }
        #expect(lines.count == 90_000 && Set(lines.map(\.message)).count == 90_000)
        #expect(zip(lines, lines.dropFirst()).allSatisfy { $0.time <= $1.time })
        #expect(pieces <= 1000)
        #expect(last?.isFinal == true && last?.log.lineCount == 90_000 && last?.logNote == "")
    }

    @Test("A disk that is full while an ended log is read is told, and no line is told twice")
    func anEndedLogOnAFullDisk() async {
        actor FullDisk: LogSpool {
            func append(_ bytes: [UInt8]) throws -> Int { throw LogSpoolProblem(problem: "no room", remedy: "") }
            func read(at offset: Int, count: Int) -> [UInt8] { [] }
            func clear() {}
        }
        var job = DescribeTransformJobResponse.created(by: Samples.plan.requests.createTransformJob)
        job.transformJobName = "full-1"
        job.transformJobStatus = .completed
        job.transformEndTime = Timestamp(secondsSinceEpoch: 1_799_990_100)
        sageMaker.change { [job] in $0.transforms["full-1"] = job }
        observations.change { state in
            for stream in 0..<4 {
                state.streams["full-1/i-\(stream)"] = (0..<20_000).map {
                    OutputLogEvent(
                        timestamp: 1_799_990_000_000 + stream * 20_000 + $0,
                        message: "\(stream) \($0) \(String(repeating: "x", count: 200))")
                }
            }
            state.eventsPerPage = 5000
        }
        let orderly = TransformWatcher(
            services: FakeServices(sageMaker: sageMaker, observations: observations), clock: clock, pace: .aws,
            logSpool: { FullDisk() })
        var messages: [String] = []
        var note = ""
        await orderly.follow("full-1") { snapshot, more in
            messages += more.map(\.message)
            note = snapshot.logNote
        }
        #expect(Set(messages).count == messages.count)
        #expect(messages.count == 80_000 || note == "lines are missing: no room", "\(messages.count) \(note)")
    }

    @Test func aHugeLogIsHandedOverInBoundedPieces() async {
        var job = DescribeTransformJobResponse.created(by: Samples.plan.requests.createTransformJob)
        job.transformJobName = "huge-1"
        job.transformJobStatus = .completed
        sageMaker.change { [job] in $0.transforms["huge-1"] = job }
        observations.change { state in
            for stream in 0..<6 {
                state.streams["huge-1/i-\(stream)"] = (0..<50_000).map {
                    OutputLogEvent(timestamp: 1_799_990_020_000 + $0, message: "\($0)")
                }
            }
            state.eventsPerPage = 10_000
        }
        var pieces: [Int] = []
        await watcher.follow("huge-1") { _, lines in pieces.append(lines.count) }
        #expect(pieces.reduce(0, +) == 300_000)
        // A page each of the streams that are read side by side.
        #expect(pieces.max() ?? 0 <= 60_000, "\(pieces)")
    }

    @Test func followsAWholeLife() async throws {
        var phases: [TransformPhase?] = []
        var outputs: [Int?] = []
        var last: TransformSnapshot?
        var round = 0
        for await snapshot in watcher.snapshots(of: name) {
            if snapshot.overview?.phase != phases.last ?? nil || phases.isEmpty {
                phases.append(snapshot.overview?.phase)
            }
            if outputs.isEmpty || snapshot.outputs?.outputObjects != outputs.last ?? nil {
                outputs.append(snapshot.outputs?.outputObjects)
            }
            last = snapshot
            round += 1
            switch round {
            case 3: start()
            case 5:
                log("i-0a1-1800000015", "GET /ping", "10.0.0.1 \"POST /invocations HTTP/1.1\" 200 12")
                log(
                    "i-0a1-1800000015/data-log",
                    "MaxConcurrentTransforms=1, MaxPayloadInMB=1, BatchStrategy=MULTI_RECORD")
                let minute = Timestamp(secondsSinceEpoch: 1_800_000_060)
                let name = name
                observations.change {
                    $0.metricPoints["CPUUtilization \(name)/i-0a1"] = [(minute, 71)]
                    $0.metricPoints["MemoryUtilization \(name)/i-0a1"] = [(minute, 22)]
                }
            case 7: observations.put("s3://demo-data/out/march/part-1.csv.out", "a\n")
            case 20:
                observations.put("s3://demo-data/out/march/part-2.csv.out", "a\n")
                observations.put("s3://demo-data/out/march/part-3.csv.out", "a\n")
                log("i-0a1-1800000015", "10.0.0.1 \"POST /invocations HTTP/1.1\" 200 12\n")
                end(.completed)
            case 400: Issue.record("never ended")
            default: break
            }
            if round > 400 { break }
        }
        let final = try #require(last)
        #expect(final.isFinal && final.nextReadAt == nil)
        #expect(phases == [.provisioning, .running, .ended])
        var outputs3 = OutputProgress(inputObjects: 3, inputBytes: 24, outputObjects: 3, outputBytes: 6)
        outputs3.finishedInputBytes = 24
        (outputs3.firstOutputAt, outputs3.lastOutputAt) = (final.outputs?.firstOutputAt, final.outputs?.lastOutputAt)
        #expect(final.outputs == outputs3)
        #expect(final.forecast?.count == 3...3 && final.log.settings?.maxPayloadInMB == 1)
        #expect(final.log.invocations == 2)
        #expect(final.log.lineCount == 4)
        #expect(final.log.lines.last?.message == "10.0.0.1 \"POST /invocations HTTP/1.1\" 200 12")
        #expect(final.metrics.cpu.map(\.value) == [71])
        #expect(final.metrics.memory.map(\.value) == [22])
        #expect(final.stale.isEmpty)
        #expect(final.overview?.provisioningSeconds(at: clock.now) == 10)
        #expect(final.overview?.runningSeconds(at: clock.now) == 90)
        #expect(observations.state.withLock { $0.metricQueries.count } == 2)
    }

    @Test func slowsDownWhileNothingChangesAndNeverBusyLoops() async {
        var rounds = 0
        for await _ in watcher.snapshots(of: name) {
            rounds += 1
            if rounds == 40 { break }
        }
        let calls = sageMaker.calls.count { $0 == "DescribeTransformJob" }
        let sleeps = clock.sleeps
        #expect(sleeps.allSatisfy { $0 >= 0.05 })
        #expect(Double(calls) <= sleeps.reduce(0, +) / WatchPace.aws.description.shortest + 2)
        // Waiting for instances: every source at its longest wait by now.
        #expect(sleeps.suffix(20).reduce(0, +) > 60)
    }

    @Test func failuresAreStaleUntilTheirCauseIsGone() async throws {
        start()
        let throttled = AWSFailure.refusal("DescribeTransformJob", "ThrottlingException", "Rate exceeded")
        var sawStale: StaleSource?
        var recovered = false
        var round = 0
        for await snapshot in watcher.snapshots(of: name) {
            round += 1
            switch round {
            case 2:
                sageMaker.change { $0.standing["DescribeTransformJob"] = throttled }
                observations.change {
                    $0.failures["ListObjectsV2"] = .refusal("ListObjectsV2", "AccessDenied", "no", status: 403)
                }
            case 12:
                observations.change { $0.failures = [:] }
                sageMaker.change { $0.standing = [:] }
            default: break
            }
            if let stale = snapshot.stale.first(where: { $0.source == .description }) {
                sawStale = stale
                #expect(snapshot.overview?.phase == .running, "the last good value stays")
            }
            if round > 12, snapshot.stale.isEmpty {
                recovered = true
                break
            }
            if round > 200 { break }
        }
        let stale = try #require(sawStale)
        #expect(stale.failure == throttled)
        #expect(stale.lastGoodAt != nil)
        #expect(
            stale.text(at: try #require(stale.nextTryAt).adding(seconds: -8))
                == "throttled by SageMaker (ThrottlingException: Rate exceeded), next try in 8 s")
        #expect(recovered)
    }

    @Test func backsOffFromThrottlingFurtherEachTime() async {
        let throttled = AWSFailure.refusal("DescribeTransformJob", "ThrottlingException", "Rate exceeded")
        sageMaker.plan("DescribeTransformJob", .refuse(throttled), .refuse(throttled), .refuse(throttled))
        var rounds = 0
        for await snapshot in watcher.snapshots(of: name) {
            rounds += 1
            if snapshot.overview != nil || rounds > 50 { break }
        }
        #expect(Array(clock.sleeps.prefix(3)) == [4, 8, 15])
    }

    @Test func aLogThatDoesNotExistYetIsNoFailure() async {
        observations.change { $0.logGroupExists = false }
        start()
        var rounds = 0
        for await snapshot in watcher.snapshots(of: name) {
            rounds += 1
            #expect(snapshot.stale.isEmpty)
            #expect(!snapshot.log.exists)
            if rounds == 6 { break }
        }
    }

    @Test func aTransformThatHasEndedIsReadWholeOnceAndAgainAfterSettling() async throws {
        end(.failed, reason: "ClientError: See job logs for more information")
        log("i-0a1-1800000015/data-log", "demo-data/in/march/part-2.csv: ClientError: 400", "Message: too many columns")
        let snapshots = await watcher.snapshots(of: name).all()
        let last = try #require(snapshots.last)
        #expect(last.isFinal)
        #expect(last.log.lines.map(\.stream) == ["i-0a1-1800000015/data-log", "i-0a1-1800000015/data-log"])
        #expect(clock.sleeps == [4])
        #expect(last.diagnoses.first?.id == "column-count")
    }

    @Test func aLongLogIsReadToItsEnd() async throws {
        end(.completed)
        let name = name
        observations.change { state in
            state.streams["\(name)/i-0a1-1800000015"] = (0..<500).map {
                OutputLogEvent(timestamp: 1_800_000_000_000 + $0, message: "line \($0)")
            }
        }
        let last = try #require(await watcher.snapshots(of: name).last())
        #expect(last.log.lineCount == 500)
        #expect(last.log.lines.map(\.message) == (450..<500).map { "line \($0)" })
    }

    @Test func aFailureAfterTheEndIsTriedAgain() async throws {
        end(.completed)
        log("i-0a1-1800000015", "only line")
        observations.change {
            $0.failures["GetLogEvents"] = .refusal("GetLogEvents", "ThrottlingException", "Rate exceeded")
        }
        var last: TransformSnapshot?
        for await snapshot in watcher.snapshots(of: name) {
            if !snapshot.stale.isEmpty { observations.change { $0.failures = [:] } }
            last = snapshot
        }
        #expect(last?.isFinal == true)
        #expect(last?.stale.isEmpty == (last?.log.lineCount == 1))
        #expect(clock.sleeps.count <= 4)
    }

    @Test func aWatchThatBeginsLateClaimsNoSilenceBeforeItHasReadTheLog() async throws {
        let name = name
        change { $0.transformStartTime = Timestamp(secondsSinceEpoch: 1_799_990_000) }
        observations.change { state in
            state.streams["\(name)/i-0a1-1800000015"] = (0..<400).map {
                OutputLogEvent(
                    timestamp: 1_799_999_600_000 + $0 * 1000, message: "10.0.0.1 \"POST /invocations HTTP/1.1\" 200 1")
            }
        }
        var rounds = 0
        for await snapshot in watcher.snapshots(of: name) {
            rounds += 1
            let progress = snapshot.progress(background: RunBackground(), at: clock.now)
            #expect(progress?.silence == nil, "round \(rounds)")
            if rounds == 12 { break }
        }
    }

    @Test func theEndIsToldWithinFifteenSecondsWhateverFails() async throws {
        start()
        observations.change {
            $0.failures["GetLogEvents"] = .refusal("GetLogEvents", "ThrottlingException", "Rate exceeded")
            $0.failures["ListObjectsV2"] = .refusal("ListObjectsV2", "AccessDenied", "no", status: 403)
        }
        log("i-0a1-1800000015", "line")
        var endedAt: Timestamp?
        var last: TransformSnapshot?
        for await snapshot in watcher.snapshots(of: name) {
            last = snapshot
            if endedAt == nil, clock.now.seconds(since: Timestamp(secondsSinceEpoch: 1_800_000_000)) > 600 {
                endedAt = clock.now
                end(.completed)
            }
        }
        #expect(last?.isFinal == true)
        #expect(clock.now.seconds(since: try #require(endedAt)) <= 15)
    }

    @Test(arguments: ["ThrottlingException", "AccessDeniedException", "InternalFailure"])
    func whatAilsTheServiceAtTheStartIsWaitedOut(code: String) async throws {
        let failure = AWSFailure.refusal(
            "DescribeTransformJob", code, "not now", status: code == "AccessDeniedException" ? 403 : 400)
        sageMaker.change { $0.standing["DescribeTransformJob"] = failure }
        let patient = TransformWatcher(
            services: FakeServices(sageMaker: sageMaker, observations: observations), clock: clock, pace: .aws,
            timeouts: .command)
        var sawTrouble = false
        var last: TransformSnapshot?
        for await snapshot in patient.snapshots(of: name) {
            last = snapshot
            if !snapshot.stale.isEmpty { sawTrouble = true }
            if clock.now.seconds(since: Timestamp(secondsSinceEpoch: 1_800_000_000)) > 60 {
                sageMaker.change { $0.standing = [:] }
                end(.completed)
            }
        }
        #expect(sawTrouble && last?.isFinal == true && last?.gaveUp == false)
    }

    @Test(arguments: ["AccessDeniedException", "ResourceNotFound"])
    func aDenialThatLastsEndsTheWatchInMinutes(code: String) async throws {
        let failure = AWSFailure.refusal("DescribeTransformJob", code, "no", status: 400)
        sageMaker.change { $0.standing["DescribeTransformJob"] = failure }
        let patient = TransformWatcher(
            services: FakeServices(sageMaker: sageMaker, observations: observations), clock: clock, pace: .aws,
            timeouts: .command)
        var last: TransformSnapshot?
        for await snapshot in patient.snapshots(of: name) { last = snapshot }
        #expect(last?.gaveUp == true)
        let waited = clock.now.seconds(since: Timestamp(secondsSinceEpoch: 1_800_000_000))
        #expect(waited >= 120 && waited < 300)
    }

    @Test func endsWithItsConsumer() async {
        let task = Task { await watcher.snapshots(of: name).all().count }
        while sageMaker.calls.count < 3 { await Task.yield() }
        task.cancel()
        _ = await task.value
        let calls = sageMaker.calls.count
        for _ in 0..<200 { await Task.yield() }
        #expect(sageMaker.calls.count <= calls + 1)
    }
}
