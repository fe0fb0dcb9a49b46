import FoundationEssentials
import PythonOracle
import Subprocess
import Testing

/// `outputs --evaluate`: the predictions of labelled rows, against scikit-learn.
@Suite("Predictions beside their labels")
struct EvaluateOutputsTests {
    private struct Answer: Decodable {
        var accuracy: Double
        var balanced: Double
        var macro: Double
        var loss: Double
        var area: Double
        var matrix: [[Int]]
        var ofDream: Double
    }

    /// Puts the training data, with its target, into two objects; then reads what came of them.
    private static let upload = """
        import boto3, json, os
        s3 = boto3.client("s3")
        rows = s3.get_object(Bucket="flightdeck-demo", Key="training/penguins-species.csv")["Body"].read().decode().splitlines()[1:]
        for name, part in (("a", rows[:200]), ("b", rows[200:])):
            s3.put_object(Bucket="flightdeck-demo", Key=f"graded/{name}.csv", Body="\\n".join(part).encode())
        print(json.dumps(len(rows)))
        """
    private static let figures = """
        import boto3, csv, io, json, sys
        from sklearn import metrics
        s3 = boto3.client("s3")
        truth, predicted, scores, islands = [], [], [], []
        for name in "ab":
            def read(key): return s3.get_object(Bucket="flightdeck-demo", Key=key)["Body"].read().decode()
            given = list(csv.reader(io.StringIO(read(f"graded/{name}.csv"))))
            written = list(csv.reader(io.StringIO(read(f"{sys.argv[1]}{name}.csv.out"))))
            for row, answer in zip(given, written):
                truth.append(row[0]); islands.append(row[1]); predicted.append(answer[0])
                chances = dict(zip(json.loads(answer[2].replace("'", '"')), json.loads(answer[1])))
                scores.append([chances[name] for name in sorted(chances)])
        if len(sys.argv) > 2:
            # One row's lists are shorter: it counts in no figure that needs them.
            key = f"{sys.argv[1]}b.csv.out"
            rows = list(csv.reader(io.StringIO(read(key))))
            rows[3][1], rows[3][2] = "[0.5]", "['Adelie']"
            out = io.StringIO()
            csv.writer(out, lineterminator="\\n").writerows(rows)
            s3.put_object(Bucket="flightdeck-demo", Key=key, Body=out.getvalue().encode())
            odd = len(list(csv.reader(io.StringIO(read("graded/a.csv"))))) + 3
            fair = [place for place in range(len(truth)) if place != odd]
            print(json.dumps(dict(
                accuracy=metrics.accuracy_score(truth, predicted), balanced=0, macro=0, matrix=[], ofDream=0,
                loss=metrics.log_loss([truth[i] for i in fair], [scores[i] for i in fair]),
                area=metrics.roc_auc_score([truth[i] for i in fair], [scores[i] for i in fair], multi_class="ovr"))))
            sys.exit()
        dream = [index for index, island in enumerate(islands) if island == "Dream"]
        print(json.dumps(dict(
            accuracy=metrics.accuracy_score(truth, predicted),
            balanced=metrics.balanced_accuracy_score(truth, predicted),
            macro=metrics.f1_score(truth, predicted, average="macro"), loss=metrics.log_loss(truth, scores),
            area=metrics.roc_auc_score(truth, scores, multi_class="ovr"),
            matrix=metrics.confusion_matrix(truth, predicted).tolist(),
            ofDream=metrics.accuracy_score([truth[i] for i in dream], [predicted[i] for i in dream]))))
        """

    @Test("every figure is scikit-learn's, whole and by a column; what can't be compared is refused with the columns")
    func evaluated() async throws {
        try await Workplace.withSandbox { place in
            let environment = Environment.custom(place.environment)
            let rows: Int = try await PythonOracle.answer(Self.upload, environment: environment)
            let launched = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3://flightdeck-demo/graded/", "--input-filter", "$[1:]",
                "--output", "s3://flightdeck-demo/evaluated/", "--transform-job-name", "evaluated", "--instance-type",
                "ml.m5.xlarge", "--inference-response-keys", "predicted_label,probabilities,labels", "--yes", "--wait")
            try #require(launched.status == .exited(0), "\(launched.error)")
            let truth: Answer = try await PythonOracle.answer(
                Self.figures, arguments: ["evaluated/"], environment: environment)

            let found = try await place.flightdeck(
                "outputs", "evaluated", "--evaluate", "species", "--by", "island", "--json"
            ).json()
            #expect(found["Rows"].number == Double(rows) && found["ObjectsRead"].number == 2)
            #expect(found["ProblemType"].text == "classification")
            #expect(found["Target"].text == "species" && found["Predicted"].text == "predicted_label")
            for (key, value) in [
                ("Accuracy", truth.accuracy), ("BalancedAccuracy", truth.balanced), ("MacroF1", truth.macro),
                ("LogLoss", truth.loss), ("AUC", truth.area),
            ] {
                let own = try #require(found["Metrics"][key]["Value"].number)
                #expect(abs(own - value) < 1e-9, "\(key): \(own), not \(value)")
                let (low, high) = (found["Metrics"][key]["Low"].number ?? 2, found["Metrics"][key]["High"].number ?? -1)
                #expect(low <= own && own <= high, "\(key)")
            }
            let names = found["Classes"].elements.compactMap { $0["Class"].text }
            #expect(names == ["Adelie", "Chinstrap", "Gentoo"])
            let matrix = found["Classes"].elements.map { row in
                names.map { Int(row["PredictedAs"][$0].number ?? 0) }
            }
            #expect(matrix == truth.matrix)
            let slices = found["By"]["Slices"].elements
            #expect(slices.compactMap { $0["Rows"].number }.reduce(0, +) == Double(rows))
            let dream = slices.first { $0["Value"].text == "Dream" }
            #expect(abs((dream?["Metrics"]["Accuracy"]["Value"].number ?? 2) - truth.ofDream) < 1e-9)

            let fair: Answer = try await PythonOracle.answer(
                Self.figures, arguments: ["evaluated/", "odd"], environment: environment)
            let odd = try await place.flightdeck("outputs", "evaluated", "--evaluate", "species", "--json").json()
            for (key, value) in [("Accuracy", fair.accuracy), ("LogLoss", fair.loss), ("AUC", fair.area)] {
                let own = try #require(odd["Metrics"][key]["Value"].number)
                #expect(abs(own - value) < 1e-9, "\(key) with an odd row: \(own), not \(value)")
            }
            let notes = odd["Notes"].elements.compactMap(\.text).joined(separator: "\n")
            #expect(notes.contains("AUC and log loss are of \(rows - 1) of \(rows) rows"), "\(notes)")
            #expect(notes.contains("(first: b.csv.out, row 4)"), "\(notes)")

            let text = try await place.flightdeck("outputs", "evaluated", "--evaluate", "1")
            #expect(text.status == .exited(0), "a number is that of an input's column: \(text.error)")
            #expect(
                text.output.contains("balanced accuracy") && text.output.contains(#"labels \ predicted"#))
            let unknown = try await place.flightdeck("outputs", "evaluated", "--evaluate", "price")
            #expect(unknown.status == .exited(1) && unknown.error.contains("has no column price"), "\(unknown.error)")
            #expect(unknown.error.contains("island"))
            let itself = try await place.flightdeck("outputs", "evaluated", "--evaluate", "output.predicted_label")
            #expect(itself.status == .exited(1) && itself.error.contains("compared with itself"), "\(itself.error)")
            let regression = try await place.flightdeck(
                "outputs", "evaluated", "--evaluate", "species", "--problem-type", "regression", "--json"
            ).json()
            #expect(regression["Rows"].number == 0 && regression["Metrics"]["RMSE"]["Value"] == .null)
            #expect(regression["Notes"].elements.first?.text?.contains("\(rows) rows where one of the two") == true)
            for wrong in [
                ["--evaluate", "species", "--summary"], ["--threshold", "0.5"], ["--evaluate", ""],
                ["--evaluate", "species", "--threshold", "2"], ["--evaluate", "species", "--problem-type", "x"],
            ] {
                let refused = try await place.flightdeck(["outputs", "evaluated"] + wrong)
                #expect(refused.status == .exited(2), "\(wrong): \(refused.error)")
            }
        }
    }
}
