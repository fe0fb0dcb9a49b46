import AWSOperations
import Testing

@testable import BatchInference

@Suite("Preflight: columns, filters and payloads")
struct ColumnsCheckTests {
    private let bench = PreflightBench()

    private func put(_ text: String, at name: String = "part-1.csv") {
        bench.account.put("s3://demo-data/in/march/\(name)", text)
    }

    @Test("the target left in is found by its values, wherever it stands, and the fix drops it")
    func target() async {
        var bench = bench
        let texts = [
            (PreflightBench.rows.replacing("\n", with: ",no\n"), "column 5", "$[0,1,2,3]"),
            (PreflightBench.rows.split(separator: "\n").map { "yes,\($0)\n" }.joined(), "column 1", "$[1:]"),
        ]
        for (text, place, path) in texts {
            put(text)
            put(text, at: "part-2.csv")
            bench.plan.inputFilter = ""
            let findings = await bench.findings(.columns)
            #expect(
                findings.troubles == [
                    "failed: part-1.csv has 5 columns, trained on 4: the target 'churn' is still in it, as \(place)"
                ]
            )
            #expect(findings.first?.edit == .inputFilter(path))
            findings.first?.edit?.apply(to: &bench.plan)
            #expect(await bench.findings(.columns).troubles.isEmpty)
            #expect(await bench.findings(.filters).troubles.isEmpty)
        }
    }

    @Test("a header row is found by its names, and by its kind")
    func header() async {
        put("state,calls,minutes,plan\n" + PreflightBench.rows)
        #expect(
            await bench.findings(.columns).troubles == [
                "failed: part-1.csv starts with a header row, which is read as data"
            ])
        // The last two count the columns, as pandas does where they have no names.
        for names in ["a,b,c,d", "0,1,2,3", "1,2,3,4"] {
            put("\(names)\n" + PreflightBench.rows)
            #expect(
                await bench.findings(.columns).troubles == [
                    "failed: part-1.csv starts with a header row, which is read as data"
                ], "\(names)")
        }
    }

    @Test(
        "a wrong form is told with what is expected",
        arguments: [
            (
                "KS;3;265.1;basic\nOH;1;2;plus\n",
                "failed: part-1.csv is delimited by semicolons, not commas"
            ),
            (
                "KS\t3\t265.1\tbasic\nOH\t1\t2\tplus\n",
                "failed: part-1.csv is delimited by tabs, not commas"
            ),
            ("KS,3,265.1\nOH,1,2\n", "failed: part-1.csv has 3 columns, and part-2.csv has 4"),
            (
                "KS,3,265.1,basic\nOH,1,2,plus,more\nNJ,1,2,plus\n",
                "failed: part-1.csv, line 2 has 5 columns, most have 4"
            ),
            (
                "basic,KS,3,265.1\n",
                "failed: part-1.csv: 2 of 4 columns don't match the training data: column 2 holds text, where 'calls' "
                    + "had numbers; column 4 holds numbers, such as 265.1, where 'plan' had text"
            ),
        ])
    func form(content: String, expected: String) async {
        put(content)
        #expect(await bench.findings(.columns).troubles.first == expected)
    }

    @Test(
        "one column too many that holds nothing, or the rows' numbers, is told, and the fix drops it",
        arguments: [
            (",\n", "", "column 5 is empty in every row", "$[0,1,2,3]"),
            ("\n", ",", "column 1 is empty in every row", "$[1:]"),
            ("\n", "#,", "column 1 counts the rows, and isn't a training column", "$[1:]"),
        ])
    func surplus(end: String, start: String, expected: String, path: String) async {
        var bench = bench
        let text = PreflightBench.rows.split(separator: "\n").enumerated()
            .map { "\(start.replacing("#", with: "\($0.offset)"))\($0.element)\(end)" }.joined()
        put(text)
        put(text, at: "part-2.csv")
        let findings = await bench.findings(.columns)
        #expect(findings.troubles == ["failed: part-1.csv has 5 columns, trained on 4: \(expected)"])
        findings.first?.edit?.apply(to: &bench.plan)
        #expect(bench.plan.inputFilter == path)
        #expect(await bench.findings(.columns).troubles.isEmpty)
    }

    @Test("a target with a value that the training had not, or in other letters, is found all the same")
    func changedTarget() async {
        for values in [["no", "maybe", "yes"], ["NO", "Yes", "NO"]] {
            let text = zip(values, PreflightBench.rows.split(separator: "\n")).map { "\($0),\($1)\n" }.joined()
            put(text)
            put(text, at: "part-2.csv")
            #expect(await bench.findings(.columns).first?.edit == .inputFilter("$[1:]"))
        }
    }

    @Test("numbers at the ends of what a computer counts are told like others")
    func extremes() async {
        for part in 1...2 {
            put("\(Int.max),KS,3,1,basic\n\(Int.min),OH,1,2,plus\n\(Int.max),OH,1,2,plus\n", at: "part-\(part).csv")
        }
        #expect(await bench.findings(.columns).troubles == ["failed: part-1.csv has 5 columns, trained on 4"])
    }

    @Test("numbers written in another way are no columns in another order")
    func decoratedNumbers() async {
        put("KS,3,\"1,265.1\",basic\nOH,1,\"2,161.6\",plus\n")
        let finding = await bench.findings(.columns).first
        #expect(finding?.text == "part-1.csv: column 3 holds text, where 'minutes' had numbers: 1,265.1")
        #expect(finding?.fix.hasPrefix("write numbers as 1234.5") == true)
        put("KS,3,N/A,basic\nOH,1,,plus\n")
        #expect(await bench.findings(.columns).troubles.isEmpty)
        put("KS,3,1,basic\nOH,1,2,plus\nOH,1,2,plus\nOH,1,many,plus\n")
        #expect(
            await bench.findings(.columns).troubles == [
                "warned: part-1.csv, line 4: column 3 holds 'many', where 'minutes' had numbers"
            ])
    }

    @Test("a column of few words that holds others than in training is told, the target's among them")
    func neverSeen() async {
        let words = Array(repeating: ["yes,KS,1,2,basic", "no,OH,3,4,plus"], count: 12).flatMap { $0 }
        bench.account.put(
            "s3://demo-data/train/churn.csv", (["churn,state,calls,minutes,plan"] + words).joined(separator: "\n"))
        put("KS,1,2,basic\n", at: "part-2.csv")
        put("KS,1,2,gold\nOH,1,2,silver\nOH,1,2,plus\n")
        #expect(
            await bench.findings(.columns).troubles == [
                "failed: part-1.csv: column 4 holds values that 'plan' never had in training, such as gold"
            ])
        put("yes,1,2,basic\nno,1,2,plus\n")
        put("KS,1,2,basic\n", at: "part-2.csv")
        let findings = await bench.findings(.columns)
        #expect(
            findings.troubles == [
                "failed: part-1.csv: column 1 holds values of 'churn', the target, in the place of 'state'"
            ])
        #expect(findings.first?.fix.hasSuffix("trained on: KS, OH") == true)
        put("KS,1,2,basic\nOH,1,2,plus\nOH,1,2,basic\nKS,1,2,gold\n")
        put("KS,1,2,basic\n", at: "part-2.csv")
        #expect(await bench.findings(.columns).troubles.isEmpty)
        // Of a training of which only the head is known, half the rows are needed, and the head is named.
        let head = ["churn,state,calls,minutes,plan"] + Array(repeating: "yes,KS,1,2,basic", count: 20_500)
        bench.account.put("s3://demo-data/train/churn.csv", head.joined(separator: "\n"))
        put("KS,1,2,plus\nKS,1,2,plus\nKS,1,2,basic\n")
        #expect(
            await bench.findings(.columns).troubles == [
                "warned: part-1.csv: column 4 holds values that 'plan' doesn't have in the first 19\u{202F}999 training rows, "
                    + "such as plus"
            ])
    }

    @Test("every row of what is read is looked at, and where there is more, how many those are is said")
    func depth() async {
        let many = String(repeating: PreflightBench.rows, count: 300)
        put(many + "KS,3\n")
        #expect(await bench.findings(.columns).troubles == ["failed: part-1.csv, line 901 has 2 columns, most have 4"])
        put(String(repeating: PreflightBench.rows, count: 12_000))
        let found = await bench.findings(.columns).map(\.text)
        #expect(
            found.count == 1 && found[0].hasPrefix("4 columns, as trained on, in the ")
                && found[0].hasSuffix("rows looked at"))
    }

    @Test("objects of time series need the header of the training, with item, time and target")
    func timeSeries() async {
        let config = AutoMLProblemTypeConfig(
            timeSeriesForecastingJobConfig: TimeSeriesForecastingJobConfig(
                forecastFrequency: "1D", forecastHorizon: 3,
                timeSeriesConfig: TimeSeriesConfig(
                    targetAttributeName: "sales", timestampAttributeName: "day", itemIdentifierAttributeName: "item")))
        bench.account.change {
            $0.job = .v2(
                DescribeAutoMLJobV2Response(
                    autoMLJobName: "automl-churn", autoMLJobArn: "arn",
                    autoMLJobInputDataConfig: [],
                    outputDataConfig: AutoMLOutputDataConfig(s3OutputPath: "s3://demo-data/out/"),
                    roleArn: Samples.role,
                    creationTime: Timestamp(secondsSinceEpoch: 0), lastModifiedTime: Timestamp(secondsSinceEpoch: 0),
                    autoMLJobStatus: .completed, autoMLJobSecondaryStatus: .completed,
                    autoMLProblemTypeConfig: config))
        }
        #expect(
            await bench.findings(.columns).troubles == [
                "failed: part-1.csv lacks the header row a forecast needs"
            ])
        for part in 1...2 { put("item,day,sales\na,2026-01-01,3\n", at: "part-\(part).csv") }
        #expect(
            await bench.findings(.columns).map(\.text) == [
                "the header names item, day, sales; the forecast takes a row every day, 3 steps ahead"
            ])
        put("item,date,sales\na,2026-01-01,3\n", at: "part-2.csv")
        #expect(
            await bench.findings(.columns).troubles == [
                "failed: the header of part-2.csv has no column 'day', which the forecast needs"
            ])
    }

    @Test("the plan of a past transform finds its job by where the artifacts lie")
    func clonedPlan() async {
        var bench = bench
        bench.plan.jobName = ""
        #expect(
            await bench.findings(.columns).troubles == [
                "unknown: the trained columns: unknown, because the model's Autopilot job is unknown"
            ])
        bench.plan.containerSets = ContainerSets(plain: [
            AutoMLContainerDefinition(
                image: "i", modelDataUrl: "s3://demo-data/out/automl-churn/tuning/c/output/model.tar.gz")
        ])
        #expect(await bench.findings(.columns).map(\.text) == ["4 columns, as trained on"])
        bench.plan.containerSets = ContainerSets(plain: [
            AutoMLContainerDefinition(
                image: "i", modelDataUrl: "s3://demo-data/elsewhere/automl-churn/tuning/c/output/model.tar.gz")
        ])
        #expect(await bench.findings(.columns).troubles.first?.hasPrefix("unknown: the trained columns") == true)
    }

    @Test("training data that cannot be read leave the count unknown; time series keep header and target")
    func unknownTraining() async {
        bench.account.change { $0.objects[S3Location("s3://demo-data/train/churn.csv")!] = nil }
        #expect(
            await bench.findings(.columns).troubles == [
                "unknown: the trained columns: unknown, because the training data no longer exist"
            ])
        bench.account.deny("DescribeAutoMLJobV2")
        #expect(
            await bench.findings(.columns).troubles == [
                "unknown: the trained columns: unknown, because sagemaker:DescribeAutoMLJobV2 is denied"
            ])
    }

    @Test("filters are applied to real rows, and an example shows what will be written")
    func filters() async {
        var bench = bench
        bench.plan.join = .input
        bench.plan.accept = "text/csv"
        bench.plan.outputFilter = "$[0,-1]"
        let passed = await bench.findings(.filters)
        #expect(passed.map(\.text) == ["filters fit; a row is written as KS,<predicted_label>"])
        bench.plan.outputFilter = "$[9]"
        #expect(
            await bench.findings(.filters).troubles == [
                "failed: part-1.csv, line 1, $[9]: it selects a part that the record doesn't have; the joined row has 5 columns"
            ])
        bench.plan.outputFilter = "$[0,"
        #expect(await bench.findings(.filters).troubles.first?.hasPrefix("failed: the filter $[0,") == true)
        bench.plan.outputFilter = "$[0:2]"
        #expect(await bench.findings(.filters).troubles.first?.hasPrefix("warned: sources disagree") == true)
        bench.plan.outputFilter = ""
        bench.plan.join = .none
        #expect(await bench.findings(.filters).isEmpty)
    }

    @Test("filters of JSON records are applied to them")
    func jsonFilters() async {
        var bench = bench
        put(#"{"id": 1, "features": [1, 2]}"# + "\n")
        put(#"{"id": 2, "features": [3, 4]}"# + "\n", at: "part-2.csv")
        bench.plan.contentType = "application/jsonlines"
        bench.plan.accept = "application/jsonlines"
        bench.plan.join = .input
        bench.plan.inputFilter = "$.features"
        bench.plan.outputFilter = "$['id','SageMakerOutput']"
        #expect(await bench.findings(.filters).troubles.isEmpty)
        bench.plan.inputFilter = "$.names"
        #expect(
            await bench.findings(.filters).troubles == [
                "failed: part-1.csv, line 1, $.names: it selects a part that the record doesn't have"
            ])
        put("no json\n")
        #expect(await bench.findings(.text).troubles == ["failed: part-1.csv, line 1 isn't JSON"])
    }

    @Test("whole objects beyond the payload, and payloads beyond the container, are failures")
    func payload() async {
        var bench = bench
        bench.plan.split = .none
        bench.account.put(
            "s3://demo-data/in/march/part-2.csv", bytes: [UInt8](repeating: UInt8(ascii: "a"), count: 2 << 20))
        let whole = await bench.findings(.payload)
        #expect(whole.troubles.first?.hasPrefix("failed: part-2.csv has 2.1 MB and is sent whole") == true)
        #expect(whole.first?.edit == .splitByLine)
        bench.plan.split = .line
        #expect(
            await bench.findings(.payload).troubles.first?.contains(
                "has no line break in its first 2.1 MB: as one record it is beyond the 1 MB") == true)
        bench.plan.maxPayloadInMB = 50
        let large = await bench.findings(.payload)
        #expect(large.troubles == ["failed: a container accepts at most 20 MB per request, not 50 MB"])
        #expect(large.first?.edit == .payload(megabytes: 20))
    }

    @Test("more instances than objects: the rest stay idle")
    func instances() async {
        var bench = bench
        bench.plan.instanceCount = 3
        let findings = await bench.findings(.instances)
        #expect(findings.troubles == ["warned: 3 instances for 2 objects: 1 stays idle, but cost"])
        #expect(findings.first?.edit == .instanceCount(2))
        bench.plan.instanceCount = 2
        #expect(await bench.findings(.instances).troubles.isEmpty)
        bench.plan.instanceCount = 1_000_000
        #expect(await bench.report([.instances, .quota]).findings.isEmpty)
    }

    @Test("a long list of columns falls back to a slice, and never goes beyond what the API takes")
    func longPaths() {
        #expect(ColumnsComparison.path(to: Array(1..<200), of: 200) == "$[1:]")
        #expect(ColumnsComparison.path(to: Array(0..<199), of: 200) == "$[:199]")
        #expect(ColumnsComparison.path(to: Array(0..<100) + Array(101..<200), of: 200) == nil)
        for count in 2..<60 {
            for dropped in 0..<count {
                let places = (0..<count).filter { $0 != dropped }
                guard let path = ColumnsComparison.path(to: places, of: count) else { continue }
                let fields = (0..<count).map { "\($0)" }
                #expect(try! RecordPath(path).filter(fields: fields) == places.map { "\($0)" })
            }
        }
    }
}
