import AWSOperations
import Predictions
import SeededNumbers
import Testing

@testable import BatchInference

/// Two names that Unicode takes for one are two objects to S3, wherever objects are matched.
@Suite struct SpellingTests {
    private static let composed = "caf\u{E9}.csv"
    private static let decomposed = "cafe\u{301}.csv"

    private func job(_ input: String, kind: S3DataType = .s3Prefix) -> DescribeTransformJobResponse {
        DescribeTransformJobResponse(
            transformJobName: "t", transformJobArn: "arn", transformJobStatus: .completed, modelName: "m",
            transformInput: TransformInput(
                dataSource: TransformDataSource(s3DataSource: TransformS3DataSource(s3DataType: kind, s3Uri: input))),
            transformResources: TransformResources(instanceType: .mlM5Large, instanceCount: 1),
            creationTime: Timestamp(secondsSinceEpoch: 0),
            transformOutput: TransformOutput(s3OutputPath: "s3://demo/out/"))
    }

    private func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }

    @Test func bothAreListedMatchedAndDownloaded() async throws {
        let storage = FakeObservations()
        for name in [Self.composed, Self.decomposed] {
            storage.put("s3://demo/in/\(name)", name)
            storage.put("s3://demo/out/\(name).out", name)
        }
        let listing = try await OutputListingLoader(storage: storage).listing(of: job("s3://demo/in/"))
        #expect(listing.rows.map(\.state) == [.written, .written])
        for row in listing.rows {
            #expect(bytes([row.outputKey]) == bytes(["out/\(row.input!.key.dropFirst(3)).out"]))
        }
        #expect(Set(listing.rows.map(\.id)).count == 2)
        let plan = DownloadPlan(listing)
        #expect(Set(bytes(plan.items.map(\.source.key))).count == 2)
        #expect(Set(plan.items.map { ByteText($0.relativePath) }).count == 2)
        let one = DownloadPlan(listing, only: [ByteText("in/" + Self.decomposed)])
        #expect(bytes(one.items.map(\.source.key)) == bytes(["out/\(Self.decomposed).out"]))
    }

    @Test func anOutputOfTheOtherSpellingIsNotItsOwn() async throws {
        let storage = FakeObservations()
        storage.put("s3://demo/in/\(Self.composed)", "1")
        storage.put("s3://demo/out/\(Self.decomposed).out", "1")
        let listing = try await OutputListingLoader(storage: storage).listing(of: job("s3://demo/in/"))
        #expect(listing.rows.map(\.state) == [.missing, .extra])
    }

    @Test func aManifestNamesOneOfThem() async throws {
        let storage = FakeObservations()
        storage.put("s3://demo/in/\(Self.composed)", "123")
        storage.put(
            "s3://demo/list.json", #"[{"prefix": "s3://demo/in/"}, "\#(Self.composed)", "\#(Self.decomposed)"]"#)
        let listing = try await OutputListingLoader(storage: storage).listing(
            of: job("s3://demo/list.json", kind: .manifestFile))
        #expect(listing.rows.compactMap(\.input?.size) == [0, 3])
    }

    @Test func thePreflightMissesTheOtherOne() async {
        var bench = PreflightBench()
        bench.account.put("s3://demo-data/in/march/\(Self.composed)", PreflightBench.rows)
        bench.account.put(
            "s3://demo-data/lists/a.json", #"[{"prefix": "s3://demo-data/in/march/"}, "\#(Self.decomposed)"]"#)
        bench.plan.inputKind = .manifestFile
        bench.plan.input = "s3://demo-data/lists/a.json"
        let troubles = await bench.findings(.input).troubles
        #expect(
            bytes(troubles) == bytes(["failed: the manifest names in/march/\(Self.decomposed), which doesn't exist"]))
        // Both are there, and neither is the other one twice.
        bench.account.put("s3://demo-data/in/march/\(Self.decomposed)", PreflightBench.rows)
        bench.account.put(
            "s3://demo-data/lists/b.json",
            #"[{"prefix": "s3://demo-data/in/march/"}, "\#(Self.composed)", "\#(Self.decomposed)"]"#)
        bench.plan.input = "s3://demo-data/lists/b.json"
        #expect(await bench.findings(.input).troubles.isEmpty)
    }

    @Test func anotherSpellingOfTheInputIsAnotherQuestion() {
        var plan = Samples.plan
        plan.input = "s3://demo/\(Self.composed)"
        var changed = plan
        changed.input = "s3://demo/\(Self.decomposed)"
        #expect(plan != changed)
        let need = PreflightNeed.changed(
            from: PreflightSubject(plan: plan, region: "eu-west-1"),
            to: PreflightSubject(plan: changed, region: "eu-west-1"))
        #expect(need.contains(.input))
    }

    @Test func overwrittenOutputsAreCountedByTheirBytes() async {
        var bench = PreflightBench()
        bench.account.put("s3://demo-data/one/\(Self.composed)", PreflightBench.rows)
        bench.account.put("s3://demo-data/done/\(Self.decomposed).out", "1")
        bench.plan.input = "s3://demo-data/one/"
        bench.plan.output = "s3://demo-data/done/"
        #expect(await bench.findings(.output).troubles.isEmpty)
        bench.account.put("s3://demo-data/done/\(Self.composed).out", "1")
        #expect(
            await bench.findings(.output).troubles == [
                "warned: 1 of 1 outputs already exist and would be overwritten"
            ])
    }

    @Test func foldersOfAKeyEndAtEverySlashByte() throws {
        let place = S3Location(bucket: "demo", key: "a/\u{301}b/\u{600}/")
        #expect(PrefixBrowser.parent(of: place)?.key == "a/\u{301}b/")
        #expect(PrefixEntry.folder(place).name == "\u{600}/")
        #expect(PrefixBrowser.parent(of: S3Location(bucket: "demo", key: "a/"))?.key == "")
        #expect(
            OutputMapping(
                input: S3Location(bucket: "demo", key: "in/\u{301}x/"), output: S3Location(bucket: "demo", key: "out")
            ).outputKeys(for: "in/\u{301}x/\u{301}a.csv").first == "out/\u{301}a.csv.out")
    }

    @Test func sampleRunObjectsOfOneNameAreKeptApart() async throws {
        let storage = FakeObservations()
        let input = S3Location(bucket: "demo", key: "t/input/")
        let place = LaunchPlan.SampleRunPlace(beside: S3Location(bucket: "demo", key: "t/"), named: "n")
        let names = ["x", "2-x", "x", Self.composed, Self.decomposed]
        let parts = names.map { SampleRunInput.Part(source: input, name: $0, bytes: Array($0.utf8), rows: 1) }
        let written = try await SampleRunScratch(services: storage, place: place).upload(parts, contentType: "text/csv")
        #expect(Set(written.map { ByteText($0) }).count == names.count)
        #expect(storage.state.withLock { $0.objects.count } == names.count)
    }

    @Test func labelsAndMembersAreToldApartByTheirBytes() {
        guard
            case .labels(let labels, distinct: 2, rows: 3) = ColumnSummary(
                of: [[Self.composed], [Self.decomposed], [Self.composed]])
        else {
            Issue.record("two labels are one")
            return
        }
        #expect(labels.map(\.count) == [2, 1])
        #expect(bytes(labels.map(\.label)) == bytes([Self.composed, Self.decomposed]))
        let line = #"{"\#(Self.composed)": 1, "\#(Self.decomposed)": 2}"#
        var reader = RowReader(.jsonLines)
        var rows: [[String]] = []
        reader.read(Array((line + "\n").utf8)) { rows.append($0.texts) }
        #expect(rows == [["1", "2"]])
        #expect(bytes(reader.columns.map { $0 ?? "" }) == bytes([Self.composed, Self.decomposed]))
        #expect(RowWriter(.jsonLines, columns: reader.columns).columns == [Self.composed, Self.decomposed])
    }

    /// As the shell reads them: outside of single quotes nothing may stand but a quote behind a backslash.
    @Test func aQuoteBeforeAMarkIsQuoted() {
        #expect(
            Array(ShellText.quoted("a'\u{301}; rm -rf ~;'\u{200D}").utf8)
                == Array("'a'\\''\u{301}; rm -rf ~;'\\''\u{200D}'".utf8))
        var random = SeededRandom(seed: 5)
        for _ in 0..<2000 {
            let text = HostileText.make(&random)
            #expect(Self.unquoted(Array(ShellText.quoted(text).utf8)) == Array(text.utf8))
        }
    }

    /// Nil where a byte stands outside of quotes.
    private static func unquoted(_ word: [UInt8]) -> [UInt8]? {
        var (text, isQuoted, rest) = ([UInt8](), false, word[...])
        while let byte = rest.popFirst() {
            switch (isQuoted, byte) {
            case (_, UInt8(ascii: "'")): isQuoted.toggle()
            case (true, _): text.append(byte)
            case (false, UInt8(ascii: "\\")): rest.popFirst().map { text.append($0) }
            default: return nil
            }
        }
        return isQuoted ? nil : text
    }
}
