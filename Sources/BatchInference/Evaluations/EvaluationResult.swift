import AWSOperations
import Predictions

/// What candidates come to on the same labelled rows, and how far apart they are.
public struct EvaluationResult: Hashable, Sendable, Codable {
    /// The rows with one value of another column.
    public struct Slice: Hashable, Sendable, Codable {
        public var value: String
        public var figures: EvaluationFigures
    }

    public struct Cost: Hashable, Sendable, Codable {
        public var value: Double
        public var currency: String

        public var text: String { InstancePrice.total(value, currency: currency) }
    }

    public struct Candidate: Hashable, Sendable, Codable {
        public var name: String
        public var transform: String
        public var output: String
        /// Nil where none of its rows could be compared.
        public var figures: EvaluationFigures?
        public var slices: [Slice] = []
        public var rowsBeyondSlices = 0
        /// Billed seconds.
        public var seconds: Double?
        public var cost: Cost?
        public var costGap: String?
        public var validation: Double?
        /// Why it has no figures.
        public var problem: String?
        public var remedy: String?
        /// What of its predictions couldn't be read, a sentence each.
        public var shortfalls: [String] = []

        public init(name: String, transform: String, output: String) {
            (self.name, self.transform, self.output) = (name, transform, output)
        }

        /// Why it has no figures, and what to do.
        var reason: String {
            let remedy = remedy.map { $0.isEmpty ? "" : "; \($0)" } ?? ""
            return (problem ?? "the reason is unknown") + remedy
        }

        public func value(of key: String) -> Double? { figures?.figures.first { $0.key == key }?.value ?? nil }
    }

    /// Two candidates on the rows that both predict.
    public struct Pair: Hashable, Sendable, Codable {
        /// Their places among the candidates.
        public var first: Int
        public var second: Int
        public var rows: Int
        public var onlyFirstRight: Int
        public var onlySecondRight: Int
        public var bothWrong: Int
        public var different: Int
        /// The first one's figures without the second one's, by `PairedEvaluation.Figure`.
        public var differences: [String: PairedEvaluation.Difference]
    }

    /// A row for which candidates predict differently.
    public struct Disagreement: Hashable, Sendable, Codable {
        /// `part-001.csv, line 12`, of the input where that is known, or of the copy that was sent.
        public var place: String
        /// Nil in records of before, and where `place` is of the input.
        var row: CopyRow?
        public var label: String
        /// In the order of the candidates; nil for one without a prediction.
        public var predictions: [String?]
        /// The row's other columns.
        public var cells: [String]
        /// How far apart numbers are; nil for classes.
        public var spread: Double?
    }

    /// Rows of disagreement that are kept.
    public static let disagreementLimit = 200

    public var kind: PredictionEvaluation.Kind
    public var candidates: [Candidate]
    public var pairs: [Pair] = []
    public var disagreements: [Disagreement] = []
    /// Rows for which not all predict the same, kept or not.
    public var disagreeing = 0
    /// Rows that all candidates with figures predict.
    public var compared = 0
    /// The columns of a row of disagreement; nil for one without a name.
    public var columns: [String?] = []
    public var slicing: String?
    /// Whether rows are counted in the copy that was sent, not in the input.
    public var isOfCopy = false
    /// The slices in their order, where they're ranges of a numeric column; nil in records of before.
    var sliceOrder: [String]?
    /// The metric by which the job chose its candidates; nil in records of before.
    public var objective: String?
    /// What decides which is better.
    public var decisive: PairedEvaluation.Figure
    /// Why that isn't the job's own metric; nil where it is.
    public var decisiveNote: String?

    public init(kind: PredictionEvaluation.Kind, candidates: [Candidate], objective: String?) {
        (self.kind, self.candidates) = (kind, candidates)
        (decisive, decisiveNote) = Self.decisive(kind, objective)
        self.objective = objective
        let withFigures = candidates.filter { $0.figures != nil }
        let lacking = withFigures.filter { $0.value(of: decisive.rawValue) == nil }
        let usual = Self.usual(kind)
        guard let first = lacking.first, decisive != usual,
            withFigures.allSatisfy({ $0.value(of: usual.rawValue) != nil })
        else { return }
        // Nobody can be left out of the ranking for a figure that isn't known.
        decisiveNote = "\(Self.name(of: decisive)), the job's metric, isn't known of \(first.name)"
        decisive = usual
    }

    private static func usual(_ kind: PredictionEvaluation.Kind) -> PairedEvaluation.Figure {
        kind == .classification ? .accuracy : .rootMeanSquaredError
    }

    /// The figures that candidates are compared in.
    static func figures(of kind: PredictionEvaluation.Kind) -> [PairedEvaluation.Figure] {
        kind == .classification
            ? [.accuracy, .balancedAccuracy, .macroPrecision, .macroRecall, .macroF1, .auc, .logLoss]
            : [.rootMeanSquaredError, .meanAbsoluteError, .r2]
    }

    /// The figure that is told of slices, which keep no scores.
    static func sliceFigure(
        _ kind: PredictionEvaluation.Kind, _ decisive: PairedEvaluation.Figure
    ) -> PairedEvaluation.Figure {
        decisive == .auc || decisive == .logLoss ? usual(kind) : decisive
    }

    /// The figure that stands for a job's objective, and why it isn't that one itself.
    static func decisive(
        _ kind: PredictionEvaluation.Kind, _ objective: String?
    ) -> (figure: PairedEvaluation.Figure, note: String?) {
        let usual = usual(kind)
        guard let objective else { return (usual, nil) }
        switch (kind, objective) {
        case (.classification, "Accuracy"): return (.accuracy, nil)
        case (.classification, "BalancedAccuracy"): return (.balancedAccuracy, nil)
        case (.classification, "PrecisionMacro"): return (.macroPrecision, nil)
        case (.classification, "RecallMacro"): return (.macroRecall, nil)
        case (.classification, "F1macro"): return (.macroF1, nil)
        case (.classification, "F1"): return (.macroF1, "the job's F1 is of one class; macro F1 is of both")
        case (.classification, "AUC"): return (.auc, nil)
        case (.classification, "LogLoss"): return (.logLoss, nil)
        case (.regression, "RMSE"), (.regression, "MSE"): return (.rootMeanSquaredError, nil)
        case (.regression, "MAE"): return (.meanAbsoluteError, nil)
        case (.regression, "R2"): return (.r2, nil)
        default: return (usual, "the job's metric is \(objective), which isn't compared in pairs")
        }
    }

    // MARK: Which is best

    /// What the figure is called.
    public static func name(of figure: PairedEvaluation.Figure) -> String {
        switch figure {
        case .accuracy: "accuracy"
        case .balancedAccuracy: "balanced accuracy"
        case .macroPrecision: "macro precision"
        case .macroRecall: "macro recall"
        case .auc: "AUC"
        case .macroF1: "macro F1"
        case .logLoss: "log loss"
        case .rootMeanSquaredError: "root mean squared error"
        case .meanAbsoluteError: "mean absolute error"
        case .r2: "R²"
        }
    }

    /// The places of candidates with figures, best first by the decisive one.
    public var ranking: [Int] {
        let known = candidates.indices.filter { candidates[$0].value(of: decisive.rawValue) != nil }
        return known.sorted { left, right in
            // Running times differ from run to run, and so would the order.
            guard let figure = decider(between: left, and: right),
                let one = candidates[left].value(of: figure.rawValue),
                let other = candidates[right].value(of: figure.rawValue)
            else { return left < right }
            return figure.isLoss ? one < other : one > other
        }
    }

    /// The figures that decide, in their order: the decisive one, then the others.
    private var deciders: [PairedEvaluation.Figure] {
        let others: [PairedEvaluation.Figure] =
            kind == .classification
            ? [.accuracy, .balancedAccuracy, .macroF1, .auc, .logLoss]
            : [.rootMeanSquaredError, .meanAbsoluteError, .r2]
        return [decisive] + others.filter { $0 != decisive }
    }

    /// The first figure in which two differ; nil where they are equal in all.
    private func decider(between one: Int, and other: Int) -> PairedEvaluation.Figure? {
        deciders.first { figure in
            guard let own = candidates[one].value(of: figure.rawValue),
                let theirs = candidates[other].value(of: figure.rawValue)
            else { return false }
            return !Self.areEqual(own, theirs)
        }
    }

    /// Whether two figures are the same but for rounding on the way.
    private static func areEqual(_ one: Double, _ other: Double) -> Bool {
        abs(one - other) <= 1e-9 * max(abs(one), abs(other))
    }

    /// Whether two come to the same by the decisive figure on the rows that both predict.
    func areTied(_ one: Int, _ other: Int) -> Bool {
        guard let found = advantage(of: one, over: other, in: decisive) else { return false }
        let values = [one, other].map { abs(candidates[$0].value(of: decisive.rawValue) ?? 0) }
        return abs(found.value) <= 1e-9 * (values.max() ?? 0)
    }

    /// The places of candidates without figures.
    var lacking: [Int] { candidates.indices.filter { candidates[$0].figures == nil } }

    /// Of how many candidates nothing can be said, and why, a sentence each.
    public var gaps: [String] {
        let lacking = lacking
        guard !lacking.isEmpty else { return [] }
        let known = candidates.count - lacking.count
        return ["\(known) of \(candidates.count) candidates \(known == 1 ? "has" : "have") figures."]
            + lacking.map { "\(candidates[$0].name) has no figures: \(candidates[$0].reason)." }
    }

    /// How much better one is than another by a figure, more being better; nil where that isn't known.
    public func advantage(
        of one: Int, over other: Int, in figure: PairedEvaluation.Figure
    ) -> PairedEvaluation.Difference? {
        let pair = pairs.first { $0.first == one && $0.second == other || $0.first == other && $0.second == one }
        guard let pair, let found = pair.differences[figure.rawValue] else { return nil }
        let turns = (pair.first != one) != figure.isLoss
        return turns ? found.reversed : found
    }

    /// Whether one candidate is better than another beyond what chance explains on so many rows.
    public func isBetter(_ one: Int, than other: Int) -> Bool { isBetter(one, than: other, by: decisive) }

    private func isBetter(_ one: Int, than other: Int, by figure: PairedEvaluation.Figure) -> Bool {
        guard let found = advantage(of: one, over: other, in: figure), let range = found.interval else {
            return false
        }
        return found.value > 0 && !range.includesNought
    }

    /// The candidate to use: the best, or among those that can't be told from it one that ran for much less time.
    public var choice: Int? {
        guard let best = ranking.first else { return nil }
        let alike = ranking.filter { $0 != best && !isBetter(best, than: $0) && candidates[$0].seconds != nil }
        guard let time = candidates[best].seconds,
            let quickest = alike.min(by: { (candidates[$0].seconds ?? 0) < (candidates[$1].seconds ?? 0) }),
            let shortest = candidates[quickest].seconds, shortest < time * Self.muchLess, time - shortest >= 10
        else { return best }
        return quickest
    }

    /// The share of a running time below which another is much shorter.
    private static let muchLess = 0.7

    /// Which to ship, and why, a sentence each.
    public var verdict: [String] { judgement + gaps }

    private var judgement: [String] {
        let ranking = ranking
        guard let best = ranking.first, let choice else {
            return ["no candidate has figures, so none can be called better"]
        }
        let figure = Self.name(of: decisive)
        func told(_ place: Int) -> String {
            "\(candidates[place].name) (\(figure) \(candidates[place].value(of: decisive.rawValue).map(DisplayText.metric) ?? DisplayText.unknown))"
        }
        guard ranking.count > 1 else {
            return ["\(told(best)) is the only candidate with figures: nothing to compare it with"]
        }
        var lines: [String] = []
        let alike = ranking.dropFirst().filter { !isBetter(best, than: $0) }
        let worse = ranking.dropFirst().filter { isBetter(best, than: $0) }
        if alike.isEmpty {
            let others = lacking.isEmpty ? "each other one" : "each other one of the \(ranking.count) with figures"
            lines.append("Use \(told(best)): better than \(others) by more than chance explains on these rows.")
        } else {
            let names = ([best] + alike).map { candidates[$0].name }
            let all = names.dropLast().joined(separator: ", ") + " and \(names[names.count - 1])"
            lines.append("\(all) can't be told apart by \(figure) on these rows.")
            lines += separations(of: [best] + alike)
            if choice == best {
                lines.append("Use \(told(best)), \(lead(of: best, over: alike)), or test on more labelled rows.")
            } else {
                let (took, other) = (candidates[choice].seconds ?? 0, candidates[best].seconds ?? 0)
                lines.append(
                    "Use \(told(choice)), which ran for \(DisplayText.duration(seconds: took)) instead of "
                        + "\(DisplayText.duration(seconds: other)), or test on more labelled rows.")
            }
        }
        for place in alike + worse { lines.append(comparison(of: best, with: place)) }
        if let decisiveNote { lines.append("Decided by \(figure): \(decisiveNote).") }
        return lines
    }

    /// By which of the figures that know how sure a model is, or how far off, one of these is better than each other.
    private func separations(of alike: [Int]) -> [String] {
        let figures: [PairedEvaluation.Figure] =
            kind == .classification ? [.auc, .logLoss] : Self.figures(of: kind)
        return figures.filter { $0 != decisive }.compactMap { figure in
            let winner = alike.first { one in alike.allSatisfy { $0 == one || isBetter(one, than: $0, by: figure) } }
            guard let winner else { return nil }
            let value = candidates[winner].value(of: figure.rawValue).map { " (\(DisplayText.metric($0)))" } ?? ""
            let others = alike.count == 2 ? "the other" : "each other one of them"
            return
                "By \(Self.name(of: figure)), \(candidates[winner].name)\(value) is better than \(others) by more than "
                + "chance explains."
        }
    }

    /// Why the best stands first though others can't be told from it.
    private func lead(of best: Int, over alike: [Int]) -> String {
        let tied = alike.filter { areTied(best, $0) }
        guard let next = tied.first else { return "which has the best figure" }
        guard let figure = decider(between: best, and: next) else { return "which is as good as any by all figures" }
        return "which has the best \(Self.name(of: figure)) of \(tied.count + 1) with equal \(Self.name(of: decisive))"
    }

    /// `A over B: accuracy +0.03 (0.01 to 0.05 in 95 of 100 samples), 12 rows right that B has wrong, 4 the other way`.
    public func comparison(of one: Int, with other: Int) -> String {
        let name = Self.name(of: decisive)
        var text = "\(candidates[one].name) over \(candidates[other].name): "
        guard let found = advantage(of: one, over: other, in: decisive) else {
            return text + "the difference isn't known, because too few rows have predictions of both"
        }
        let areTied = areTied(one, other)
        let sign = found.value >= 0 ? "+" : "−"
        if areTied {
            text = "\(candidates[one].name) and \(candidates[other].name): \(name) equal"
        } else {
            text += "\(name) \(decisive.isLoss ? "better by " : sign)\(DisplayText.metric(abs(found.value)))"
        }
        if decisive.isLoss, found.value < 0 { text = text.replacingFirst("better by", with: "worse by") }
        let pair = pairs.first { $0.first == one && $0.second == other || $0.first == other && $0.second == one }
        if areTied, kind == .classification, let pair, pair.onlyFirstRight == 0, pair.onlySecondRight == 0 {
            return text + ", right and wrong on the same rows"
        }
        if let range = found.interval {
            text += " (\(Self.signed(range.low)) to \(Self.signed(range.high)) in 95 of 100 samples"
            text += range.includesNought ? ": may be chance)" : ")"
        } else {
            text += " (too few rows to tell whether it's chance)"
        }
        guard kind == .classification, let pair else { return text }
        let (ours, theirs) =
            pair.first == one
            ? (pair.onlyFirstRight, pair.onlySecondRight) : (pair.onlySecondRight, pair.onlyFirstRight)
        return text
            + "; \(DisplayText.counted(ours, "row")) right that only \(areTied ? "the first" : "it") has right, "
            + "\(DisplayText.count(theirs)) the other way"
    }

    static func signed(_ value: Double) -> String {
        "\(value > 0 ? "+" : value < 0 ? "−" : "")\(DisplayText.metric(abs(value)))"
    }
}

extension PairedEvaluation.Difference {
    /// The same range about another value.
    func moved(by shift: Double) -> PairedEvaluation.Difference {
        PairedEvaluation.Difference(value: value + shift, interval: interval?.moved(by: shift))
    }

    /// Seen from the other side.
    var reversed: PairedEvaluation.Difference {
        PairedEvaluation.Difference(value: -value, interval: interval.map { $0.reversed })
    }
}

extension String {
    fileprivate func replacingFirst(_ part: String, with other: String) -> String {
        guard let range = firstRange(of: part) else { return self }
        return String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
