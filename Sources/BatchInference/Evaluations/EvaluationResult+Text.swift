import Predictions

extension EvaluationResult {
    /// What a candidate is called in narrow columns: A for the first one.
    public static func letter(_ place: Int) -> String { String(UnicodeScalar(UInt8(65 + place % 26))) }

    private static func text(_ value: Double?) -> String { value.map(DisplayText.metric) ?? DisplayText.unknown }

    /// The figures that are shown side by side, by their keys and titles.
    private var shownFigures: [(key: String, title: String)] {
        var all =
            kind == .classification
            ? [
                ("Accuracy", "accuracy"), ("BalancedAccuracy", "balanced"), ("MacroF1", "macro F1"), ("AUC", "AUC"),
                ("LogLoss", "log loss"),
            ] : [("RMSE", "RMSE"), ("MAE", "MAE"), ("R2", "R²")]
        if !all.contains(where: { $0.0 == decisive.rawValue }) {
            all.insert((decisive.rawValue, Self.name(of: decisive)), at: 0)
        }
        // Without scores, nobody has AUC and log loss.
        return all.filter { figure in
            candidates.contains { candidate in candidate.figures?.figures.contains { $0.key == figure.0 } == true }
        }
    }

    /// A figure as tables call it.
    private func title(of figure: PairedEvaluation.Figure) -> String {
        shownFigures.first { $0.key == figure.rawValue }?.title ?? Self.name(of: figure)
    }

    /// The decisive figure as tables call it.
    private var decisiveTitle: String { title(of: decisive) }

    /// All candidates in the order of the decisive figure, then those without figures.
    public var order: [Int] { ranking + candidates.indices.filter { !ranking.contains($0) } }

    /// Candidates by what decides, with its range, running time and cost, then by the other figures: where there is little
    /// room, the last ones go.
    public var overview: FigureTable {
        let shown = shownFigures.filter { $0.key != decisive.rawValue }
        let title = decisiveTitle
        let isValidated = candidates.contains { $0.validation != nil }
        var table = FigureTable(
            titles: ["candidate", title, "\(title) range", "ran", "cost"] + shown.map(\.title) + ["rows"]
                + (isValidated ? ["validation"] : []))
        for place in order {
            let candidate = candidates[place]
            let range = candidate.figures?.figures.first { $0.key == decisive.rawValue }?.interval
            var row = [
                "\(Self.letter(place)) \(candidate.name)", Self.text(candidate.value(of: decisive.rawValue)),
                range.map { "\(Self.text($0.low))–\(Self.text($0.high))" } ?? DisplayText.unknown,
                candidate.seconds.map { DisplayText.duration(seconds: $0) } ?? DisplayText.unknown,
                candidate.cost?.text ?? DisplayText.unknown,
            ]
            row += shown.map { Self.text(candidate.value(of: $0.key)) }
            row.append(candidate.figures.map { DisplayText.count($0.rows) } ?? "0")
            if isValidated { row.append(Self.text(candidate.validation)) }
            table.rows.append(row)
        }
        return table
    }

    /// What the job measured of a candidate when it chose: `0.9853 by the job's Accuracy on its validation data`.
    public func validationLine(of place: Int) -> String? {
        candidates[place].validation.map {
            "\(DisplayText.metric($0)) by the job's \(objective ?? "own metric") on its validation data"
        }
    }

    /// What went wrong with single candidates, a sentence each.
    public var problems: [String] {
        candidates.flatMap { candidate in
            let remedy = candidate.remedy.map { $0.isEmpty ? "" : "; \($0)" } ?? ""
            // The verdict says why one has no figures.
            let problem = candidate.figures == nil ? nil : candidate.problem
            return (problem.map { ["\(candidate.name): \($0)\(remedy)"] } ?? [])
                + candidate.shortfalls.filter { $0 != candidate.problem }.map { "\(candidate.name): \($0)" }
        }
    }

    /// What qualifies the figures, each sentence once.
    public var figureNotes: [String] {
        var notes: [String] = []
        for (place, candidate) in candidates.enumerated() {
            for note in candidate.figures?.notes ?? [] {
                let all = candidates.allSatisfy { $0.figures?.notes.contains(note) ?? true }
                let text = all ? note : "\(Self.letter(place)): \(note)"
                if !notes.contains(text) { notes.append(text) }
            }
        }
        if let gap = candidates.compactMap(\.costGap).first, candidates.allSatisfy({ $0.cost == nil }) {
            notes.append("the cost is unknown: \(gap)")
        }
        return notes
    }

    /// Each two candidates beside each other, the better one first.
    public var pairTable: FigureTable? {
        guard !pairs.isEmpty else { return nil }
        let figure = decisiveTitle
        var table = FigureTable(
            titles: [
                "better than", decisive.isLoss ? "\(figure) lower by" : "\(figure) higher by", "95 of 100 samples",
                "may be chance",
            ]
                + (kind == .classification ? ["only it right", "only the other"] : []) + ["differ"])
        for pair in pairs.sorted(by: { order(of: $0).lexicographicallyPrecedes(order(of: $1)) }) {
            // The one that stands higher comes first.
            let turns = place(of: pair.second) < place(of: pair.first)
            let (one, other) = turns ? (pair.second, pair.first) : (pair.first, pair.second)
            let found = advantage(of: one, over: other, in: decisive)
            let interval = found?.interval
            var row = [
                areTied(one, other)
                    ? "\(Self.letter(one)) and \(Self.letter(other))"
                    : "\(Self.letter(one)) than \(Self.letter(other))",
                areTied(one, other) ? "equal" : Self.text(found?.value),
                interval.map { "\(Self.signed($0.low)) to \(Self.signed($0.high))" } ?? "too few rows",
                interval.map { $0.includesNought ? "yes" : "no" } ?? DisplayText.unknown,
            ]
            if kind == .classification {
                row.append(DisplayText.count(turns ? pair.onlySecondRight : pair.onlyFirstRight))
                row.append(DisplayText.count(turns ? pair.onlyFirstRight : pair.onlySecondRight))
            }
            table.rows.append(row + [DisplayText.count(pair.different)])
        }
        return table
    }

    /// Each two candidates by each figure but the decisive one: how much better the one that stands higher is, with its range.
    public var differenceTable: FigureTable? {
        guard !pairs.isEmpty else { return nil }
        var table = FigureTable(titles: ["figure", "pair", "better by", "95 of 100 samples", "may be chance"])
        for figure in Self.figures(of: kind) where figure != decisive {
            for pair in pairs.sorted(by: { order(of: $0).lexicographicallyPrecedes(order(of: $1)) }) {
                let turns = place(of: pair.second) < place(of: pair.first)
                let (one, other) = turns ? (pair.second, pair.first) : (pair.first, pair.second)
                guard let found = advantage(of: one, over: other, in: figure) else { continue }
                let isEqual = found.value == 0
                table.rows.append([
                    title(of: figure), "\(Self.letter(one)) \(isEqual ? "and" : "than") \(Self.letter(other))",
                    isEqual ? "equal" : Self.signed(found.value),
                    found.interval.map { "\(Self.signed($0.low)) to \(Self.signed($0.high))" } ?? "too few rows",
                    found.interval.map { $0.includesNought ? "yes" : "no" } ?? DisplayText.unknown,
                ])
            }
        }
        return table.rows.isEmpty ? nil : table
    }

    private func place(of candidate: Int) -> Int { order.firstIndex(of: candidate) ?? candidate }
    private func order(of pair: Pair) -> [Int] { [place(of: pair.first), place(of: pair.second)].sorted() }

    /// A figure of each candidate, with its range, for each value of the column that was sliced by; nil without one.
    public var sliceTable: FigureTable? {
        guard let slicing else { return nil }
        let values = candidates.flatMap(\.slices).map(\.value)
        var seen: [String] = []
        for value in values where !seen.contains(where: value.hasSameBytes) { seen.append(value) }
        guard !seen.isEmpty else { return nil }
        let figure = Self.sliceFigure(kind, decisive)
        var table = FigureTable(
            titles: [slicing, "rows"]
                + order.flatMap { ["\(Self.letter($0)) \(title(of: figure))", "\(Self.letter($0)) 95 of 100"] })
        // Ranges stand in their order.
        let known = sliceOrder ?? []
        let rest = seen.filter { value in !known.contains(where: value.hasSameBytes) }
        let inOrder =
            known.filter { value in seen.contains(where: value.hasSameBytes) }
            + rest.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for value in inOrder {
            let slices = order.map { place in candidates[place].slices.first { $0.value.hasSameBytes(as: value) } }
            let rows = slices.compactMap { $0?.figures.rows }.max() ?? 0
            table.rows.append(
                [value.isEmpty ? "(empty)" : value, DisplayText.count(rows)]
                    + slices.flatMap { slice in
                        let found = slice?.figures.figures.first { $0.key == figure.rawValue }
                        return [
                            Self.text(found?.value ?? nil),
                            found?.interval.map { "\(Self.text($0.low))–\(Self.text($0.high))" } ?? "too few rows",
                        ]
                    })
        }
        let beyond = candidates.map(\.rowsBeyondSlices).max() ?? 0
        if beyond > 0 { table.note = "\(DisplayText.counted(beyond, "row")) with other values aren't shown separately" }
        return table
    }

    /// How many rows they disagree on, and how many of these are kept.
    public var disagreementLine: String? {
        guard compared > 0 else { return nil }
        let rows = DisplayText.counted(compared, "row")
        guard disagreeing > 0 else { return "they predict the same for all \(rows)" }
        let verb = kind == .regression ? "predict different numbers for" : "disagree on"
        let share = DisplayText.percent(Double(disagreeing) / Double(compared))
        let kept =
            disagreements.count < disagreeing
            ? "; kept: \(kind == .regression ? "the \(disagreements.count) that are farthest apart" : "the first \(disagreements.count)")"
            : ""
        return "they \(verb) \(DisplayText.count(disagreeing)) of \(rows) (\(share))\(kept)"
    }

    /// The rows on which candidates disagree, at most so many, with their inputs.
    public func disagreementTable(limit: Int) -> FigureTable? {
        guard !disagreements.isEmpty else { return nil }
        var table = FigureTable(
            titles: [isOfCopy ? "row of the copy" : "row", "label"] + order.map(Self.letter)
                + columns.enumerated().map { $1 ?? "INPUT \($0 + 1)" })
        for row in disagreements.prefix(limit) {
            table.rows.append(
                [row.place, row.label] + order.map { row.predictions[$0] ?? DisplayText.unknown } + row.cells)
        }
        if disagreeing > table.rows.count {
            table.note = "\(DisplayText.count(disagreeing - table.rows.count)) more"
        }
        return table
    }
}

extension EvaluationRecord {
    /// What an ended one is of, in a line: `3 candidates of penguins on 333 labelled rows of s3://…`.
    public var title: String {
        let count = result?.candidates.count ?? candidates.count
        let lacking = result?.lacking.count ?? 0
        let known = lacking == 0 ? "" : "\(count - lacking) of "
        return "\(known)\(DisplayText.counted(count, "candidate")) of \(jobName) on \(input.extent)"
    }

    /// The report as Markdown; text from elsewhere is escaped.
    public var markdown: String {
        let escaped = { MarkdownText.escaped($0) }
        var text = "# Evaluation of \(escaped(jobName))\n\n"
        text += "\(escaped(title)), \(createdAt.iso8601).\n"
        text += "\nInput: \(escaped(input.uri))\n\nTarget: \(escaped(input.target))\n"
        for warning in input.warnings { text += "\n> **Warning**: \(escaped(warning)).\n" }
        if isStopped { text += "\n> Stopped before its end.\n" }
        if let problem { text += "\n> \(escaped(problem))\n" }
        guard let result else { return text }
        func table(_ table: FigureTable?, _ heading: String) -> String {
            guard let table else { return "" }
            let note = table.note.map { "\n\(escaped($0))\n" } ?? ""
            return "\n\(heading)\n\n" + MarkdownText.table(table.titles.map { escaped($0) }, table.rows) + note
        }
        text += "\n## Which to use\n\n" + result.verdict.map { "- \(escaped($0))\n" }.joined()
        text += table(result.overview, "## Figures")
        for note in input.notes + result.figureNotes { text += "\n> \(escaped(note))\n" }
        for problem in result.problems { text += "\n> \(escaped(problem))\n" }
        text += table(result.pairTable, "## Candidates beside each other")
        text += table(result.differenceTable, "### By the other figures")
        text += table(result.sliceTable, "## By \(escaped(result.slicing ?? ""))")
        for place in result.order {
            guard let figures = result.candidates[place].figures else { continue }
            text += "\n## \(EvaluationResult.letter(place)): \(escaped(result.candidates[place].name))\n"
            text += table(figures.metrics, "### Figures")
            text += table(figures.matrix, "### Confusion matrix")
            text += table(figures.thresholdTable(with: threshold), "### Thresholds")
        }
        if let line = result.disagreementLine { text += "\n## Disagreements\n\n\(escaped(line)).\n" }
        text += table(result.disagreementTable(limit: 50), "### Rows")
        return text
    }
}
