import FoundationEssentials
import PythonOracle
import Subprocess
import Testing

/// `flightdeck evaluate`: candidates beside each other on labelled rows.
@Suite("Candidates on labelled rows")
struct EvaluateCandidatesTests {
    /// Spoils the labelled rows of one job in several ways.
    private static let spoil = """
        import boto3, json
        s3 = boto3.client("s3")
        bucket = "flightdeck-demo"
        lines = s3.get_object(Bucket=bucket, Key="labelled/species/validation.csv")["Body"].read().decode().splitlines()
        header, rows = lines[0].split(","), [line.split(",") for line in lines[1:]]
        place = header.index("species")
        def put(name, rows): s3.put_object(
            Bucket=bucket, Key=f"spoilt/{name}/a.csv", Body="".join(",".join(r) + "\\n" for r in rows).encode())
        without = [[c for p, c in enumerate(r) if p != place] for r in rows]
        put("missing", without)
        put("misnamed", [["specie" if c == "species" else c for c in header]] + rows)
        put("middle", [w[:3] + [r[place]] + w[3:] for w, r in zip(without, rows)])
        put("labels", [[("Adelei" if n < 3 else "" if n < 5 else c.upper() if n < 8 else c) if p == place else c
                        for p, c in enumerate(r)] for n, r in enumerate(rows)])
        print(json.dumps(len(rows)))
        """
    private static let left = """
        import boto3, json
        client, s3 = boto3.client("sagemaker"), boto3.client("s3")
        print(json.dumps(dict(
            models=len(client.list_models(NameContains="penguins-species", MaxResults=100)["Models"]),
            copies=s3.list_objects_v2(Bucket="flightdeck-demo", Prefix="own/flightdeck-evaluations/")["KeyCount"],
            outputs=s3.list_objects_v2(Bucket="flightdeck-demo", Prefix="own/")["KeyCount"])))
        """

    private struct Left: Decodable, Equatable {
        var models: Int
        var copies: Int
        var outputs: Int
    }

    @Test("figures are those of each transform alone; models and copies go, and the result can be shown again")
    func evaluated() async throws {
        try await Workplace.withSandbox { place in
            let environment = Environment.custom(place.environment)
            let before: Left = try await PythonOracle.answer(Self.left, environment: environment)
            let run = try await place.flightdeck(
                "evaluate", "penguins-species", "--input", "s3://flightdeck-demo/labelled/species-season/", "--top",
                "3",
                "--by", "island", "--output", "s3://flightdeck-demo/own/", "--yes", "--json")
            try #require(run.status == .exited(0), "\(run.error)")
            let found = try run.json()
            let candidates = found["Candidates"].elements
            #expect(candidates.count == 3 && found["Input"]["UsableRows"].number == 800)
            for candidate in candidates {
                let transform = try #require(candidate["TransformJobName"].text)
                let alone = try await place.flightdeck("outputs", transform, "--evaluate", "species", "--json").json()
                for key in ["Accuracy", "BalancedAccuracy", "MacroF1", "AUC", "LogLoss"] {
                    let (own, other) = (
                        candidate["Metrics"][key]["Value"].number, alone["Metrics"][key]["Value"].number
                    )
                    #expect(own != nil && abs((own ?? 0) - (other ?? 1)) < 1e-9, "\(key) of \(transform)")
                }
                #expect(candidate["By"]["Slices"].elements.count == 3 && candidate["Seconds"].number != nil)
            }
            let pairs = found["Pairs"].elements
            for pair in pairs {
                for figure in ["Accuracy", "BalancedAccuracy", "MacroPrecision", "MacroF1", "AUC", "LogLoss"] {
                    func own(_ key: String) -> Double {
                        let one = candidates.first { $0["CandidateName"].text == pair[key].text }
                        return one?["Metrics"][figure]["Value"].number ?? .nan
                    }
                    let value = pair["FirstWithoutSecond"][figure]["Value"].number ?? .nan
                    #expect(abs(value - (own("First") - own("Second"))) < 1e-9, "\(figure)")
                }
            }
            let after: Left = try await PythonOracle.answer(Self.left, environment: environment)
            #expect(after.models == before.models && after.copies == 0 && after.outputs == 6)
            let last = try await place.flightdeck("evaluate", "penguins-species", "--last", "--json")
            #expect(try last.json()["EvaluationName"].text == found["EvaluationName"].text)
            let report = try await place.flightdeck("evaluate", "penguins-species", "--last", "--markdown")
            #expect(pairs.allSatisfy { $0["FirstWithoutSecond"]["AUC"]["Low"].number != nil })
            let history = try await place.flightdeck("history", "--json").json()["Evaluations"].elements
            #expect(history.count == 1 && history[0]["Use"].text == found["Use"].text)
            #expect(candidates.allSatisfy { $0["TransformJobName"].text?.hasPrefix("penguins") == false })
            let name = try #require(found["EvaluationName"].text)
            let again = try await place.flightdeck("history", "--evaluation", name, "--json")
            #expect(again.status == .exited(0) && again.output == last.output)
            let markdown = try await place.flightdeck("history", "--evaluation", name, "--markdown")
            #expect(markdown.output == report.output)
            let misspelt = try await place.flightdeck("history", "--evaluation", name + "x")
            #expect(misspelt.status == .exited(1) && misspelt.error.contains("did you mean \(name)?"))
            #expect(try await place.flightdeck("history").output.contains(name))
            #expect(report.output.contains("## Which to use") && report.output.contains("### Confusion matrix"))
            #expect(try await place.flightdeck("resume").error.contains("no interrupted launches"))
        }
    }

    @Test("rows that can't be used are refused with the place and the remedy; those that can are counted")
    func spoilt() async throws {
        try await Workplace.withSandbox { place in
            let environment = Environment.custom(place.environment)
            let rows: Int = try await PythonOracle.answer(Self.spoil, environment: environment)
            func evaluate(_ name: String, _ more: String...) async throws -> Finished {
                try await place.flightdeck(
                    ["evaluate", "penguins-species", "--input", "s3://flightdeck-demo/spoilt/\(name)/"] + more)
            }
            let missing = try await evaluate("missing", "--dry-run")
            #expect(missing.status == .exited(2) && missing.error.contains("the target species is missing"))
            let misnamed = try await evaluate("misnamed", "--dry-run")
            #expect(misnamed.status == .exited(2) && misnamed.error.contains("did you mean specie?"))
            let middle = try await evaluate("middle", "--dry-run")
            #expect(middle.status == .exited(0) && middle.error.contains("$[0,1,2,4,5,6,7]"))
            let labels = try await evaluate(
                "labels", "--top", "2", "--sample-rows", "40", "--output", "s3://flightdeck-demo/own/",
                "--remove-outputs",
                "--yes", "--json")
            try #require(labels.status == .exited(0), "\(labels.error)")
            let input = try labels.json()["Input"]
            #expect(input["RowsOfUnknownClasses"].number == 3 && input["RowsWithoutLabel"].number == 2)
            #expect(input["UsableRows"].number == Double(rows - 5) && input["Sample"]["Rows"].number == 40)
            #expect(input["UnknownClasses"].elements.first?["DidYouMean"].text == "Adelie")
            for candidate in try labels.json()["Candidates"].elements { #expect(candidate["Rows"].number == 40) }
            let after: Left = try await PythonOracle.answer(Self.left, environment: environment)
            #expect(after.copies == 0 && after.outputs == 0)
        }
    }

    @Test("JSON and tabs give the figures that the same rows give as CSV, and those of scikit-learn")
    func otherForms() async throws {
        let forms = """
            import boto3, json
            s3, bucket = boto3.client("s3"), "flightdeck-demo"
            parts = [s3.get_object(Bucket=bucket, Key=f"labelled/new-birds/part-00{part}.csv")["Body"] for part in (1, 2)]
            rows = [line.split(",") for part in parts for line in part.read().decode().splitlines()]
            names = "species island bill_length_mm bill_depth_mm flipper_length_mm body_mass_g sex year".split()
            def put(key, text): s3.put_object(Bucket=bucket, Key=f"forms/{key}", Body=text.encode())
            put("csv/a.csv", "".join(",".join(row) + "\\n" for row in rows))
            put("tabs/a.tsv", "".join("\\t".join(row[::-1]) + "\\r\\n" for row in [names] + rows))
            put("json/a.jsonl", "".join(json.dumps(dict(sorted(zip(names, row)))) + "\\n" for row in rows))
            print(json.dumps(len(rows)))
            """
        let oracle = """
            import boto3, csv, io, json, numpy
            from sklearn import metrics
            s3, bucket = boto3.client("s3"), "flightdeck-demo"
            def read(prefix):
                found = s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]
                texts = [s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read().decode() for item in found]
                return [row for text in texts for row in csv.reader(io.StringIO(text))]
            truth = [row[0] for row in read("forms/csv/")]
            rows = read("own/csv/")
            chances = numpy.array([json.loads(row[1]) for row in rows])
            classes = json.loads(rows[0][2].replace("'", '"'))
            predicted = [row[0] for row in rows]
            print(json.dumps(dict(
                Accuracy=metrics.accuracy_score(truth, predicted),
                MacroF1=metrics.f1_score(truth, predicted, average="macro"),
                LogLoss=metrics.log_loss(truth, chances, labels=classes),
                AUC=metrics.roc_auc_score(truth, chances, multi_class="ovr", labels=classes))))
            """
        try await Workplace.withSandbox { place in
            let environment = Environment.custom(place.environment)
            let rows: Int = try await PythonOracle.answer(forms, environment: environment)
            #expect(rows == 600)
            var found: [String: [String: Double]] = [:]
            for form in ["csv", "tabs", "json"] {
                let run = try await place.flightdeck(
                    "evaluate", "penguins-species", "--input", "s3://flightdeck-demo/forms/\(form)/", "--top", "1",
                    "--output", "s3://flightdeck-demo/own/\(form)/", "--yes", "--json")
                try #require(run.status == .exited(0), "\(run.error)")
                let result = try run.json()
                #expect(result["Input"]["UsableRows"].number == 600 && !run.error.contains("warning"), "\(run.error)")
                let candidate = try #require(result["Candidates"].elements.first)
                for figure in ["Accuracy", "MacroF1", "LogLoss", "AUC"] {
                    found[form, default: [:]][figure] = candidate["Metrics"][figure]["Value"].number
                }
            }
            let wanted: [String: Double] = try await PythonOracle.answer(oracle, environment: environment)
            #expect(found["tabs"] == found["csv"] && found["json"] == found["csv"], "\(found)")
            for (figure, value) in wanted {
                #expect(abs((found["csv"]?[figure] ?? .nan) - value) < 1e-9, "\(figure): \(found) \(wanted)")
            }
            let left: Left = try await PythonOracle.answer(Self.left, environment: environment)
            #expect(left.copies == 0 && left.outputs == 3)
        }
    }

    @Test("an input that changes between the check and the launch is noticed before anything is created")
    func changed() async throws {
        let change = """
            import boto3, json
            s3, bucket = boto3.client("s3"), "flightdeck-demo"
            found = s3.list_objects_v2(Bucket=bucket, Prefix="labelled/species-season/")["Contents"][0]["Key"]
            body = s3.get_object(Bucket=bucket, Key=found)["Body"].read()
            s3.put_object(Bucket=bucket, Key=found, Body=b"".join(body.splitlines(True)[::-1]))
            print(json.dumps(len(body)))
            """
        try await Workplace.withSandbox { place in
            let environment = Environment.custom(place.environment)
            let before: Left = try await PythonOracle.answer(Self.left, environment: environment)
            for more in ["", "--sample-rows 40"] {
                try await TmuxSession.run(
                    "evaluate penguins-species --input s3://flightdeck-demo/labelled/species-season/ --top 2 "
                        + "--output s3://flightdeck-demo/own/ \(more)", in: place
                ) { terminal in
                    try await terminal.wait(for: "in account 1111-2222-3333")
                    // As many bytes and rows, in another order.
                    let _: Int = try await PythonOracle.answer(change, environment: environment)
                    try await terminal.enter("y")
                    try await terminal.wait(for: "was changed after its rows were checked", "exit status 1")
                }
            }
            #expect(try await PythonOracle.answer(Self.left, environment: environment) == before)
            #expect(try await place.flightdeck("resume").error.contains("no interrupted launches"))
            let listed = try await place.flightdeck("history")
            #expect(listed.output.contains("EVALUATION OF") && listed.output.contains("failed"), "\(listed.output)")
        }
    }

    @Test("a plan as JSON has what its text has: types, cost, names and outputs, and who is left out, and why")
    func planned() async throws {
        try await Workplace.withSandbox { place in
            func plan(_ more: String...) async throws -> Finished {
                try await place.flightdeck(
                    ["evaluate", "penguins-ensemble", "--input", "s3://flightdeck-demo/labelled/species/", "--dry-run"]
                        + more)
            }
            let own = try await plan("--json")
            try #require(own.status == .exited(0), "\(own.error)")
            let candidates = try own.json()["Candidates"].elements
            let types = candidates.map { $0["InstanceType"].text }
            #expect(types == ["ml.m5.xlarge", "ml.g4dn.xlarge", "ml.m5.xlarge"])
            #expect(candidates.map { $0["State"].text } == ["waiting", "left out", "waiting"])
            #expect(candidates[1]["Problem"].text == "the account's quota for transforms on ml.g4dn.xlarge is 0")
            #expect(try own.json()["Plan"]["MaximumCost"].number == 0.4)
            #expect(
                own.error.contains("2 transforms on 1 x ml.m5.xlarge each") && own.error.contains("left out   Random"))
            for candidate in candidates where candidate["State"].text == "waiting" {
                let output = try #require(candidate["S3OutputPath"].text)
                let name = try #require(candidate["TransformJobName"].text)
                #expect(own.error.contains("model and transform \(name), output \(output)"))
            }
            let small = try await plan("--instance-type", "ml.m5.large", "--json")
            try #require(small.status == .exited(0), "\(small.error)")
            #expect(
                try small.json()["Candidates"].elements[1]["Problem"].text == "the candidate has only GPU containers")
            #expect(try small.json()["Plan"]["Transforms"].number == 2)
        }
    }
}
