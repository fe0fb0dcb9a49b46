import Predictions

/// The figures of rows that were evaluated, without the rows' scores.
public struct EvaluationFigures: Hashable, Sendable, Codable {
    public struct Figure: Hashable, Sendable, Codable {
        /// As people call it: `balanced accuracy`.
        public var name: String
        /// As documents call it: `BalancedAccuracy`.
        public var key: String
        /// Nil where it isn't known.
        public var value: Double?
        public var interval: ConfidenceInterval?
        /// By how much the value may be wrong; 0 where it's exact.
        public var error = 0.0
    }

    private static let curvePoints = 200

    public let kind: PredictionEvaluation.Kind
    public let figures: [Figure]
    /// Nil for a regression, and where there are more classes than are distinguished.
    public let classes: ClassCounts?
    /// The second of two classes with scores, which curve and thresholds are of; nil otherwise.
    public let positiveClass: String?
    /// What the thresholds come to that were asked for, in ascending order; none without such a class.
    public let thresholds: [RankedScores.Threshold]
    /// Some of all thresholds, from the highest down; none where none was asked for.
    public let curve: [RankedScores.Threshold]
    /// Rows that count; for a regression, those where both are numbers.
    public let rows: Int
    public let unlabelled: Int
    public let withoutPrediction: Int
    /// What qualifies the figures, a sentence each.
    public let notes: [String]

    /// - Parameters:
    ///   - kind: What the predictions are; nil for what they seem to be.
    ///   - firstWithoutScores: Where the first row stands whose scores can't be read.
    ///   - intervalsOf: The keys of the figures whose ranges are told, which takes a moment; nil for all.
    ///   - thresholds: The probabilities at which precision and recall are told.
    public init(
        _ evaluation: PredictionEvaluation, as kind: PredictionEvaluation.Kind? = nil, scoreNote: String? = nil,
        firstWithoutScores: String? = nil, intervalsOf: Set<String>? = nil, thresholds: [Double] = []
    ) {
        func interval(_ key: String, _ range: () -> ConfidenceInterval?) -> ConfidenceInterval? {
            intervalsOf?.contains(key) == false ? nil : range()
        }
        (unlabelled, withoutPrediction) = (evaluation.unlabelled, evaluation.withoutPrediction)
        let likely = evaluation.likelyKind
        self.kind = kind ?? likely
        var notes: [String] = []
        func counted(_ count: Int, _ one: String, _ many: String) {
            if count > 0 { notes.append(DisplayText.counted(count, one, many)) }
        }
        counted(evaluation.unlabelled, "row without a label isn't counted", "rows without a label aren't counted")
        counted(
            evaluation.withoutPrediction, "row without a prediction isn't counted",
            "rows without a prediction aren't counted")
        guard self.kind == .classification else {
            let regression = evaluation.regression
            counted(
                evaluation.notNumbers, "row where one of the two isn't a number isn't counted",
                "rows where one of the two isn't a number aren't counted")
            figures = [
                Figure(
                    name: "root mean squared error", key: "RMSE", value: regression.rootMeanSquaredError,
                    interval: interval("RMSE") { regression.rootMeanSquaredErrorInterval }),
                Figure(
                    name: "mean absolute error", key: "MAE", value: regression.meanAbsoluteError,
                    interval: interval("MAE") { regression.meanAbsoluteErrorInterval }),
                Figure(
                    name: "R²", key: "R2", value: regression.r2, interval: interval("R2") { regression.r2Interval }),
                Figure(name: "mean error, prediction minus truth", key: "MeanError", value: regression.meanError),
            ]
            (classes, positiveClass, self.thresholds, curve) = (nil, nil, [], [])
            rows = regression.rows
            self.notes = notes
            return
        }
        if kind == nil, evaluation.notNumbers == 0, evaluation.regression.rows > 0, evaluation.scores == .none {
            notes.append("all are whole numbers, treated as classes; --problem-type regression treats them as numbers")
        }
        let counts = evaluation.matrix.rowsBeyond == 0 ? evaluation.matrix.classes : nil
        if counts == nil {
            notes.append(
                "more than \(DisplayText.count(ConfusionMatrix.classLimit)) classes: what needs all of them is unknown"
            )
        }
        if let counts, counts.rows > 0, !counts.names.indices.contains(where: { counts.isOnBothSides($0) }) {
            notes.append("no prediction ever matches a true value: this may be the wrong column")
        }
        func figure(_ name: String, _ key: String, _ value: @Sendable @escaping (ClassCounts) -> Double?) -> Figure {
            Figure(
                name: name, key: key, value: counts.flatMap(value),
                interval: counts == nil ? nil : interval(key) { evaluation.interval(of: value) })
        }
        var accuracy = figure("accuracy", "Accuracy") { $0.accuracy }
        // Samples of rows that are all right show nothing else.
        if accuracy.interval != nil, accuracy.value == 1 || accuracy.value == 0 {
            accuracy.interval = evaluation.accuracyInterval
        }
        var figures = [
            accuracy,
            figure("balanced accuracy", "BalancedAccuracy") { $0.balancedAccuracy },
            figure("macro precision", "MacroPrecision") { $0.macroPrecision },
            figure("macro recall", "MacroRecall") { $0.macroRecall },
            figure("macro F1", "MacroF1") { $0.macroF1 },
        ]
        let ranked = evaluation.rankedScores
        if !ranked.isEmpty {
            let area = evaluation.area(of: ranked)
            figures += [
                Figure(
                    name: ranked.count == 1 ? "AUC" : "AUC, each class against the rest", key: "AUC",
                    value: area?.value,
                    interval: interval("AUC") { area?.interval }, error: area?.error ?? 0),
                Figure(
                    name: "log loss", key: "LogLoss", value: evaluation.logLoss,
                    interval: interval("LogLoss") { evaluation.logLossInterval }),
            ]
            let scored = evaluation.scoredRows
            if scored < evaluation.rows {
                notes.append(
                    "AUC and log loss are of \(DisplayText.count(scored)) of \(DisplayText.count(evaluation.rows)) rows"
                )
            }
            let first = firstWithoutScores.map { " (first: \($0))" } ?? ""
            counted(
                evaluation.withoutScores, "row's probabilities can't be read, or are of other classes\(first)",
                "rows' probabilities can't be read, or are of other classes\(first)")
            counted(
                evaluation.withUnknownClass, "row with a label that has no probability isn't in AUC and log loss",
                "rows with a label that has no probability aren't in AUC and log loss")
            if let error = area?.error, error > 0 {
                notes.append("too many scores to keep: AUC is accurate to \(DisplayText.metric(error))")
            }
            if area == nil { notes.append("AUC isn't known: a class has no rows, or all of them") }
        } else if let scoreNote {
            notes.append(scoreNote)
        }
        self.figures = figures
        classes = counts
        let ofSecond = ranked.count == 1 && !thresholds.isEmpty ? ranked[0] : nil
        positiveClass = ofSecond == nil ? nil : evaluation.scores.classes.last
        self.thresholds = ofSecond?.thresholds(thresholds) ?? []
        curve = ofSecond?.curve(points: Self.curvePoints) ?? []
        rows = evaluation.rows
        self.notes = notes
    }
}
