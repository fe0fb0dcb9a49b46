import AWSOperations
import Predictions
import Testing

@testable import BatchInference

@Suite("A row that isn't like the first ones is told, and hides no other")
struct OddRowsTests {
    private let storage = FakeObservations()
    private let job = Samples.transform()
    private let names = ColumnNames(
        features: [.init("island"), .init("bill")], trained: [.init("island"), .init("bill"), .init("species")],
        responses: ["predicted_label", "probability"])

    private struct Memory: RowSink {
        var bytes: [UInt8] = []
        var mark: Int? { bytes.count }
        mutating func write(_ more: [UInt8]) { bytes += more }
        mutating func takeBack(to mark: Int) { bytes.removeLast(bytes.count - mark) }
        var lines: [Substring] { String(decoding: bytes, as: UTF8.self).split(separator: "\n") }
    }

    private func put(_ lines: [String]) {
        storage.put("s3://demo/in/a.csv", String(repeating: "x,1\n", count: lines.count))
        storage.put("s3://demo/out/a.csv.out", lines.map { $0 + "\n" }.joined())
    }

    private func flaws(_ change: (inout OutputSummarizer.Request) throws -> Void) async throws -> [String] {
        var request = OutputSummarizer.Request()
        try change(&request)
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        let summary = try await OutputSummarizer(storage: storage, job: job, names: names)
            .summary(of: request, in: listing) { _ in }
        #expect(summary.shortfalls.isEmpty)
        return summary.flaws.lines
    }

    private func export(
        _ change: (inout OutputExporter.Request) throws -> Void
    ) async throws -> (lines: [Substring], outcome: OutputExporter.Outcome) {
        var request = OutputExporter.Request()
        try change(&request)
        var sink = Memory()
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        let outcome = try await OutputExporter(storage: storage, job: job, names: names)
            .export(request, of: listing, to: &sink) { _ in }
        return (sink.lines, outcome)
    }

    /// What each way to summarize tells: fields where they stand, one and all; cells; rows; rows beside their inputs.
    private func allFlaws() async throws -> [[String]] {
        [
            try await flaws { _ in },
            try await flaws { $0.column = ColumnReference("predicted_label") },
            try await flaws { $0.column = ColumnReference("probability") },
            try await flaws { $0.groupedBy = ColumnReference("island") },
            try await flaws { $0.conditions = [try RowCondition("probability > 0")] },
            try await flaws { $0.conditions = [try RowCondition("bill = 1")] },
        ]
    }

    @Test("values beyond the columns of the first rows are counted, however a column is read")
    func wideRows() async throws {
        put(Array(repeating: "A,0.5", count: 150) + [#""B, b",0.6,"7, 8""#, "A,0.5", "C,0.7,8,9"])
        for found in try await allFlaws() {
            #expect(
                found == [
                    "s3://demo/out/a.csv.out: 2 rows, the first of them row 151, have values beyond the columns of the first rows, which are in no column"
                ])
        }
        let (lines, outcome) = try await export { _ in }
        #expect(lines.count == 152 && outcome.rows == 151)
        #expect(
            outcome.shortfalls.map(\.problem) == [
                "s3://demo/out/a.csv.out: 2 rows are left out: the first of them: row 151 has 3 values, and the first rows 2"
            ])
        let labels = try await export { $0.columns = [ColumnReference("predicted_label")] }
        #expect(labels.outcome.rows == 153 && labels.outcome.shortfalls.isEmpty)
        #expect(labels.outcome.flaws.lines.count == 1)
    }

    @Test("a row as wide as the first ones is no odd one")
    func evenRows() async throws {
        put(["A,0.5", #""A, b",0.5"#, "A", "A,"] + Array(repeating: "A,0.5", count: 200))
        for found in try await allFlaws() { #expect(found.isEmpty, "\(found)") }
    }

    @Test("a member that comes late and records that aren't JSON are told")
    func lateMembers() async throws {
        let usual = #"{"predicted_label": "A", "probability": 0.5}"#
        put(
            Array(repeating: usual, count: 150)
                + [#"{"predicted_label": "B", "probability": 0.6, "late": 1}"#, usual, "garbage", usual, "[1, 2]"])
        let found = try await flaws { _ in }
        #expect(
            found == [
                "s3://demo/out/a.csv.out: row 153 isn't JSON; 2 rows, the first of them row 151, have values beyond the columns of the first rows, which are in no column"
            ])
        let (lines, outcome) = try await export { _ in }
        #expect(lines.count == 153 && outcome.rows == 152)
        #expect(outcome.shortfalls.map(\.problem).first?.contains("3 rows are left out") == true)
        let labels = try await export { $0.columns = [ColumnReference("predicted_label")] }
        #expect(labels.outcome.rows == 154 && labels.outcome.shortfalls.count == 1)
    }

    @Test("the same columns in another order are the same columns")
    func otherOrder() async throws {
        storage.put("s3://demo/in/a.csv", "x,1\n")
        storage.put("s3://demo/out/a.csv.out", #"{"predicted_label": "A", "probability": 0.5}"# + "\n")
        storage.put("s3://demo/in/b.csv", "y,2\n")
        storage.put("s3://demo/out/b.csv.out", #"{"probability": 0.6, "predicted_label": "B"}"# + "\n")
        let (lines, outcome) = try await export { _ in }
        #expect(lines == ["predicted_label,probability", "A,0.5", "B,0.6"])
        #expect(outcome.shortfalls.isEmpty)
    }

    @Test("classes that are numbers name the columns of their probabilities")
    func numericClasses() async throws {
        put(Array(repeating: #"{"probabilities": [0.2, 0.8], "labels": [0, 1]}"#, count: 3))
        let (lines, _) = try await export { _ in }
        #expect(lines.first?.contains("probabilities") == false && lines.last == "0.2,0.8", "\(lines)")
    }

    @Test("rows of a forecast have the names of its header, wherever they are", arguments: [1, 4, 20])
    func forecast(first: Int) async throws {
        let rows = (1...24).map { "item,2025-01-\($0),\($0).5" }
        storage.put("s3://demo/in/a.csv", "item,2024\n")
        storage.put("s3://demo/out/a.csv.out", (["item_id,date,mean"] + rows).map { $0 + "\n" }.joined())
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        let loader = PredictionLoader(storage: storage, job: job, limits: .command)
        func predicted(_ window: RowWindow) async throws -> PredictionPreview {
            try await loader.preview(
                of: listing.rows[0], in: listing, names: ColumnNames(isForecast: true), window: window)
        }
        let range = try await predicted(.range(first - 1..<first + 2))
        #expect(range.predicted.titles == ["item_id", "date", "mean"])
        #expect(
            range.predicted.rows.map(\.cells)
                == rows[first - 1..<first + 2].map { $0.split(separator: ",").map(String.init) })
        #expect(range.output.table?.firstRow == first - 1)
        let tail = try await predicted(.last(first))
        #expect(tail.predicted.titles == ["item_id", "date", "mean"])
        #expect(tail.predicted.rows.map { $0.cells[1] } == (25 - first...24).map { "2025-01-\($0)" })
        let beyond = try await predicted(.range(22..<30))
        #expect(
            beyond.predicted.rows.count == 2 && beyond.notes.contains("the output ends at row 24"), "\(beyond.notes)")
        let all = try await predicted(.last(100))
        #expect(all.predicted.rows.count == 24 && all.predicted.titles == ["item_id", "date", "mean"])
    }
}
