import AWSOperations
import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("Any rows of an output")
struct RowsScreenTests {
    private static let rows = 5000

    private static let input = (0..<rows).map { row in
        "\(row % 3 == 0 ? "Biscoe" : "Dream"),\(30 + row % 20).\(row % 10),\(row),\(row % 7 == 0 ? "male" : "female")\n"
    }.joined()

    private static let output = (0..<rows).map { row in
        "\(row % 4 == 0 ? "Gentoo" : "Adelie"),0.\(50 + row % 50),\"[0.\(50 + row % 50), 0.\(49 - row % 50)]\",\"['Gentoo', 'Adelie']\"\n"
    }.joined()

    private static let names = ColumnNames(
        features: ["island", "bill", "number", "sex"].map { ColumnNames.Trained($0) },
        responses: ["predicted_label", "probability", "probabilities", "labels"])

    /// The screen on rows that are read from a bucket, once all work has been done.
    static func shown(
        _ view: GoldenView = .wide, input: String = input, output: String = output, pressing keys: [Chord] = []
    ) async -> (stage: Stage, services: Services) {
        let cloud = FakeCloud()
        let (from, to) = (S3Location("s3://bucket/in/part.csv")!, S3Location("s3://bucket/out/part.csv.out")!)
        cloud.put(from.uri, input)
        cloud.put(to.uri, output)
        func table(_ text: String, _ isLines: Bool) -> RecordTable {
            let first = text.split(separator: "\n").prefix(200).joined(separator: "\n") + "\n"
            var table = RecordTable(Array(first.utf8), type: "text/csv", isLines: isLines)
            if first.utf8.count < text.utf8.count { table.count.isExact = false }
            return table
        }
        let preview = PredictionPreview(
            input: .table(table(input, true)), output: .table(table(output, false)),
            rule: PairingRule(splitType: .line, assembleWith: .line), names: names, rowLimit: 200)
        let screen = RowsScreen(name: "part.csv", preview: preview) { services in
            RowPager(
                input: .init(from, type: "text/csv", isLines: true), output: .init(to, type: "text/csv"),
                preview: preview, from: services.cloud)
        }
        var stage = view.stage(screen)
        let services = Services.fake(cloud)
        var top = screen
        await stage.run(stage.state.apply(top.appear(as: stage.state.top.id, stage.state.context)), on: services)
        for key in keys { await stage.run(stage.press(key), on: services) }
        return (stage, services)
    }

    fileprivate static func press(_ keys: Chord..., in shown: inout (stage: Stage, services: Services)) async {
        for key in keys { await shown.stage.run(shown.stage.press(key), on: shown.services) }
    }

    private static func type(_ text: String, in shown: inout (stage: Stage, services: Services)) async {
        _ = shown.stage.type(text)
        await press("Enter", in: &shown)
    }

    @Test(arguments: GoldenView.allCases)
    func pairs(view: GoldenView) async throws {
        try expectGolden(await Self.shown(view).stage, "rows-\(view.rawValue)")
    }

    @Test(arguments: GoldenView.allCases)
    func record(view: GoldenView) async throws {
        try expectGolden(await Self.shown(view, pressing: ["Enter", "Down"]).stage, "rows-record-\(view.rawValue)")
    }

    @Test(arguments: GoldenView.allCases)
    func filtered(view: GoldenView) async throws {
        var shown = await Self.shown(view)
        await Self.press("/", in: &shown)
        await Self.type("island:biscoe probability>0.97 sex=male", in: &shown)
        try expectGolden(shown.stage, "rows-filtered-\(view.rawValue)")
    }

    @Test(
        "Predictions that aren't pairs scroll by themselves, under a line with both counts",
        arguments: GoldenView.allCases)
    func unpaired(view: GoldenView) async throws {
        let shown = await Self.shown(view, output: Self.output + "Adelie,0.5,,\n", pressing: ["G"])
        try expectGolden(shown.stage, "rows-unpaired-\(view.rawValue)")
    }

    @Test("Every row can be gone to: by number, by share, the end and the beginning")
    func jumps() async {
        var shown = await Self.shown()
        await Self.press("#", in: &shown)
        await Self.type("4 321", in: &shown)
        #expect(shown.stage.text.contains("row 4\u{202F}321 of 5\u{202F}000"))
        #expect(shown.stage.top(RowsScreen.self).selectedRow?.input?.text(2) == "4320")
        #expect(shown.stage.top(RowsScreen.self).selectedRow?.output?.text(0) == "Gentoo")
        await Self.press("G", in: &shown)
        #expect(shown.stage.top(RowsScreen.self).selectedRow?.input?.text(2) == "4999")
        await Self.press("g", in: &shown)
        #expect(shown.stage.top(RowsScreen.self).selectedRow?.input?.text(2) == "0")
        await Self.press("%", in: &shown)
        await Self.type("50%", in: &shown)
        let number = shown.stage.top(RowsScreen.self).selectedRow?.number ?? 0
        #expect((2300...2700).contains(number))
        #expect(shown.stage.top(RowsScreen.self).selectedRow?.input?.text(2) == "\(number)")
    }

    @Test("A jump to the last rows at hand reads those below them", arguments: ["#", "f"])
    func jumpToTheEdge(key: Chord) async {
        var shown = await Self.shown()
        await Self.press(key, in: &shown)
        await Self.type(key == "#" ? "300" : "number=299", in: &shown)
        #expect(shown.stage.top(RowsScreen.self).selectedRow?.number == 299)
        #expect(shown.stage.text.contains(" 310 "), "\(shown.stage.text)")
    }

    @Test("Scrolling reaches every row, each beside its own input")
    func scrolling() async {
        var shown = await Self.shown(.narrow)
        for _ in 0..<120 { await Self.press("PageDown", in: &shown) }
        let row = shown.stage.top(RowsScreen.self).selectedRow
        #expect(row?.number == 120 * 19 && row?.input?.text(2) == "\(120 * 19)")
        for _ in 0..<100 { await Self.press("PageUp", in: &shown) }
        #expect(shown.stage.top(RowsScreen.self).selectedRow?.number == 20 * 19)
    }

    @Test("Blank lines that counting explains leave every prediction beside its own record, in filters too")
    func blankLines() async {
        let lines = Self.input.split(separator: "\n")
        let input = (lines.prefix(3000) + [""] + lines.dropFirst(3000)).joined(separator: "\n") + "\n"
        var shown = await Self.shown(input: input)
        #expect(!shown.stage.text.contains("not paired"), "\(shown.stage.text)")
        await Self.press("#", in: &shown)
        await Self.type("4 321", in: &shown)
        var row = shown.stage.top(RowsScreen.self).selectedRow
        #expect(row?.number == 4320 && row?.input?.text(2) == "4320" && row?.output?.text(1) == "0.70")
        await Self.press("/", in: &shown)
        await Self.type("number=3333", in: &shown)
        row = shown.stage.top(RowsScreen.self).selectedRow
        #expect(row?.number == 3333 && row?.output?.text(1) == "0.83")
        #expect(shown.stage.text.contains("match 1 of 1"))
    }

    @Test("A filter of rows that are no pairs shows nothing beside them, and is of the side that it names")
    func unpairedFilter() async {
        var shown = await Self.shown(output: Self.output + "Adelie,0.5,,\n")
        #expect(shown.stage.text.contains("not paired"))
        await Self.press("/", in: &shown)
        await Self.type("number=3333", in: &shown)
        var row = shown.stage.top(RowsScreen.self).selectedRow
        #expect(row?.input?.text(2) == "3333" && row?.output == nil)
        await Self.press("Esc", "/", in: &shown)
        await Self.type("gentoo", in: &shown)
        row = shown.stage.top(RowsScreen.self).selectedRow
        #expect(row?.output?.text(0) == "Gentoo" && row?.input == nil)
        await Self.press("/", "Ctrl-U", in: &shown)
        await Self.type("number=3 probability>0.5", in: &shown)
        #expect(shown.stage.toasts.contains { $0.contains("aren't paired") })
    }

    @Test("Behind the last row there is none to go to: the last one is shown, with its own number")
    func beyondTheEnd() async {
        var shown = await Self.shown(output: Self.output + "Adelie,0.5,,\n")
        await Self.press("#", in: &shown)
        await Self.type("460000", in: &shown)
        #expect(shown.stage.text.contains("row 5\u{202F}001 of 5\u{202F}001"), "\(shown.stage.text)")
        await Self.press("g", "G", in: &shown)
        #expect(shown.stage.top(RowsScreen.self).selectedRow?.number == 5000)
    }

    @Test("Matches are found forwards and back, in any column or one")
    func find() async {
        var shown = await Self.shown()
        await Self.press("f", in: &shown)
        await Self.type("number=3456", in: &shown)
        #expect(shown.stage.top(RowsScreen.self).selectedRow?.number == 3456)
        await Self.press("f", in: &shown)
        await Self.type("gentoo", in: &shown)
        #expect(shown.stage.top(RowsScreen.self).selectedRow?.number == 3460)
        await Self.press("n", "n", "N", in: &shown)
        #expect(shown.stage.top(RowsScreen.self).selectedRow?.number == 3464)
        await Self.press("f", in: &shown)
        await Self.type("nowhere>3", in: &shown)
        #expect(shown.stage.toasts.contains("no column nowhere"))
    }

    @Test("Columns are hidden, frozen, moved and widened, and a wide table scrolls")
    func columns() async {
        var shown = await Self.shown(.narrow)
        await Self.press("^", "-", in: &shown)
        #expect(!shown.stage.text.contains("island") && shown.stage.text.contains("1 hidden"))
        await Self.press("+", "^", "]", in: &shown)
        #expect(shown.stage.top(RowsScreen.self).columns.shown.prefix(2) == [1, 0])
        await Self.press("^", "z", "$", in: &shown)
        #expect(shown.stage.text.contains("bill") && shown.stage.text.contains("Adelie"))
        let before = shown.stage.top(RowsScreen.self).columns.width(0)
        await Self.press("^", "Right", ">", in: &shown)
        #expect(shown.stage.top(RowsScreen.self).columns.width(0) == before + 4)
    }

    @Test("A record of 9,000 columns is a list of names and values")
    func wideRecord() async {
        let wide = (0..<9000).map(String.init).joined(separator: ",") + "\n"
        var shown = await Self.shown(.narrow, input: wide + wide, output: "a\nb\n")
        await Self.press("Enter", "G", in: &shown)
        #expect(shown.stage.text.contains("column 9000") || shown.stage.text.contains("prediction"))
        await Self.press("f", in: &shown)
        await Self.type("8765", in: &shown)
        #expect(shown.stage.text.contains("column 8765"))
        await Self.press("Right", in: &shown)
        #expect(shown.stage.top(RowsScreen.self).selectedRow?.number == 1)
    }

    @Test("What can't be read is said, and Esc stops what is under way")
    func trouble() async {
        var shown = await Self.shown()
        shown.stage.send(
            RowsScreen.Event.failed(
                LoadFailure(problem: "the object changed", remedy: "open it again", at: Samples.now)))
        #expect(shown.stage.text.contains("the object changed: open it again"))
        _ = shown.stage.press("f")
        _ = shown.stage.type("nothing")
        _ = shown.stage.press("Enter")
        #expect(shown.stage.text.contains("searching"))
        _ = shown.stage.press("Esc")
        #expect(!shown.stage.text.contains("searching") && shown.stage.toasts.contains("stopped"))
    }

    @Test("A filter's words are conditions: columns by name, signs, expressions")
    func query() throws {
        let columns = [
            RowPager.Column(.input, 0, title: "island"), .init(.output, 0, title: "predicted_label"),
            .init(.output, 1, title: "a>b"), .init(.input, 1, title: "column 2"), .init(.input, 2, title: "column 3"),
        ]
        func query(_ text: String) throws -> [RowQuery.Condition] {
            try RowQuery(text, columns: columns, selected: columns[1]).conditions
        }
        #expect(
            try query("Isl:bis 0.5") == [
                .init(column: columns[0], .containsAnyCase, "bis"), .init(column: nil, .containsAnyCase, "0.5"),
            ])
        #expect(
            try query("island!=Dream >=0.9 ~^a.*") == [
                .init(column: columns[0], .notEqual, "Dream"), .init(column: columns[1], .greaterOrEqual, "0.9"),
                .init(column: nil, .matches, "^a.*"),
            ])
        #expect(
            try query("a>b>=3 s3://x") == [
                .init(column: columns[2], .greaterOrEqual, "3"), .init(column: nil, .containsAnyCase, "s3://x"),
            ])
        // As columns without a name are shown.
        #expect(
            try query("bis column 3>8 Column 2:x column") == [
                .init(column: nil, .containsAnyCase, "bis"), .init(column: columns[4], .greater, "8"),
                .init(column: columns[3], .containsAnyCase, "x"), .init(column: nil, .containsAnyCase, "column"),
            ])
        #expect(throws: RowQuery.TextProblem(text: "no column x")) { try query("x<3") }
        #expect(throws: RowQuery.TextProblem.self) { try query("island>many") }
        #expect(throws: RowQuery.TextProblem.self) { try query("island~(") }
    }
}
