import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("Predictions beside the true values of their input")
struct EvaluationScreenTests {
    private static func names(target: String) -> ColumnNames {
        ColumnNames(
            features: ["island", "bill"].map { ColumnNames.Trained($0) },
            // Values of another kind than those of the input's own column.
            trained: [
                .init(target, words: target == "species" ? ["Adelie", "Gentoo"] : ["light", "heavy"]),
                .init("island"), .init("bill"),
            ],
            responses: ["predicted_label", "probability"], inputFilter: "$[1:]")
    }

    private static let job = TransformBucket.job(named: "penguins", inputFilter: "$[1:]")

    /// Labelled inputs and their outputs; a label is missing now and then, and the last output can lack a row.
    private static func screen(
        target: String, lacking: Int, hostile: Bool
    ) async throws -> (EvaluationScreen, FakeCloud) {
        let island = hostile ? "\u{1B}]0;x\u{7}|" : "Dream"
        let (cloud, listing) = TransformBucket.make(
            (0..<3).map { file in
                let rows = (0..<100).map { file * 100 + $0 }
                let input = rows.map { row in
                    let label = row % 50 == 7 ? "" : row * 37 % 100 + row % 3 * 9 >= 55 ? "Gentoo" : "Adelie"
                    return "\(label),\(row % 3 == 0 ? "Biscoe" : island),\(30 + row % 20).\(row % 10)\n"
                }.joined()
                let output = rows.dropLast(file == 2 ? lacking : 0).map { row in
                    let share = Double(row * 37 % 100) / 100
                    return "\(share >= 0.5 ? "Gentoo" : "Adelie"),\(share)\n"
                }.joined()
                return (input, output)
            })
        let preview = try await PredictionLoader(storage: cloud, job: job).preview(
            of: try #require(listing.rows.first), in: listing, names: names(target: target), rowLimit: 50)
        let source = SummaryScreen.Source(
            listing: listing, job: job, object: nil, name: "all 3 outputs", preview: preview)
        return (EvaluationScreen(source), cloud)
    }

    private static func stage(
        _ view: GoldenView = .wide, target: String = "species", lacking: Int = 0, hostile: Bool = false,
        pressing keys: [Chord] = []
    ) async throws -> Stage {
        let (screen, cloud) = try await screen(target: target, lacking: lacking, hostile: hostile)
        return await view.shown(screen, on: .fake(cloud), pressing: keys)
    }

    @Test("looks as kept", arguments: GoldenView.allCases)
    func frames(view: GoldenView) async throws {
        try expectGolden(await Self.stage(view), "evaluation-\(view.rawValue)")
        try expectGolden(await Self.stage(view, pressing: ["b", "End"]), "evaluation-by-\(view.rawValue)")
    }

    @Test("takes the column that training had and the features lack, and counts rows without a label apart")
    func target() async throws {
        let stage = try await Self.stage()
        #expect(stage.top(EvaluationScreen.self).target?.title == "species")
        #expect(stage.text.contains("6 rows without a label aren't counted"), "\(stage.text)")
        #expect(stage.text.contains("294 rows of all 3 outputs"))
        let other = try await Self.stage(pressing: ["Right"])
        #expect(other.top(EvaluationScreen.self).target?.title == "island")
        #expect(other.text.contains("this may be the wrong column"), "\(other.text)")
    }

    @Test("takes no column by itself where none is what the model predicts")
    func withoutLabels() async throws {
        let stage = try await Self.stage(target: "weight")
        #expect(stage.top(EvaluationScreen.self).target == nil && stage.top(EvaluationScreen.self).result == nil)
        #expect(stage.text.contains("the input doesn't have the column that the model predicts"), "\(stage.text)")
        let chosen = try await Self.stage(target: "weight", pressing: ["Right"])
        #expect(chosen.top(EvaluationScreen.self).target != nil && chosen.top(EvaluationScreen.self).result != nil)
        let last = try await Self.stage(target: "weight", pressing: ["Left"])
        #expect(last.top(EvaluationScreen.self).target?.place == 2)
    }

    @Test("the threshold is moved, and its counts with it")
    func threshold() async throws {
        let low = try await Self.stage(pressing: Array(repeating: "-", count: 30))
        #expect(low.top(EvaluationScreen.self).threshold == 0)
        #expect(low.text.contains("recall 1.0000") && low.text.contains("0 false negatives"), "\(low.text)")
        let high = try await Self.stage(pressing: ["+"])
        #expect(high.text.contains("at 0.55 for Gentoo"), "\(high.text)")
    }

    @Test("an output that isn't paired is named, and the others are counted")
    func incomplete() async throws {
        let stage = try await Self.stage(lacking: 1)
        #expect(stage.text.contains("part-2.csv.out"), "\(stage.text)")
        #expect(stage.text.contains("incomplete: 1 of 3 outputs can't be read"))
        #expect(stage.text.contains("196 rows of all 3 outputs") && stage.text.contains("1 problem"))
    }

    @Test("Markdown has the figures, and the text of others as text")
    func markdown() async throws {
        let stage = try await Self.stage(hostile: true, pressing: ["b"])
        let text = stage.top(EvaluationScreen.self).markdown
        #expect(text.hasPrefix("# Evaluation of penguins\n\n294 rows; true values in species."))
        #expect(text.contains("| balanced accuracy | ") && text.contains("## Confusion matrix"))
        #expect(text.contains("## By island") && text.contains("\\|") && !text.contains("\u{1B}"), "\(text)")
        #expect(!stage.text.contains("\u{1B}"))
    }
}
