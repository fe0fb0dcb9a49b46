import AWSOperations
import BatchInference
import Synchronization
import Testing

@testable import flightdeck

@Suite("Following a transform")
struct TransformNewsTests {
    @Test("a source that stays stale is told once, and again after it had recovered")
    func stale() {
        var news = TransformNews()
        let source = StaleSource(
            source: .log, failure: .cancelled, lastGoodAt: nil, nextTryAt: Timestamp(secondsSinceEpoch: 9))
        var broken = TransformSnapshot(name: "t", readAt: Timestamp(secondsSinceEpoch: 0))
        broken.stale = [source]
        let well = TransformSnapshot(name: "t", readAt: Timestamp(secondsSinceEpoch: 0))
        #expect(news.take(broken).stale == [source])
        #expect(news.take(broken).stale.isEmpty)
        #expect(news.take(well).stale.isEmpty)
        #expect(news.take(broken).stale == [source])
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
