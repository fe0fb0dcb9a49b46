import AWSOperations
import ByteCompression
import Predictions
import PythonOracle
import SeededNumbers
import Testing

@testable import BatchInference

@Suite("All rows of all outputs are summarized, and figures are those of pandas")
struct OutputSummarizerTests {
    private let storage = FakeObservations()

    private func job(split: SplitType = .line, compression: CompressionType? = nil) -> DescribeTransformJobResponse {
        Samples.transform(split: split, compression: compression)
    }

    private let names = ColumnNames(
        features: [.init("island"), .init("bill")], trained: [.init("island"), .init("bill"), .init("species")],
        responses: ["predicted_label", "probability"])

    private func summary(
        _ change: (inout OutputSummarizer.Request) throws -> Void = { _ in }, job: DescribeTransformJobResponse? = nil
    ) async throws -> OutputSummary {
        let job = job ?? self.job()
        var request = OutputSummarizer.Request()
        try change(&request)
        let listing = try await OutputListingLoader(storage: storage).listing(of: job)
        return try await OutputSummarizer(storage: storage, job: job, names: names)
            .summary(of: request, in: listing) { _ in }
    }

    private struct Figures: Codable, Equatable {
        var labels: [String: Int]
        var groups: [String: [String: Int]]
        var minimum: Double
        var mean: Double
        var maximum: Double
        var quantiles: [Double]
        var rows: Int
        var missing: Int
        var sure: Int
        var least: [Double]
    }

    private static let program = """
        import io, json, sys, pandas as pd
        q = json.load(sys.stdin)
        def read(t, names): return pd.read_csv(io.StringIO(t), header=None, names=names, dtype=str, keep_default_na=False)
        out = pd.concat([read(t, ["label", "p"]) for t in q["outputs"]], ignore_index=True)
        given = pd.concat([read(t, ["island", "bill"]) for t in q["inputs"]], ignore_index=True)
        p = pd.to_numeric(out.p, errors="coerce")
        groups = {}
        for (island, label), n in out.groupby([given.island, out.label]).size().items():
            groups.setdefault(island, {})[label] = int(n)
        json.dump({"labels": {k: int(v) for k, v in out.label.value_counts().items()}, "groups": groups,
            "minimum": p.min(), "mean": p.mean(), "maximum": p.max(),
            "quantiles": [float(p.quantile(s)) for s in (0.01, 0.25, 0.5, 0.75, 0.99)],
            "rows": len(out), "missing": int((out.p == "").sum()), "sure": int((p > 0.75).sum()),
            "least": [float(v) for v in p.sort_values().head(5)]}, sys.stdout)
        """

    @Test("counts, quantiles and shares by an input column are those of pandas over several objects")
    func asPandas() async throws {
        var random = SeededRandom(seed: 11)
        let islands = ["Biscoe", "Dream, or so", "Tor\"gersen", "Ö\u{2028}land", ""]
        let labels = ["Adelie", "Gentoo", "Chin, strap", "\"q\""]
        func quoted(_ text: String) -> String {
            text.contains { $0 == "," || $0 == "\"" } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
        }
        var question: [String: [String]] = ["inputs": [], "outputs": []]
        for object in 0..<7 {
            let count = object == 3 ? 20_000 : Int.random(in: 1...400, using: &random)
            let end = object % 2 == 0 ? "\n" : "\r\n"
            var (input, output): ([String], [String]) = ([], [])
            for _ in 0..<count {
                input.append(
                    "\(quoted(islands.randomElement(using: &random) ?? "")),\(Int.random(in: 30...60, using: &random))")
                let p =
                    Int.random(in: 0..<30, using: &random) == 0 ? "" : "\(Double.random(in: 0.3...1, using: &random))"
                output.append("\(quoted(labels.randomElement(using: &random) ?? "")),\(p)")
            }
            let ending = object == 5 ? "" : end
            question["inputs"]?.append(input.joined(separator: end) + ending)
            question["outputs"]?.append(output.joined(separator: end) + ending)
        }
        for (index, text) in (question["inputs"] ?? []).enumerated() { storage.put("s3://demo/in/\(index).csv", text) }
        for (index, text) in (question["outputs"] ?? []).enumerated() {
            storage.put("s3://demo/out/\(index).csv.out", text)
        }
        storage.put("s3://demo/in/9.csv", "")
        storage.put("s3://demo/out/9.csv.out", "")
        let expected: Figures = try await PythonOracle.answer(Self.program, to: question)
        func figures(_ summary: OutputSummary, sure: OutputSummary) throws -> Figures {
            let numbers = try #require(summary.columns[1].statistics.numbers)
            func counts(_ statistics: ColumnStatistics) -> [String: Int] {
                Dictionary(uniqueKeysWithValues: statistics.labels().map { ($0.label, $0.count) })
            }
            return Figures(
                labels: counts(summary.columns[0].statistics),
                groups: Dictionary(uniqueKeysWithValues: summary.groups.map { ($0.value, counts($0.statistics)) }),
                minimum: numbers.minimum, mean: expected.mean, maximum: numbers.maximum,
                quantiles: [0.01, 0.25, 0.5, 0.75, 0.99].map { numbers.quantile($0).value }, rows: summary.rows,
                missing: summary.columns[1].statistics.missing, sure: sure.rows,
                least: summary.uncertainRows.map(\.confidence))
        }
        let sure = try await summary { $0.conditions = [try RowCondition("probability > 0.75")] }
        let grouped = try await summary {
            $0.groupedBy = ColumnReference("island")
            $0.leastConfident = 5
        }
        #expect(grouped.shortfalls.isEmpty && grouped.objectsRead == 8)
        let found = try figures(grouped, sure: sure)
        #expect(found == expected)
        #expect(abs((grouped.columns[1].statistics.numbers?.mean ?? 0) - expected.mean) < 1e-12)
        // Without questions to each row, fields are counted where they stand.
        let plain = try await summary()
        #expect(plain.rows == expected.rows && plain.columns.map(\.title) == ["predicted_label", "probability"])
        #expect(
            plain.columns[1].statistics.numbers?.quantile(0.25) == grouped.columns[1].statistics.numbers?.quantile(0.25)
        )
        #expect(plain.columns[0].statistics.labels() == grouped.columns[0].statistics.labels())
        let island = try await summary { $0.conditions = [try RowCondition("island = Biscoe")] }
        #expect(island.rows == expected.groups["Biscoe"]?.values.reduce(0, +))
    }

    @Test("labels are compared with the column of the labels, wherever it stands, and with none that is only guessed")
    func predictedLabel() async throws {
        storage.put("s3://demo/in/a.csv", "1,0\n2,1\n3,1\n4,0\n")
        storage.put("s3://demo/out/a.csv.out", "0.1,0\n0.9,1\n0.8,1\n0.7,1\n")
        let listing = try await OutputListingLoader(storage: storage).listing(of: job())
        func evaluation(_ names: ColumnNames, column: String? = nil) async throws -> OutputEvaluation {
            var request = OutputEvaluator.Request(target: ColumnReference("input.2"))
            request.column = column.map { ColumnReference($0) }
            return try await OutputEvaluator(storage: storage, job: job(), names: names)
                .evaluation(of: request, in: listing) { _ in }
        }
        let known = try await evaluation(ColumnNames(responses: ["probability", "predicted_label"]))
        #expect(known.predicted == "predicted_label" && known.shortfalls.isEmpty)
        var unknown = ColumnNames()
        unknown.shortfall = Shortfall("the names are unknown", failure: .refusal("DescribeModel", "Throttling", "no"))
        let refused = try await evaluation(unknown)
        #expect(refused.objectsRead == 0)
        #expect(refused.shortfalls.map(\.missing).allSatisfy { $0.hasPrefix("can't tell which column") })
        #expect(refused.shortfalls.count == 1)
        let named = try await evaluation(unknown, column: "output.2")
        #expect(named.shortfalls.isEmpty && named.objectsRead == 1)
    }

    @Test("what can't be read or paired is named with its reason, and the rest is counted")
    func shortfalls() async throws {
        storage.put("s3://demo/in/a.csv", "x,1\ny,2\n")
        storage.put("s3://demo/out/a.csv.out", "A,0.5\nB,0.6\n")
        storage.put("s3://demo/in/b.csv", "x,1\ny,2\nz,3\n")
        storage.put("s3://demo/out/b.csv.out", "A,0.5\nB,0.6\n")
        storage.change {
            $0.objects[S3Location(bucket: "demo", key: "in/c.csv")] = Array("x,1\n".utf8)
            $0.objects[S3Location(bucket: "demo", key: "out/c.csv.out")] = Gzip.storing(Array("A,0.1\n".utf8))
        }
        let plain = try await summary()
        #expect(plain.rows == 4 && plain.objectsRead == 2 && plain.objects == 3)
        #expect(
            plain.shortfalls.map(\.problem) == ["can't read s3://demo/out/c.csv.out as rows: it's compressed (gzip)"])
        let grouped = try await summary { $0.groupedBy = ColumnReference("1") }
        #expect(grouped.rows == 2 && grouped.objectsRead == 1)
        #expect(
            grouped.shortfalls.first?.problem.hasPrefix("s3://demo/out/b.csv.out can't be put beside its input") == true
        )
        #expect(grouped.shortfalls.first?.problem.contains("3 records, 2 predictions") == true)
        let other = try await summary { $0.column = ColumnReference("price") }
        #expect(other.rows == 0 && other.shortfalls.first?.problem.contains("has no column price") == true)
    }

    @Test("blank lines are records where the counts say so")
    func blankLines() async throws {
        storage.put("s3://demo/in/a.csv", "x,1\n\ny,2\n\n")
        storage.put("s3://demo/out/a.csv.out", "A,0.5\nB,0.6\nC,0.7\nD,0.8\n")
        storage.put("s3://demo/in/b.csv", "x,1\n\ny,2\n")
        storage.put("s3://demo/out/b.csv.out", "A,0.5\nB,0.6\n")
        let summary = try await summary { $0.groupedBy = ColumnReference("1") }
        #expect(summary.shortfalls.isEmpty && summary.rows == 6)
        let groups = summary.groups.map { ($0.value, $0.statistics.labels().map(\.label)) }
        #expect(groups.map(\.0) == ["", "x", "y"])
        #expect(groups.map(\.1) == [["B", "D"], ["A"], ["B", "C"]])
    }

    @Test("groups can be made by a column of the predictions, which needs no input")
    func byPrediction() async throws {
        storage.put("s3://demo/out/lonely.csv.out", "A,0.5\nB,0.25\nA,0.75\n")
        let found = try await summary {
            $0.object = ByteText("lonely.csv.out")
            $0.column = ColumnReference("probability")
            $0.groupedBy = ColumnReference("output.predicted_label")
            $0.scatteredWith = ColumnReference("2")
        }
        #expect(found.shortfalls.isEmpty && found.groupsByOutput && found.groupingColumn == "predicted_label")
        #expect(found.groups.map(\.value) == ["A", "B"] && found.groups.map(\.statistics.rows) == [2, 1])
        #expect(found.scatter.pairs.map(\.y) == [0.5, 0.25, 0.75] && found.scatterColumn == "probability")
        let refused = try await summary {
            $0.object = ByteText("lonely.csv.out")
            $0.groupedBy = ColumnReference("predicted_label")
        }
        #expect(refused.rows == 0 && refused.shortfalls.count == 1)
    }

    @Test("a condition is read with its sign, and one that can't be says why")
    func conditions() throws {
        let condition = try RowCondition(" probability<=0.6")
        #expect(condition.plain.column == ColumnReference("probability") && condition.plain.comparison == .lessOrEqual)
        #expect(condition.plain.operand == "0.6")
        #expect(throws: RowCondition.Problem(text: "much isn't a number")) { try RowCondition("a > much") }
        #expect(throws: RowCondition.Problem(text: "name a column before >")) { try RowCondition("> 1") }
        #expect(throws: RowCondition.Problem.self) { try RowCondition("probability") }
    }
}
