import AWSOperations
import Foundation
import Predictions
import PythonOracle
import Testing

@testable import BatchInference

/// Generated outputs through the summarizer and the exporter: every cell and every count is that of pandas.
@Suite("Outputs with all that makes them hard to read come out cell by cell, in every format and every figure")
struct GeneratedOutputsTests {
    private struct Situation: Decodable {
        struct Object: Decodable {
            var name: String
            var input: Data
            var output: Data
        }

        struct Statistics: Decodable {
            struct Numbers: Decodable {
                var count: Int
                var minimum: Double
                var maximum: Double
                var mean: Double
                var quantiles: [Double]
            }

            var missing: Int
            var distinct: Int
            var labels: [String]
            var counts: [Int]
            var numbers: Numbers?
        }

        var seed: Int
        var accept: String
        var isPacked: Bool
        var isJoined: Bool
        var responses: [String]
        var objects: [Object]
        var columns: [String?]
        var rows: [[String]]
        var inputColumns: Int
        var inputs: [[String]]
        var statistics: [Statistics]
    }

    private static let program = String(
        decoding: FileManager.default.contents(
            atPath: URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
                path: "../../GeneratedOutputs/situations.py"
            ).path) ?? Data(), as: UTF8.self)

    private struct Memory: RowSink {
        var bytes: [UInt8] = []
        /// Nil like a pipe, which can't take back.
        var mark: Int?

        mutating func write(_ more: [UInt8]) { bytes += more }
        mutating func takeBack(to mark: Int) { bytes.removeLast(bytes.count - mark) }
    }

    /// Rows as JSON lines have them, texts and numbers as they are written.
    private static let reading = """
        import csv, io, json, sys
        csv.field_size_limit(1 << 30)
        q = json.load(sys.stdin)
        class Digits(str): pass
        def text(v):
            if isinstance(v, Digits): return v
            if isinstance(v, list): return "[" + ", ".join(map(text, v)) + "]"
            if isinstance(v, dict): return "{" + ", ".join(text(k) + ": " + text(w) for k, w in v.items()) + "}"
            return json.dumps(v, ensure_ascii=False)
        def value(v): return "" if v is None else v if isinstance(v, str) else text(v)
        lines = [json.loads(l, parse_float=Digits, parse_int=Digits) for l in q["jsonl"].split("\\n")[:-1]]
        json.dump([list(csv.reader(io.StringIO(q["csv"], newline=""))),
            list(csv.reader(io.StringIO(q["tsv"], newline=""), "excel-tab")),
            [list(l) for l in lines[:1]] + [[value(v) for v in l.values()] for l in lines]], sys.stdout)
        """

    @Test("as pandas reads them", arguments: [0, 40])
    func exact(first: Int) async throws {
        let situations: [Situation] = try await PythonOracle.answer(
            Self.program, arguments: ["\(first)", "\(first + 15)"])
        try #require(situations.count == 15)
        for situation in situations { try await check(situation) }
    }

    private func check(_ situation: Situation) async throws {
        let storage = FakeObservations()
        storage.change { state in
            for object in situation.objects {
                state.objects[S3Location(bucket: "demo", key: "in/\(object.name)")] = Array(object.input)
                state.objects[S3Location(bucket: "demo", key: "out/\(object.name).out")] = Array(object.output)
            }
        }
        var job = Samples.transform(accept: situation.accept, compression: situation.isPacked ? .gzip : nil)
        if situation.isJoined { job.dataProcessing = DataProcessing(joinSource: .input) }
        let names = ColumnNames(responses: situation.responses, joinsInput: situation.isJoined)
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        let exporter = OutputExporter(storage: storage, job: job, names: names)
        for isBeside in situation.inputColumns > 0 ? [false, true] : [false] {
            let titles = (isBeside ? Array(repeating: nil, count: situation.inputColumns) : []) + situation.columns
            var expected = situation.rows
            if isBeside { expected = zip(situation.inputs, situation.rows).map { $0 + $1 } }
            if !situation.rows.isEmpty { expected.insert(RowWriter(.csv, columns: titles).columns, at: 0) }
            var texts: [String: String] = [:]
            for format in RowWriter.Format.allCases {
                var request = OutputExporter.Request()
                (request.format, request.isJoined) = (format, isBeside)
                var sink = Memory()
                let outcome = try await exporter.export(request, of: listing, to: &sink) { _ in }
                #expect(outcome.shortfalls.isEmpty && outcome.flaws.isEmpty, "\(situation.seed)")
                #expect(outcome.rows == situation.rows.count, "\(situation.seed)")
                texts[format.rawValue] = String(decoding: sink.bytes, as: UTF8.self)
            }
            let answers: [[[String]]] = try await PythonOracle.answer(Self.reading, to: texts)
            for (place, answer) in answers.enumerated() {
                // JSON lines have types: where a column holds nothing else, true and what is no number are no texts.
                func bytes(_ rows: [[String]]) -> [[[UInt8]]] {
                    rows.map { $0.map { Array((place < 2 ? $0 : Self.untyped($0)).utf8) } }
                }
                #expect(
                    bytes(answer) == bytes(expected),
                    "situation \(situation.seed), beside: \(isBeside)")
            }
        }
        let summary = try await OutputSummarizer(storage: storage, job: job, names: names)
            .summary(of: .init(), in: listing) { _ in }
        #expect(summary.rows == situation.rows.count && summary.shortfalls.isEmpty && summary.flaws.isEmpty)
        try #require(summary.columns.count == situation.statistics.count, "\(situation.seed)")
        for (column, expected) in zip(summary.columns, situation.statistics) {
            try compare(column, expected, "column \(column.place.number) of situation \(situation.seed)")
        }
    }

    private static func untyped(_ cell: String) -> String {
        switch cell {
        case "True", "true": "true"
        case "NaN", "nan": ""
        default: cell
        }
    }

    private func compare(
        _ column: OutputSummary.Column, _ expected: Situation.Statistics, _ what: Comment
    ) throws {
        let statistics = column.statistics
        #expect(statistics.missing == expected.missing && statistics.distinct.count <= expected.distinct, what)
        if statistics.hasAllValues {
            #expect(statistics.distinct.count == expected.distinct, what)
            // One that is too long to keep is shown by its beginning.
            let labels = statistics.labels().filter { $0.label.unicodeScalars.count < 1000 && $0.label.last != "…" }
            let counts = Dictionary(labels.map { (Array($0.label.utf8), $0.count) }, uniquingKeysWith: +)
            // By their bytes: texts that look alike are two.
            let wanted = Dictionary(
                zip(expected.labels.map { Array($0.utf8) }, expected.counts), uniquingKeysWith: +)
            #expect(counts == wanted, what)
        }
        let numbers = statistics.numbers
        #expect((numbers == nil) == (expected.numbers == nil), what)
        guard let numbers, let expected = expected.numbers else { return }
        #expect(numbers.count == expected.count, what)
        #expect(numbers.minimum == expected.minimum && numbers.maximum == expected.maximum, what)
        #expect(abs(numbers.mean - expected.mean) <= 1e-9 * max(abs(expected.mean), 1), what)
        for (share, quantile) in zip([0.01, 0.25, 0.5, 0.75, 0.99], expected.quantiles) {
            #expect(abs(numbers.quantile(share).value - quantile) <= 1e-9 * max(abs(quantile), 1), what)
        }
    }
}
