import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("The report of a candidate")
struct CandidateReportScreenTests {
    private static let place = "s3://flightdeck-demo/autopilot/softmax/"

    private static let binary = """
        {"version": 0.0, "dataset": {"item_count": 1400}, "binary_classification_metrics": {
          "confusion_matrix": {"no": {"no": 1180, "yes": 20}, "yes": {"no": 30, "yes": 170}},
          "accuracy": {"value": 0.9643, "standard_deviation": 0.004},
          "accuracy_best_constant_classifier": {"value": 0.857, "standard_deviation": 0.01},
          "auc": {"value": 0.93, "standard_deviation": "NaN"}, "churn_cost": 12, "odd": {"a": [1, 2]},
          "receiver_operating_characteristic_curve": {
            "false_positive_rates": [0, 0.02, 0.1, 0.3, 1], "true_positive_rates": [0, 0.5, 0.85, 0.95, 1]},
          "precision_recall_curve": {"precisions": [1, 0.95, 0.9, 0.5, 0.2], "recalls": [0, 0.4, 0.85, 0.95, 1]}}}
        """

    private static func analysis(_ classes: [String]) -> String {
        let outputs = classes.enumerated().map { place, name in
            "\"\(name)\": {\"global_shap_values\": {\"bill_length_mm\": 0.4, \"island\": 0.\(place + 1), \"sex\": 0.05}}"
        }
        return "{\"explanations\": {\"kernel_shap\": {\(outputs.joined(separator: ","))}}}"
    }

    private static func cloud(
        statistics: String? = binary, analysis: String? = analysis(["label0"]), files: [String: String] = [:]
    ) -> FakeCloud {
        let cloud = FakeCloud()
        if let statistics { cloud.put("\(place)insights/statistics.json", statistics) }
        if let analysis { cloud.put("\(place)explainability/analysis.json", analysis) }
        for (name, text) in files { cloud.put(place + name, text) }
        cloud.put(
            "s3://flightdeck-demo/training/penguins.csv",
            "churn,island,bill_length_mm,sex\n"
                + (0..<40).map { "no,\(["Dream", "Biscoe"][$0 % 2]),\(30 + $0).5,\($0 % 9 == 4 ? "" : "male")\n" }
                .joined())
        var job = DescribeAutoMLJobV2Response(
            autoMLJobName: Samples.jobName, autoMLJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:automl-job/x",
            autoMLJobInputDataConfig: [
                AutoMLJobChannel(
                    contentType: "text/csv;header=present",
                    dataSource: AutoMLDataSource(
                        s3DataSource: AutoMLS3DataSource(
                            s3DataType: .s3Prefix, s3Uri: "s3://flightdeck-demo/training/penguins.csv")))
            ], outputDataConfig: AutoMLOutputDataConfig(s3OutputPath: "s3://flightdeck-demo/autopilot/"),
            roleArn: "arn:aws:iam::111122223333:role/x", creationTime: Samples.now, lastModifiedTime: Samples.now,
            autoMLJobStatus: .completed, autoMLJobSecondaryStatus: .completed,
            autoMLProblemTypeConfig: AutoMLProblemTypeConfig(
                tabularJobConfig: TabularJobConfig(targetAttributeName: "churn")))
        job.autoMLJobArtifacts = AutoMLJobArtifacts(
            dataExplorationNotebookLocation: "s3://flightdeck-demo/autopilot/notebooks/exploration.ipynb")
        let described = job
        cloud.contents.withLock { $0.job = described }
        return cloud
    }

    private static var screen: CandidateReportScreen {
        var candidate = Samples.candidate("dpp0-softmax-004", value: 0.9855)
        candidate.candidateProperties?.candidateArtifactLocations = CandidateArtifactLocations(
            explainability: "\(place)explainability/", modelInsights: "\(place)insights/")
        return CandidateReportScreen(job: Samples.describedJob, candidate: candidate, isBest: true)
    }

    private static func stage(
        _ view: GoldenView = .wide, _ cloud: FakeCloud = cloud(), pressing keys: [Chord] = []
    ) async -> Stage {
        await view.shown(screen, on: .fake(cloud), pressing: keys)
    }

    @Test("looks as kept", arguments: GoldenView.allCases)
    func frames(view: GoldenView) async throws {
        try expectGolden(await Self.stage(view), "report-\(view.rawValue)")
        try expectGolden(await Self.stage(view, pressing: ["Tab", "Tab", "Tab"]), "report-curve-\(view.rawValue)")
        try expectGolden(await Self.stage(view, pressing: ["End"]), "report-end-\(view.rawValue)")
        let labels = (0..<20).map { row in
            let cells = (0..<20).map {
                "\"species number \($0)\": \(row == 7 ? "\"NaN\"" : row == $0 ? "90" : "\((row + $0) % 3)")"
            }
            return "\"species number \(row)\": {\(cells.joined(separator: ","))}"
        }
        let many = Self.cloud(
            statistics:
                "{\"multiclass_classification_metrics\": {\"confusion_matrix\": {\(labels.joined(separator: ","))}}}",
            analysis: Self.analysis(["Adelie", "Gentoo"]))
        try expectGolden(await Self.stage(view, many), "report-labels-\(view.rawValue)")
        try expectGolden(
            await Self.stage(
                view, Self.cloud(statistics: nil, analysis: "<html>", files: ["insights/report.pdf": "x"])),
            "report-missing-\(view.rawValue)")
    }

    @Test("a wide screen has both columns, and every line fits at any size")
    func sizes() async throws {
        let cloud = Self.cloud(analysis: Self.analysis(["Adelie", "Gentoo"]))
        for (columns, rows) in [(160, 50), (131, 10), (80, 24), (40, 10), (13, 4), (3, 2), (1, 1)] {
            var stage = Stage(Self.screen, columns: columns, rows: rows)
            var top = Self.screen
            await stage.run(
                stage.state.apply(top.appear(as: stage.state.top.id, stage.state.context)), on: .fake(cloud))
            for key: Chord in ["Tab", "c", "v", "v", "v", "End", "Shift-Tab", "Home"] { stage.press(key) }
            if columns == 160 {
                let line = try #require(stage.line(with: "Binary classification"))
                #expect(line.contains("│ Feature importance"))
            }
        }
    }

    @Test("c goes through the classes, v through what the matrix holds")
    func turns() async throws {
        var stage = await Self.stage(.wide, Self.cloud(analysis: Self.analysis(["Adelie", "Gentoo"])))
        #expect(stage.text.contains("importance: all 2 classes"))
        stage.press("c")
        #expect(stage.text.contains("importance: Adelie"))
        stage.press("c")
        #expect(stage.text.contains("importance: Gentoo"))
        stage.press("C", "C")
        #expect(stage.text.contains("importance: all 2 classes"))
        #expect(stage.line(with: "yes          ")?.contains("30 15 %") == true)
        stage.press("v", "v")
        #expect(stage.line(with: "yes          ")?.contains("30 15 %") == false)
        #expect(stage.line(with: "yes          ")?.contains("15 %") == true)
        stage.press("v")
        #expect(stage.line(with: "yes          ")?.contains("15 %") == false)
        #expect(stage.line(with: "yes          ")?.contains(" 30 ") == true)
    }

    @Test("the places are copied, and the files downloaded, without explanations of single rows")
    func files() async throws {
        let cloud = Self.cloud(files: [
            "explainability/explanations_shap/out.csv": "1", "insights/report.pdf": "pdf",
        ])
        var stage = await Self.stage(.wide, cloud)
        let copied = stage.press("y")
        let text = copied.compactMap { if case .copy(let text) = $0 { text } else { nil } }.first
        #expect(text?.contains("\(Self.place)insights/report.pdf") == true)
        #expect(text?.contains("exploration.ipynb") == true)
        let screen: CandidateReportScreen = stage.top()
        let paths = try #require(screen.report.value?.downloadPlan).items.map(\.relativePath)
        #expect(
            paths.sorted() == [
                "Explainability/analysis.json", "ModelInsights/report.pdf", "ModelInsights/statistics.json",
                "exploration.ipynb",
            ])
        await stage.run(stage.press("d"), on: .fake(cloud))
        let after: CandidateReportScreen = stage.top()
        #expect(after.download == nil)
    }

    @Test("hostile names reach the screen as text")
    func hostile() async throws {
        let bad = "\\u001b]0;x\\u0007\\n\\u202e" + String(repeating: "w", count: 300)
        let cloud = Self.cloud(
            statistics:
                "{\"binary_classification_metrics\": {\"confusion_matrix\": {\"\(bad)\": {\"\(bad)\": 1}}, \"\(bad)\": 3, \"x\": \"\(bad)\"}}",
            analysis: Self.analysis([bad, "b"]), files: ["insights/\u{1B}[2J.pdf": "x"])
        for view in GoldenView.allCases {
            var stage = await Self.stage(view, cloud)
            stage.press("c")
            for _ in 0..<6 {
                #expect(!stage.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
                stage.press("Tab")
            }
        }
    }

    @Test("a new transform is launched with this candidate; R opens the report from the leaderboard")
    func ways() async throws {
        var stage = await Self.stage()
        stage.press("n")
        let form: LaunchScreen = stage.top()
        #expect(form.candidateName == "penguins-species-dpp0-softmax-004")
        var board = Stage(CandidatesScreen(job: Samples.describedJob))
        board.send(
            CandidatesScreen.Event.loaded(LeaderboardReading(job: Samples.describedJob, board: Samples.board())))
        board.press("R")
        let screen: CandidateReportScreen = board.top()
        #expect(screen.isBest && screen.candidate.candidateName.hasSuffix("softmax-004"))
    }

    @Test("the launch form names the columns that its input needs, and Ctrl-N shows them")
    func form() async throws {
        let cloud = Self.cloud()
        var form = Samples.launchScreen
        form.plan.jobName = Samples.jobName
        for view in GoldenView.allCases {
            var stage = view.stage(form)
            stage.press("Ctrl-N")
            #expect(stage.toasts.last == "input columns: the columns of the training data aren't known")
            let answer = try await PreflightSession().inputColumns(
                of: form.plan, from: cloud, clock: Services.fake(cloud).clock)
            stage.send(LaunchScreen.Event.columnsLearned(answer))
            #expect(stage.text.contains("needs 3 columns: island, bill_length_mm"))
            stage.press("Ctrl-N")
            try expectGolden(stage, "input-columns-\(view.rawValue)")
            let copied = stage.press("y").compactMap { if case .copy(let text) = $0 { text } else { nil } }
            #expect(copied == ["island,bill_length_mm,sex"])
            stage.press("Esc")
            #expect(stage.crumb == "New transform")
        }
    }
}
