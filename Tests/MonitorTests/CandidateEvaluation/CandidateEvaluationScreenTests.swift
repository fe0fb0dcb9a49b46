import AWSOperations
import Console
import Predictions
import Testing

@testable import BatchInference
@testable import Monitor

@Suite("Evaluations of candidates on the screens")
struct CandidateEvaluationScreenTests {
    private static let rows: [Leaderboard.Row] = {
        let candidates = [
            Samples.candidate("dpp0-softmax-004", value: 0.97), Samples.candidate("dpp1-tree-002", value: 0.96),
        ]
        return Leaderboard(candidates: candidates).rows
    }()

    /// Two candidates on 200 rows; the second is wrong for each tenth, the first for each fiftieth.
    private static var record: EvaluationRecord {
        var evaluations = rows.map { _ in PredictionEvaluation(scores: .none) }
        var pair = PairedEvaluation()
        var disagreements: [EvaluationResult.Disagreement] = []
        for row in 0..<200 {
            let truth = ["Adelie", "Gentoo"][row % 2]
            let other = ["Gentoo", "Adelie"][row % 2]
            let predictions = [row % 50 == 7 ? other : truth, row % 10 == 3 ? other : truth]
            let cells = (truth: Array(truth.utf8)[...], both: predictions.map { Array($0.utf8)[...] })
            let outcomes = evaluations.indices.map {
                evaluations[$0].add(truth: cells.truth, predicted: cells.both[$0], scores: [])!
            }
            pair.add(truth: cells.truth, (cells.both[0], outcomes[0]), (cells.both[1], outcomes[1]))
            guard predictions[0] != predictions[1] else { continue }
            disagreements.append(
                .init(
                    place: "part-001.csv, row \(row + 1)", label: truth, predictions: predictions,
                    cells: ["Dream", "\(180 + row)"], spread: nil))
        }
        var input = LabelledInput(uri: "s3://flightdeck-demo/labelled/", target: "species")
        (input.objects, input.rows) = (1, 200)
        (input.columns, input.inputFilter) = (["species", "island", "flipper"], "$[1:]")
        var record = EvaluationRecord(
            id: "1", name: "eval-penguins", account: "111122223333", region: "eu-west-1", jobName: Samples.jobName,
            createdAt: Samples.now, updatedAt: Samples.now, input: input, kind: .classification, threshold: 0.5,
            timeLimit: 3600)
        record.state = .ended
        let results = rows.indices.map { place in
            var result = EvaluationResult.Candidate(
                name: rows[place].name, transform: "t\(place)", output: "s3://demo/o/")
            result.figures = EvaluationFigures(evaluations[place], as: .classification)
            (result.seconds, result.cost) = (90 + Double(place) * 30, .init(value: 0.02, currency: "USD"))
            return result
        }
        var result = EvaluationResult(kind: .classification, candidates: results, objective: "Accuracy")
        result.pairs = [
            .init(
                first: 0, second: 1, rows: pair.rows, onlyFirstRight: pair.onlyFirstRight,
                onlySecondRight: pair.onlySecondRight, bothWrong: pair.bothWrong, different: pair.different,
                differences: ["Accuracy": pair.difference(of: .accuracy)!])
        ]
        (result.disagreements, result.disagreeing, result.compared) = (disagreements, disagreements.count, 200)
        result.columns = ["island", "flipper"]
        record.result = result
        return record
    }

    private func opened(_ view: GoldenView = .wide) -> Stage {
        view.stage(CandidateEvaluationScreen(Self.record, job: Samples.describedJob, candidates: Self.rows))
    }

    @Test(arguments: GoldenView.allCases)
    func looks(view: GoldenView) throws { try expectGolden(opened(view), "candidate-evaluation-\(view.rawValue)") }

    @Test("the one to use is chosen first, arrows choose another, and n launches it")
    func using() {
        var stage = opened()
        #expect(stage.text.contains("Use \(Self.rows[0].name)"))
        stage.press("Right", "n")
        #expect(stage.top(LaunchScreen.self).plan.candidateName == Self.rows[1].name)
        stage.press("Esc", "Left", "Enter")
        #expect(stage.top(LaunchScreen.self).plan.candidateName == Self.rows[0].name)
        stage.press("Esc", "R")
        #expect(stage.top(CandidateReportScreen.self).crumb.isEmpty == false)
    }

    @Test("the form browses for its input and instance, and its help lists the keys that work where text is typed")
    func formKeys() {
        var stage = GoldenView.wide.stage(EvaluateScreen(job: Samples.describedJob, candidates: Self.rows))
        stage.press("F1")
        #expect(stage.text.contains("Ctrl-O") && stage.text.contains("F2") && !stage.text.contains(":, F2"))
        #expect(!stage.text.contains("Go to the Autopilot jobs"))
        stage.press("Esc", "Ctrl-O")
        #expect(stage.top(ObjectBrowserScreen.self).crumb == "Browse S3")
        stage.press("Esc")
        stage.send(EvaluateScreen.Event.located(S3Location("s3://rows-1/labelled/")!))
        #expect(stage.text.contains("s3://rows-1/labelled/"))
        stage.press("Tab", "Ctrl-O")
        #expect(stage.text.contains("neither a location nor an instance type"))
        stage.press("Shift-Tab", "Shift-Tab", "Ctrl-O")
        #expect(stage.top(InstancePickerScreen.self).crumb == "Instance type")
    }

    @Test("a column's name is completed from its beginning, and the columns are named while one is asked for")
    func completion() {
        var stage = GoldenView.wide.stage(EvaluateScreen(job: Samples.describedJob, candidates: Self.rows))
        stage.send(EvaluateScreen.Event.columnsLearned(["island", "Flipper length", "flipper_width", "species"]))
        #expect(!stage.text.contains("columns  "))
        stage.press("Tab", "Tab")
        #expect(stage.text.contains("columns  island, Flipper length, flipper_width, species"))
        stage.press("f", "l", "i")
        #expect(stage.text.contains("flipper length") && stage.text.contains("columns  Flipper length, flipper_width"))
        stage.press("Left", "Right", "Right")
        #expect(stage.text.contains("Flipper length") && stage.text.contains("island, Flipper length"))
        stage.press("Backspace", "End")
        #expect(stage.text.contains("Flipper length"))
    }

    @Test("older evaluations of the job are listed, and Enter shows one again")
    func saved() {
        var stage = opened()
        stage.press("o")
        var odd = Self.record
        (odd.name, odd.result, odd.problem) = ("eval-odd", nil, "the copy can't be written")
        stage.send(SavedEvaluationsScreen.Event.read([SavedEvaluation(Self.record), SavedEvaluation(odd)]))
        #expect(stage.text.contains("2 evaluations of") && stage.text.contains("failed"))
        #expect(stage.text.contains("max-004") && stage.text.contains("accuracy 0.98"), "\(stage.text)")
        stage.press("Enter")
        #expect(stage.top(CandidateEvaluationScreen.self).crumb == "Evaluation")
        stage.send(CandidateEvaluationScreen.Event.loaded(Self.record))
        #expect(stage.text.contains("Use \(Self.rows[0].name)"))
    }

    @Test("what speaks against the labels stands first, in the question and with the result")
    func doubts() {
        var record = Self.record
        record.input.doubts = ["these rows are the job's own training data"]
        var stage = GoldenView.wide.stage(EvaluateScreen(job: Samples.describedJob, candidates: Self.rows))
        stage.send(
            EvaluateScreen.Event.checked(record, lines: record.lines(EvaluationOutlook(atOnce: 1)), note: nil))
        #expect(stage.isAsking && stage.text.contains("despite the warning?"))
        #expect(stage.text.contains("warning    these rows are the job's own training data"))
        stage.press("Esc")
        stage.send(EvaluateScreen.Event.happened(.ended(record)))
        #expect(stage.text.contains("Warning: these rows are the job's own training data."))
        #expect(record.markdown.contains("> **Warning**: these rows are the job's own training data."))
    }

    @Test("an interrupted evaluation is offered with the launches, goes on after a question, and tells its end")
    func interrupted() throws {
        var record = Self.record
        (record.state, record.result) = (.running, nil)
        let launch = Samples.record()
        record.candidates = [
            .init(name: Self.rows[0].name, requests: Samples.launchScreen.plan.requests, validation: nil)
        ]
        record.account = launch.account
        record.region = launch.region
        var stage = GoldenView.wide.stage(UnfinishedLaunchesScreen(records: [launch], evaluations: [record]))
        #expect(stage.text.contains("eval-penguins") && stage.text.contains("evaluation: running"))
        #expect(stage.text.contains("An evaluation was interrupted (running)"))
        stage.press("c")
        #expect(stage.isAsking && stage.text.contains("Stop this evaluation?"))
        stage.press("Esc", "f")
        #expect(stage.isAsking && stage.text.contains("Continue this evaluation?"))
        let effects = stage.press("y")
        #expect(
            effects.contains { if case .run(let id, .program, _) = $0 { id.name == "evaluation 1" } else { false } })
        #expect(stage.text.contains("evaluating"))
        stage.send(UnfinishedLaunchesScreen.Event.evaluated("1", .ended(Self.record)))
        #expect(stage.text.contains("evaluated") && stage.toasts.contains { $0.contains("E on its candidates") })
    }

    @Test(arguments: GoldenView.allCases)
    func form(view: GoldenView) throws {
        var stage = view.stage(EvaluateScreen(job: Samples.describedJob, candidates: Self.rows))
        stage.press("Enter")
        #expect(stage.text.contains("enter the S3 URI of labelled rows"))
        try expectGolden(stage, "evaluate-\(view.rawValue)")
    }

    @Test("nothing runs before the question is agreed to, and the result comes in the form's place")
    func asking() {
        var stage = GoldenView.wide.stage(EvaluateScreen(job: Samples.describedJob, candidates: Self.rows))
        stage.send(
            EvaluateScreen.Event.checked(
                Self.record, lines: Self.record.lines(EvaluationOutlook(atOnce: 1)), note: nil))
        #expect(stage.isAsking && stage.text.contains("s3://flightdeck-demo/labelled/"))
        let effects = stage.press("Tab", "Enter")
        #expect(effects.contains { if case .run(let id, .program, _) = $0 { id.name == "evaluate" } else { false } })
        #expect(stage.top(EvaluateScreen.self).phase == .running && stage.top(EvaluateScreen.self).lossAtQuit != nil)
        stage.send(EvaluateScreen.Event.happened(.ended(Self.record)))
        #expect(stage.top(CandidateEvaluationScreen.self).record == Self.record)
    }

    @Test("one without figures is named with its reason, the end warns, and it can't be launched")
    func withoutFigures() {
        var record = Self.record
        record.result?.candidates[1].figures = nil
        record.result?.candidates[1].problem = "its transform ended as Failed"
        record.result?.pairs = []
        var stage = GoldenView.wide.stage(EvaluateScreen(job: Samples.describedJob, candidates: Self.rows))
        stage.send(EvaluateScreen.Event.happened(.ended(record)))
        #expect(stage.text.contains("1 of 2 candidates of"))
        #expect(stage.text.contains("\(Self.rows[1].name) has no figures: its transform ended as Failed."))
        #expect(stage.toasts.contains { $0.hasSuffix("has ended: 1 of 2 candidates has figures") })
        stage.press("Right", "n")
        #expect(stage.text.contains("it has no figures"))
        #expect(stage.top(CandidateEvaluationScreen.self).record == record)
        stage.press("Left", "n")
        #expect(stage.top(LaunchScreen.self).plan.candidateName == Self.rows[0].name)
    }

    @Test("a quota of nothing is told, and nothing is asked") func noQuota() {
        var stage = GoldenView.wide.stage(EvaluateScreen(job: Samples.describedJob, candidates: Self.rows))
        stage.send(EvaluateScreen.Event.checked(Self.record, lines: [], note: "the account's quota is 0"))
        #expect(!stage.isAsking && stage.text.contains("the account's quota is 0"))
    }
}
