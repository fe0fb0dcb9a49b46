import Console

/// One of each widget with contents that are hard to draw, for the tests of frames.
enum WidgetGallery {
    static let accent = Style(foreground: .rgb(122, 162, 247))
    static let muted = Style(attributes: .dim)

    static var table: Table {
        Table(
            columns: [
                TableColumn("JOB", width: .flexible(min: 12), cut: .middle),
                TableColumn("STATUS", width: .fixed(12)),
                TableColumn("PROBLEM", width: .flexible(min: 8, max: 14), priority: 2),
                TableColumn("BEST", width: .fixed(8), alignment: .right, priority: 1, sort: .descending),
            ],
            rowCount: 4, selected: 1,
            style: TableStyle(
                header: muted, sortedHeader: accent, selection: Style(background: .indexed(236)), cursor: accent)
        ) { index in
            switch index {
            case 0: TableRow(["penguins-species-long-name", "✓ Completed", "multiclass", "0.9855"], mark: "★")
            case 1: TableRow(["予測ジョブ-日本語の名前", StyledText("◐ InProgress", accent), "binary", "0.8712"])
            case 2: TableRow(["עברית-\u{202E}evil\u{1B}[31m", "✗ Failed", "e\u{301}x", "—"])
            default: TableRow(["👨‍👩‍👧-family", "✓ Completed"], style: Style(attributes: .dim))
            }
        }
    }

    static var all: [(name: String, widget: any Widget)] {
        [
            ("table", table),
            ("textfield", TextField(TextFieldState("s3://bucket/日本/部品"), style: Style(attributes: .underline))),
            ("placeholder", TextField(TextFieldState(), placeholder: StyledText("s3://bucket/prefix/", muted))),
            ("progress", ProgressBar(fraction: 0.583, style: accent, track: Style(background: .indexed(236)))),
            ("sparkline", Sparkline([1, 3, nil, 8, 2, 5, 9, 4], style: accent)),
            (
                "bars",
                LabelledBar(
                    label: "Adelie", fraction: 0.44, value: "44 %", labelColumns: 10, valueColumns: 5, barStyle: accent)
            ),
            (
                "paragraph",
                Paragraph(
                    "The role arn:aws:iam::111122223333:role/Flightdeck cannot be assumed by SageMaker.\n\nAsk its owner to "
                        + "trust sagemaker.amazonaws.com. 日本語の説明も折り返されます。")
            ),
            (
                "dialog",
                DialogFrame(
                    title: StyledText("Start 1 × ml.m5.xlarge?", accent), content: Size(columns: 30, rows: 3),
                    style: Style(background: .indexed(235)), border: muted)
            ),
            (
                "plot",
                Plot(
                    [
                        Plot.Series(
                            (0...60).map { PlotPoint(x: Double($0) / 60, y: (Double($0) / 60).squareRoot()) },
                            isLine: true, style: accent),
                        Plot.Series(
                            [
                                PlotPoint(x: 0.2, y: 0.1), PlotPoint(x: 0.9, y: 0.2), PlotPoint(x: 2, y: 0.5),
                                PlotPoint(x: .nan, y: 0.5), PlotPoint(x: 1, y: 0),
                            ], style: muted),
                    ], x: ChartAxis(0...1, low: "0", high: "1", title: "false positive rate"),
                    y: ChartAxis(0...1, low: "0", high: "1.0"), axisStyle: muted)
            ),
            (
                "histogram",
                Histogram(
                    [0, 1, 4, 9, 30, 61, 90, 100, 71, 40, 0, 7, 1, 1],
                    x: ChartAxis(2.5...9.5, low: "2.5", high: "9.5", title: "predicted_value"), style: accent,
                    axisStyle: muted)
            ),
            ("scrollbar", Scrollbar(ScrollWindow(former: 40, height: 8, count: 100), style: accent, track: muted)),
        ]
    }
}
