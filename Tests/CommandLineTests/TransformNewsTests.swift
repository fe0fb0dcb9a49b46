import AWSOperations
import BatchInference
import JSONCoding
import Synchronization
import Testing

@testable import flightdeck

@Suite("Following a transform")
struct TransformNewsTests {
    private static let start = Timestamp(secondsSinceEpoch: 1_800_000_000)

    private static func snapshot(
        _ status: TransformJobStatus = .inProgress, started: Double? = 200, at seconds: Double = 300
    ) -> TransformSnapshot {
        var job = DescribeTransformJobResponse(
            transformJobName: "t", transformJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:transform-job/t",
            transformJobStatus: status, modelName: "m",
            transformInput: TransformInput(
                dataSource: TransformDataSource(
                    s3DataSource: TransformS3DataSource(s3DataType: .s3Prefix, s3Uri: "s3://bucket/in/"))),
            transformResources: TransformResources(instanceType: .mlM5Xlarge, instanceCount: 1), creationTime: start)
        job.transformStartTime = started.map { start.adding(seconds: $0) }
        if TransformOverview(job).status.isEnd { job.transformEndTime = start.adding(seconds: seconds) }
        var snapshot = TransformSnapshot(name: "t", readAt: start.adding(seconds: seconds))
        snapshot.description = job
        snapshot.overview = TransformOverview(job)
        return snapshot
    }

    private static func names(_ events: [WatchEvent]) -> [String] { events.map(\.kind.name) }

    @Test("a source that stays stale is told once, its recovery with how long it took, and again after that")
    func stale() {
        var news = TransformNews(name: "t", cadence: .never)
        func take(_ isBroken: Bool, at seconds: Double) -> [WatchEvent] {
            var snapshot = TransformSnapshot(name: "t", readAt: Self.start)
            if isBroken {
                snapshot.stale = [
                    StaleSource(
                        source: .log, failure: .cancelled, lastGoodAt: nil,
                        nextTryAt: Self.start.adding(seconds: seconds + 9))
                ]
            }
            return news.take(snapshot, now: Self.start.adding(seconds: seconds))
        }
        #expect(Self.names(take(true, at: 0)) == ["trouble"])
        #expect(take(true, at: 60).isEmpty)
        let recovered = take(false, at: 182)
        #expect(recovered.first?.kind == .recovery(.log, seconds: 182))
        #expect(recovered.first?.lines(isASCII: true) == ["t: can read its log again after 3 m 2 s"])
        #expect(take(false, at: 190).isEmpty)
        #expect(Self.names(take(true, at: 200)) == ["trouble"])
    }

    @Test("each phase, description and cause is told once")
    func once() {
        var news = TransformNews(name: "t", cadence: .never)
        let provisioning = Self.snapshot(started: nil, at: 60)
        #expect(Self.names(news.take(provisioning, now: provisioning.readAt)) == ["description", "phase"])
        var running = Self.snapshot()
        running.diagnoses = [Diagnosis(id: "x", cause: "c", evidence: "e", fix: "f")]
        let found = news.take(running, now: running.readAt)
        #expect(Self.names(found) == ["description", "phase", "cause"])
        #expect(found[1].progress?.timeline.segments.count == 2)
        #expect(news.take(running, now: running.readAt).isEmpty)
        let line = LogLine(time: Self.start, stream: "i-0a1b2c3d4e5f-1/data-log", message: "m")
        let end = news.take(Self.snapshot(.completed), lines: [line], now: running.readAt)
        #expect(Self.names(end) == ["description", "phase", "log"])
        #expect(end[1].lines(isASCII: false).isEmpty, "whoever concludes tells the end")
    }

    @Test("progress is told when it has changed, not too often, and now and then all the same")
    func cadence() {
        var news = TransformNews(name: "t", cadence: .lines)
        func take(_ outputs: Int, at seconds: Double) -> [String] {
            var snapshot = Self.snapshot(at: seconds)
            snapshot.outputs = OutputProgress(
                inputObjects: 10, inputBytes: 100, outputObjects: outputs, outputBytes: 1)
            snapshot.outputs?.lastOutputAt = Self.start.adding(seconds: seconds - 1)
            return Self.names(news.take(snapshot, now: snapshot.readAt))
        }
        #expect(take(1, at: 210) == ["description", "phase"])
        #expect(take(2, at: 230).isEmpty)
        #expect(take(3, at: 275) == ["progress"])
        #expect(take(3, at: 400).isEmpty, "nothing has changed")
        #expect(take(4, at: 401) == ["progress"])
        #expect(take(4, at: 999).isEmpty)
        #expect(take(4, at: 1100).contains("progress"))
    }

    @Test("slowness is told once a phase, a silence once and again when it has doubled, and its end")
    func unusual() {
        var news = TransformNews(name: "t", cadence: .never)
        let past = PastTransform(
            name: "p", modelName: "m", instanceType: .mlM5Xlarge, instanceCount: 1, provisioningSeconds: 200,
            runningSeconds: 100, endedAt: Self.start)
        let background = RunBackground(past: [past])
        func take(at seconds: Double, lastLine: Double = 210) -> [String] {
            var snapshot = Self.snapshot(at: seconds)
            snapshot.hasReadLog = true
            snapshot.log.append([
                LogLine(time: Self.start.adding(seconds: lastLine), stream: "i-1", message: "loaded")
            ])
            return Self.names(news.take(snapshot, background: background, now: snapshot.readAt))
        }
        _ = take(at: 220)
        #expect(take(at: 340).isEmpty)
        #expect(take(at: 360) == ["slow"])
        #expect(take(at: 500).isEmpty)
        #expect(take(at: 600) == ["silence"])
        #expect(take(at: 900).isEmpty)
        #expect(take(at: 1000) == ["silence"])
        #expect(take(at: 1010, lastLine: 1009) == ["recovery"])
    }

    @Test("every event is one line of JSON that says what it is, when, and of which transform")
    func documents() throws {
        let running = Self.snapshot()
        let failure = AWSFailure.service(
            ServiceError(
                operation: DescribeTransformJobRequest.operation, code: "ThrottlingException", message: "Rate exceeded",
                httpStatus: 400, requestID: "r"))
        var end = WatchEnd(status: .completed, hasEnded: true, exitStatus: .failed)
        end.outputs = OutputProgress(inputObjects: 6, inputBytes: 1, outputObjects: 4, outputBytes: 1)
        end.causes = [Diagnosis(id: "x", cause: "c", evidence: "e", fix: "f")]
        let line = LogLine(time: Self.start, stream: "i-0a1b2c3d4e5f-1/data-log", message: "m")
        let kinds: [(WatchEvent.Kind, [String])] = [
            (.description(try #require(running.description)), ["TransformJobStatus", "ModelName"]),
            (.log(line), ["logStreamName", "Stream", "timestamp", "message"]), (.phase(.running), ["Phase"]),
            (
                .trouble(StaleSource(source: .description, failure: failure, lastGoodAt: nil, nextTryAt: Self.start)),
                ["Source", "Operation", "Code", "Message", "NextTryAt"]
            ),
            (.recovery(.log, seconds: 3), ["Source", "Seconds"]), (.cause(end.causes[0]), ["Cause", "Fix", "IsKnown"]),
            (.stop(.armed(StopLimits(seconds: 60, cost: 2))), ["State", "AfterSeconds", "AtCost", "Currency"]),
            (.stop(.refused(failure, nextTry: Self.start)), ["State", "Code", "NextTryAt"]),
            (.end(end), ["Status", "HasEnded", "ExitStatus", "Outputs", "Causes"]),
        ]
        for (kind, keys) in kinds {
            let document = try WatchEvent(transform: "t", at: Self.start, kind: kind).document
            let text = document.text(.compact, escapingHidden: true)
            #expect(!text.contains("\n") && JSONValue(parsing: text) == document)
            #expect(document["Event"]?.string == kind.name && document["TransformJobName"]?.string == "t")
            #expect(document["Time"]?.string?.hasPrefix("2027-01-15T") == true)
            for key in keys { #expect(document[key] != nil, "\(kind.name) without \(key)") }
            #expect(Set(document.members.map(\.key)).count == document.members.count)
        }
        let ended = try WatchEvent(transform: "t", at: Self.start, kind: .end(end)).document
        #expect(ended["Outputs"]?["Missing"]?.number == 2 && ended["ExitStatus"]?.number == 1)
        end.outputs?.isComplete = false
        let half = try WatchEvent(transform: "t", at: Self.start, kind: .end(end)).document
        #expect(half["Outputs"]?["Missing"] == .null && half["Outputs"]?["Written"] == .null)
    }

    @Test("a limit stops once; a refusal is told and tried again; an unknown cost is told")
    func stops() async {
        struct StillClock: BatchInference.Clock {
            var now: Timestamp
            func sleep(seconds: Double) async throws {}
        }
        var stop = StopWatch(name: "t", limits: StopLimits(seconds: 60, cost: 99))
        #expect(Self.names(stop.start(at: Self.start)) == ["stop"])
        var calls = 0
        let denied = AWSFailure.service(
            ServiceError(
                operation: StopTransformJobRequest.operation, code: "AccessDeniedException", message: "no",
                httpStatus: 403, requestID: nil))
        func take(at seconds: Double, refusing: Bool = false, _ status: TransformJobStatus = .inProgress) async
            -> [WatchEvent.Kind]
        {
            let snapshot = Self.snapshot(status, at: seconds)
            return await stop.take(
                snapshot, background: RunBackground(price: .unknown(reason: "denied")),
                clock: StillClock(now: snapshot.readAt)
            ) {
                calls += 1
                if refusing { throw denied }
            }.map(\.kind)
        }
        #expect(
            await take(at: 210) == [
                .stop(.blind(StopLimits(seconds: 60, cost: 99), reason: "the cost is unknown: denied"))
            ])
        #expect(await take(at: 220).isEmpty)
        let refused = await take(at: 261, refusing: true)
        #expect(refused.count == 2 && calls == 1)
        #expect(await take(at: 265).isEmpty && calls == 1)
        #expect(await take(at: 275) == [.stop(.requested)])
        #expect(await take(at: 290).isEmpty && calls == 2)
        #expect(stop.stopped != nil && !stop.isArmed)
    }

    @Test("a completed transform with inputs without an output has failed, unless that is allowed or can't be told")
    func missingOutputs() throws {
        let output = CommandOutput(
            isTerminal: false, isErrorTerminal: false, usesColor: false, isASCII: false, writeResult: { _ in },
            writeError: { _ in })
        func end(_ outputs: OutputProgress?, allowing: Bool = false) -> String? {
            var snapshot = TransformSnapshot(name: "t", readAt: Timestamp(secondsSinceEpoch: 0))
            var overview = TransformOverview(
                TransformJobSummary(
                    transformJobName: "t", transformJobArn: "arn", creationTime: Timestamp(secondsSinceEpoch: 0),
                    transformJobStatus: .completed))
            overview.output = "s3://demo/out/"
            (snapshot.overview, snapshot.outputs) = (overview, outputs)
            do {
                try TransformFollower.conclude(snapshot, allowsMissing: allowing, output: output)
                return nil
            } catch {
                return (error as? CommandFailure)?.problem
            }
        }
        let lacking = OutputProgress(inputObjects: 6, inputBytes: 1, outputObjects: 4, outputBytes: 1)
        #expect(end(lacking) == "t completed, but 2 of 6 inputs have no output of this run")
        #expect(end(lacking, allowing: true) == nil)
        var unknown = lacking
        unknown.isComplete = false
        #expect(end(unknown) == nil && end(nil) == nil)
        unknown = lacking
        unknown.outputsOfUnknownRun = 1
        #expect(end(unknown) == nil)
        #expect(end(OutputProgress(inputObjects: 6, inputBytes: 1, outputObjects: 6, outputBytes: 1)) == nil)
        #expect(end(OutputProgress(inputObjects: 2, inputBytes: 1, outputObjects: 0, outputBytes: 0)) != nil)
    }

    @Test("progress is drawn over in place, kept below printed lines, and taken away")
    func progressLine() {
        let written = Mutex("")
        let output = CommandOutput(
            isTerminal: true, isErrorTerminal: true, usesColor: false, isASCII: true, writeResult: { _ in },
            writeError: { text in written.withLock { $0 += text } })
        let progress = ProgressLine(output, columns: { 10 })
        progress.show("a long text of progress")
        progress.printing { output.note("line") }
        progress.clear()
        let text = written.withLock { $0 }
        let start = "\r\u{1B}[K"
        let parts = text.split(separator: start, omittingEmptySubsequences: true)
        #expect(parts.count == 2)
        #expect(parts.first?.count == 9)
        #expect(parts.last?.hasPrefix("line\n") == true)
        #expect(text.hasSuffix(start))
    }

    @Test("without a terminal no progress is drawn")
    func noProgress() {
        let written = Mutex("")
        let output = CommandOutput(
            isTerminal: false, isErrorTerminal: false, usesColor: false, isASCII: true, writeResult: { _ in },
            writeError: { text in written.withLock { $0 += text } })
        let progress = ProgressLine(output, columns: { 80 })
        progress.show("progress")
        progress.printing { output.note("line") }
        progress.clear()
        #expect(written.withLock { $0 } == "line\n")
    }
}
