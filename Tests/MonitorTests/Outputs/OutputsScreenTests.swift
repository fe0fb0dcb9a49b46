import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("Outputs beside their inputs")
struct OutputsScreenTests {
    private static func object(_ key: String, _ size: Int) -> S3Object {
        S3Object(key: key, size: size, lastModified: Samples.now, eTag: "\"e\"")
    }

    private static let listing = OutputListing(
        inputs: (1...3).map { object("in/part-0\($0).csv", 280_000 + $0) } + [object("in_old/x.csv", 12)],
        outputs: (1...2).map { object("out/part-0\($0).csv.out", 21_000) },
        inputLocation: S3Location(bucket: "demo", key: "in"), outputLocation: S3Location(bucket: "demo", key: "out"))

    private static let preview = Samples.preview(
        "Torgersen,39.1,18.7\nBiscoe,46.1,13.2\nDream,46.5\n", "Adelie\nGentoo\nChinstrap\n")

    private func shown(_ view: GoldenView, _ preview: PredictionPreview = preview) -> Stage {
        let transform = Samples.transform("penguins-1702")
        var stage = view.stage(OutputsScreen(transform: transform))
        stage.send(OutputsScreen.Event.listed(transform, Self.listing))
        stage.send(OutputsScreen.Event.previewed("in/part-01.csv", preview))
        return stage
    }

    @Test(arguments: GoldenView.allCases)
    func sideBySide(view: GoldenView) throws {
        try expectGolden(shown(view), "outputs-\(view.rawValue)")
    }

    @Test(
        "Predictions that cannot be paired stand beside the input under a line that says why",
        arguments: GoldenView.allCases)
    func unpaired(view: GoldenView) throws {
        let preview = Samples.preview("Torgersen,39.1\nBiscoe,46.1\nDream,46.5\n", "Adelie\nGentoo\n")
        let stage = shown(view, preview)
        try expectGolden(stage, "outputs-unpaired-\(view.rawValue)")
    }

    @Test("Rows are covered by what is said of them: all, or the first of about so many")
    func coverage() {
        #expect(shown(.wide).text.contains("all 3 rows"))
        var table = RecordTable(Array("Adelie\nGentoo\n".utf8), type: nil)
        table.count.isExact = false
        table.shareRead = 0.001
        let preview = PredictionPreview(
            input: .failed(Shortfall("can't read s3://b/x", failure: .cancelled)), output: .table(table),
            rule: PairingRule(splitType: .line, assembleWith: .line))
        let stage = shown(.wide, preview)
        #expect(stage.text.contains("first 2 rows of about 2\u{202F}000"))
        #expect(
            stage.text.contains("can't read s3://b/x") && stage.text.contains("not paired: the input can't be read"))
    }

    @Test("Content without records is called what it is, with its size and its first bytes")
    func binary() {
        let preview = PredictionPreview(
            input: .table(RecordTable([0x1F, 0x8B, 8, 0, 7], type: "text/csv")),
            output: .table(RecordTable(Array("Adelie\n".utf8), type: nil)),
            rule: PairingRule(splitType: .line, assembleWith: .line))
        let stage = shown(.wide, preview)
        #expect(stage.text.contains("gzip, 5 B: 1f 8b 08 00 07") && stage.text.contains("Adelie"))
    }

    @Test(arguments: GoldenView.allCases)
    func downloading(view: GoldenView) throws {
        var stage = shown(view)
        let progress = DownloadProgress(
            file: "part-01.csv.out", filesTotal: 2, bytesDone: 10_500, bytesTotal: 42_000)
        stage.send(OutputsScreen.Event.download(progress))
        try expectGolden(stage, "outputs-downloading-\(view.rawValue)")
    }

    @Test("Columns are called what the training data and the response keys call them, whichever comes first")
    func names() {
        let names = ColumnNames(
            features: [.init("island"), .init("bill", isNumeric: true), .init("depth", isNumeric: true)],
            responses: ["predicted_label"])
        var stage = shown(.wide)
        stage.send(OutputsScreen.Event.named(names))
        #expect(stage.text.contains("island") && stage.text.contains("predicted_label"))
        #expect(!stage.text.contains("column 1"))
        stage.send(OutputsScreen.Event.previewed("in/part-01.csv", Self.preview))
        #expect(stage.text.contains("island"))
    }

    @Test("A preview of a row that is not selected any more is dropped")
    func latePreview() {
        var stage = shown(.wide)
        stage.press("Down")
        stage.send(OutputsScreen.Event.previewed("in/part-01.csv", Self.preview))
        #expect(stage.top(OutputsScreen.self).preview.value == nil)
    }

    @Test("Files that were replaced are said, and inputs that nobody knows")
    func replacedAndUnknown() {
        var stage = shown(.wide)
        stage.send(
            OutputsScreen.Event.downloaded(
                DownloadOutcome(files: [
                    DownloadedOutput(path: "a", size: 9, replacedAnother: true), DownloadedOutput(path: "b", size: 3),
                ]), directory: "x"))
        #expect(stage.text.contains("2 files, 12 B, in x; replaced 1 existing file"))
        var listing = OutputListing(
            inputs: [], outputs: Self.listing.rows.compactMap(\.output), inputLocation: nil,
            outputLocation: Self.listing.outputLocation, inputsAreWhole: false)
        listing.inputFailure = .configuration(problem: "the description has no input", remedy: "")
        stage.send(OutputsScreen.Event.listed(Samples.transform("penguins-1702"), listing))
        // The message of the download has gone from the line by then.
        stage.state.toasts = []
        #expect(stage.text.contains("inputs unknown, 2 written, incomplete, 42 kB"))
        #expect(stage.text.contains("the inputs are unknown: the description"))
        #expect(stage.text.contains("(input unknown)"))
        listing = OutputListing(
            inputs: [], outputs: Self.listing.rows.compactMap(\.output),
            inputLocation: S3Location(bucket: "b", key: "gone/"), outputLocation: Self.listing.outputLocation)
        stage.send(OutputsScreen.Event.listed(Samples.transform("penguins-1702"), listing))
        stage.state.toasts = []
        #expect(stage.text.contains("2 outputs without an input, 42 kB") && !stage.text.contains("0 written"))
    }

    @Test("Marked rows are what is downloaded; without marks it is the selected one")
    func marks() {
        var stage = shown(.wide)
        #expect(stage.top(OutputsScreen.self).downloadRows == ["in/part-01.csv"])
        stage.press("Space", "Space")
        #expect(stage.top(OutputsScreen.self).downloadRows == ["in/part-01.csv", "in/part-02.csv"])
    }

    @Test("A full disk is said, with what to do, and the rows stay")
    func fullDisk() {
        var stage = shown(.wide)
        stage.send(OutputsScreen.Event.download(DownloadProgress(file: "x", filesTotal: 1, bytesTotal: 10)))
        stage.send(
            OutputsScreen.Event.downloadFailed(
                LoadFailure(
                    FileWriteError(path: "/d/x", problem: "no space left on the disk", remedy: "free some space"),
                    at: Samples.now)))
        #expect(stage.text.contains("stopped at x: no space left on the disk: free some space"))
        #expect(stage.text.contains("part-02.csv"))
    }
}
