import AWSOperations
import Testing

@testable import BatchInference

@Suite("Preflight: rows longer than what is read at first")
struct LongRowTests {
    private let bench = PreflightBench()

    private func put(_ text: String, parts: Int = 2) {
        for part in 1...parts { bench.account.put("s3://demo-data/in/march/part-\(part).csv", text) }
    }

    @Test("a row is read to its end, and judged by all of its columns", arguments: [(90_000, 14), (2_000_000, 1)])
    func readOn(length: Int, parts: Int) async {
        let bench = bench
        bench.account.change { $0.objects[S3Location("s3://demo-data/in/march/part-2.csv")!] = nil }
        let row = "KS,3,265.1,\(String(repeating: "w", count: length))\n"
        put(row + row, parts: parts)
        #expect(await bench.findings(.columns).troubles.isEmpty)
        put("KS,3,\(String(repeating: "w", count: length))\n", parts: parts)
        #expect(await bench.findings(.columns).troubles == ["failed: part-1.csv has 3 columns, trained on 4"])
    }

    @Test("a row that does not end in what is read at most is unknown, not one column")
    func unread() async {
        let row = "KS,3,265.1,\(String(repeating: "w", count: 4_500_000))\n"
        // Beside eleven others, so much of each is read at most.
        put(PreflightBench.rows, parts: 12)
        bench.account.put("s3://demo-data/in/march/part-1.csv", row)
        let report = await bench.report([.columns, .text, .payload])
        #expect(
            report.findings.troubles == [
                "unknown: the columns of part-1.csv: unknown, because its first row is longer than the 4.2 MB that were "
                    + "read",
                "unknown: part-1.csv, line 1 is longer than the 4.2 MB that were read, so it wasn't checked",
                // What is certain is told all the same.
                "failed: part-1.csv has no line break in its first 4.2 MB: as one record it is beyond the 1 MB that are "
                    + "sent at most, the default for several containers",
            ])
    }

    @Test("filters and payloads are not said to fit where no whole record was read")
    func nothingRead() async {
        var bench = bench
        put(String(repeating: "w", count: 20_500_000))
        bench.plan.inputFilter = "$[1:]"
        bench.plan.maxPayloadInMB = 18
        let troubles = await bench.report([.filters, .payload]).findings.troubles
        #expect(
            troubles == [
                "unknown: filters and join: unknown, because no whole record was read",
                "unknown: payload: unknown, because the first record of part-1.csv is longer than the 17 MB that were read",
            ])
    }

    @Test("a header beyond the first 64 kB still tells the target, in the training and in the input")
    func wideHeaders() async {
        let names = (0..<9000).map { "feature_number_\($0)" }
        let values = names.map { _ in "1.5" }.joined(separator: ",")
        bench.account.put(
            "s3://demo-data/train/churn.csv",
            "\(names.joined(separator: ",")),churn\n" + String(repeating: "\(values),yes\n\(values),no\n", count: 3))
        put("\(names.joined(separator: ",")),churn\n\(values),no\n")
        let troubles = await bench.findings(.columns).troubles
        #expect(troubles.first?.hasPrefix("failed: part-1.csv and 1 more object start with a header row") == true)
        #expect(troubles.contains { $0.contains("the target 'churn' is still in it, as column 9001") }, "\(troubles)")
        put("\(values),no\n")
        #expect(await bench.findings(.columns).troubles.first?.contains("the target 'churn'") == true)
        put("\(values)\n")
        #expect(await bench.findings(.columns).troubles.isEmpty)
    }

    @Test("of a cut sample the cut line is left out, wherever the cut falls")
    func cuts() {
        let bytes = Array("a,b\nccc,d\n\ne,f".utf8)
        let whole = TextSample(bytes, isCut: false)
        #expect(whole.lines.map(\.number) == [1, 2, 4] && whole.cutLine == nil)
        for end in 0...bytes.count {
            let cut = TextSample(Array(bytes[..<end]), isCut: true)
            #expect(Array(whole.lines.prefix(cut.lines.count)) == cut.lines)
            let endsLine = end == 0 || bytes[end - 1] == 0x0A
            #expect((cut.cutLine == nil) == endsLine)
        }
    }

    @Test("how much was read is said, and that the rest was not")
    func extent() async {
        #expect(await bench.findings(.text).map(\.text) == ["2 objects, read in full: valid text"])
        put(String(repeating: PreflightBench.rows, count: 20_000))
        #expect(
            await bench.findings(.text).map(\.sentence) == [
                "valid text in what was read (read 524 kB of each of 2 objects)"
            ])
    }
}
