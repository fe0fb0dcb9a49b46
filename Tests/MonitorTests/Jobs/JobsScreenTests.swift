import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("The job list")
struct JobsScreenTests {
    private static let jobs = [
        Samples.job("penguins-sex", status: .inProgress, minutesAgo: 18),
        Samples.job(
            "churn-march", status: .failed, minutesAgo: 360,
            failure: "The target column 'Churn?' has one value in all 3333 rows."),
        Samples.job("penguins-species", minutesAgo: 2880), Samples.job("ペンギンの種類", minutesAgo: 4320),
        Samples.job("ends-\u{202E}gnorw\u{1B}[31m", minutesAgo: 5760),
    ]

    /// Everything listed, as after a first load.
    private func listed(_ stage: inout Stage) {
        stage.send(JobsScreen.Event.listing(.page(Self.jobs)))
        stage.send(JobsScreen.Event.listing(.finished(isComplete: true)))
    }

    @Test(arguments: GoldenView.allCases)
    func list(view: GoldenView) throws {
        var stage = view.stage(JobsScreen())
        listed(&stage)
        stage.press("Down")
        try expectGolden(stage, "jobs-\(view.rawValue)")
    }

    @Test(arguments: GoldenView.allCases)
    func loading(view: GoldenView) throws {
        try expectGolden(view.stage(JobsScreen()), "jobs-loading-\(view.rawValue)")
    }

    @Test(arguments: GoldenView.allCases)
    func none(view: GoldenView) throws {
        var stage = view.stage(JobsScreen())
        stage.send(JobsScreen.Event.listing(.finished(isComplete: true)))
        try expectGolden(stage, "jobs-none-\(view.rawValue)")
    }

    @Test(arguments: GoldenView.allCases)
    func failedAtOnce(view: GoldenView) throws {
        var stage = view.stage(JobsScreen())
        let problem = CredentialsError(
            kind: .expired, problem: "the credentials of ml-dev expired 2 min ago",
            remedy: "run  aws sso login --profile ml-dev")
        stage.send(JobsScreen.Event.listing(.failed(.credentials(problem))))
        try expectGolden(stage, "jobs-failed-\(view.rawValue)")
    }

    @Test(arguments: GoldenView.allCases)
    func stale(view: GoldenView) throws {
        var stage = view.stage(JobsScreen())
        listed(&stage)
        stage.state.now = stage.state.now.adding(seconds: 120)
        let throttled = ServiceError(
            operation: ListAutoMLJobsRequest.operation, code: "ThrottlingException", message: "Rate exceeded",
            httpStatus: 400, requestID: nil)
        stage.send(JobsScreen.Event.refreshDue)
        stage.send(JobsScreen.Event.listing(.failed(.service(throttled))))
        try expectGolden(stage, "jobs-stale-\(view.rawValue)")
    }

    @Test("Rows that came before the rest was refused are already open as such, not as none")
    func partOfTheFirstListing() {
        var stage = Stage(JobsScreen())
        stage.send(JobsScreen.Event.listing(.page(Self.jobs)))
        stage.send(JobsScreen.Event.listing(.failed(.cancelled)))
        #expect(stage.text.contains("penguins-species"))
        #expect(!stage.text.contains("no data"))
    }

    @Test("A failed refresh keeps the rows, and the next good one clears the failure")
    func recovery() {
        var stage = Stage(JobsScreen())
        listed(&stage)
        stage.send(JobsScreen.Event.refreshDue)
        let effects = stage.send(JobsScreen.Event.listing(.failed(.cancelled)))
        #expect(stage.text.contains("penguins-species"))
        #expect(effects.contains { if case .after(let id, _, _) = $0 { id.name == "refresh" } else { false } })
        stage.send(JobsScreen.Event.refreshDue)
        listed(&stage)
        #expect(stage.text.contains("live"))
    }

    @Test("A running job that the listing says nothing new of is read again only now and then")
    func sparingDetails() {
        var stage = Stage(JobsScreen())
        func asksForDetails() -> Bool {
            stage.state.now = stage.state.now.adding(seconds: stage.state.refresh.quiet)
            stage.send(JobsScreen.Event.refreshDue)
            stage.send(JobsScreen.Event.listing(.page(Self.jobs)))
            return stage.send(JobsScreen.Event.listing(.finished(isComplete: true))).contains {
                if case .run(let id, _, _) = $0 { id.name == "details" } else { false }
            }
        }
        #expect((0..<6).map { _ in asksForDetails() } == [true, false, true, false, true, false])
    }

    @Test("The pace of a running job slows down while nothing changes, and is back when something does")
    func pace() {
        var stage = Stage(JobsScreen())
        func wait(_ jobs: [JobOverview]) -> Double? {
            stage.send(JobsScreen.Event.refreshDue)
            stage.send(JobsScreen.Event.listing(.page(jobs)))
            for case .after(let id, let seconds, _) in stage.send(JobsScreen.Event.listing(.finished(isComplete: true)))
            where id.name == "refresh" { return seconds }
            return nil
        }
        let refresh = stage.state.refresh
        #expect(wait(Self.jobs) == refresh.active)
        #expect(wait(Self.jobs) == min(refresh.active * 2, refresh.quiet))
        #expect(wait(Self.jobs) == min(refresh.active * 4, refresh.quiet))
        var changed = Self.jobs
        changed[0].modifiedAt = changed[0].modifiedAt.adding(seconds: 1)
        #expect(wait(changed) == refresh.active)
    }

    @Test("What the service's text hides or would do to a terminal is not drawn")
    func hostileNames() {
        var stage = Stage(JobsScreen())
        listed(&stage)
        #expect(!stage.text.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x1B })
    }

    @Test("A click selects, a second click opens, a click on a title sorts, the wheel moves")
    func mouse() {
        var stage = Stage(JobsScreen())
        listed(&stage)
        stage.click(column: 5, row: 5)
        #expect(stage.top(JobsScreen.self).model.selected?.name == "penguins-species")
        stage.click(column: 5, row: 2)
        #expect(stage.top(JobsScreen.self).model.list.sort?.column == "job")
        let selected = stage.top(JobsScreen.self).model.list.selectedIndex!
        stage.click(column: 5, row: 3 + selected)
        #expect(stage.crumb == "penguins-species")
    }
}
