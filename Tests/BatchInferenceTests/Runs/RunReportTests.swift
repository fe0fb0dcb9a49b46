import AWSOperations
import Predictions
import PythonOracle
import Testing

@testable import BatchInference

/// A history in memory.
final class FakeHistory: TransformHistory {
    private let kept = Kept()

    actor Kept {
        var runs: [String: EndedRun] = [:]
        func keep(_ run: EndedRun) { runs[run.name] = runs[run.name]?.merging(run) ?? run }
    }

    func remember(_ transforms: [TransformOverview], in scope: AccountScope) async throws {}
    func rememberInput(bytes: Int, ofTransform name: String, in scope: AccountScope) async throws {}
    func pastTransforms(
        ofModel modelName: String?, candidate candidateName: String?, in scope: AccountScope, limit: Int
    ) async throws -> [PastTransform] { [] }
    func keep(_ runs: [EndedRun], in scope: AccountScope) async throws { for run in runs { await kept.keep(run) } }
    func runs(matching query: EndedRunQuery, in scope: AccountScope, limit: Int) async throws -> [EndedRun] {
        await Array(kept.runs.values.sorted { $0.createdAt > $1.createdAt }.prefix(limit))
    }
    func run(named name: String, in scope: AccountScope) async throws -> EndedRun? { await kept.runs[name] }
}

/// Prices as they were kept.
struct KeptPrices: PriceCache {
    var now: Timestamp

    func cachedPrices(inRegion region: String) async throws -> CachedList<InstancePrice>? {
        CachedList(rows: [InstancePrice(type: .mlM5Large, amount: 0.115, currency: "USD")], savedAt: now)
    }
    func cachePrices(_ list: CachedList<InstancePrice>, inRegion region: String) async throws {}
}

extension CheckedAccount: PriceList {
    func listProducts(_ request: GetProductsRequest) async throws -> GetProductsResponse {
        throw AWSFailure.refusal("GetProducts", "AccessDenied", "no prices", status: 403)
    }
}

@Suite("Runs told of, and compared")
struct RunReportTests {
    private let history = FakeHistory()
    private static let scope = AccountScope(account: "111122223333", region: "eu-west-1")

    private func reader(_ bench: RepairBench) -> RunReader {
        RunReader(
            services: bench.account, journal: bench.journal, history: history, prices: KeptPrices(now: bench.clock.now),
            clock: bench.clock, scope: Self.scope)
    }

    @Test("a run and its repairs: timeline, cost of both, counts of both, and it is kept")
    func whole() async throws {
        let bench = RepairBench()
        bench.input("a.csv", "b.csv")
        bench.output("a.csv")
        bench.describe("second", .completed, reading: "s3://demo/list", kind: .manifestFile, after: 3600, payload: 3)
        try await bench.noteRepair("second", of: "first")
        bench.output("b.csv", after: 3700)
        for name in ["first", "second"] {
            let facts = try await reader(bench).facts(of: name)
            #expect(facts.run.name == "first" && facts.repairs.map(\.name) == ["second"])
            #expect(facts.counts?.outputs == 2 && facts.counts?.missing == 0)
            // Each ran for 540 s.
            #expect(facts.runningSeconds == 1080)
            #expect(abs((facts.totalCost?.amount ?? 0) - 2 * 540.0 / 3600 * 0.115) < 1e-12)
            let report = RunReport(facts, predictions: nil, madeAt: bench.clock.now)
            #expect(
                report.timeline.map(\.what).map { $0.prefix(7) } == [
                    "created", "running", "Failed ", "created", "running", "Complet",
                ])
            #expect(report.markdown.contains("| MaxPayloadInMB | default | 3 |"))
            #expect(report.results.contains { $0.name == "Of which" && $0.value == "1 by the repair second" })
        }
        let kept = try await history.run(named: "first", in: Self.scope)
        #expect(kept?.description != nil && kept?.cost != nil && kept?.counts?.outputs == 2 && kept?.causes != nil)
        // What the service no longer has is told from what was kept.
        bench.account.change { $0.transforms = [:] }
        let old = try await reader(bench).facts(of: "first")
        guard case .history = old.source else {
            Issue.record("it isn't from the history")
            return
        }
        #expect(old.run.cost == kept?.cost)
        #expect(RunReport(old, predictions: nil, madeAt: bench.clock.now).markdown.contains("From the local history"))
        await #expect(throws: AWSFailure.self) { try await reader(bench).facts(of: "never") }
    }

    @Test("a run that hasn't ended has no report")
    func running() async throws {
        let bench = RepairBench(.inProgress)
        await #expect(throws: RunProblem.self) { try await reader(bench).facts(of: "first") }
    }

    @Test("what is denied is said, and the rest is told")
    func denied() async throws {
        let bench = RepairBench()
        bench.account.deny("ListObjectsV2", service: .s3)
        let facts = try await reader(bench).facts(of: "first")
        #expect(facts.counts == nil && facts.gaps.contains { $0.contains("can't be listed") })
        #expect(facts.shortfalls.count == 1, "a command that shows the rest still fails")
        let text = RunReport(facts, predictions: nil, madeAt: bench.clock.now).markdown
        #expect(text.contains("Unknown") && text.contains("| Inputs and outputs | unknown |"))
    }

    @Test("outputs that may not be read leave a comparison without predictions, and a reason each")
    func unreadable() async throws {
        let bench = RepairBench()
        bench.input("a.csv")
        bench.output("a.csv")
        bench.account.deny("GetObject", service: .s3)
        let both = try await reader(bench).comparison(of: "first", "first", limit: 1_000_000)
        for facts in [both.first, both.second] {
            #expect(facts.shortfalls.contains { $0.failure.isAccessDenied }, "\(facts.gaps)")
            #expect(facts.gaps.contains { $0.contains("a.csv.out") })
        }
    }

    @Test("text from elsewhere is no Markdown, no HTML, and hides nothing")
    func escaping() async throws {
        let hostile =
            "<script>alert(1)</script> [x](http://e) **b** `c` | d\n# h\u{1B}[31m\u{202E} ![i](x) &amp; ~~s~~ $$m$$"
        let text = MarkdownText.escaped(hostile)
        #expect(!text.contains("\n") && !text.contains("\u{1B}") && !text.contains("\u{202E}") && !text.contains("<"))
        // Python's Markdown is not at hand: the rule is that no mark stands without a backslash before it.
        var before: Character = " "
        for character in text {
            if "`*_[]()#|~!>{}".contains(character) { #expect(before == "\\", "\(character) in \(text)") }
            before = before == "\\" && character == "\\" ? " " : character
        }
        // Names and numbers stay readable where they can be nothing else.
        let plain = "A dpp0-softmax-004: 0.9800, s3://rows-1/a.csv"
        #expect(MarkdownText.escaped(plain) == plain)
        for (text, escaped) in [
            ("1. x", "1\\. x"), ("- x", "\\- x"), ("  + x", "  \\+ x"), ("=== x", "\\=== x"), ("0.98", "0.98"),
            ("-0.05", "-0.05"),
            ("see http://x", "see http\\://x"), ("www.x.y", "www\\.x.y"),
        ] {
            #expect(MarkdownText.escaped(text) == escaped)
        }
        let bench = RepairBench()
        bench.describe("first", .failed, reason: hostile)
        let facts = try await reader(bench).facts(of: "first")
        let report = RunReport(facts, predictions: nil, madeAt: bench.clock.now).markdown
        #expect(!report.contains("<script") && !report.contains("\n# h") && !report.contains("\u{1B}"))
    }

    @Test("two runs: only the settings that differ, ratios of numbers, and the shift of what they predict")
    func comparison() async throws {
        let bench = RepairBench(.completed)
        bench.describe("other", .completed, after: 7200, payload: 8)
        bench.input("a.csv", text: "1\n2\n3\n4\n")
        bench.put("s3://demo/out/a.csv.out", "a\na\nb\nb\n", after: 100)
        let same = try await reader(bench).comparison(of: "first", "first", limit: 1 << 20)
        #expect(same.plan == [] && same.notes.contains("both are the same run"))
        #expect(same.columns.count == 1 && same.columns[0].shift?.index == 0)
        #expect(same.outcome.allSatisfy { $0.change.isEmpty })
        bench.put("s3://demo/out/a.csv.out", "a\nb\nb\nb\n", after: 8000)
        var job = bench.account.state.withLock { $0.transforms["other"]! }
        job.transformOutput?.s3OutputPath = "s3://demo/other/"
        bench.account.change { [job] in $0.transforms["other"] = job }
        bench.put("s3://demo/other/a.csv.out", "a\na\na\nb\n", after: 8000)
        let comparison = try await reader(bench).comparison(of: "first", "other", limit: 1 << 20)
        #expect(
            comparison.plan == [
                .init(title: "S3OutputPath", first: "s3://demo/out/", second: "s3://demo/other/"),
                .init(title: "MaxPayloadInMB", first: "default", second: "8"),
            ])
        let index = try #require(comparison.columns.first?.shift?.index)
        // (0.75 − 0.25) · ln 3 − (0.25 − 0.75) · ln 3, by hand.
        #expect(abs(index - 1.0986122886681098) < 1e-12)
        #expect(comparison.predictions.map { $0?.extent } == ["all 4 rows of 1 output", "all 4 rows of 1 output"])
    }

    @Test("a sample takes whole outputs, spread over all, and says how many")
    func sample() async throws {
        let bench = RepairBench(.completed)
        for number in 10..<60 {
            bench.input("part-\(number).csv")
            bench.put("s3://demo/out/part-\(number).csv.out", String(repeating: "a\n", count: 50), after: 100)
        }
        let facts = try await reader(bench).facts(of: "first")
        let all = try #require(try await reader(bench).predictions(of: facts, limit: 1 << 20))
        #expect(!all.isSample && all.summary.rows == 2500)
        let some = try #require(try await reader(bench).predictions(of: facts, limit: 1000))
        #expect(some.isSample && some.summary.rows == 500 && some.summary.objects == 10)
        #expect(some.extent == "500 rows of 10 of 50 outputs, a sample spread over them")
        let listing = try #require(facts.listing)
        let positions = Array(listing.rows.indices)
        #expect(
            OutputSummarizer.sample(positions, of: listing, within: 1000) == [0, 5, 10, 15, 20, 25, 30, 35, 40, 45])
        #expect(OutputSummarizer.sample(positions, of: listing, within: 1).count == 1)
    }

    @Test("how the runs of a model have gone, from those that completed")
    func trend() throws {
        func run(
            _ name: String, _ seconds: Double, at time: Double, _ status: TransformJobStatus = .completed,
            instances: Int? = nil
        ) throws -> EndedRun {
            var job = Samples.transform()
            if let instances { job.transformResources.instanceCount = instances }
            job.transformJobName = name
            job.transformJobStatus = status
            job.creationTime = Timestamp(secondsSinceEpoch: time)
            job.transformStartTime = job.creationTime.adding(seconds: 100)
            job.transformEndTime = job.creationTime.adding(seconds: 100 + seconds)
            return try #require(EndedRun(TransformOverview(job), at: Timestamp(secondsSinceEpoch: 9)))
        }
        let trend = try #require(
            RunTrend([
                try run("c", 300, at: 3000), try run("x", 9999, at: 2500, .failed), try run("a", 100, at: 1000),
                try run("b", 120, at: 2000),
            ]))
        #expect(trend.runs.map(\.name) == ["a", "b", "c"])
        #expect(trend.lines[0] == "3 completed runs, the last c")
        #expect(trend.lines[1] == "running  5 m; usually 1 m 50 s (×2.7)")
        #expect(RunTrend([try run("x", 1, at: 1, .failed)]) == nil)
        // What ran on more instances is no measure of what ran on fewer.
        let mixed = try #require(
            RunTrend([
                try run("a", 100, at: 1000), try run("b", 120, at: 2000), try run("many", 10, at: 2500, instances: 8),
                try run("c", 300, at: 3000),
            ]))
        #expect(mixed.lines[1].hasPrefix("usually is of 2 runs on ") && mixed.lines[1].hasSuffix("not of 1 on others"))
        #expect(mixed.lines[2] == "running  5 m; usually 1 m 50 s (×2.7)")
        let other = try #require(
            RunTrend([try run("a", 100, at: 1000), try run("many", 10, at: 2500, instances: 8)]))
        #expect(other.lines[1].hasPrefix("no earlier run on ") && other.lines[2] == "running  10 s")
        #expect(
            RunComparison.change(100, 88) == "−12 %" && RunComparison.change(nil, 1) == ""
                && RunComparison.change(0, 1) == "")
    }
}
