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
                    "failed: part-1.csv has 5 columns, trained on 4: 'churn', the target, is still there as \(place)"
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
                "failed: part-1.csv begins with a header row, which is read as data"
            ])
        put("a,b,c,d\n" + PreflightBench.rows)
        #expect(
            await bench.findings(.columns).troubles == [
                "failed: part-1.csv begins with a header row, which is read as data"
            ])
    }

    @Test(
        "a wrong form is told with what is expected",
        arguments: [
            (
                "KS;3;265.1;basic\nOH;1;2;plus\n",
                "failed: part-1.csv parts its columns with semicolons, not with commas"
            ),
            (
                "KS\t3\t265.1\tbasic\nOH\t1\t2\tplus\n",
                "failed: part-1.csv parts its columns with tabs, not with commas"
            ),
            ("KS,3,265.1\nOH,1,2\n", "failed: part-1.csv has 3 columns, and part-2.csv has 4"),
            (
                "KS,3,265.1,basic\nOH,1,2,plus,more\nNJ,1,2,plus\n",
                "failed: part-1.csv, line 2 has 5 columns, most have 4"
            ),
            ("basic,KS,3,265.1\n", "failed: part-1.csv: column 2 holds text, where 'calls' had numbers"),
        ])
    func form(content: String, expected: String) async {
        put(content)
        #expect(await bench.findings(.columns).troubles.first == expected)
    }

    @Test("training data that cannot be read leave the count unknown; time series keep header and target")
    func unknownTraining() async {
        bench.account.change { $0.objects[S3Location("s3://demo-data/train/churn.csv")!] = nil }
        #expect(
            await bench.findings(.columns).troubles == [
                "unknown: the trained columns: unknown, because the training data are gone"
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
                "failed: part-1.csv, line 1, $[9]: it asks for a part that the record does not have; the joined row has 5 columns"
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
                "failed: part-1.csv, line 1, $.names: it asks for a part that the record does not have"
            ])
        put("no json\n")
        #expect(await bench.findings(.text).troubles == ["failed: part-1.csv, line 1 is no JSON"])
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
        #expect(await bench.findings(.payload).troubles.first?.contains("has no line break in its first") == true)
        bench.plan.maxPayloadInMB = 50
        let large = await bench.findings(.payload)
        #expect(large.troubles == ["failed: a container takes 21 MB at a time, not 50 MB"])
        #expect(large.first?.edit == .payload(megabytes: 20))
    }

    @Test("more instances than objects: the rest stay idle")
    func instances() async {
        var bench = bench
        bench.plan.instanceCount = 3
        let findings = await bench.findings(.instances)
        #expect(findings.troubles == ["warned: 3 instances for 2 objects: 1 stays idle, and cost"])
        #expect(findings.first?.edit == .instanceCount(2))
        bench.plan.instanceCount = 2
        #expect(await bench.findings(.instances).troubles.isEmpty)
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
