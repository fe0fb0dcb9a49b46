import AWSOperations
import Testing

@testable import BatchInference

@Suite struct LogTailTests {
    private func line(_ time: Double, _ message: String, stream: String = "i-1") -> LogLine {
        LogLine(time: Timestamp(secondsSinceEpoch: time), stream: stream, message: message)
    }

    @Test func keepsTheNewestInTheOrderOfTheirTimes() {
        var tail = LogTail(capacity: 3)
        tail.append([line(1, "a"), line(3, "c")])
        tail.append([line(2, "b", stream: "late"), line(4, "d")])
        #expect(tail.lines.map(\.message) == ["b", "c", "d"])
        #expect(tail.lineCount == 4)
        #expect(tail.droppedCount == 1)
    }

    @Test func memoryIsBounded() {
        var tail = LogTail(capacity: 100)
        for round in 0..<500 { tail.append((0..<20).map { line(Double(round * 20 + $0), "x") }) }
        #expect(tail.lines.count == 100)
        #expect(tail.lineCount == 10_000)
    }

    @Test func batchesOfAPipelineAreCountedOncePerInstance() {
        let answered = "169.254.255.130 - - \"POST /invocations HTTP/1.1\" 200 9 \"-\" \"Go-http-client/1.1\""
        var tail = LogTail()
        tail.append([
            line(1, answered, stream: "i-1/container-1"), line(2, answered, stream: "i-1/container-1"),
            line(3, answered, stream: "i-1/container-2"), line(4, answered, stream: "i-2/container-1"),
            line(5, "\"POST /invocations HTTP/1.1\" 413 0", stream: "i-2/container-1"),
            line(6, "\"GET /ping HTTP/1.1\" 200", stream: "i-2/container-1"),
            line(7, "POST /invocations", stream: "i-2/container-1"),
        ])
        #expect(tail.invocations == 3)
    }
}

/// What tells causes stays, however much comes after it.
@Suite struct TellingLinesTests {
    private func line(_ time: Double, _ message: String, stream: String) -> LogLine {
        LogLine(time: Timestamp(secondsSinceEpoch: time), stream: stream, message: message)
    }

    private func diagnoses(of tail: LogTail) -> [Diagnosis] {
        Diagnosis.all(
            status: .failed, failureReason: "ClientError: See job logs for more information",
            logLines: tail.diagnosisLines, isLogCut: tail.hasMoreObjectLines, pings: tail.pings)
    }

    @Test func anObjectsFailureIsKnownBehindThousandsOfOtherLines() {
        var tail = LogTail(capacity: 2000)
        tail.append([
            line(1, "2026-01-01T00:00:00.000:[sagemaker logs]: bkt/in/a.csv: Message:", stream: "i-1/data-log"),
            line(1, "Expected number of columns is 7 but received 8", stream: "i-1/data-log"),
        ])
        for round in 0..<10 {
            tail.append((0..<1000).map { line(Double(2 + round * 1000 + $0), "chatter", stream: "i-1") })
        }
        let found = diagnoses(of: tail)
        #expect(found.map(\.id) == ["column-count"])
        #expect(found.first?.objects == ["s3://bkt/in/a.csv"])
    }

    @Test func aModelThatDidNotLoadIsKnownBehindItsPings() {
        var tail = LogTail(capacity: 2000)
        tail.append([line(1, "ModuleNotFoundError: No module named 'lightgbm'", stream: "i-1")])
        tail.append((0..<5000).map { line(Double(2 + $0), "\"GET /ping HTTP/1.1\" 404 0", stream: "i-1") })
        #expect(diagnoses(of: tail).map(\.id) == ["dependency"])
    }

    @Test func whatIsKeptOfObjectsIsBoundedAndSaysSo() {
        var tail = LogTail(capacity: 100)
        tail.append(
            (0..<5000).map {
                line(Double($0), "[sagemaker logs]: bkt/in/\($0).csv: ClientError: 415", stream: "i-1/data-log")
            })
        let found = diagnoses(of: tail)
        #expect(found.map(\.id) == ["content-type"])
        #expect(found.first?.cause.contains("and at least 1") == true)
        #expect(found.first.map { $0.objects.count <= 100 && $0.objectCount >= 1000 } == true)
    }

    /// The log's start lies outside what is kept, and so does the answer to the first health check.
    @Test func aContainerThatWasReadyIsNotBlamedForItsStart() {
        var tail = LogTail(capacity: 100)
        tail.append([
            line(1, "[crit] connect() to unix:/tmp/gunicorn.sock failed", stream: "i-1"),
            line(2, "\"GET /ping HTTP/1.1\" 200 0", stream: "i-1"),
        ])
        tail.append((0..<3000).map { line(Double(3 + $0), "chatter", stream: "i-1") })
        #expect(diagnoses(of: tail).map(\.id) == ["see-data-log"])
    }
}
