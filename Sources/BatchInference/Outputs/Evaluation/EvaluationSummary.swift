import Predictions

/// What an evaluation comes to: all that screens, tables and documents tell of it.
///
/// Ranges are drawn from samples when it's made, which takes a moment. It keeps no row's scores.
public struct EvaluationSummary: Sendable {
    /// The rows with one value of another column.
    public struct Slice: Sendable {
        /// Empty where that column has no value.
        public var value: String
        public var figures: EvaluationFigures
    }

    /// Nil where no row could be compared.
    public let figures: EvaluationFigures?
    public let slices: [Slice]
    public let rowsBeyondSlices: Int
    public let objects: Int
    public let objectsRead: Int
    public let blankLines: Int
    public let cutRows: Int
    public let flaws: FlawedObjects
    public let shortfalls: [Shortfall]
    /// The titles of the columns.
    public let target: String
    public let predicted: String
    public let slicing: String?

    /// - Parameters:
    ///   - kind: What the predictions are; nil for what they seem to be.
    ///   - thresholds: The probabilities at which precision and recall are told.
    public init(_ evaluation: OutputEvaluation, as kind: PredictionEvaluation.Kind? = nil, thresholds: [Double]) {
        let figures = evaluation.evaluation.map {
            EvaluationFigures(
                $0, as: kind, scoreNote: evaluation.scoreNote, firstWithoutScores: evaluation.firstWithoutScores,
                thresholds: thresholds)
        }
        self.figures = figures
        slices = evaluation.slices.sorted.map {
            Slice(
                value: String(decoding: $0.value, as: UTF8.self),
                figures: EvaluationFigures($0.evaluation, as: figures?.kind, intervalsOf: []))
        }
        rowsBeyondSlices = evaluation.slices.rowsBeyond
        (objects, objectsRead) = (evaluation.objects, evaluation.objectsRead)
        (blankLines, cutRows, flaws) = (evaluation.blankLines, evaluation.cutRows, evaluation.flaws)
        shortfalls = evaluation.shortfalls
        (target, predicted, slicing) = (evaluation.target, evaluation.predicted, evaluation.slicing)
    }

    // MARK: As text

    /// What qualifies the figures, a sentence each.
    public var notes: [String] {
        var notes: [String] = []
        func counted(_ count: Int, _ one: String, _ many: String) {
            if count > 0 { notes.append(DisplayText.counted(count, one, many)) }
        }
        if objectsRead < objects {
            notes.append(
                "incomplete: \(DisplayText.count(objects - objectsRead)) of \(DisplayText.count(objects)) outputs can't be read"
            )
        }
        counted(blankLines, "blank line not counted", "blank lines not counted")
        counted(cutRows, "row too long to be read whole", "rows too long to be read whole")
        notes += figures?.notes ?? []
        counted(
            rowsBeyondSlices, "row with another value of \(slicing ?? "") isn't shown separately",
            "rows with other values of \(slicing ?? "") aren't shown separately")
        return notes + flaws.lines
    }

    public var metrics: FigureTable { figures?.metrics ?? FigureTable(titles: EvaluationFigures.metricTitles) }

    /// True classes by predicted ones, with each class's rows and figures; nil without classes.
    public var matrix: FigureTable? { figures?.matrix }

    /// The figures for each value of the other column; nil without one.
    public var bySlice: FigureTable? {
        guard let slicing, let first = slices.first else { return nil }
        var table = FigureTable(
            titles: [slicing, "rows"]
                + first.figures.figures.map { figure in
                    // `AUC, each class against the rest` is too long for a title.
                    String(figure.name.prefix { $0 != "," })
                })
        for slice in slices {
            table.rows.append(
                [slice.value.isEmpty ? "(empty)" : slice.value, DisplayText.count(slice.figures.rows)]
                    + slice.figures.figures.map { Self.text($0.value) })
        }
        return table
    }

    /// `at 0.5 for yes: precision 0.91, recall 0.88, 12 false positives, 3 false negatives`; nil where it wasn't asked for.
    public func thresholdLine(at value: Double) -> String? { figures?.thresholdLine(at: value) }

    private static func text(_ value: Double?) -> String { value.map(DisplayText.metric) ?? DisplayText.unknown }
}
