import AWSOperations
import BatchInference
import Testing

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
        #expect(tail.refusedInvocations == 1)
    }
}
