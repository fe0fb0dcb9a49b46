import AWSOperations
import Predictions
import Testing

@testable import BatchInference

@Suite("Text that can't be read as it is meant is counted, and named by its object")
struct FlawedObjectTests {
    private let storage = FakeObservations()
    private let job = Samples.transform()
    private let names = ColumnNames(responses: ["predicted_label", "probability"])

    private struct Memory: RowSink {
        var bytes: [UInt8] = []
        var mark: Int? { bytes.count }
        mutating func write(_ more: [UInt8]) { bytes += more }
        mutating func takeBack(to mark: Int) { bytes.removeLast(bytes.count - mark) }
    }

    private func put(_ uri: String, _ bytes: [UInt8]) {
        guard let location = S3Location(uri) else { return }
        storage.change { $0.objects[location] = bytes }
    }

    private func fill() async throws -> OutputListing {
        storage.put("s3://demo/in/a.csv", "x,1\ny,2\n")
        put("s3://demo/out/a.csv.out", Array("A,0.5\nB".utf8) + [0xE9, 0xFF] + Array(",0.6\n".utf8))
        storage.put("s3://demo/in/b.csv", "x,\"1\ny,2\n")
        storage.put("s3://demo/out/b.csv.out", "A,0.5\nB,0.6\n")
        storage.put("s3://demo/in/c.csv", "x,1\ny,2\n")
        storage.put("s3://demo/out/c.csv.out", "A,0.5\n\"B,0.6\n")
        storage.put("s3://demo/in/d.csv", "x,1\n")
        storage.put("s3://demo/out/d.csv.out", "A,\"0.5\"\n")
        return try await OutputListingLoader(storage: storage).listing(of: job)
    }

    @Test("in a summary, of one column and of rows beside their inputs")
    func summaries() async throws {
        let listing = try await fill()
        let summarizer = OutputSummarizer(storage: storage, job: job, names: names)
        let plain = try await summarizer.summary(of: .init(), in: listing) { _ in }
        #expect(plain.rows == 7 && plain.shortfalls.isEmpty)
        #expect(
            plain.flaws.lines == [
                "s3://demo/out/a.csv.out: 2 bytes aren't UTF-8, the first at byte 8",
                "s3://demo/out/c.csv.out: a quote in row 2 never closes",
            ])
        var request = OutputSummarizer.Request()
        request.groupedBy = ColumnReference("1")
        let grouped = try await summarizer.summary(of: request, in: listing) { _ in }
        #expect(
            grouped.flaws.lines == [
                "s3://demo/out/a.csv.out: 2 bytes aren't UTF-8, the first at byte 8",
                "s3://demo/in/b.csv: a quote in row 1 never closes",
                "s3://demo/out/c.csv.out: a quote in row 2 never closes",
            ])
    }

    @Test("in a table, whose CSV has the bytes as they are")
    func tables() async throws {
        let listing = try await fill()
        var sink = Memory()
        let outcome = try await OutputExporter(storage: storage, job: job, names: names)
            .export(.init(), of: listing, to: &sink) { _ in }
        #expect(outcome.flaws.count == 2 && outcome.shortfalls.isEmpty && outcome.rows == 7)
        #expect(sink.bytes.starts(with: Array("predicted_label,probability\nA,0.5\nB".utf8) + [0xE9, 0xFF, 0x2C]))
    }

    @Test("in a preview and where rows are counted")
    func previews() async throws {
        let listing = try await fill()
        let loader = PredictionLoader(storage: storage, job: job)
        var notes: [[String]] = []
        for row in listing.rows { notes.append(try await loader.preview(of: row, in: listing, names: names).notes) }
        #expect(
            notes == [
                ["the output: 2 bytes aren't UTF-8, the first at byte 8"], ["the input: a quote in row 1 never closes"],
                ["the output: a quote in row 2 never closes"], [],
            ])
    }
}
