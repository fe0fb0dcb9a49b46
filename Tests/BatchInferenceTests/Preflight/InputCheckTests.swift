import AWSOperations
import ByteCompression
import Testing

@testable import BatchInference

@Suite("Preflight: the input")
struct InputCheckTests {
    private let bench = PreflightBench()

    private func put(_ text: String, at name: String = "part-1.csv") {
        bench.account.put("s3://demo-data/in/march/\(name)", text)
    }

    @Test("in a sound account every check passes")
    func sound() async {
        let report = await bench.report()
        #expect(report.findings.troubles.isEmpty)
        #expect(report.isFinished)
        #expect(report.findings.map(\.text).contains("input: 2 objects, 100 B, text/csv"))
        #expect(report.findings.map(\.text).contains("4 columns, as trained on"))
        #expect(report.summary == "\(report.findings.count) passed")
    }

    @Test("nothing there, nothing but markers, or no bucket at all is a failure")
    func nothing() async {
        var bench = bench
        bench.plan.input = "s3://demo-data/in/april/"
        #expect(await bench.findings(.input).troubles == ["failed: no objects at the input location"])
        bench.account.put("s3://demo-data/in/april/_SUCCESS", "")
        #expect(await bench.findings(.input).first?.text.hasPrefix("nothing to predict") == true)
        bench.plan.input = "s3://no-such-bucket/in/"
        #expect(await bench.findings(.input).troubles == ["failed: no bucket no-such-bucket"])
    }

    @Test("a bucket of another region is a failure, for input, output and artifacts alike")
    func regions() async {
        var bench = bench
        bench.account.put("s3://distant-data/in/a.csv", PreflightBench.rows)
        bench.account.change { $0.regions["distant-data"] = "eu-central-1" }
        bench.plan.input = "s3://distant-data/in/"
        #expect(
            await bench.findings(.input).troubles == [
                "failed: the input's bucket distant-data is in eu-central-1, not in eu-west-1"
            ])
        bench.plan.output = "s3://distant-data/out/"
        #expect(
            await bench.findings(.output).troubles == [
                "failed: the output's bucket distant-data is in eu-central-1, not in eu-west-1"
            ])
        let artifacts = "sagemaker-us-west-2-262002448484"
        bench.account.change { $0.regions[artifacts] = "us-west-2" }
        #expect(await bench.findings(.artifacts).contains { $0.text.contains("is in us-west-2, not in eu-west-1") })
    }

    @Test("siblings of a prefix, markers, empty objects and earlier outputs are named")
    func strays() async {
        var bench = bench
        bench.plan.input = "s3://demo-data/in/march"
        bench.account.put("s3://demo-data/in/march-old/part-1.csv", PreflightBench.rows)
        let sibling = await bench.findings(.unexpectedObjects)
        #expect(
            sibling.troubles == [
                "warned: the prefix also reads 1 object of its siblings, such as march-old/part-1.csv"
            ])
        #expect(sibling.first?.edit == .input("s3://demo-data/in/march/"))
        bench.plan.input = "s3://demo-data/in/march/"
        put("", at: "_SUCCESS")
        put("", at: "empty.csv")
        put("yes\n", at: "part-1.csv.out")
        #expect(
            await bench.findings(.unexpectedObjects).troubles == [
                "warned: _SUCCESS is a marker or metadata file, and is read as data",
                "warned: empty.csv is empty: it gives an empty output, or fails",
                "warned: part-1.csv.out is the output of a transform, and is read as input",
            ])
    }

    @Test("a prefix that is the beginning of names on purpose has no siblings")
    func prefixOnPurpose() async {
        var bench = bench
        bench.plan.input = "s3://demo-data/in/march/part-"
        #expect(await bench.findings(.unexpectedObjects).troubles.isEmpty)
    }

    @Test("outputs that are there already are counted by listing, not one by one")
    func overwriting() async {
        bench.account.put("s3://demo-data/out/march/part-1.csv.out", "yes\n")
        #expect(
            await bench.findings(.output).troubles == [
                "warned: 1 of 2 outputs already exist and would be overwritten"
            ])
        #expect(bench.account.count(of: "HeadObject") == 0)
        bench.account.put("s3://demo-data/out/march/other.out", "yes\n")
        bench.account.change { $0.objects[S3Location("s3://demo-data/out/march/part-1.csv.out")!] = nil }
        #expect(await bench.findings(.output).troubles.isEmpty)
    }

    @Test("packing is told by the bytes, not by the name")
    func compression() async {
        var bench = bench
        let packed = Gzip.storing(Array(PreflightBench.rows.utf8))
        bench.account.put("s3://demo-data/in/march/part-1.csv", bytes: packed)
        #expect(
            await bench.findings(.compression).troubles == [
                "failed: some objects are gzip, such as part-1.csv, and some aren't"
            ])
        bench.account.put("s3://demo-data/in/march/part-2.csv", bytes: packed)
        let findings = await bench.findings(.compression)
        #expect(findings.troubles == ["failed: part-1.csv is gzip, and would be sent compressed"])
        findings.first?.edit?.apply(to: &bench.plan)
        #expect(await bench.findings(.compression).troubles.isEmpty)
        #expect(await bench.findings(.columns).map(\.text) == ["4 columns, as trained on"])
        put(PreflightBench.rows)
        put(PreflightBench.rows, at: "part-2.csv")
        #expect(await bench.findings(.compression).troubles == ["failed: part-1.csv isn't gzip"])
    }

    @Test(
        "text that a container cannot read is named with its line",
        arguments: [
            ("\u{FEFF}KS,3,265.1,basic\n", "warned: part-1.csv starts with a byte order mark"),
            ("KS,3,265.1,basic\r\nOH,1,1,plus\r\n", "warned: part-1.csv has CR LF line ends"),
            ("KS,3,265.1,basic\n\nOH,1,1,plus\n", "warned: part-1.csv, line 2 is blank"),
            ("KS,3,265.1,the \"big\" one\n", "failed: part-1.csv, line 1 has a bare \""),
            ("\"KS\"x,3,265.1,basic\n", "failed: part-1.csv, line 1 has text after a closing quote"),
            ("KS,3,265.1,\"ba\nsic\"\n", "failed: part-1.csv, line 1 has a quote that isn't closed"),
            ("PK\u{3}\u{4}KS\n", "failed: part-1.csv is a ZIP archive or a spreadsheet"),
            ("PAR1 KS\n", "failed: part-1.csv is Parquet"),
            ("KS,3\u{0},265.1,basic\n", "failed: part-1.csv has null bytes"),
            ("KS,3,265.1,basic\rOH,1,1,plus\r", "failed: part-1.csv ends its lines with CR only"),
            ("KS,3,265.1,basic\nOH,1,1,plus\rOH,1,1,plus\n", "failed: part-1.csv, line 2 contains a CR"),
            ("KS,3,265.1,basic\r\r\nOH,1,1,plus\r\r\n", "failed: part-1.csv, line 1 contains a CR"),
            ("KS, \"3\",265.1,basic\n", "failed: part-1.csv, line 1 has a space between a comma and a quote"),
            ("\n\r\n\n", "failed: part-1.csv has only blank lines"),
            ("{\"state\": \"KS\"}\n", "failed: part-1.csv has JSON, but is sent as text/csv"),
            ("[\n{\"state\": \"KS\"}]\n", "failed: part-1.csv has JSON, but is sent as text/csv"),
            ("<!DOCTYPE html>\n", "failed: part-1.csv has HTML or XML, but is sent as text/csv"),
            ("[{\"prefix\": \"s3://demo-data/in/\"},\n\"a.csv\"]", "failed: part-1.csv is a manifest"),
            ("ORC\u{0}\u{1}\n", "failed: part-1.csv is ORC"),
        ])
    func text(content: String, expected: String) async {
        put(content)
        let troubles = await bench.findings(.text).troubles
        #expect(troubles.contains { $0.hasPrefix(expected) }, "\(troubles)")
    }

    @Test("one fault of a text is told once: its columns are no other fault")
    func oneFault() async {
        for content in ["KS,3,265.1,basic\rOH,1,1,plus\r", "{\"state\": \"KS\"}\n", "<html>\n", "KS\u{0},1,\"a b\"\n"] {
            put(content)
            put(content, at: "part-2.csv")
            let troubles = await bench.report([.text, .columns]).findings.troubles
            #expect(troubles.count == 1, "\(troubles)")
        }
    }

    @Test("gzip of several members is read on, and gzip that was cut off or packed twice is a failure")
    func gzipMembers() async {
        var bench = bench
        bench.plan.compression = .gzip
        func put(_ bytes: [UInt8]) {
            for part in 1...2 { bench.account.put("s3://demo-data/in/march/part-\(part).csv", bytes: bytes) }
        }
        let packed = Gzip.storing(Array(PreflightBench.rows.utf8))
        put(packed + Gzip.storing(Array("KS,3\n".utf8)))
        #expect(await bench.findings(.columns).troubles == ["failed: part-1.csv, line 4 has 2 columns, most have 4"])
        put(Array(packed.dropLast(20)))
        #expect(
            await bench.findings(.compression).troubles == [
                "failed: part-1.csv is gzip that ends early: its compression or upload was cut off"
            ])
        put(Gzip.storing(packed))
        #expect(
            await bench.findings(.text).troubles == [
                "failed: part-1.csv is compressed twice: gzip within gzip, not text"
            ])
    }

    @Test("bytes that are no UTF-8, and UTF-16, are failures")
    func encodings() async {
        bench.account.put("s3://demo-data/in/march/part-1.csv", bytes: Array("KS,3,1,caf".utf8) + [0xE9, 0x0A])
        #expect(await bench.findings(.text).troubles == ["failed: part-1.csv, line 1 isn't UTF-8"])
        bench.account.put("s3://demo-data/in/march/part-1.csv", bytes: [0xFF, 0xFE, 0x4B, 0, 0x0A, 0])
        #expect(await bench.findings(.text).troubles.first == "failed: part-1.csv is UTF-16")
    }

    @Test("line breaks within quotes are sound where a whole object is one request")
    func wholeObjects() async {
        var bench = bench
        put("KS,3,265.1,\"ba\nsic\"\n")
        bench.plan.split = .none
        #expect(await bench.findings(.text).troubles.isEmpty)
    }

    @Test("a manifest is read: no manifest, no address, and names that are not there")
    func manifests() async {
        var bench = bench
        bench.plan.inputKind = .manifestFile
        bench.plan.input = "s3://demo-data/lists/a.json"
        bench.account.put(bench.plan.input, #"{"files":[]}"#)
        #expect(await bench.findings(.input).troubles == ["failed: s3://demo-data/lists/a.json isn't a manifest"])
        bench.account.put(bench.plan.input, #"[{"prefix":"s3://demo-data/in/march/"},"part-1.csv","part-9.csv"]"#)
        #expect(
            await bench.findings(.input).troubles == [
                "failed: the manifest names in/march/part-9.csv, which doesn't exist"
            ])
        bench.account.put(bench.plan.input, #"[{"prefix":"s3://demo-data/in/march/"},"part-1.csv"]"#)
        #expect(await bench.findings(.input).troubles.isEmpty)
        #expect(await bench.findings(.columns).map(\.text) == ["4 columns, as trained on"])
    }

    @Test("a manifest that is too long to be read whole is one, and what it names as far as it is read is looked at")
    func longManifest() async {
        var bench = bench
        bench.plan.inputKind = .manifestFile
        bench.plan.input = "s3://demo-data/lists/a.json"
        let start = Array(#"[{"prefix":"s3://demo-data/in/march/"},"part-1.csv""#.utf8)
        bench.account.put(
            bench.plan.input, bytes: start + Array(repeating: 0x20, count: 16_000_000) + Array(#","part-2.csv"]"#.utf8))
        #expect(await bench.findings(.input).troubles.isEmpty)
        #expect(await bench.findings(.columns).first?.extent.isEmpty == false)
    }

    @Test(
        "what a manifest leads to wrongly is told with its reason",
        arguments: [
            (
                #"[{"prefix":"s3://no-such-bucket/in/"},"a.csv"]"#,
                "failed: the manifest's prefix names a bucket that doesn't exist: no-such-bucket",
                "check the prefix"
            ),
            (
                #"[{"prefix":"s3://demo-data/in/march/"},"s3://demo-data/in/march/part-1.csv"]"#,
                "failed: the manifest names in/march/s3:", "names are appended to the prefix"
            ),
            (
                #"[{"prefix":"s3://demo-data/in/march"},"part-1.csv"]"#,
                "failed: the manifest names in/marchpart-1.csv",
                "end the manifest's prefix with a slash"
            ),
            (
                #"[{"prefix":"s3://demo-data/in/march/"},"/part-1.csv"]"#,
                "failed: the manifest names in/march//part-1.csv", "start names without a slash"
            ),
            (
                #"[{"prefix":"s3://demo-data/in/march/"},"part-1.csv","part-1.csv"]"#,
                "warned: the manifest lists part-1.csv twice", "list each object once"
            ),
        ])
    func manifestNames(content: String, expected: String, fix: String) async {
        var bench = bench
        bench.plan.inputKind = .manifestFile
        bench.plan.input = "s3://demo-data/lists/a.json"
        bench.account.put(bench.plan.input, content)
        let findings = await bench.findings(.input)
        #expect(findings.troubles.first?.hasPrefix(expected) == true, "\(findings)")
        #expect(findings.first?.fix.hasPrefix(fix) == true, "\(findings)")
    }

    @Test("a prefix with a wildcard is told that there are none")
    func wildcards() async {
        var bench = bench
        bench.plan.input = "s3://demo-data/in/march/*.csv"
        #expect(await bench.findings(.input).first?.fix.hasPrefix("prefixes don't support wildcards") == true)
    }

    @Test("where listing is denied, what hangs on it is left out, and nothing fails")
    func denied() async {
        bench.account.deny("ListObjectsV2", service: .s3)
        let report = await bench.report()
        #expect(report.findings(.failed).isEmpty)
        let unknown = report.findings(.unknown)
        #expect(unknown.contains { $0.text == "input: unknown, because s3:ListBucket is denied" })
        #expect(unknown.allSatisfy { $0.text.contains("unknown") })
    }
}
