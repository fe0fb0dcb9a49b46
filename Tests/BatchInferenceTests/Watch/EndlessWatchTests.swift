import AWSOperations
import BatchInference
import Testing

/// Watches that could go on for ever: expired logs, keys that have expired, containers that never get ready.
@Suite struct EndlessWatchTests {
    private let sageMaker = FakeSageMaker()
    private let observations = FakeObservations()
    private let clock = ManualClock()
    private let name = "churn-1"

    private func watcher(_ timeouts: WatchTimeouts? = nil) -> TransformWatcher {
        TransformWatcher(
            services: FakeServices(sageMaker: sageMaker, observations: observations), clock: clock, pace: .aws,
            logCapacity: 50, timeouts: timeouts)
    }

    init() {
        var plan = Samples.plan
        plan.transformJobName = name
        let request = plan.requests.createTransformJob
        sageMaker.change { $0.transforms["churn-1"] = .created(by: request) }
        observations.put("s3://demo-data/in/march/part-1.csv", "1,2\n3,4\n")
    }

    private func change(_ body: @escaping @Sendable (inout DescribeTransformJobResponse) -> Void) {
        sageMaker.change { state in
            guard var job = state.transforms["churn-1"] else { return }
            body(&job)
            state.transforms["churn-1"] = job
        }
    }

    private func fail() {
        change {
            $0.transformStartTime = Timestamp(secondsSinceEpoch: 1_799_990_010)
            $0.transformEndTime = Timestamp(secondsSinceEpoch: 1_799_990_100)
            $0.transformJobStatus = .failed
            $0.failureReason = "ClientError: See job logs for more information"
        }
    }

    private func last(_ timeouts: WatchTimeouts? = nil) async throws -> TransformSnapshot {
        var last: TransformSnapshot?
        for await snapshot in watcher(timeouts).snapshots(of: name) { last = snapshot }
        return try #require(last)
    }

    private var logReads: Int { observations.state.withLock { $0.logRequests.count } }

    @Test func anExpiredLogIsGivenUpAndSaidToBeGone() async throws {
        fail()
        observations.change {
            $0.streams["churn-1/i-1/data-log"] = []
            $0.emptyLogPages = .max
        }
        let final = try await last()
        #expect(final.isFinal && final.log.lineCount == 0)
        #expect(final.logNote.contains("expired"))
        #expect(logReads == 50)
        #expect(final.diagnoses.first?.cause.contains("its lines no longer exist") == true)
        // A time after the transform's end, so that the service can say where the log ends.
        #expect(observations.state.withLock { $0.logRequests.allSatisfy { $0.endTime == 1_799_991_000_000 } })
    }

    @Test("a status that isn't known ends a watch where there is an end time, and in the end without one")
    func unknownStatus() async throws {
        change { $0.transformJobStatus = TransformJobStatus(rawValue: "Archived") }
        let waited = try await last(.command)
        #expect(waited.gaveUp && !waited.isFinal)
        #expect(waited.overview?.phase == nil, "nobody said that it runs")
        change { $0.transformEndTime = Timestamp(secondsSinceEpoch: 1_799_990_100) }
        #expect(try await last(.command).isFinal)
    }

    @Test(
        "a status that can't be read is no end, whatever else is there, guesses no cause, and is waited for in bounds",
        arguments: [true, false], [true, false])
    func unreadStatus(hasEndTime: Bool, wasRunning: Bool) async throws {
        fail()
        if !hasEndTime { change { $0.transformEndTime = nil } }
        if wasRunning {
            change { $0.transformJobStatus = .inProgress }
        } else {
            change { $0.transformJobStatus = .unknown }
        }
        let start = clock.now
        var last: TransformSnapshot?
        for await snapshot in watcher(.command).snapshots(of: name) {
            last = snapshot
            change { $0.transformJobStatus = .unknown }
        }
        let end = try #require(last)
        #expect(end.gaveUp && !end.isFinal)
        #expect(end.overview?.phase == nil && end.overview?.hasUnreadStatus == true)
        #expect(end.diagnoses.isEmpty)
        let waited = clock.now.seconds(since: start)
        #expect(waited >= 120 && waited < 300)
    }

    @Test func aStatusThatComesBackIsFollowed() async throws {
        fail()
        change { $0.transformJobStatus = .unknown }
        var rounds = 0
        var last: TransformSnapshot?
        for await snapshot in watcher(.command).snapshots(of: name) {
            last = snapshot
            rounds += 1
            if rounds == 3 { change { $0.transformJobStatus = .completed } }
        }
        #expect(last?.isFinal == true && last?.overview?.status == .completed)
    }

    @Test func aCompletedTransformWhoseObjectsAreGoneIsNotToldToCheckItsInput() async throws {
        fail()
        change { $0.transformJobStatus = .completed }
        observations.change { $0.objects = [:] }
        let final = try await last()
        #expect(final.outputs?.text(noun: " outputs") == "no outputs, and nothing is listed under the input location")
        #expect(final.outputs?.shortText() == "0/?")
        #expect(!final.diagnoses.contains { $0.id == "no-input" })
    }

    @Test func furtherStreamsOfAnExpiredLogCostLess() async throws {
        fail()
        observations.change { state in
            for number in 0..<20 { state.streams["churn-1/i-\(number)/data-log"] = [] }
            state.emptyLogPages = .max
        }
        _ = try await last()
        #expect(logReads <= 50 + 20 * 20)
    }

    @Test(arguments: [1, 9, 12, 40]) func linesBehindEmptyPagesAreFound(pages: Int) async throws {
        fail()
        observations.change {
            $0.streams["churn-1/i-1/data-log"] = [OutputLogEvent(timestamp: 1_799_990_050_000, message: "there")]
            $0.emptyLogPages = pages
        }
        let final = try await last()
        #expect(final.log.lines.map(\.message) == ["there"] && final.logNote.isEmpty)
    }

    @Test func aLogInCrumbsHasAnEnd() async throws {
        fail()
        observations.change { state in
            state.streams["churn-1/i-1"] = (0..<2000).map {
                OutputLogEvent(timestamp: 1_799_990_000_000 + $0, message: "x")
            }
            state.eventsPerPage = 1
        }
        let final = try await last()
        #expect(final.log.lineCount == 300 && logReads == 300)
        #expect(final.logNote.contains("isn't read to its end"))
    }

    @Test(arguments: [("ExpiredTokenException", 900.0), ("InternalFailure", 3600.0)])
    func aTransformThatCantBeReadIsNotWaitedForWithoutEnd(_ code: String, _ limit: Double) async throws {
        sageMaker.change {
            $0.standing["DescribeTransformJob"] = .refusal("DescribeTransformJob", code, "no", status: 500)
        }
        let start = clock.now
        let end = try await last(.command)
        #expect(end.gaveUp && !end.isFinal && end.nextReadAt == nil)
        let waited = clock.now.seconds(since: start)
        #expect(waited >= limit && waited < limit + 120)
        // No more than one request a minute at the end.
        #expect(Double(sageMaker.calls.count { $0 == "DescribeTransformJob" }) < limit / 50 + 10)
    }

    @Test func aScreenWaitsForAsLongAsSomebodyLooks() async {
        sageMaker.change {
            $0.standing["DescribeTransformJob"] = .refusal("DescribeTransformJob", "ExpiredToken", "no")
        }
        var rounds = 0
        for await snapshot in watcher().snapshots(of: name) {
            #expect(!snapshot.gaveUp)
            rounds += 1
            if rounds == 200 { break }
        }
        #expect(rounds == 200)
    }

    @Test func aContainerThatRefusesHealthChecksIsExplained() async throws {
        change { $0.transformStartTime = Timestamp(secondsSinceEpoch: 1_799_999_100) }
        observations.change { state in
            state.streams["churn-1/i-0abc-1"] = (0..<500).map {
                OutputLogEvent(
                    timestamp: 1_799_999_400_000 + $0 * 1000,
                    message: "169.254.255.130 - - \"GET /ping HTTP/1.1\" 404 2 \"-\" \"Go-http-client/1.1\"")
            }
            state.eventsPerPage = 1000
        }
        var diagnosis: Diagnosis?
        for await snapshot in watcher().snapshots(of: name) {
            diagnosis = snapshot.diagnoses.first
            if snapshot.log.lineCount > 0 { break }
        }
        let found = try #require(diagnosis)
        #expect(found.id == "ping-refused")
        #expect(
            found.cause.contains("/ping with 404 for \(DisplayText.age(seconds: 900))")
                && found.cause.contains("500 times"))
        #expect(found.fix.contains("no /ping route"))
    }

    @Test func aContainerThatHasAnsweredIsNotSuspected() async {
        change { $0.transformStartTime = Timestamp(secondsSinceEpoch: 1_799_999_100) }
        observations.change { state in
            state.streams["churn-1/i-0abc-1"] = [404, 404, 200].flatMap { status in
                (0..<20).map { _ in
                    OutputLogEvent(timestamp: 1_799_999_400_000, message: "\"GET /ping HTTP/1.1\" \(status) 2")
                }
            }
            state.eventsPerPage = 1000
        }
        for await snapshot in watcher().snapshots(of: name) {
            #expect(!snapshot.diagnoses.contains { $0.id == "ping-refused" })
            if snapshot.log.lineCount > 0 { break }
        }
    }

    @Test func outputsAreCountedWhereInputsMayNotBeListed() async throws {
        change {
            $0.transformEndTime = Timestamp(secondsSinceEpoch: 1_800_000_000)
            $0.transformJobStatus = .completed
        }
        observations.put("s3://demo-data/out/march/part-1.csv.out", "a\n")
        let denied = AWSFailure.refusal("ListObjectsV2", "AccessDenied", "no", status: 403)
        observations.change { $0.refused[S3Location(bucket: "demo-data", key: "in/march/")] = denied }
        let final = try await last()
        #expect(final.outputs?.unpairedOutputs == 1 && final.outputs?.inputsAreListed == false)
        #expect(final.stale.map(\.source) == [.outputs])
    }
}
