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
    private let journal = FakeJournal()
    private let identity = LaunchIdentity(account: "111122223333", region: "eu-west-1")
    private var corrector: InputCorrector {
        InputCorrector(services: account, journal: journal, clock: ManualClock())
    }

    private func write(_ work: CorrectionWork, for plan: LaunchPlan? = nil) async throws -> CorrectedInput {
        try await corrector.write(work, for: plan ?? bench.plan, as: identity)
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

    @Test("the header's finding offers copies of the objects that have one; the others are read where they are")
    func copies() async throws {
        var bench = bench
        headed()
        let finding = try #require(await bench.findings(.columns).first)
        #expect(finding.text == "part-1.csv and 1 more object start with a header row, which is read as data")
        let correction = try #require(finding.correction)
        let before = account.state.withLock(\.objects)
        let work = try await corrector.work(for: correction, of: bench.plan)
        #expect(work.folder.uri == "s3://demo-data/out/march-input/")
        #expect(work.sentence.hasPrefix("Write copies of 2 of 3 objects, "))
        #expect(
            work.sentence.hasSuffix(
                "without a header row to \(work.folder.uri), and a manifest of these and the others; predictions are then "
                    + "named by the keys below s3://demo-data/"))
        #expect(account.count(of: "PutObject") == 0, "nothing is written before anybody agrees")
        #expect(journal.all.isEmpty)
        let input = try await write(work)
        #expect(input.account == "corrected 2 of 3 objects, listed the other one as it is")
        for name in ["part-1.csv", "sub/part-3.csv"] {
            #expect(text("s3://demo-data/out/march-input/\(name)") == PreflightBench.rows)
        }
        #expect(account.count(of: "PutObject") == 3)
        for (location, bytes) in before { #expect(account.state.withLock { $0.objects[location] } == bytes) }
        PlanEdit.corrected(input).apply(to: &bench.plan)
        #expect(bench.plan.input == "s3://demo-data/out/march-input/input.manifest")
        let manifest = try #require(InputManifest(Array((text(bench.plan.input) ?? "").utf8)))
        #expect(manifest.prefix == "s3://demo-data/")
        #expect(
            manifest.names == [
                "in/march/part-2.csv", "out/march-input/part-1.csv", "out/march-input/sub/part-3.csv",
            ])
        #expect(await bench.report([.input, .columns, .unexpectedObjects, .text]).findings.troubles.isEmpty)
    }

    @Test("where all have a header, or no manifest can name both, all are copied, and what became of each is said")
    func copyingAll() async throws {
        var bench = bench
        headed()
        account.put("s3://demo-data/in/march/part-2.csv", Self.header + PreflightBench.rows)
        let all = try await corrector.work(for: .withoutHeader(Self.names), of: bench.plan)
        #expect(all.sentence.hasPrefix("Write copies of 3 objects, ") && all.sentence.hasSuffix(all.folder.uri))
        #expect(try await write(all).account == "corrected 3 of 3 objects")
        account.put("s3://demo-data/in/march/part-2.csv", PreflightBench.rows)
        bench.plan.output = "s3://distant-data/out/march/"
        account.put("s3://distant-data/other.csv", "x")
        let mixed = try await corrector.work(for: .withoutHeader(Self.names), of: bench.plan)
        #expect(mixed.sentence.hasSuffix(": 2 without a header row, the other 1 unchanged"))
        bench.plan.transformJobName += "-2"
        let input = try await write(mixed, for: bench.plan)
        #expect(input.account == "corrected 2 of 3 objects, copied the other one unchanged")
        #expect(input.uri == "s3://distant-data/out/march-input/")
        for name in ["part-1.csv", "part-2.csv", "sub/part-3.csv"] {
            #expect(text(input.uri + name) == PreflightBench.rows)
        }
    }

    @Test("blanks around words are taken off where they were found, and a header with them; the check then passes")
    func blanks() async throws {
        var bench = bench
        account.put(
            "s3://demo-data/train/churn.csv",
            Self.header.replacing("state", with: "churn,state")
                + String(repeating: "yes,KS,3,265.1,basic\nno,OH,1,161.6,plus\nno,NJ,0,1.5,plus\n", count: 20))
        account.put("s3://demo-data/in/march/part-1.csv", Self.header + "KS ,3,1.5,\" basic\"\nOH,1, 2.5 ,plus\n")
        account.put("s3://demo-data/in/march/part-2.csv", PreflightBench.rows)
        let found = await bench.findings(.columns).compactMap(\.correction)
        #expect(found == [.withoutHeader(Self.names), .withoutBlanks(places: [0, 3], header: nil)])
        let correction = try #require(InputCorrection.merged(found))
        #expect(correction == .withoutBlanks(places: [0, 3], header: Self.names))
        let input = try await write(try await corrector.work(for: correction, of: bench.plan))
        #expect(input.account == "corrected 1 of 2 objects, listed the other one as it is")
        #expect(
            text("s3://demo-data/out/march-input/part-1.csv") == "KS,3,1.5,\"basic\"\nOH,1, 2.5 ,plus\n")
        PlanEdit.corrected(input).apply(to: &bench.plan)
        #expect(await bench.report([.columns, .text]).findings.troubles.isEmpty)
    }

    @Test("only values at those places lose blanks; quotes, line ends and what is no CSV stay as they are")
    func trimming() {
        func trimmed(_ text: String) -> String {
            String(decoding: CorrectedText.withoutBlanks(Array(text.utf8), places: [0, 2]), as: UTF8.self)
        }
        #expect(trimmed(" a , b , c \r\nd,e,f") == "a, b ,c\r\nd,e,f")
        #expect(trimmed("\u{FEFF} a,b,\" x \"\"y\"\" \"\n\n") == "\u{FEFF}a,b,\"x \"\"y\"\"\"\n\n")
        #expect(trimmed(" a\" ,b,c\n\" a,b\n x ,\u{2028},\u{A0}é\u{2028}\n") == " a\" ,b,c\n\" a,b\nx,\u{2028},é\n")
    }

    @Test("a corrected input is in the journal from before its first object until a launch reads it")
    func journaled() async throws {
        headed()
        let work = try await corrector.work(for: .withoutHeader(Self.names), of: bench.plan)
        let input = try await write(work)
        let record = try #require(journal.all.first)
        #expect(journal.all.count == 1 && !record.isSettled && record.correctedFolder == work.folder.uri)
        #expect(record.transformJobName == input.launch && record.transformJobName != bench.plan.transformJobName)
        // A launch of something else leaves it open; one that reads it settles it.
        await journal.handOver(to: LaunchRecord(plan: bench.plan, identity: identity, now: record.createdAt))
        #expect(journal.all.first?.isSettled == false)
        var plan = bench.plan
        PlanEdit.corrected(input).apply(to: &plan)
        let cloud = FakeSageMaker()
        let launcher = Launcher(models: cloud, transforms: cloud, journal: journal, clock: ManualClock())
        for await _ in launcher.launch(plan, as: identity) {}
        #expect(journal.all.first { $0.id == record.id }?.isSettled == true)
        #expect(text(input.uri) != nil, "what the launch reads stays")
    }

    @Test("a corrected input that was cut short is taken back whole, and nothing else")
    func cutShort() async throws {
        headed()
        let work = try await corrector.work(for: .withoutHeader(Self.names), of: bench.plan)
        let before = account.state.withLock(\.objects)
        // The program dies while the objects are written: the record and some of the copies are there.
        var record = LaunchRecord(
            correcting: bench.plan, with: work, identity: identity, now: Timestamp(secondsSinceEpoch: 0))
        try await journal.begin(record)
        account.put(work.folder.uri + "part-1.csv", PreflightBench.rows)
        #expect(try await journal.unfinished().map(\.canOnlyBeTakenBack) == [true])
        var events: [LaunchEvent] = []
        for await event in corrector.cleanUp(record) { events.append(event) }
        #expect(events.first == .deletingObjects(folder: work.folder.uri))
        guard case .cleanedUp = events.last else { return #expect(Bool(false), "\(events)") }
        #expect(account.state.withLock(\.objects) == before)
        #expect(try await journal.unfinished().isEmpty)
        // A place that no correction made is nobody's to delete.
        record.correctedFolder = "s3://demo-data/in/march/"
        record.id += "-2"
        record.createTransformJob.transformJobName += "-2"
        try await journal.begin(record)
        for await event in corrector.cleanUp(record) { events.append(event) }
        guard case .failed = events.last else { return #expect(Bool(false), "\(events)") }
        #expect(account.state.withLock(\.objects) == before)
    }

    @Test("what a launch reads is not taken back, though the launch was cut short before it had the input")
    func readByLaunch() async throws {
        headed()
        let input = try await write(try await corrector.work(for: .withoutHeader(Self.names), of: bench.plan))
        var plan = bench.plan
        PlanEdit.corrected(input).apply(to: &plan)
        let launch = LaunchRecord(plan: plan, identity: identity, now: Timestamp(secondsSinceEpoch: 1))
        try await journal.begin(launch)
        let record = try #require(journal.all.first)
        var end: LaunchEvent?
        for await event in corrector.cleanUp(record) { end = event }
        guard case .failed(let failure) = end else { return #expect(Bool(false)) }
        #expect(failure.problem.contains("reads s3://demo-data/out/march-input/, so it stays"))
        #expect(text(input.uri) != nil)
        #expect(try await journal.unfinished().map(\.id) == [launch.id])
    }

    @Test("a launch that is taken back gives its corrected input back, which then goes; one that another reads stays")
    func handedBack() async throws {
        headed()
        let before = account.state.withLock(\.objects)
        let input = try await write(try await corrector.work(for: .withoutHeader(Self.names), of: bench.plan))
        var plan = bench.plan
        PlanEdit.corrected(input).apply(to: &plan)
        let cloud = FakeSageMaker()
        let launcher = Launcher(models: cloud, transforms: cloud, journal: journal, clock: ManualClock())
        // Cut before its first request: the input is the launch's by then.
        let launch = try await launcher.begin(plan, as: identity)
        #expect(try await journal.unfinished().map(\.id) == [launch.id])
        var other = launch
        other.id += "-2"
        other.createTransformJob.transformJobName += "-2"
        try await journal.begin(other)
        for await _ in launcher.cleanUp(launch) {}
        #expect(try await journal.unfinished().map(\.id) == [other.id], "another launch reads it")
        #expect(await corrector.cleanUpInputs(of: launch) == nil)
        #expect(account.state.withLock(\.objects) != before)
        for await _ in launcher.cleanUp(other) {}
        #expect(try await journal.unfinished().map { $0.correctedFolder != nil } == [true])
        #expect(await corrector.cleanUpInputs(of: other) == nil)
        #expect(try await journal.unfinished().isEmpty)
        #expect(account.state.withLock(\.objects) == before)
    }

    @Test("a folder that holds anything is left alone, and one that the input reads is not written to")
    func places() async throws {
        var bench = bench
        account.put("s3://demo-data/out/march-input/old.csv", "x")
        account.put("s3://demo-data/in/march/part-1.csv", Self.header + PreflightBench.rows)
        account.put("s3://demo-data/o/a.csv", Self.header + PreflightBench.rows)
        let correction = InputCorrection.withoutHeader(Self.names)
        #expect(try await corrector.work(for: correction, of: bench.plan).folder.key == "out/march-input-2/")
        bench.plan.input = "s3://demo-data/o"
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
        PlanEdit.corrected(try await write(work)).apply(to: &bench.plan)
        #expect(bench.plan.inputKind == .manifestFile)
        let manifest = try #require(InputManifest(Array((text(bench.plan.input) ?? "").utf8)))
        #expect(manifest.prefix == "s3://demo-data/in/march/")
        #expect(manifest.names == ["\"odd\" né.csv", "part-1.csv", "part-2.csv"])
        #expect(await bench.report([.input, .columns, .unexpectedObjects]).findings.troubles.isEmpty)
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
        let input = try await write(try await corrector.work(for: correction, of: bench.plan), for: bench.plan)
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
        await #expect(throws: AWSFailure.self) { try await write(work) }
        #expect(account.state.withLock(\.objects) == before)
        #expect(journal.all.map(\.isSettled) == [true])
    }

    @Test(
        "a first line goes only where it has those names, and nothing else changes",
        arguments: [
            ("a,b\n1,2\n", "1,2\n"), ("A,B\r\n1,2\r\n", "1,2\r\n"), ("\"a\",\"b\"\n1,2", "1,2"), ("a,b", ""),
            ("1,2\na,b\n", "1,2\na,b\n"), ("a,b,c\n1,2,3\n", "a,b,c\n1,2,3\n"), ("", ""), ("a,\"b\n", "a,\"b\n"),
            ("\u{FEFF}a,b\n\u{FEFF}1,2\n", "\u{FEFF}1,2\n"),
        ])
    func lines(text: String, expected: String) {
        #expect(CorrectedText.withoutHeader(Array(text.utf8), ["a", "b"]) == Array(expected.utf8))
    }
}
