import AWSOperations
import Testing

@testable import BatchInference

@Suite("What a repair sends again")
struct RepairPlannerTests {
    private func problem(_ bench: RepairBench, for name: String = "first") async -> RepairProblem? {
        await #expect(throws: RepairProblem.self) { try await bench.proposal(for: name) }
    }

    @Test(
        "the inputs without an output of this run, by a manifest beside the output, into the same place with its model")
    func prefix() async throws {
        let bench = RepairBench()
        bench.input("a.csv", "b.csv", "sub/c.csv", "d.csv", "_SUCCESS")
        bench.input("empty.csv", text: "")
        bench.output("a.csv")
        // What an earlier run wrote is no output of this one.
        bench.output("b.csv", after: -3600)
        let proposal = try await bench.proposal()
        #expect(proposal.names == ["b.csv", "d.csv", "sub/c.csv"])
        #expect(proposal.manifest.manifest?.base.uri == "s3://demo/in/")
        #expect(proposal.manifestURI == "s3://demo/out-input/input.manifest")
        #expect(proposal.plan.input == proposal.manifestURI && proposal.plan.inputKind == .manifestFile)
        #expect(proposal.plan.output == "s3://demo/out/" && proposal.plan.modelName == "m")
        #expect(proposal.plan.transformJobName.hasPrefix("first-repair-"))
        #expect(proposal.plan.repairedTransform == "first")
        #expect(proposal.inputCount == 6 && proposal.writtenCount == 1 && proposal.repairedCount == 3)
        #expect(
            proposal.leftOut.map(\.text) == [
                "1 marker file or earlier output (_SUCCESS)", "1 empty object (empty.csv)",
            ])
        #expect(bench.account.count(of: "PutObject") == 0, "nothing is written before anybody agrees")
        #expect(bench.journal.all.isEmpty)
    }

    @Test("a manifest that is written names the same keys, byte for byte, and is one that a listing reads")
    func bytes() async throws {
        let bench = RepairBench()
        let names = ["caf\u{E9}.csv", "cafe\u{301}.csv", "a \"b\" \\ c.csv", "tab\tline\n.csv", "<&>'😀.csv"]
        for name in names { bench.input(name) }
        bench.input("done.csv")
        bench.output("done.csv")
        let proposal = try await bench.proposal()
        let corrector = InputCorrector(services: bench.account, journal: bench.journal, clock: bench.clock)
        let input = try await corrector.write(proposal.manifest, for: proposal.plan, as: Samples.identity)
        #expect(bench.journal.all.count == 1 && bench.journal.all[0].correctedFolder == "s3://demo/out-input/")
        let written = try #require(bench.account.state.withLock { $0.objects[S3Location(input.uri)!] })
        let manifest = try #require(InputManifest(written))
        #expect(manifest.prefix == "s3://demo/in/")
        #expect(Set(manifest.names.map { ByteText($0) }) == Set(names.map { ByteText($0) }))
        bench.describe("again", reading: input.uri, kind: .manifestFile, after: 3600)
        let listing = try await bench.listing(of: "again")
        #expect(listing.counts.inputs == names.count && listing.counts.missing == names.count)
    }

    @Test("an input that was a manifest: its names, those that have gone named and left out")
    func manifest() async throws {
        let bench = RepairBench()
        bench.put(
            "s3://demo/list.manifest", #"[{"prefix": "s3://demo/in/"}, "a.csv", "sub/b.csv", "gone.csv", "a.csv"]"#,
            after: -50)
        bench.describe("first", .failed, reading: "s3://demo/list.manifest", kind: .manifestFile)
        bench.input("a.csv", "sub/b.csv", "other.csv")
        bench.output("a.csv")
        let proposal = try await bench.proposal()
        #expect(proposal.names == ["sub/b.csv"] && proposal.inputCount == 3)
        #expect(proposal.leftOut.map(\.text) == ["1 input that no longer exists (gone.csv)"])
        bench.output("sub/b.csv")
        let problem = await problem(bench)
        #expect(problem?.isNothingToDo == true)
        #expect(problem?.problem == "nothing to repair: only 1 input that no longer exists (gone.csv) has no output")
    }

    @Test(
        "a prefix that doesn't end at a slash: names go on where the first run's outputs do", arguments: [true, false])
    func halfNames(belowPrefix: Bool) async throws {
        let bench = RepairBench()
        bench.describe("first", .failed, reading: "s3://demo/in/march")
        bench.put("s3://demo/in/march/a.csv", "1\n", after: -9)
        bench.put("s3://demo/in/march/b.csv", "1\n", after: -9)
        // Both readings of the rule have been seen.
        bench.output(belowPrefix ? "a.csv" : "march/a.csv")
        let proposal = try await bench.proposal()
        #expect(proposal.manifest.manifest?.base.uri == (belowPrefix ? "s3://demo/in/march/" : "s3://demo/in/"))
        #expect(proposal.names == [belowPrefix ? "b.csv" : "march/b.csv"])
    }

    @Test("nothing missing is no failure; all missing is said; what is newer than the run is said")
    func edges() async throws {
        let bench = RepairBench(.completed)
        bench.input("a.csv", "b.csv")
        #expect(try await bench.proposal().notes == ["no input has an output: everything is sent again"])
        bench.output("a.csv", "b.csv")
        let none = await problem(bench)
        #expect(none?.isNothingToDo == true && none?.problem.contains("each of the 2 inputs") == true)
        bench.put("s3://demo/in/new.csv", "1\n", after: 50)
        let proposal = try await bench.proposal()
        #expect(proposal.names == ["new.csv"])
        #expect(proposal.notes == ["1 of them was written after first began: new since then, or replaced"])
    }

    @Test("more than a manifest holds is left for the next repair, which takes it up")
    func tooMany() async throws {
        let bench = RepairBench()
        for number in 10..<40 { bench.input("part-\(number).csv") }
        let proposal = try await bench.proposal(limit: 200)
        #expect(!proposal.names.isEmpty && proposal.names.count < 30)
        #expect(proposal.manifest.manifest.map { $0.bytes.count <= 200 } == true)
        let rest = try #require(proposal.leftOut.first)
        #expect(rest.reason == .beyondManifest && rest.count + proposal.names.count == 30)
        for name in proposal.names { bench.output(name) }
        #expect(try await bench.proposal(limit: 200).names.first == rest.example)
    }

    @Test("what still runs, or can't be told, is no repair: with what to do instead")
    func refusals() async throws {
        for (status, words) in [
            (TransformJobStatus.inProgress, "still running"), (.stopping, "still running"), (.unknown, "isn't known"),
        ] {
            let bench = RepairBench(status)
            bench.input("a.csv")
            #expect(await problem(bench)?.problem.contains(words) == true, "\(status)")
        }
        let sample = RepairBench()
        sample.describe("first", .completed, reading: "s3://demo/out/flightdeck-samples/first/input/")
        #expect(await problem(sample)?.problem.contains("sample run") == true)
        let lines = RepairBench()
        lines.describe("first", .failed, kind: S3DataType(rawValue: "AugmentedManifestFile"))
        #expect(await problem(lines)?.problem.contains("AugmentedManifestFile") == true)
        let denied = RepairBench()
        denied.input("a.csv")
        denied.account.deny("ListObjectsV2", service: .s3)
        await #expect(throws: (any Error).self) { try await denied.proposal() }
        let lost = RepairBench()
        lost.output("a.csv")
        #expect(await problem(lost)?.problem.contains("no longer exist") == true)
    }

    @Test("a repair of a repair goes on with what is left of the first run, with the newest settings")
    func chain() async throws {
        let bench = RepairBench()
        bench.input("a.csv", "b.csv", "c.csv", "d.csv")
        bench.output("a.csv")
        bench.put(
            "s3://demo/out-input/input.manifest", #"[{"prefix": "s3://demo/in/"}, "b.csv", "c.csv", "d.csv"]"#,
            after: 1000)
        bench.describe(
            "second", .failed, reading: "s3://demo/out-input/input.manifest", kind: .manifestFile, after: 1000,
            payload: 3)
        try await bench.noteRepair("second", of: "first")
        bench.output("b.csv", after: 1100)
        for asked in ["first", "second"] {
            let proposal = try await bench.proposal(for: asked)
            #expect(proposal.names == ["c.csv", "d.csv"], "\(asked)")
            #expect(proposal.firstRun == "first" && proposal.repaired == "second")
            #expect(proposal.plan.repairedTransform == "second" && proposal.plan.maxPayloadInMB == 3)
            #expect(proposal.plan.transformJobName.hasPrefix("first-repair-"))
            #expect(proposal.manifestURI == "s3://demo/out-input-2/input.manifest", "the first manifest is still there")
        }
        bench.describe(
            "second", .inProgress, reading: "s3://demo/out-input/input.manifest", kind: .manifestFile, after: 1000)
        #expect(await problem(bench)?.problem.contains("second is still running") == true)
    }

    @Test("a repair that was interrupted is finished or removed first")
    func interrupted() async throws {
        let bench = RepairBench()
        bench.input("a.csv")
        try await bench.noteRepair("second", of: "first", state: .modelCreated)
        let problem = await problem(bench)
        #expect(problem?.problem == "its repair second was interrupted")
        #expect(problem?.remedy.contains("flightdeck resume second") == true)
    }

    @Test("a manifest that no launch reads is taken away again; one that is read stays")
    func discarding() async throws {
        let bench = RepairBench()
        bench.input("a.csv", "b.csv")
        bench.output("b.csv")
        let corrector = InputCorrector(services: bench.account, journal: bench.journal, clock: bench.clock)
        var proposal = try await bench.proposal()
        let before = bench.account.state.withLock(\.objects)
        let input = try await corrector.write(proposal.manifest, for: proposal.plan, as: Samples.identity)
        #expect(await corrector.discard(input) == nil)
        #expect(bench.account.state.withLock(\.objects) == before)
        #expect(try await bench.journal.unfinished().isEmpty)
        bench.clock.pass(seconds: 5)
        proposal = try await bench.proposal()
        let again = try await corrector.write(proposal.manifest, for: proposal.plan, as: Samples.identity)
        var launch = LaunchRecord(plan: proposal.plan, identity: Samples.identity, now: bench.clock.now)
        #expect(launch.repairs == "first")
        launch.state = .creatingTransform
        try await bench.journal.begin(launch)
        await bench.journal.handOver(to: launch)
        #expect(await corrector.discard(again) == nil)
        #expect(bench.account.state.withLock { $0.objects[S3Location(again.uri)!] } != nil)
        launch.state = .refused
        try await bench.journal.update(launch)
        #expect(await corrector.discard(again) == nil)
        #expect(bench.account.state.withLock(\.objects) == before)
    }

    @Test("a plan that was changed to write elsewhere repairs nothing any more")
    func elsewhere() async throws {
        let bench = RepairBench()
        bench.input("a.csv")
        var plan = try await bench.proposal().plan
        plan.output = "s3://demo/other/"
        #expect(LaunchRecord(plan: plan, identity: Samples.identity, now: bench.clock.now).repairs == nil)
    }
}

@Suite("A run and its repairs as one")
struct RepairFamilyTests {
    @Test("outputs are counted for the run, and told by which repair; a repair tells what the run before wrote")
    func counts() async throws {
        let bench = RepairBench()
        bench.input("a.csv", "b.csv", "c.csv", "d.csv", "e.csv")
        bench.output("old.csv", after: -5000)
        bench.output("a.csv", "b.csv")
        bench.put(
            "s3://demo/out-input/input.manifest", #"[{"prefix": "s3://demo/in/"}, "c.csv", "d.csv", "e.csv"]"#,
            after: 1000)
        bench.describe(
            "second", .failed, reading: "s3://demo/out-input/input.manifest", kind: .manifestFile, after: 1000)
        bench.describe(
            "third", .completed, reading: "s3://demo/out-input/input.manifest", kind: .manifestFile, after: 2000)
        try await bench.noteRepair("second", of: "first")
        try await bench.noteRepair("third", of: "second")
        try await bench.noteRepair("other", of: "another")
        bench.output("c.csv", after: 1060)
        bench.output("d.csv", "e.csv", after: 2100)
        let whole = try await bench.listing()
        #expect(whole.counts.written == 5 && whole.counts.missing == 0 && whole.counts.earlier == 1)
        #expect(
            whole.counts.byRepair == [RepairShare(name: "second", outputs: 1), RepairShare(name: "third", outputs: 2)])
        #expect(
            whole.progress.text()
                == "5 of 5, of which 1 by the repair second, of which 2 by the repair third, 1 of an earlier run")
        #expect(whole.rows.compactMap(\.repair) == ["second", "third", "third"])
        let own = try await bench.listing(of: "third")
        #expect(own.progress.text() == "2 of 3, 3 by the repaired run first, 1 of an earlier run")
        let finder = RepairFinder(transforms: bench.account, journal: bench.journal)
        for name in ["first", "second", "third"] {
            let job = try #require(bench.account.state.withLock { $0.transforms[name] })
            #expect(try await finder.firstRun(of: job).transformJobName == "first", "\(name)")
        }
        // A repair that can't be described leaves open who wrote what, and no count is made up.
        bench.account.change { $0.transforms["second"] = nil }
        let unknown = try await bench.listing()
        #expect(unknown.counts.written == 5 && unknown.counts.byRepair.allSatisfy { $0.outputs == nil })
        #expect(unknown.progress.text().contains("an unknown number by the repair second"))
    }

    @Test("links that lead round in a circle end")
    func circle() async throws {
        let bench = RepairBench()
        bench.input("a.csv")
        bench.describe("second", after: 10)
        try await bench.noteRepair("second", of: "first")
        try await bench.noteRepair("first", of: "second")
        _ = try await bench.listing()
        _ = try await bench.listing(of: "second")
    }
}

@Suite("What a likely cause changes in a repair")
struct RepairFixTests {
    private func changes(_ id: String, _ edit: (inout LaunchPlan) -> Void = { _ in }) -> [String] {
        var plan = Samples.plan
        edit(&plan)
        let before = plan
        let fix = RepairFix([Diagnosis(id: id, cause: "c", evidence: "e", fix: "f")], to: &plan)
        #expect((plan == before) == (fix?.isEmpty ?? true), "what is changed is what is said: \(id)")
        return fix?.changes.map(\.text) ?? []
    }

    @Test("each cause by the option that mends it, and never past what the API takes")
    func causes() {
        #expect(changes("payload-too-large") == ["MaxPayloadInMB default → 3"])
        #expect(changes("payload-too-large") { $0.maxPayloadInMB = 1 } == ["BatchStrategy default → SingleRecord"])
        #expect(changes("payload-too-large") { ($0.maxPayloadInMB, $0.batchStrategy) = (1, .singleRecord) }.isEmpty)
        #expect(
            changes("payload-too-large") { ($0.split, $0.assemble) = (.none, .none) }
                == ["SplitType None → Line", "AssembleWith None → Line"])
        #expect(changes("record-too-large") == ["MaxPayloadInMB default → 24"])
        #expect(
            changes("record-too-large") { ($0.maxPayloadInMB, $0.maxConcurrentTransforms) = (20, 4) }
                == ["MaxPayloadInMB 20 → 80", "MaxConcurrentTransforms 4 → 1"])
        #expect(changes("record-too-large") { $0.maxPayloadInMB = 100 }.isEmpty)
        #expect(changes("memory") == ["InstanceType ml.m5.xlarge → ml.m5.2xlarge"])
        #expect(
            changes("memory") { $0.instanceType = TransformInstanceType(rawValue: "ml.new.large") }
                == ["MaxConcurrentTransforms default → 1"])
        #expect(changes("timeout") { $0.invocationTimeout = 60 } == ["InvocationsTimeoutInSeconds 60 → 1200"])
        #expect(changes("timeout") { $0.invocationTimeout = 3600 }.isEmpty)
        #expect(changes("input-json") == ["BatchStrategy default → SingleRecord"])
        #expect(changes("gpu-memory") { $0.maxConcurrentTransforms = 8 }.last == "MaxConcurrentTransforms 8 → 1")
        #expect(changes("compressed-input") == ["CompressionType None → Gzip"])
        #expect(changes("column-count").isEmpty && changes("header-row").isEmpty)
        #expect(changes(Diagnosis.unknownReason).isEmpty)
        let other = changes("capacity")
        #expect(
            other.count == 1 && other[0].hasPrefix("InstanceType ml.m5.xlarge → ml.") && !other[0].contains("→ ml.m5."))
    }

    @Test("a repair is never given plans with errors by a fix")
    func valid() {
        for id in [
            "payload-too-large", "record-too-large", "memory", "timeout", "gpu-memory", "capacity", "input-json",
        ] {
            for concurrent in [nil, 1, 4, 100] {
                for payload in [nil, 1, 6, 20, 100] {
                    var plan = Samples.plan
                    (plan.maxPayloadInMB, plan.maxConcurrentTransforms) = (payload, concurrent)
                    guard !plan.problems().contains(where: { $0.severity == .error }) else { continue }
                    _ = RepairFix([Diagnosis(id: id, cause: "", evidence: "", fix: "")], to: &plan)
                    #expect(!plan.problems().contains { $0.severity == .error }, "\(id) \(String(describing: payload))")
                }
            }
        }
    }

    @Test("the cause comes from the failed run's log")
    func fromTheLog() async throws {
        let bench = RepairBench()
        bench.describe("first", .failed, payload: 8, reason: "ClientError: See job logs for more information")
        bench.input("a.csv", "b.csv")
        bench.output("a.csv")
        bench.account.change {
            $0.logLines["first"] = [
                "[sagemaker logs]: demo/in/b.csv: ClientError: 413",
                "[sagemaker logs]: demo/in/b.csv: Message: Request Entity Too Large",
            ]
        }
        let proposal = try await bench.proposal()
        #expect(proposal.fix?.diagnosis.id == "payload-too-large")
        #expect(proposal.fixText == "MaxPayloadInMB 8 → 4" && proposal.plan.maxPayloadInMB == 4)
        let plain = try await bench.proposal(fixes: false)
        #expect(plain.fix == nil && plain.plan.maxPayloadInMB == 8)
    }
}
