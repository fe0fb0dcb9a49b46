import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("The leaderboard")
struct CandidatesScreenTests {
    private func stage(
        _ candidates: [AutoMLCandidate] = Samples.candidates, launchesBest: Bool = false, columns: Int = 120
    ) -> Stage {
        var stage = Stage(CandidatesScreen(job: Samples.describedJob, launchesBest: launchesBest), columns: columns)
        stage.send(
            CandidatesScreen.Event.loaded(
                LeaderboardReading(job: Samples.describedJob, board: Samples.board(candidates))))
        return stage
    }

    private func screen(_ stage: Stage) -> CandidatesScreen { stage.top() }

    @Test("opens on the best candidate, ranked by the objective, with running and failed ones below")
    func opens() {
        let stage = stage()
        #expect(screen(stage).model.selected?.name == "penguins-species-dpp0-softmax-004")
        let order = screen(stage).model.rows.map { String($0.name.suffix(3)) }
        #expect(order == ["004", "002", "001", "003", "000", "006", "005"])
    }

    @Test("the selection stays on its candidate while new ones come in above it")
    func selectionByName() {
        var stage = stage()
        stage.press("j", "j")
        #expect(screen(stage).model.selected?.name.hasSuffix("bayes-001") == true)
        let more = Samples.candidates + [Samples.candidate("dpp3-new-007", value: 0.98)]
        stage.send(
            CandidatesScreen.Event.loaded(LeaderboardReading(job: Samples.describedJob, board: Samples.board(more))))
        #expect(screen(stage).model.selected?.name.hasSuffix("bayes-001") == true)
        stage.press("b")
        #expect(screen(stage).model.selected?.isBest == true)
    }

    @Test("a new transform is refused with its reason for candidates that failed or still run")
    func launchability() {
        var stage = stage()
        stage.press("G", "n")
        #expect(stage.crumb == Samples.jobName)
        #expect(stage.toasts.last == "new transform: the candidate failed")
        stage.press("k", "n")
        #expect(stage.toasts.last == "new transform: the candidate is still running")
        var bare = Samples.candidate("dpp0-bare-009", value: 0.5)
        bare.inferenceContainers = nil
        #expect(
            CandidatesScreen.launchability(of: Samples.board([bare]).rows.first)
                == .unavailable("the candidate has no inference containers"))
    }

    @Test("n opens the form with the marked candidate, and Esc comes back to the leaderboard")
    func launches() {
        var stage = stage()
        stage.press("j", "n")
        let form: LaunchScreen = stage.top()
        #expect(form.candidateName == "penguins-species-dpp1-knn5-002")
        #expect(!form.isBest)
        stage.press("Esc")
        #expect(stage.crumb == Samples.jobName)
    }

    @Test("asked to launch the best, it opens the form once, as soon as it is loaded")
    func launchesBest() {
        var stage = stage(launchesBest: true)
        let form: LaunchScreen = stage.top()
        #expect(form.isBest)
        stage.press("Esc")
        stage.send(CandidatesScreen.Event.loaded(LeaderboardReading(job: Samples.describedJob, board: Samples.board())))
        #expect(stage.crumb == Samples.jobName)
    }

    @Test("marks two candidates and compares them, best values named and differences counted")
    func compares() {
        var stage = stage()
        stage.press("=")
        #expect(stage.toasts.last == "compare: mark at least two candidates first, with Space")
        stage.press("Space", "Space", "=")
        let compared: ComparisonScreen = stage.top()
        #expect(compared.names.map { String($0.suffix(3)) } == ["004", "002"])
        let metrics = compared.comparison.sections.first { $0.title == "Metrics" }
        #expect(metrics?.facts.map(\.best) == [[0], [0], [0]])
        let images = compared.comparison.sections.first { $0.title == "Containers" }?.facts.filter(\.differs)
        #expect(images?.map(\.name) == ["1 model", "2 image", "2 model", "3 model"])
        stage.press("d")
        #expect(stage.line(with: "3 role") == nil)
        #expect(stage.line(with: "2 image") != nil)
    }

    @Test("a failed refresh keeps the rows and says why")
    func stale() {
        var stage = stage()
        stage.send(
            CandidatesScreen.Event.failed(
                FakeCloud.refusal("ListCandidatesForAutoMLJob", "ThrottlingException", "Rate exceeded")))
        #expect(screen(stage).model.rows.count == 7)
        #expect(stage.line(with: "throttled by SageMaker") != nil)
    }

    @Test("Tab moves to the details, where arrows scroll, and Esc goes back to the board first")
    func focus() {
        var stage = stage(columns: 80)
        stage.press("Tab")
        #expect(stage.line(with: "Containers, in order") != nil)
        #expect(stage.line(with: "CANDIDATE") == nil)
        stage.press("j", "j", "Esc")
        #expect(stage.line(with: "CANDIDATE") != nil)
        #expect(stage.crumb == Samples.jobName)
        stage.press("Esc")
        #expect(stage.crumb == "Jobs")
    }

    @Test("reads job and candidates through the cloud, and words a denial with its permission")
    func loads() async {
        let cloud = FakeCloud()
        cloud.fail(
            "ListCandidatesForAutoMLJob",
            with: FakeCloud.refusal(
                "ListCandidatesForAutoMLJob", "AccessDeniedException", "not authorized", status: 403))
        var stage = Stage(CandidatesScreen(job: Samples.describedJob))
        await stage.run(stage.press("r"), on: .fake(cloud))
        guard case .failed = screen(stage).board.phase else {
            Issue.record("the board should have failed")
            return
        }
        #expect(screen(stage).model.rows.isEmpty)
    }

    @Test("bars are longer for what is better, whichever way the objective counts")
    func bars() {
        let scores = MetricScale(Samples.board())
        #expect(scores.fraction(of: 0.5) == 0.5)
        #expect(scores.fraction(of: -1) == 0)
        let errors = MetricScale(
            Leaderboard(
                candidates: [20.0, 10.0].map { value in
                    var candidate = Samples.candidate("c-\(value)", value: value)
                    candidate.finalAutoMLJobObjectiveMetric = .init(metricName: .rmse, value: value, type: .minimize)
                    return candidate
                }, objective: MetricName("RMSE")))
        #expect(errors.fraction(of: 10) == 1)
        #expect(errors.fraction(of: 20) == 0.5)
    }

    @Test("looks as kept", arguments: GoldenView.allCases)
    func frames(view: GoldenView) throws {
        var stage = view.stage(CandidatesScreen(job: Samples.describedJob))
        try expectGolden(stage, "candidates-loading-\(view.rawValue)")
        stage.send(CandidatesScreen.Event.loaded(LeaderboardReading(job: Samples.describedJob, board: Samples.board())))
        try expectGolden(stage, "candidates-\(view.rawValue)")
        stage.press("G", "Tab")
        try expectGolden(stage, "candidates-failed-\(view.rawValue)")
        stage.press("Tab", "g", "Space", "Space", "=")
        try expectGolden(stage, "candidates-compared-\(view.rawValue)")
    }
}
