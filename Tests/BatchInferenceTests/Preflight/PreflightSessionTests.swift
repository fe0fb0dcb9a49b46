import AWSOperations
import Testing

@testable import BatchInference

@Suite("Preflight: the session of a form")
struct PreflightSessionTests {
    @Test("every check has a name of its own, a title, and needs")
    func rows() {
        let checks = PreflightCheck.all
        #expect(Set(checks.map(\.id)).count == checks.count)
        #expect(checks.allSatisfy { !$0.title.isEmpty && !$0.needs.isEmpty })
    }

    @Test("a change runs only the checks that depend on it, and asks for nothing twice")
    func rerun() async {
        var bench = PreflightBench()
        let session = PreflightSession()
        _ = await session.report(on: bench.subject, from: bench.account, clock: ManualClock())
        let before = bench.account.state.withLock { $0.calls }
        #expect(before.count { $0 == "ListServiceQuotas" } == 1)
        // Listings of input, output and training data.
        #expect(before.count { $0 == "ListObjectsV2" } == 3)
        bench.plan.instanceCount = 2
        let report = await session.report(on: bench.subject, from: bench.account, clock: ManualClock())
        #expect(report.isFinished && report.subject == bench.subject)
        let after = bench.account.state.withLock { $0.calls }
        // Room for two is worked out of answers that are there.
        #expect(after == before)
        #expect(report.findings.map(\.text).contains("2 objects for 2 instances"))
    }

    @Test("answers grow old: after a while a check that runs again asks again")
    func age() async {
        var bench = PreflightBench()
        let session = PreflightSession(checks: [.quota])
        let clock = ManualClock()
        _ = await session.report(on: bench.subject, from: bench.account, clock: clock)
        bench.plan.instanceCount = 2
        try? await clock.sleep(seconds: 61)
        _ = await session.report(on: bench.subject, from: bench.account, clock: clock)
        #expect(bench.account.count(of: "ListServiceQuotas") == 2)
    }

    @Test("checks run side by side: one that hangs holds up no other, and the report says which is open")
    func sideBySide() async {
        let bench = PreflightBench()
        bench.account.change { $0.held = ["ListServiceQuotas"] }
        let session = PreflightSession()
        for await report in session.reports(on: bench.subject, from: bench.account, clock: ManualClock())
        where report.openCount == 1 {
            #expect(report.lines.first { $0.findings == nil }?.id == "quota")
            #expect(report.summary.hasSuffix("1 running"))
            bench.account.change { $0.held = [] }
        }
        #expect(bench.account.count(of: "ListServiceQuotas") == 1)
    }

    @Test("a newer form ends the older one's reports, and cancels only what it changes")
    func superseded() async {
        var bench = PreflightBench()
        bench.account.change { $0.held = ["ListServiceQuotas", "DescribeModel"] }
        let session = PreflightSession()
        let older = bench.subject
        let reports = session.reports(on: older, from: bench.account, clock: ManualClock())
        var seen: [PreflightReport] = []
        for await report in reports {
            seen.append(report)
            guard report.openCount == 2 else { continue }
            // The model's name concerns the names alone: the quota goes on.
            bench.plan.modelName = "another-model"
            let newer = bench.subject
            let account = bench.account
            account.change { $0.held = ["ListServiceQuotas"] }
            let next = session.reports(on: newer, from: account, clock: ManualClock())
            for await report in next where report.openCount == 1 {
                account.change { $0.held = [] }
            }
        }
        #expect(seen.allSatisfy { $0.subject == older })
        #expect(bench.account.count(of: "ListServiceQuotas") == 1)
        #expect(bench.account.count(of: "DescribeModel") == 2)
    }

    @Test("what depends on a change no longer stands in a report that is carried over; the rest does")
    func carriedOver() async {
        var bench = PreflightBench()
        let report = await bench.report()
        bench.plan.instanceCount = 2
        let carried = report.carriedOver(to: bench.subject)
        #expect(carried.lines.filter { $0.findings == nil }.map(\.id) == ["instances", "quota"])
        #expect(report.carriedOver(to: report.subject) == report)
    }

    @Test("after starting over, everything is asked for again")
    func startOver() async {
        let bench = PreflightBench()
        let session = PreflightSession()
        _ = await session.report(on: bench.subject, from: bench.account, clock: ManualClock())
        await session.startOver()
        let report = await session.report(on: bench.subject, from: bench.account, clock: ManualClock())
        #expect(report.isFinished && report.findings.troubles.isEmpty)
        #expect(bench.account.count(of: "ListServiceQuotas") == 2)
    }

    @Test("a report that nobody waits for any more ends its work when it is stopped")
    func stopping() async {
        let bench = PreflightBench()
        bench.account.change { $0.held = ["ListServiceQuotas"] }
        let session = PreflightSession()
        for await report in session.reports(on: bench.subject, from: bench.account, clock: ManualClock())
        where report.openCount == 1 {
            await session.stop()
        }
        #expect(bench.account.count(of: "ListServiceQuotas") == 1)
    }
}
