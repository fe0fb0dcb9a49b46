import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("All rows of all outputs: a summary, a table, and lines that read them elsewhere")
struct SummaryScreenTests {
    private static let names = ColumnNames(
        features: ["island", "bill"].map { ColumnNames.Trained($0) },
        trained: [.init("island"), .init("bill"), .init("species", words: ["Adelie", "Gentoo"])],
        responses: ["predicted_label", "probability"])

    private static func line(_ row: Int) -> (input: String, output: String) {
        let share = Double(row * 37 % 100) / 100
        return (
            "\(row % 3 == 0 ? "Biscoe" : row % 11 == 0 ? "" : "Dream"),\(30 + row % 20).\(row % 10)",
            "\(share >= 0.5 ? "Gentoo" : "Adelie"),\(share)"
        )
    }

    private static let job = TransformBucket.job(named: "t")

    /// A bucket with three outputs of 100 rows; the last one can lack a row.
    private static func bucket(lacking: Int = 0) async throws -> (FakeCloud, OutputListing, PredictionPreview) {
        let (cloud, listing) = TransformBucket.make(
            (0..<3).map { file in
                let lines = (0..<100).map { line(file * 100 + $0) }
                return (
                    lines.map { "\($0.input)\n" }.joined(),
                    lines.dropLast(file == 2 ? lacking : 0).map { "\($0.output)\n" }.joined()
                )
            })
        let preview = try await PredictionLoader(storage: cloud, job: job).preview(
            of: try #require(listing.rows.first), in: listing, names: names, rowLimit: 50)
        return (cloud, listing, preview)
    }

    private static func shown<S: Screen>(
        _ screen: S, on services: Services, _ view: GoldenView = .wide, pressing keys: [Chord] = []
    ) async -> Stage { await view.shown(screen, on: services, pressing: keys) }

    private static func summary(_ view: GoldenView = .wide, lacking: Int = 0, pressing keys: [Chord] = []) async throws
        -> Stage
    {
        let (cloud, listing, preview) = try await bucket(lacking: lacking)
        let source = SummaryScreen.Source(
            listing: listing, job: job, object: nil, name: "all 3 outputs", preview: preview)
        return await shown(SummaryScreen(source), on: .fake(cloud), view, pressing: keys)
    }

    @Test("looks as kept, in each view", arguments: GoldenView.allCases)
    func frames(view: GoldenView) async throws {
        let views: [(String, [Chord])] = [
            ("values", []), ("numbers", ["Right"]), ("groups", ["Tab"]), ("uncertain", ["Tab", "Tab"]),
            ("scatter", ["Right", "Tab", "Tab", "Tab"]),
        ]
        for (name, keys) in views {
            try expectGolden(await Self.summary(view, pressing: keys), "summary-\(name)-\(view.rawValue)")
        }
    }

    @Test("A probability near zero is the first class's certainty, and the unsure rows come first")
    func unsure() async throws {
        let stage = try await Self.summary(pressing: ["Tab", "Tab"])
        let rows = try #require(stage.top(SummaryScreen.self).summary?.uncertainRows)
        #expect(rows.first?.confidence == 0.5 && rows.map(\.confidence) == rows.map(\.confidence).sorted())
        #expect(rows.count == 100 && rows.allSatisfy { $0.confidence >= 0.5 })
    }

    @Test("What isn't pairs is left out of groups and said, and counted where only predictions are asked for")
    func trouble() async throws {
        let whole = try await Self.summary(lacking: 1)
        #expect(whole.text.contains("all 299 rows of all 3 outputs"))
        let groups = try await Self.summary(lacking: 1, pressing: ["Tab"])
        try expectGolden(groups, "summary-incomplete-120x36")
        #expect(
            groups.text.contains("200 rows of 2 of 3 objects") && groups.text.contains("part-2.csv.out"),
            "\(groups.text)")
    }

    @Test("All outputs become one table, whose form its name says; a file that is there is kept until one is asked")
    func table() async throws {
        let (cloud, listing, preview) = try await Self.bucket()
        let files = FakeFiles(["predictions.csv": "old"])
        let services = Services.fake(cloud, files: files)
        var stage = await Self.shown(
            FilePathScreen.table(of: nil, in: listing, job: Self.job, preview: preview), on: services,
            pressing: ["Enter"])
        #expect(stage.text.contains("Replace the file?") && files["predictions.csv"] == "old")
        await stage.run(stage.press("y"), on: services)
        let all = (0..<300).map { Self.line($0) }.map { "\($0.input),\($0.output)\n" }.joined()
        #expect(files["predictions.csv"] == "island,bill,predicted_label,probability\n" + all)
        #expect(stage.toasts.contains("300 rows of 3 of 3 outputs in predictions.csv"))

        var one = await Self.shown(
            FilePathScreen.table(of: listing.rows.first, in: listing, job: Self.job, preview: preview), on: services,
            pressing: ["Ctrl-U"])
        _ = one.type("one.jsonl")
        await one.run(one.press("Enter"), on: services)
        #expect(files["one.jsonl"]?.split(separator: "\n").count == 100)
        #expect(
            files["one.jsonl"]?.hasPrefix("{\"island\": \"Biscoe\", \"bill\": 30.0,") == true,
            "\(files["one.jsonl"]?.prefix(200) ?? "")")
    }

    @Test("An output that can't be joined is left out of the table, and named")
    func partialTable() async throws {
        let (cloud, listing, preview) = try await Self.bucket(lacking: 1)
        let files = FakeFiles()
        let services = Services.fake(cloud, files: files)
        let stage = await Self.shown(
            FilePathScreen.table(of: nil, in: listing, job: Self.job, preview: preview), on: services,
            pressing: ["Enter"])
        #expect(files["predictions.csv"]?.split(separator: "\n").count == 201)
        #expect(stage.toasts.contains { $0.hasPrefix("200 rows of 2 of 3 outputs") && $0.contains("part-2.csv.out") })
    }

    @Test("An object's form is chosen by a key, and its table and summary follow")
    func forms() async throws {
        let (cloud, listing, preview) = try await Self.bucket()
        let files = FakeFiles()
        let services = Services.fake(cloud, files: files)
        let screen = RowsScreen(listing.rows[0], in: listing, job: Self.job, preview: preview)
        var stage = await Self.shown(screen, on: services, pressing: ["F", "F", "F", "F"])
        #expect(stage.text.contains("the output is read as text"), "\(stage.text)")
        #expect(stage.text.contains("Adelie,0.37") && stage.text.contains("Biscoe"))
        await stage.run(stage.press("w"), on: services)
        await stage.run(stage.press("Enter"), on: services)
        #expect(files["predictions.csv"]?.contains("\"Adelie,0.37\"\n") == true)
        await stage.run(stage.press("m"), on: services)
        #expect(stage.top(SummaryScreen.self).summary?.columns.first?.statistics.texts == 100)
        var back = await Self.shown(screen, on: services, pressing: ["F", "F", "F", "F", "F"])
        #expect(!back.text.contains("is read as text") && !back.text.contains("Adelie,0.37"))
        await back.run(back.press("^"), on: services)
        await back.run(back.press("F"), on: services)
        #expect(back.text.contains("the input is read as CSV"))
    }

    @Test("Lines that read outputs elsewhere look as kept", arguments: GoldenView.allCases)
    func elsewhere(view: GoldenView) async throws {
        let (cloud, listing, preview) = try await Self.bucket()
        let subject = OutputSnippet.Subject(
            listing.outputLocation, isPrefix: true, form: .csv, hasHeader: false, columns: preview.written.titles,
            region: "eu-west-1", profile: "ml-dev")
        for (name, keys) in [("first", []), ("second", ["Tab"]), ("third", ["Tab", "Tab"])] as [(String, [Chord])] {
            let stage = await Self.shown(ElsewhereScreen(subject), on: .fake(cloud), view, pressing: keys)
            try expectGolden(stage, "elsewhere-\(name)-\(view.rawValue)")
        }
    }
}
