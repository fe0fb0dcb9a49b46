import AWSOperations
import ByteCompression
import Testing

@testable import BatchInference

@Suite("Corrected inputs")
struct InputCorrectorTests {
    private let bench = PreflightBench()
    private static let header = "state,calls,minutes,plan\n"
    private static let names = ["state", "calls", "minutes", "plan"]
    private var account: CheckedAccount { bench.account }
    private var corrector: InputCorrector {
        InputCorrector(services: account, now: Timestamp(secondsSinceEpoch: 0))
    }

    init() { account.change { $0.isWritable = true } }

    private func text(_ uri: String) -> String? {
        account.state.withLock { $0.objects[S3Location(uri)!] }.map { String(decoding: $0, as: UTF8.self) }
    }

    private func headed() {
        account.put("s3://demo-data/in/march/part-1.csv", "\u{FEFF}State,CALLS,minutes,plan\r\n" + PreflightBench.rows)
        account.put("s3://demo-data/in/march/sub/part-3.csv", Self.header + PreflightBench.rows)
        account.put("s3://demo-data/in/march/_SUCCESS", "")
    }

    @Test("the header's finding offers copies without it; with them, the check passes, and what was there stays")
    func copies() async throws {
        var bench = bench
        headed()
        let finding = try #require(await bench.findings(.columns).first)
        #expect(finding.text.hasSuffix("read as data, and so do 1 more"))
        let correction = try #require(finding.correction)
        let before = account.state.withLock(\.objects)
        let work = try await corrector.work(for: correction, of: bench.plan)
        #expect(work.folder.uri == "s3://demo-data/out/march-input/")
        #expect(work.sentence.hasPrefix("Write copies of 3 objects, ") && work.sentence.hasSuffix(work.folder.uri))
        #expect(account.count(of: "PutObject") == 0, "nothing is written before anybody agrees")
        let input = try await corrector.write(work)
        for name in ["part-1.csv", "part-2.csv", "sub/part-3.csv"] {
            #expect(text("s3://demo-data/out/march-input/\(name)") == PreflightBench.rows)
        }
        #expect(account.count(of: "PutObject") == 3)
        for (location, bytes) in before { #expect(account.state.withLock { $0.objects[location] } == bytes) }
        PlanEdit.corrected(input).apply(to: &bench.plan)
        #expect(bench.plan.input == "s3://demo-data/out/march-input/" && bench.plan.inputKind == .s3Prefix)
        #expect(await bench.report([.columns, .strays, .text]).findings.troubles.isEmpty)
    }

    @Test("a folder that holds anything is left alone, and one that the input reads is not written to")
    func places() async throws {
        var bench = bench
        account.put("s3://demo-data/out/march-input/old.csv", "x")
        let correction = InputCorrection.withoutHeader(Self.names)
        #expect(try await corrector.work(for: correction, of: bench.plan).folder.key == "out/march-input-2/")
        bench.plan.input = "s3://demo-data/o"
        account.put("s3://demo-data/o/a.csv", PreflightBench.rows)
        #expect(
            try await corrector.work(for: correction, of: bench.plan).folder.key
                == "flightdeck-input/\(bench.plan.transformJobName)/")
        bench.plan.input = "s3://demo-data"
        await #expect(throws: CorrectionProblem.self) {
            try await corrector.work(for: correction, of: bench.plan)
        }
    }

    @Test("marker files and archives are left out by a manifest, which the transform reads")
    func manifest() async throws {
        var bench = bench
        account.put("s3://demo-data/in/march/\"odd\" né.csv", PreflightBench.rows)
        account.put("s3://demo-data/in/march/_SUCCESS", "")
        account.put("s3://demo-data/in/march/m.tar.gz", "x")
        account.put("s3://demo-data/in/march/part-1.csv.out", "yes\n")
        let work = try await corrector.work(for: .dataAlone, of: bench.plan)
        #expect(work.sentence == "Write a manifest of 3 objects to s3://demo-data/out/march-input/input.manifest")
        PlanEdit.corrected(try await corrector.write(work)).apply(to: &bench.plan)
        #expect(bench.plan.inputKind == .manifestFile)
        let manifest = try #require(InputManifest(Array((text(bench.plan.input) ?? "").utf8)))
        #expect(manifest.prefix == "s3://demo-data/in/march/")
        #expect(manifest.names == ["\"odd\" né.csv", "part-1.csv", "part-2.csv"])
        #expect(await bench.report([.input, .columns, .strays]).findings.troubles.isEmpty)
    }

    @Test("gzip is unpacked, and the plan no longer says that it is packed")
    func gzip() async throws {
        var bench = bench
        bench.plan.compression = .gzip
        for part in 1...2 {
            account.change { $0.objects[S3Location("s3://demo-data/in/march/part-\(part).csv")!] = nil }
            account.put(
                "s3://demo-data/in/march/part-\(part).csv.gz",
                bytes: Gzip.storing(Array((Self.header + PreflightBench.rows).utf8)))
        }
        let correction = try #require(await bench.findings(.columns).first?.correction)
        let input = try await corrector.write(try await corrector.work(for: correction, of: bench.plan))
        PlanEdit.corrected(input).apply(to: &bench.plan)
        #expect(bench.plan.compression == .none)
        #expect(text("s3://demo-data/out/march-input/part-1.csv") == PreflightBench.rows)
        #expect(await bench.report([.columns, .compression]).findings.troubles.isEmpty)
    }

    @Test("what was written is taken away again where the rest cannot be")
    func failing() async throws {
        headed()
        let work = try await corrector.work(for: .withoutHeader(Self.names), of: bench.plan)
        account.change { $0.unwritable = [S3Location("s3://demo-data/out/march-input/sub/part-3.csv")!] }
        let before = account.state.withLock(\.objects)
        await #expect(throws: AWSFailure.self) { try await corrector.write(work) }
        #expect(account.state.withLock(\.objects) == before)
    }

    @Test(
        "a first line goes only where it has those names, and nothing else changes",
        arguments: [
            ("a,b\n1,2\n", "1,2\n"), ("A,B\r\n1,2\r\n", "1,2\r\n"), ("\"a\",\"b\"\n1,2", "1,2"), ("a,b", ""),
            ("1,2\na,b\n", "1,2\na,b\n"), ("a,b,c\n1,2,3\n", "a,b,c\n1,2,3\n"), ("", ""), ("a,\"b\n", "a,\"b\n"),
            ("\u{FEFF}a,b\n\u{FEFF}1,2\n", "\u{FEFF}1,2\n"),
        ])
    func lines(text: String, expected: String) {
        #expect(InputCorrector.withoutHeader(Array(text.utf8), ["a", "b"]) == Array(expected.utf8))
    }
}
