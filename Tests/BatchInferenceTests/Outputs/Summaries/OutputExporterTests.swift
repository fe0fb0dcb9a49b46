import AWSOperations
import Predictions
import PythonOracle
import SeededNumbers
import Testing

@testable import BatchInference

@Suite("Predictions taken along as one table hold every cell that pandas reads")
struct OutputExporterTests {
    private let storage = FakeObservations()

    private let job = Samples.transform()

    private let names = ColumnNames(
        features: [.init("island"), .init("bill")], trained: [.init("island"), .init("bill"), .init("species")],
        responses: ["predicted_label", "probability"])

    /// A sink in memory; one that can't take back is like a pipe.
    private struct Memory: RowSink {
        var bytes: [UInt8] = []
        var canTakeBack = true

        var mark: Int? { canTakeBack ? bytes.count : nil }
        mutating func write(_ more: [UInt8]) { bytes += more }
        mutating func takeBack(to mark: Int) { bytes.removeLast(bytes.count - mark) }
        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    private func export(
        canTakeBack: Bool = true, _ change: (inout OutputExporter.Request) throws -> Void
    ) async throws -> (text: String, outcome: OutputExporter.Outcome) {
        var request = OutputExporter.Request()
        try change(&request)
        var sink = Memory(canTakeBack: canTakeBack)
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        let outcome = try await OutputExporter(storage: storage, job: job, names: names)
            .export(request, of: listing, to: &sink) { _ in }
        return (sink.text, outcome)
    }

    private struct Question: Codable {
        var inputs: [String]
        var outputs: [String]
        var csv: String
        var tsv: String
        var jsonLines: String
    }

    private static let program = """
        import io, json, sys, pandas as pd
        q = json.load(sys.stdin)
        def read(t, **k): return pd.read_csv(io.StringIO(t, newline=""), dtype=str, keep_default_na=False, **k)
        out = pd.concat([read(t, header=None, names=["predicted_label", "probability"]) for t in q["outputs"]])
        given = pd.concat([read(t, header=None, names=["island", "bill"]) for t in q["inputs"]])
        both = pd.concat([given.reset_index(drop=True), out.reset_index(drop=True)], axis=1)
        def same(found): return list(found.columns) == list(both.columns) and found.values.tolist() == both.values.tolist()
        lines = [json.loads(l, parse_float=str, parse_int=str) for l in q["jsonLines"].split("\\n")[:-1]]
        text = pd.DataFrame([{k: "" if v is None else v for k, v in l.items()} for l in lines])
        json.dump([same(read(q["csv"])), same(read(q["tsv"], sep="\\t")), same(text)], sys.stdout)
        """

    @Test("joined tables in all formats")
    func joined() async throws {
        var random = SeededRandom(seed: 5)
        let words = [
            "Biscoe", "Dream, or so", "Tor\"gersen", "Ö\u{2028}land", "", "tab\there", " space ",
            "long " + String(repeating: "x", count: 90_000),
        ]
        func quoted(_ text: String) -> String {
            text.contains { $0 == "," || $0 == "\"" } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
        }
        var (inputs, outputs): ([String], [String]) = ([], [])
        for object in 0..<4 {
            let end = object % 2 == 0 ? "\n" : "\r\n"
            var (input, output): ([String], [String]) = ([], [])
            for _ in 0..<Int.random(in: 1...300, using: &random) {
                let word = quoted(words.dropLast(object == 2 ? 0 : 1).randomElement(using: &random) ?? "")
                input.append("\(word),\(Int.random(in: 30...60, using: &random))")
                output.append(
                    "\(quoted(words.prefix(7).randomElement(using: &random) ?? "")),0.\(Int.random(in: 1...9999, using: &random))1"
                )
            }
            inputs.append(input.joined(separator: end) + (object == 3 ? "" : end))
            outputs.append(output.joined(separator: end) + (object == 3 ? "" : end))
            storage.put("s3://demo/in/\(object).csv", inputs[object])
            storage.put("s3://demo/out/\(object).csv.out", outputs[object])
        }
        var texts: [RowWriter.Format: String] = [:]
        for format in RowWriter.Format.allCases {
            let (text, outcome) = try await export {
                $0.format = format
                $0.isJoined = true
            }
            #expect(outcome.shortfalls.isEmpty && outcome.objectsWritten == 4)
            texts[format] = text
        }
        let equal: [Bool] = try await PythonOracle.answer(
            Self.program,
            to: Question(
                inputs: inputs, outputs: outputs, csv: texts[.csv] ?? "", tsv: texts[.tsv] ?? "",
                jsonLines: texts[.jsonLines] ?? ""))
        #expect(equal == [true, true, true])
    }

    @Test(
        "an object whose counts differ is refused with both, and nothing of it stays in the table",
        arguments: [true, false])
    func refused(canTakeBack: Bool) async throws {
        storage.put("s3://demo/in/a.csv", "x,1\ny,2\nz,3\n")
        storage.put("s3://demo/out/a.csv.out", "A,0.5\nB,0.6\n")
        storage.put("s3://demo/in/b.csv", "x,1\ny,2\n")
        storage.put("s3://demo/out/b.csv.out", "A,0.5\nB,0.6\n")
        let (text, outcome) = try await export(canTakeBack: canTakeBack) { $0.isJoined = true }
        #expect(text == "island,bill,predicted_label,probability\nx,1,A,0.5\ny,2,B,0.6\n")
        #expect(outcome.rows == 2 && outcome.objectsWritten == 1)
        #expect(outcome.shortfalls.count == 1)
        #expect(outcome.shortfalls[0].problem.contains("a.csv.out can't be put beside its input"))
        #expect(outcome.shortfalls[0].problem.contains("(3 records, 2 predictions)"))
        let alone = try await export(canTakeBack: canTakeBack) { _ in }
        #expect(alone.outcome.rows == 4 && alone.outcome.shortfalls.isEmpty, "predictions alone need no pairs")
    }

    @Test("columns and rows are picked, by the input's as well, and a row that doesn't fit is left out")
    func picked() async throws {
        storage.put("s3://demo/in/a.csv", "x,1\ny,2\n")
        storage.put("s3://demo/out/a.csv.out", "A,0.5\nB,0.6\n")
        let found = try await export {
            $0.columns = [ColumnReference("bill"), ColumnReference("predicted_label")]
            $0.conditions = [try RowCondition("probability > 0.55")]
        }
        #expect(found.text == "bill,predicted_label\n2,B\n")
        storage.put("s3://demo/out/a.csv.out", String(repeating: "A,0.5\n", count: 60) + "B,0.6,7\n")
        let ragged = try await export { _ in }
        #expect(ragged.outcome.rows == 60 && ragged.outcome.objectsWritten == 1)
        #expect(
            ragged.outcome.shortfalls.map(\.problem) == [
                "s3://demo/out/a.csv.out: 1 row is left out: row 61 has 3 values, and the first rows 2"
            ])
    }

    @Test("blank lines that are records don't bring rows twice where nothing can be taken back")
    func blankRecords() async throws {
        // So much that the first rows are out long before the counts tell that blank lines are records.
        let count = 40_000
        let inputs = (0..<count).map { $0 % 9000 == 7 ? "" : "x,\($0)" }
        storage.put("s3://demo/in/a.csv", inputs.joined(separator: "\n") + "\n")
        storage.put("s3://demo/out/a.csv.out", (0..<count).map { "A,\($0)\n" }.joined())
        let expected = zip(0..., inputs).map { "\($1.isEmpty ? "," : $1),A,\($0)\n" }.joined()
        for canTakeBack in [true, false] {
            let (text, outcome) = try await export(canTakeBack: canTakeBack) { $0.isJoined = true }
            #expect(outcome.rows == count && outcome.shortfalls.isEmpty)
            #expect(text == "island,bill,predicted_label,probability\n" + expected)
        }
    }

    @Test("small objects are read once, and their inputs where they're asked for alone")
    func requests() async throws {
        for number in 0..<30 {
            storage.put("s3://demo/in/\(number).csv", "x,\(number)\n")
            storage.put("s3://demo/out/\(number).csv.out", "A,0.\(number)\n")
        }
        func reads(_ change: (inout OutputExporter.Request) throws -> Void) async throws -> Int {
            storage.change { $0.calls = [] }
            let (text, outcome) = try await export(canTakeBack: false, change)
            #expect(outcome.rows == 30 && text.split(separator: "\n").count == 31)
            return storage.state.withLock { $0.calls.count { $0 == "GetObject" } }
        }
        #expect(try await reads { _ in } == 30)
        #expect(try await reads { $0.columns = [ColumnReference("probability")] } == 30)
        #expect(try await reads { $0.isJoined = true } == 60)
        #expect(try await reads { $0.columns = [ColumnReference("bill")] } == 60)
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        storage.change { $0.calls = [] }
        let summary = try await OutputSummarizer(storage: storage, job: job, names: names)
            .summary(of: .init(), in: listing) { _ in }
        #expect(summary.rows == 30)
        #expect(storage.state.withLock { $0.calls } == Array(repeating: "GetObject", count: 30))
    }

    @Test("records without a single prediction are named, and an empty list of them keeps no other output out")
    func emptyOutputs() async throws {
        storage.put("s3://demo/in/a.csv", "x,1\n")
        storage.put("s3://demo/out/a.csv.out", "")
        storage.put("s3://demo/in/b.csv", "")
        storage.put("s3://demo/out/b.csv.out", "")
        storage.put("s3://demo/in/c.csv", "y,2\n")
        storage.put("s3://demo/out/c.csv.out", "A,0.5\n")
        let (text, outcome) = try await export { $0.isJoined = true }
        #expect(text == "island,bill,predicted_label,probability\ny,2,A,0.5\n")
        #expect(outcome.shortfalls.count == 1 && outcome.shortfalls[0].missing.contains("out/a.csv.out"))
        #expect(try await export { _ in }.outcome.shortfalls.isEmpty, "no prediction is missing from a table of them")
        var whole = job
        whole.transformInput.splitType = SplitType.none
        var pipe = Memory()
        var request = OutputExporter.Request()
        request.isJoined = true
        let found = try await OutputListingLoader(storage: storage).listing(of: whole)
        let unsplit = try await OutputExporter(storage: storage, job: whole, names: names)
            .export(request, of: found, to: &pipe) { _ in }
        #expect(unsplit.shortfalls.map(\.missing).contains { $0.contains("out/a.csv.out") })
        storage.put("s3://demo/out/a.csv.out", "[]")
        storage.put("s3://demo/out/c.csv.out", "[{\"p\": 1}, {\"p\": 2}]")
        var job = job
        job.transformOutput?.accept = "application/json"
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        var sink = Memory()
        let lists = try await OutputExporter(storage: storage, job: job, names: ColumnNames())
            .export(.init(), of: listing, to: &sink) { _ in }
        #expect(lists.rows == 2 && lists.shortfalls.isEmpty && sink.text == "p\n1\n2\n")
    }

    @Test("nothing of a refused object is written where nothing was out yet", arguments: [true, false])
    func nothing(canTakeBack: Bool) async throws {
        storage.put("s3://demo/in/a.csv", "x,1\n")
        storage.put("s3://demo/out/a.csv.out", "A,0.5\nB,0.6\n")
        let differing = try await export(canTakeBack: canTakeBack) { $0.isJoined = true }
        #expect(differing.text.isEmpty && differing.outcome.shortfalls.count == 1)
    }

    @Test("wide rows of JSON come out whole, and wider ones than can be read are left out", arguments: [9000, 10_001])
    func wideJSON(width: Int) async throws {
        let members = (0..<width).map { "\"c\($0)\": \($0)" }.joined(separator: ", ")
        storage.put("s3://demo/in/a.csv", "x,1\n")
        storage.put("s3://demo/out/a.csv.out", "{\(members)}\n")
        let (text, outcome) = try await export { _ in }
        if width <= 10_000 {
            #expect(outcome.shortfalls.isEmpty)
            #expect(text.split(separator: "\n").last ?? "" == (0..<width).map(String.init).joined(separator: ","))
        } else {
            #expect(
                outcome.rows == 0
                    && outcome.shortfalls.map(\.problem).first?.hasSuffix("is too long to be read whole") == true)
        }
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        let preview = try await PredictionLoader(storage: storage, job: job, limits: .command).preview(
            of: listing.rows[0], in: listing, names: names)
        #expect(preview.predicted.titles.count == min(width, 10_000))
        #expect(preview.notes == (width <= 10_000 ? [] : ["1 output row is too long and cut"]))
    }

    private struct TypedQuestion: Codable {
        var json: String
        var csv: String
        var fromJSON: String
        var fromCSV: String
    }

    private static let typedProgram = """
        import io, json, math, sys, pandas as pd
        q = json.load(sys.stdin)
        def lines(t): return [json.loads(l, parse_constant=lambda c: 1/0) for l in t.split("\\n")[:-1]]
        def flat(v, name=""):
            out = {}
            for k, w in v.items():
                k = f"{name}.{k}" if name else k
                if isinstance(w, dict) and w: out.update(flat(w, k))
                else: out[k] = w
            return out
        def plain(v):
            if isinstance(v, float) and math.isnan(v): return None
            if isinstance(v, float) and math.isinf(v): return "Infinity" if v > 0 else "-Infinity"
            if isinstance(v, list): return [plain(w) for w in v]
            return v
        told = [flat(json.loads(l)) for l in q["json"].split("\\n")[:-1]]
        names = []
        for v in told: names += [k for k in v if k not in names]
        want = [{k: plain(v.get(k)) for k in names} for v in told]
        # Equal with their types: True isn't 1, and 1 isn't 1.0.
        answers = [repr(lines(q["fromJSON"])) == repr(want)]
        frame = pd.read_csv(io.StringIO(q["csv"]), header=None, names=["count", "share", "label", "flag", "mixed", "empty"], dtype={"mixed": str})
        want = lines(frame.to_json(orient="records", lines=True, double_precision=15))
        found = lines(q["fromCSV"])
        answers.append(all({k: v for k, v in a.items() if k != "id"} == b for a, b in zip(found, want)) and len(found) == len(want))
        answers.append(all(type(a[k]) is type(b[k]) for a, b in zip(found, want) for k in ("count", "label", "flag", "mixed", "empty")))
        json.dump(answers, sys.stdout)
        """

    @Test("JSON lines keep the types of JSON, and have those of pandas for CSV, with every digit")
    func types() async throws {
        let records = [
            #"{"a": 1, "b": "1", "c": true, "d": null, "e": [1, "x", null], "f": {"g": 0.5, "h": "NaN"}, "i": ""}"#,
            #"{"a": 1.0, "b": "true", "c": false, "e": [], "f": {}, "i": "null", "n": NaN, "o": -Infinity}"#,
            #"{"a": 1152921504606846977, "b": "[1]", "c": "no", "d": 1e5, "e": [NaN, Infinity], "j": "Ö\u2028\"\\"}"#,
            #"{"a": 12345678901234567890123, "b": "00123", "c": null, "d": -0.0, "f": {"g": "0.5"}}"#,
        ]
        let json = records.joined(separator: "\n") + "\n"
        storage.put("s3://demo/out/a.csv.out", json)
        let job = Samples.transform(accept: "application/jsonlines")
        func lines(_ names: ColumnNames, _ job: DescribeTransformJobResponse) async throws -> String {
            var request = OutputExporter.Request()
            request.format = .jsonLines
            var sink = Memory()
            let listing = try await OutputListingLoader(storage: storage).listing(of: job)
            let outcome = try await OutputExporter(storage: storage, job: job, names: names)
                .export(request, of: listing, to: &sink) { _ in }
            #expect(outcome.shortfalls.isEmpty)
            return sink.text
        }
        let fromJSON = try await lines(ColumnNames(), job)
        let csv = [
            "12,0.25,Adelie,True,1,", "7,1e-3,Gentoo,False,x,", "-3,nan,1,True,2.50,",
            "1152921504606846976,+.5,True,False,,",
        ].map { $0 + "\n" }.joined()
        storage.put("s3://demo/out/a.csv.out", csv)
        let named = ColumnNames(responses: ["count", "share", "label", "flag", "mixed", "empty"])
        let fromCSV = try await lines(named, Samples.transform())
        let equal: [Bool] = try await PythonOracle.answer(
            Self.typedProgram, to: TypedQuestion(json: json, csv: csv, fromJSON: fromJSON, fromCSV: fromCSV))
        #expect(equal == [true, true, true], "\(fromJSON)\(fromCSV)")
        // What pandas would lose.
        storage.put("s3://demo/out/a.csv.out", "00123,1.50\n12345,2\n0,12345678901234567890.25\n")
        let digits = try await lines(ColumnNames(responses: ["id", "share"]), Samples.transform())
        #expect(
            digits
                == #"{"id": "00123", "share": 1.50}"# + "\n" + #"{"id": "12345", "share": 2}"# + "\n"
                + #"{"id": "0", "share": 12345678901234567890.25}"# + "\n")
    }

    @Test("blank lines at the same places of both sides leave no doubt, and at others they do")
    func alignedBlankLines() async throws {
        storage.put("s3://demo/in/a.csv", "x,1\n\ny,2\n\n")
        storage.put("s3://demo/out/a.csv.out", "A,0.5\n\nB,0.6\n\n")
        let same = try await export { $0.isJoined = true }
        #expect(same.text == "island,bill,predicted_label,probability\nx,1,A,0.5\ny,2,B,0.6\n")
        storage.put("s3://demo/out/a.csv.out", "A,0.5\nB,0.6\n\n\n")
        let other = try await export { $0.isJoined = true }
        #expect(other.text.isEmpty && other.outcome.shortfalls.first?.problem.contains("blank lines") == true)
    }

    @Test("an input is unpacked whatever kind of compression the job names", arguments: ["Gzip", "Bzip2"])
    func packedInput(kind: String) async throws {
        // bzip2 of the two records.
        let bytes: [UInt8] = [
            66, 90, 104, 57, 49, 65, 89, 38, 83, 89, 254, 55, 32, 18, 0, 0, 3, 88, 128, 0, 16, 0, 4, 48, 0, 0, 96, 32,
            0, 33, 147, 26, 131, 0, 183, 2, 23, 139, 185, 34, 156, 40, 72, 127, 27, 144, 9, 0,
        ]
        storage.change { $0.objects[S3Location(bucket: "demo", key: "in/a.csv.bz2")] = bytes }
        storage.put("s3://demo/out/a.csv.bz2.out", "A,0.5\nB,0.6\n")
        let job = Samples.transform(compression: CompressionType(rawValue: kind))
        var request = OutputExporter.Request()
        request.isJoined = true
        var sink = Memory()
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        let outcome = try await OutputExporter(storage: storage, job: job, names: names)
            .export(request, of: listing, to: &sink) { _ in }
        #expect(outcome.shortfalls.isEmpty)
        #expect(sink.text == "island,bill,predicted_label,probability\nx,1,A,0.5\ny,2,B,0.6\n")
    }
}
