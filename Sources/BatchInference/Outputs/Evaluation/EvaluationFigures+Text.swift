import Predictions

extension EvaluationFigures {
    static let metricTitles = ["metric", "value", "95 of 100 samples"]

    /// Each figure with its range.
    public var metrics: FigureTable {
        var table = FigureTable(titles: Self.metricTitles)
        for figure in figures {
            table.rows.append([
                figure.name, Self.text(figure.value),
                figure.interval.map { "\(Self.text($0.low)) to \(Self.text($0.high))" } ?? "",
            ])
        }
        return table
    }

    /// Classes that a matrix shows: those with the most rows.
    private static let classLimit = 15

    /// True classes by predicted ones, with each class's rows and figures; nil without classes.
    public var matrix: FigureTable? {
        guard let classes else { return nil }
        let shown = classes.names.indices
            .sorted { (classes.support[$1], $0) < (classes.support[$0], $1) }
            .prefix(Self.classLimit).sorted()
        var table = FigureTable(
            titles: ["labels \\ predicted"] + shown.map { classes.names[$0] } + ["rows", "precision", "recall", "F1"])
        for row in shown {
            table.strong.insert(.init(row: table.rows.count, column: table.rows.count + 1))
            table.rows.append(
                [classes.names[row]]
                    + shown.map { DisplayText.count(classes.count(truth: row, predicted: $0)) }
                    + [
                        DisplayText.count(classes.support[row]), Self.text(classes.precision(row)),
                        Self.text(classes.recall(row)), Self.text(classes.f1(row)),
                    ])
        }
        let rest = classes.names.count - shown.count
        if rest > 0 {
            table.note =
                "\(DisplayText.counted(rest, "more class", "more classes")) with fewer rows; --json has them all"
        }
        return table
    }

    /// `at 0.5 for yes: precision 0.91, recall 0.88, 12 false positives, 3 false negatives`; nil where it wasn't asked for.
    public func thresholdLine(at value: Double) -> String? {
        guard let positiveClass, let point = thresholds.first(where: { $0.value == value }) else { return nil }
        return
            "at \(DisplayText.probability(value)) for \(positiveClass): precision \(Self.text(point.precision)), "
            + "recall \(Self.text(point.recall)), \(DisplayText.counted(point.falsePositives, "false positive")), "
            + DisplayText.counted(point.falseNegatives, "false negative")
    }

    /// Precision and recall at some thresholds, a tenth apart; nil where there are none.
    public func thresholdTable(with chosen: Double) -> FigureTable? {
        guard let positiveClass, !thresholds.isEmpty else { return nil }
        var table = FigureTable(
            titles: ["threshold for \(positiveClass)", "precision", "recall", "false positives", "false negatives"])
        for point in thresholds {
            let tenth = point.value * 10
            guard point.value == chosen || abs(tenth - tenth.rounded()) < 1e-9, point.value > 0, point.value < 1 else {
                continue
            }
            table.rows.append([
                "\(DisplayText.probability(point.value))\(point.value == chosen ? " (chosen)" : "")",
                Self.text(point.precision), Self.text(point.recall), DisplayText.count(point.falsePositives),
                DisplayText.count(point.falseNegatives),
            ])
        }
        return table
    }

    static func text(_ value: Double?) -> String { value.map(DisplayText.metric) ?? DisplayText.unknown }
}
