import AWSOperations
import JSONCoding
import Testing

@testable import BatchInference

@Suite("A candidate's reports in S3")
struct ModelReportLoaderTests {
    private static let insights = "s3://demo-data/out/job/insights"
    private static let explained = "s3://demo-data/out/job/explainability/"
    private static let statistics = #"{"regression_metrics": {"rmse": {"value": 2.5, "standard_deviation": 0.1}}}"#
    private static let analysis =
        #"{"explanations": {"kernel_shap": {"label0": {"global_shap_values": {"bill": 1, "island": 2}}}}}"#

    private static func candidate(
        insights: String? = insights, explained: String = explained, backtest: String? = nil
    ) -> AutoMLCandidate {
        var candidate = Samples.candidate("candidate-1")
        candidate.candidateProperties = CandidateProperties(
            candidateArtifactLocations: CandidateArtifactLocations(
                explainability: explained, modelInsights: insights, backtestResults: backtest))
        return candidate
    }

    private static func account(_ objects: [String: String] = [:]) -> CheckedAccount {
        let account = CheckedAccount()
        account.put("s3://demo-data/other.txt", "x")
        for (uri, text) in objects { account.put(uri, text) }
        account.change { $0.job = Samples.description("job") }
        return account
    }

    private static func loader(
        _ account: CheckedAccount, _ candidate: AutoMLCandidate = candidate(), isBest: Bool = true
    ) -> ModelReportLoader {
        ModelReportLoader(
            services: account, job: "job", candidate: candidate, isBest: isBest, now: Timestamp(secondsSinceEpoch: 1e9))
    }

    private static let whole = [
        "\(insights)/a/b/statistics.json": statistics, "\(insights)/report.pdf": "pdf",
        "\(insights)-other/statistics.json": "{}", "\(explained)analysis.json": analysis,
        "\(explained)explanations_shap/out.csv": "1,2", "\(explained)report.html": "<html>",
    ]

    @Test("files are found by name at any depth, within the folder of that name alone")
    func found() async throws {
        let account = Self.account(Self.whole)
        let report = await Self.loader(account).report()
        #expect(report.quality?.sections.first?.metrics.first?.value == 2.5)
        #expect(report.explainability?.methods.first?.all.features.map(\.name) == ["island", "bill"])
        #expect(report.notes.isEmpty && report.shortfalls.isEmpty)
        #expect(report.places.map { $0.files.count } == [2, 3])
        #expect(report.isComplete)
        // A listing and a file of each report, the job, and nothing twice.
        #expect(account.count(of: "ListObjectsV2") == 2)
        #expect(account.count(of: "GetObject") == 2)
        #expect(account.count(of: "DescribeAutoMLJobV2") == 1)
        #expect(report.document["ModelQuality"]?["Sections"]?.items.first?["Metrics"]?["rmse"]?["Value"]?.number == 2.5)
    }

    @Test("figures are there two requests after the listing, whatever else is slow")
    func firstPaint() async throws {
        let account = Self.account(Self.whole)
        account.change { $0.held = ["DescribeAutoMLJobV2"] }
        for await report in Self.loader(account).reports() where report.quality != nil && report.explainability != nil {
            #expect(account.count(of: "GetObject") <= 2)
            #expect(account.count(of: "ListObjectsV2") <= 2)
            #expect(!report.isComplete && report.columns == nil)
            break
        }
        account.change { $0.held = [] }
    }

    @Test("a listing that breaks off says so, and calls nothing missing that it may not have come to")
    func brokenListing() async throws {
        let account = Self.account(Self.whole)
        account.change { $0.cutListings = true }
        let report = await Self.loader(account).report()
        #expect(!report.notes.contains { $0.contains("nothing exists") }, "\(report.notes)")
        #expect(report.shortfalls.contains { $0.missing == "not all of \(Self.insights) could be listed" })
    }

    @Test("what is missing, in another format, not JSON, cut or empty is said in a sentence, and the rest is there")
    func sentences() async throws {
        let cases: [(objects: [String: String], sentence: String, hasMetrics: Bool)] = [
            ([:], "no model quality report: nothing exists at \(Self.insights)", false),
            (
                ["\(Self.insights)/report.pdf": "x", "\(Self.insights)/report.html": "x"],
                "the model quality report has no statistics.json, only HTML, PDF: it can be downloaded, not shown",
                false
            ), (["\(Self.insights)/statistics.json": ""], "statistics.json is empty", false),
            (
                ["\(Self.insights)/statistics.json": "<html>"],
                "statistics.json isn't JSON that can be read: it can be downloaded, not shown", false
            ),
            (
                ["\(Self.insights)/statistics.json": "{}"],
                "statistics.json has no metrics that Flightdeck understands", false
            ),
            (
                ["\(Self.insights)/statistics.json": #"{"rmse": {"value": 2}, "mae": {"value": 3"#],
                "statistics.json ends in the middle: what comes before is shown", true
            ),
            (
                ["\(Self.insights)/statistics.json": Self.statistics + "{}"],
                "statistics.json continues after its JSON; the rest isn't read", true
            ),
            (
                ["\(Self.insights)/quality.json": Self.statistics, "\(Self.insights)/constraints.json": "{}"],
                "no statistics.json: this is quality.json", true
            ),
            (
                ["\(Self.insights)/statistics.json": Self.statistics, "\(Self.insights)/a/statistics.json": "{}"],
                "this is statistics.json of 1970-01-01 00:00 UTC; there is 1 other called statistics.json",
                true
            ),
        ]
        for item in cases {
            let objects = item.objects.merging(["\(Self.explained)analysis.json": Self.analysis]) { $1 }
            let report = await Self.loader(Self.account(objects)).report()
            #expect(report.notes == [item.sentence])
            #expect(report.quality.map { !$0.isEmpty } ?? false == item.hasMetrics, "\(item.sentence)")
            #expect(report.explainability?.methods.count == 1)
        }
    }

    @Test(
        "of several files of one name, the candidate's own is shown, then the newest that can be read, and that is said"
    )
    func several() async throws {
        func statistics(_ rmse: Double) -> String { "{\"regression_metrics\": {\"rmse\": \(rmse)}}" }
        func report(_ files: [(path: String, text: String, hours: Double)], locked: String? = nil) async -> ModelReport
        {
            let account = Self.account(["\(Self.explained)analysis.json": Self.analysis])
            for file in files {
                account.put("\(Self.insights)/\(file.path)", file.text)
                let location = S3Location("\(Self.insights)/\(file.path)")!
                account.change { $0.times[location] = Timestamp(secondsSinceEpoch: 1_763_600_000 + file.hours * 3600) }
            }
            if let locked {
                account.change { $0.lockedObjects = [S3Location("\(Self.insights)/\(locked)")!] }
            }
            return await Self.loader(account).report()
        }
        func shown(_ report: ModelReport) -> Double? { report.quality?.sections.first?.metrics.first?.value }

        let newest = await report([
            ("statistics.json", statistics(1), 0), ("b/statistics.json", statistics(2), 5),
            ("c/d/statistics.json", statistics(3), 2),
        ])
        #expect(shown(newest) == 2)
        #expect(
            newest.notes == [
                "this is b/statistics.json of 2025-11-20 05:53 UTC; there are 2 others called statistics.json"
            ])
        #expect(newest.places[0].files.filter(\.isRead).map(\.location.key) == ["out/job/insights/b/statistics.json"])

        let own = await report([
            ("statistics.json", statistics(1), 5), ("candidate-1/x/statistics.json", statistics(2), 0),
        ])
        #expect(shown(own) == 2)

        let broken = await report([
            ("a/statistics.json", "<html>", 9), ("b/statistics.json", statistics(4), 1),
            ("c/statistics.json", "{\"note\": 1}", 8),
        ])
        #expect(shown(broken) == 4)
        #expect(
            broken.notes == [
                "this is b/statistics.json of 2025-11-20 01:53 UTC; there are 2 others called statistics.json",
                "passed over: a/statistics.json isn't JSON that can be read",
                "passed over: c/statistics.json has no figures",
            ])

        let locked = await report(
            [("a/statistics.json", statistics(5), 9), ("b/statistics.json", statistics(6), 1)],
            locked: "a/statistics.json")
        #expect(shown(locked) == 6)
        #expect(locked.notes.last?.hasPrefix("passed over: a/statistics.json can't be read: ") == true)
        #expect(locked.shortfalls.isEmpty)

        let none = await report([("a/statistics.json", "<html>", 9), ("b/statistics.json", "", 1)])
        #expect(shown(none) == nil)
        #expect(none.notes.first == "2 files could be the model quality report, and none of them has figures")
    }

    @Test("a file beyond the bound is read to the bound, and that is said")
    func huge() async throws {
        let filler = "\"filler\": \"\(String(repeating: "x", count: 20_000))\", "
        let account = Self.account([
            "\(Self.insights)/statistics.json": "{\"rmse\": {\"value\": 2}, \(filler)\"mae\": {\"value\": 3}}"
        ])
        let report = await ModelReportLoader(
            services: account, job: "job", candidate: Self.candidate(), isBest: true,
            now: Timestamp(secondsSinceEpoch: 1e9), fileBytes: 10_000
        ).report()
        #expect(report.notes.first == "statistics.json has 20 kB: only the first 10 kB were read")
        #expect(report.quality?.sections.first?.metrics.map(\.key) == ["rmse"])
    }

    @Test("one that may not be read doesn't hide the other, and says why")
    func denied() async throws {
        let account = Self.account(Self.whole)
        account.change { $0.lockedObjects = [S3Location("\(Self.insights)/a/b/statistics.json")!] }
        let report = await Self.loader(account).report()
        #expect(report.quality == nil && report.explainability?.methods.count == 1)
        #expect(report.shortfalls.map(\.missing) == ["the model quality report can't be read"])
        account.deny("ListObjectsV2", service: .s3)
        account.deny("DescribeAutoMLJobV2")
        let none = await Self.loader(account).report()
        #expect(none.shortfalls.count == 3)
        #expect(none.columns != nil && none.quality == nil && none.explainability == nil && none.isComplete)
    }

    @Test("places that are none, and candidates that name none")
    func places() async throws {
        let odd = await Self.loader(Self.account(), Self.candidate(insights: "https://x", explained: "")).report()
        #expect(
            odd.notes == [
                "no model quality report: https://x isn't an S3 URI",
                "no explainability report: the candidate gives no location for one",
            ])
        let bare = await Self.loader(Self.account(Self.whole), Samples.candidate("c"), isBest: false).report()
        #expect(bare.notes.first?.hasSuffix("SageMaker often makes one only for the best candidate") == true)
        #expect(bare.places.isEmpty)
    }

    @Test("the best candidate's places stand in the job's description where the list has none")
    func bestCandidate() async throws {
        let account = Self.account(Self.whole)
        guard case .v2(var job) = Samples.description("job") else { return }
        job.bestCandidate = Self.candidate()
        job.autoMLJobArtifacts = AutoMLJobArtifacts(
            candidateDefinitionNotebookLocation: "s3://demo-data/c.ipynb",
            dataExplorationNotebookLocation: "s3://demo-data/d.ipynb")
        let described = job
        account.change { $0.job = .v2(described) }
        let report = await Self.loader(account, Samples.candidate("candidate-1")).report()
        #expect(report.quality != nil && report.explainability != nil)
        #expect(report.notebooks.map(\.uri) == ["s3://demo-data/d.ipynb", "s3://demo-data/c.ipynb"])
        #expect(report.placeLines.contains("s3://demo-data/d.ipynb"))
        let plan = report.downloadPlan
        #expect(
            Set(plan.items.map(\.relativePath)) == [
                "ModelInsights/a/b/statistics.json", "ModelInsights/report.pdf", "Explainability/analysis.json",
                "Explainability/report.html", "d.ipynb", "c.ipynb",
            ])
    }

    @Test("backtests are read from every table, one that can't be read named")
    func backtests() async throws {
        let place = "s3://demo-data/out/job/backtest/"
        let account = Self.account([
            "\(place)forecasts/part-0.csv": "item_id,target_value,p50\na,1,1\n",
            "\(place)forecasts/part-1.csv": "item_id,target_value,p50\nb,2,3\n",
            "\(place)accuracy/part-0.csv": "item_id,RMSE\na,2\n", "\(place)forecasts/locked.csv": "item_id\n",
        ])
        account.change { $0.lockedObjects = [S3Location("\(place)forecasts/locked.csv")!] }
        let report = await Self.loader(account, Self.candidate(insights: nil, backtest: place)).report()
        #expect(report.backtest?.rows == 2 && report.backtest?.items == 2)
        #expect(report.backtest?.metrics.first?.value == 2)
        #expect(report.notes.contains { $0.hasPrefix("locked.csv can't be read: ") })
    }

    @Test("input columns have a type, examples and what is missing, without the target")
    func columns() {
        let rows = (0..<30).map { row in
            [["Dream", "Biscoe"][row % 2], row % 10 == 3 ? "" : "\(30 + row).5", "2026-01-\(row % 9 + 10)", "Adelie"]
        }
        let columns = InputColumns(
            TrainingColumns(
                names: ["island", "bill", "seen", "species"], target: "species", excluded: ["species"], rows: rows,
                hasFeatureList: false))
        #expect(columns.columns.map(\.type) == ["category, 2 values", "number", "date"])
        #expect(columns.columns[1].examples == ["30.5", "31.5", "32.5"])
        #expect(columns.columns[1].missing == 0.1)
        #expect(columns.left == ["species"])
        #expect(columns.table.rows[0] == ["island", "category, 2 values", "Dream, Biscoe", ""])
        #expect(columns.summary == "3 columns: island, bill, seen")
    }

    @Test("a document is JSON whatever the reports hold")
    func document() async throws {
        let report = await Self.loader(
            Self.account([
                "\(Self.insights)/statistics.json":
                    #"{"regression_metrics": {"rmse": NaN, "mae": {"value": "Infinity"}, "odd": [NaN, -Infinity]}, "x": NaN}"#
            ])
        ).report()
        let text = report.document.text(.pretty)
        let parsed = try #require(JSONValue(parsing: text))
        let section = try #require(parsed["ModelQuality"]?["Sections"]?.items.first)
        #expect(section["Metrics"]?["rmse"]?["Value"] == .string("NaN"))
        #expect(section["Other"]?["odd"]?.items == [.string("NaN"), .string("-Infinity")])
    }
}
