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
        #expect(metrics?.facts.map(\.name) == ["accuracy max", "macro F1 max", "log loss min"])
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

    @Test("a filter asks a metric for more and less, and the gap between training and validation")
    func filtersNumbers() {
        var stage = stage(columns: 160)
        for (text, names) in [
            ("accuracy:>0.96", ["004", "002"]), ("gap:>0.05", ["003"]), ("train:=1", ["003"]),
            ("algorithm:knn", ["002"]),
        ] {
            stage.press("Ctrl-L", "/")
            _ = stage.state.update(.input(.paste(text)))
            stage.press("Enter")
            let shown = screen(stage).model.list.visible.map { String($0.suffix(3)) }
            #expect(shown == names, "\(text)")
        }
    }

    @Test("the gap is marked where it is large, and the objective keeps its name and direction when it is sorted")
    func gaps() {
        var stage = stage(columns: 80)
        #expect(stage.line(with: "tree4-003")?.contains("! 1.0000") == true)
        #expect(stage.line(with: "bayes-001")?.contains("!") == false)
        stage.press("s", "s", "s", "s", "s")
        #expect(screen(stage).model.list.sort?.column == "accuracy")
        #expect(stage.text.contains("ACCURACY max ▲"))
    }

    @Test("a forecast's long objective keeps its direction, and both of its names ask for it")
    func longObjective() {
        let candidates = [0.2, 0.1].map { value in
            var candidate = Samples.candidate("c-\(value)", value: value)
            candidate.finalAutoMLJobObjectiveMetric = .init(
                metricName: .init(rawValue: "AverageWeightedQuantileLoss"), value: value, type: .minimize)
            return candidate
        }
        var stage = Stage(CandidatesScreen(job: Samples.describedJob), columns: 80)
        stage.send(
            CandidatesScreen.Event.loaded(
                LeaderboardReading(
                    job: nil,
                    board: Leaderboard(
                        candidates: candidates, objective: MetricName("AverageWeightedQuantileLoss")))))
        #expect(stage.text.contains("WQL min"))
        for text in ["wql:<0.15", "averageweightedquantileloss:<0.15"] {
            stage.press("Ctrl-L", "/")
            _ = stage.state.update(.input(.paste(text)))
            stage.press("Enter")
            #expect(screen(stage).model.list.visible.count == 1, "\(text)")
        }
    }

    @Test("C shows and hides columns, and one that was chosen is kept where there is little room")
    func choosesColumns() {
        var stage = stage(columns: 80)
        #expect(!stage.text.contains("TRAIN LOG LOSS"))
        stage.press("C", "G", "Space")
        #expect(stage.text.contains("[x] TRAIN LOG LOSS"))
        // Letters call no commands while the choice is open.
        stage.press("n", "Enter")
        #expect(stage.crumb == Samples.jobName)
        #expect(screen(stage).shownColumns.contains { $0.name == "train-log-loss" && $0.priority == 1 })
        #expect(stage.line(with: "CANDIDATE")?.contains("TRAIN LOG LOSS") == true)
        stage.press("C", "g", "j", "j", "Space", "Esc")
        #expect(stage.line(with: "CANDIDATE")?.contains("STATUS") == false)
        stage.press("C", "Delete", "Enter")
        #expect(screen(stage).model.list.chosen.isEmpty)
        #expect(stage.line(with: "CANDIDATE")?.contains("STATUS") == true)
    }

    @Test("what there is no room for is counted beside the key that chooses columns")
    func missingColumns() {
        for (columns, isMissing) in [(80, true), (140, true), (400, true)] {
            var stage = stage(columns: columns)
            #expect((stage.line(with: "more columns: C") != nil) == isMissing, "\(columns)")
            let all = screen(stage).columns.map(\.name).filter { !$0.isEmpty }
            // Chosen or hidden one by one, each is in sight or doesn't count.
            stage.press("C")
            for place in all.indices {
                stage.press("g")
                for _ in 0..<place { stage.press("j") }
                for _ in 0..<2 where screen(stage).chosenColumns[all[place]] != (place < 3) { stage.press("Space") }
            }
            stage.press("Enter")
            #expect(screen(stage).shownColumns.filter { !$0.name.isEmpty }.count == 3)
            #expect(stage.line(with: "more column") == nil)
        }
    }

    @Test("a column without room isn't ticked, and Space brings it in before those that nobody has chosen")
    func bringsColumnsIn() {
        var stage = stage(columns: 80)
        #expect(stage.line(with: "CANDIDATE")?.contains("LOG LOSS") == false)
        stage.press("C")
        #expect(stage.text.contains("[ ] LOG LOSS") && stage.text.contains("[x] CANDIDATE"))
        let names = screen(stage).columns.map(\.name).filter { !$0.isEmpty }
        for _ in 0..<(names.firstIndex(of: "log-loss") ?? 0) { stage.press("j") }
        stage.press("Space")
        #expect(stage.text.contains("[x] LOG LOSS"))
        #expect(stage.line(with: "CANDIDATE")?.contains("LOG LOSS") == true || stage.text.contains("LOG LOSS  "))
        stage.press("Space")
        #expect(stage.text.contains("[ ] LOG LOSS"))
    }

    @Test("columns that were chosen are so in the next leaderboard, too")
    func keepsColumns() {
        var stage = stage(columns: 80)
        stage.press("C", "G", "Space", "Enter", "Esc")
        #expect(stage.crumb == "Jobs")
        _ = stage.state.apply([.navigate(.push(CandidatesScreen(job: Samples.describedJob)))])
        stage.send(
            CandidatesScreen.Event.loaded(LeaderboardReading(job: Samples.describedJob, board: Samples.board())))
        #expect(stage.line(with: "CANDIDATE")?.contains("TRAIN LOG LOSS") == true)
        // Another list has its own.
        _ = stage.state.apply([.navigate(.pop)])
        let jobs: JobsScreen = stage.top()
        #expect(jobs.chosenColumns.isEmpty)
    }

    @Test("candidates without a value stay last, whichever way the list is sorted")
    func unknownLast() {
        for column in ["gap", "train", "accuracy", "macro-f1", "log-loss", "rank"] {
            var stage = stage(columns: 160)
            let without = screen(stage).model.rows.filter { row in
                screen(stage).columns.first { $0.name == column }?.number?(row) == nil
            }
            #expect(!without.isEmpty, "\(column)")
            for _ in 0..<20 where screen(stage).model.list.sort?.column != column { stage.press("s") }
            let ascending = screen(stage).model.list.visible
            #expect(Set(ascending.suffix(without.count)) == Set(without.map(\.id)), "\(column)")
            stage.press("S")
            let descending = screen(stage).model.list.visible
            #expect(Set(descending.suffix(without.count)) == Set(without.map(\.id)), "\(column)")
            let known = ascending.count - without.count
            let values = descending.prefix(known).map { id in
                screen(stage).columns.first { $0.name == column }?.number?(screen(stage).model.row(id)!) ?? .nan
            }
            #expect(zip(values, values.dropFirst()).allSatisfy { $0 >= $1 }, "\(column)")
        }
    }

    @Test("a metric is asked for by what it is called here, and by the service's name")
    func metricNames() {
        var stage = stage(columns: 160)
        #expect(stage.line(with: "CANDIDATE")?.contains("MACRO F1") == true)
        for text in ["macro-f1:>0.96", "macrof1:>0.96", "f1macro:>0.96", "\"macro f1:>0.96\""] {
            stage.press("Ctrl-L", "/")
            _ = stage.state.update(.input(.paste(text)))
            stage.press("Enter")
            #expect(screen(stage).model.list.visible.count == 2, "\(text)")
        }
    }

    @Test("the comparison stars the lower error and the lower loss, and nothing of a metric that nobody knows")
    func comparesDirections() throws {
        func candidate(_ name: String, _ values: [(String, Double?)]) -> AutoMLCandidate {
            var candidate = Samples.candidate(name, value: 0.5)
            candidate.candidateProperties?.candidateMetrics = values.map { metric, value in
                MetricDatum(standardMetricName: .init(rawValue: metric), value: value, set: .validation)
            }
            return candidate
        }
        let rows = Samples.board([
            candidate("a", [("RMSE", 2), ("LogLoss", 0.1), ("MyScore", 1), ("AUC", 0.7), ("R2", nil), ("MAE", 1)]),
            candidate("b", [("RMSE", 1), ("LogLoss", 0.3), ("MyScore", 2), ("AUC", 0.9), ("R2", 0.5), ("MAE", 1)]),
        ])
        let facts = Comparison(rows: rows.rows, board: rows).sections.first { $0.title == "Metrics" }?.facts ?? []
        let best = Dictionary(uniqueKeysWithValues: facts.map { ($0.name, $0.best) })
        let places = rows.rows.map { String($0.name.suffix(1)) }
        let (a, b) = (try #require(places.firstIndex(of: "a")), try #require(places.firstIndex(of: "b")))
        #expect(best["RMSE min"] == [b] && best["log loss min"] == [a] && best["AUC max"] == [b])
        #expect(best["MyScore"] == [])
        // One value alone, and two that are alike, are no better ones.
        #expect(best["R² max"] == [] && best["MAE min"] == [])
    }

    @Test("n in the comparison opens the form with the selected candidate")
    func launchesFromComparison() {
        var stage = stage()
        stage.press("Space", "Space", "Space", "=", "Right", "n")
        let form: LaunchScreen = stage.top()
        #expect(form.candidateName == "penguins-species-dpp1-knn5-002" && !form.isBest)
        stage.press("Esc", "Right", "Right")
        let compared: ComparisonScreen = stage.top()
        #expect(compared.selected == 2)
        #expect(stage.line(with: "▸")?.contains("bayes-001") == true)
    }

    @Test("the models' sizes come with one listing, and a denial is said in the details")
    func sizes() async throws {
        var stage = stage()
        let row = try #require(screen(stage).model.rows.first)
        stage.send(CandidatesScreen.Event.sized(ModelSizeLoader.Sizes(bytes: [row.id: 12_300])))
        #expect(stage.text.contains("12 kB, all artifacts"))
        #expect(screen(stage).columns.contains { $0.name == "size" })
        let denied = FakeCloud.refusal("ListObjectsV2", "AccessDenied", "no", status: 403)
        stage.send(CandidatesScreen.Event.sized(ModelSizeLoader.Sizes(failure: denied)))
        #expect(stage.text.contains("Size        unknown:"))
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
