import AWSOperations
import Testing

@testable import BatchInference

@Suite("Preflight: how much was read, and what objects are called")
struct ReadExtentTests {
    private let bench = PreflightBench()

    @Test("every check that reads samples says so of all that it found, where there are more objects")
    func manyObjects() async {
        for part in 3...340 { bench.account.put("s3://demo-data/in/march/part-\(part).csv", PreflightBench.rows) }
        var bench = bench
        bench.plan.inputFilter = "$[0,1,2,3]"
        let report = await bench.report([.text, .columns, .filters, .payload, .compression])
        let extents = report.findings.map(\.extent)
        #expect(extents.count >= 4 && Set(extents) == ["read 12 of 340 objects"])
        let rows = String(repeating: PreflightBench.rows, count: 5000)
        for part in 1...340 { bench.account.put("s3://demo-data/in/march/part-\(part).csv", rows) }
        let long = await bench.report([.text, .columns, .filters, .payload])
        #expect(Set(long.findings.map(\.extent)) == ["read 87 kB of each of 12 of 340 objects"])
        #expect(long.findings.allSatisfy { $0.sentence.hasSuffix(" (\($0.extent))") })
        // What is wrong with an object is said of what was read, too.
        bench.account.put("s3://demo-data/in/march/part-1.csv", "KS,3\n")
        #expect(await bench.findings(.columns).map(\.extent) == ["read up to 87 kB of each of 12 of 340 objects"])
    }

    @Test("one object of which the beginning was read, and objects that were read whole")
    func few() async {
        #expect(await bench.report().findings.map(\.extent).allSatisfy(\.isEmpty))
        bench.account.change { $0.objects[S3Location("s3://demo-data/in/march/part-2.csv")!] = nil }
        bench.account.put(
            "s3://demo-data/in/march/part-1.csv", String(repeating: PreflightBench.rows, count: 40_000))
        #expect(
            await bench.findings(.columns).map(\.extent) == [
                "read the first 1.0 MB of \(DisplayText.byteCount(PreflightBench.rows.utf8.count * 40_000))"
            ])
    }

    @Test("objects are named by their key below the input's folder, and others are counted as objects")
    func names() async {
        #expect(ObjectNames([])?.text == nil)
        #expect(ObjectNames(["a"])?.text == "a")
        #expect(ObjectNames(["a", "b"])?.text == "a and 1 more object")
        #expect(ObjectNames(["a", "b", "c", "d"])?.text == "a and 3 more objects")
        var bench = bench
        bench.plan.input = "s3://demo-data/in/mar"
        for part in 1...2 { bench.account.put("s3://demo-data/in/march/part-\(part).csv", "KS\n") }
        #expect(await bench.findings(.columns).troubles == ["failed: march/part-1.csv has 1 column, trained on 4"])
        bench.account.put("s3://demo-data/in/march/sub/_SUCCESS", "")
        bench.plan.input = "s3://demo-data/in/march/"
        #expect(
            await bench.findings(.unexpectedObjects).troubles == [
                "warned: sub/_SUCCESS is a marker or metadata file, and is read as data"
            ])
        bench.plan.split = .none
        bench.account.put(
            "s3://demo-data/in/march/sub/large.csv", bytes: [UInt8](repeating: UInt8(ascii: "a"), count: 2 << 20))
        #expect(
            await bench.findings(.payload).troubles.first?.hasPrefix("failed: sub/large.csv has 2.1 MB") == true)
    }
}
