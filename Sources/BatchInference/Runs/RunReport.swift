import AWSOperations
import Predictions

/// What a run was and what came of it, to hand on to others.
public struct RunReport: Sendable {
    public var facts: RunFacts
    /// Nil where there are none, or nobody asked.
    public var predictions: RunPredictions?
    public var madeAt: Timestamp

    public init(_ facts: RunFacts, predictions: RunPredictions?, madeAt: Timestamp) {
        self.facts = facts
        self.predictions = predictions
        self.madeAt = madeAt
    }

    /// One moment of the run or of a repair.
    public struct Moment: Hashable, Sendable {
        public var time: Timestamp
        public var run: String
        public var what: String
    }

    /// Everything that happened, in order.
    public var timeline: [Moment] {
        var moments: [Moment] = []
        for run in [facts.run] + facts.repairs {
            if run.createdAt.isKnown {
                moments.append(Moment(time: run.createdAt, run: run.name, what: "created"))
            }
            if let start = run.startedAt {
                let wait = run.provisioningSeconds.map {
                    " after \(DisplayText.duration(seconds: $0)) of provisioning, not billed"
                }
                moments.append(Moment(time: start, run: run.name, what: "running\(wait ?? "")"))
            }
            if let end = run.endedAt {
                let ran = run.runningSeconds.map {
                    " after \(DisplayText.duration(seconds: $0)), billed for each instance"
                }
                moments.append(Moment(time: end, run: run.name, what: "\(run.status.rawValue)\(ran ?? "")"))
            }
        }
        return moments.sorted { $0.time < $1.time }
    }

    /// Names and values of what came out.
    public var results: [(name: String, value: String)] {
        var rows: [(String, String)] = [("Status", facts.run.status.rawValue)]
        if let counts = facts.counts {
            let least = counts.areComplete ? "" : "at least "
            rows.append(
                ("Inputs", "\(least)\(DisplayText.count(counts.inputs)), \(DisplayText.byteCount(counts.inputBytes))"))
            rows.append(
                (
                    "Outputs",
                    "\(least)\(DisplayText.count(counts.outputs)), \(DisplayText.byteCount(counts.outputBytes))"
                ))
            rows.append(("Inputs without an output", counts.missing.map(DisplayText.count) ?? "unknown"))
            if counts.empty > 0 { rows.append(("Empty outputs", DisplayText.count(counts.empty))) }
            if case .history = facts.source { rows.append(("Counted", counts.countedAt.iso8601)) }
        } else {
            rows.append(("Inputs and outputs", "unknown"))
        }
        for share in facts.listing?.counts.byRepair ?? [] { rows.append(("Of which", share.text)) }
        if let seconds = facts.runningSeconds { rows.append(("Running time", DisplayText.duration(seconds: seconds))) }
        if let cost = facts.totalCost {
            let count = facts.run.instanceCount ?? 1
            rows.append(
                (
                    "Cost",
                    "\(cost.text) (\(count) × \(InstancePrice.text(cost.hourly, currency: cost.currency, places: 3)) per hour; instances only)"
                ))
        } else {
            rows.append(("Cost", "unknown"))
        }
        return rows
    }

    /// The report as Markdown; text from elsewhere is escaped.
    public var markdown: String {
        let escaped = { MarkdownText.escaped($0) }
        var text = "# Transform \(escaped(facts.run.name))\n\n"
        switch facts.source {
        case .service: text += "As of \(madeAt.iso8601).\n"
        case .history(let keptAt, let why):
            text +=
                "From the local history, last updated \(keptAt.iso8601): the service can't be reached (\(escaped(why))).\n"
        }
        for gap in facts.gaps { text += "\n> Unknown: \(escaped(gap))\n" }
        text += "\n## Result\n\n" + MarkdownText.table(["", ""], results.map { [$0.name, $0.value] })
        if let reason = facts.run.failureReason { text += "\nFailure reason: \(escaped(reason))\n" }
        text += causesText
        text += "\n## Timeline\n\n"
        text += MarkdownText.table(
            ["Time (UTC)", "Run", "What"], timeline.map { [$0.time.iso8601, $0.run, $0.what] })
        if let description = facts.run.description {
            text += "\n## Settings\n\n"
            text += MarkdownText.table(
                ["Option", "Value"], PlanFacts(description).facts.map { [$0.option, $0.value] })
        } else {
            text += "\n## Settings\n\nUnknown: only the list's row was saved.\n"
        }
        for repair in facts.repairs { text += settings(of: repair) }
        text += predictionsText
        return text
    }

    private var causesText: String {
        guard let causes = facts.run.causes, !causes.isEmpty else { return "" }
        var text = "\n## Likely cause\n"
        for cause in causes {
            text += "\n\(MarkdownText.escaped(cause.cause)).\n\nWhat to do: \(MarkdownText.escaped(cause.fix)).\n"
            let lines = cause.lines.isEmpty ? [cause.evidence] : cause.lines
            for line in lines where !line.isEmpty { text += "\n> \(MarkdownText.escaped(line))\n" }
        }
        return text
    }

    /// What a repair was started with otherwise than the first run.
    private func settings(of repair: EndedRun) -> String {
        guard let own = facts.run.description, let description = repair.description else { return "" }
        let rows = PlanFacts(own).differences(from: PlanFacts(description))
        return "\n### Repair \(MarkdownText.escaped(repair.name))\n\n"
            + MarkdownText.table(["Option", "First run", "Repair"], rows.map { [$0.title, $0.first, $0.second] })
    }

    private var predictionsText: String {
        guard let predictions else { return "" }
        var text = "\n## Predictions\n\n\(MarkdownText.escaped(predictions.extent)).\n"
        for column in predictions.summary.columns {
            let statistics = column.statistics
            text += "\n### \(MarkdownText.escaped(column.title ?? column.place.text))\n\n"
            if statistics.missing > 0 { text += "\(DisplayText.count(statistics.missing)) without a value.\n\n" }
            if statistics.isLabels() {
                let labels = statistics.labels(limit: 20)
                text += MarkdownText.table(
                    ["Value", "Rows", "Share"],
                    labels.map {
                        [
                            $0.label, DisplayText.count($0.count),
                            DisplayText.percent(Double($0.count) / Double(max(1, statistics.rows)), places: 1),
                        ]
                    })
                let more = statistics.distinct.count - labels.count
                if more > 0 {
                    text +=
                        "\nand \(statistics.distinct.isExact ? "" : "at least ")\(DisplayText.count(more)) more values\n"
                }
                if statistics.countError > 0 {
                    text += "\nCounts may be up to \(DisplayText.count(statistics.countError)) too low.\n"
                }
            } else if let numbers = statistics.numbers {
                var rows = [["minimum", DisplayText.metric(numbers.minimum)]]
                for share in RunComparison.shares {
                    let quantile = numbers.quantile(share)
                    rows.append([
                        share == 0.5 ? "median" : "\(DisplayText.decimal(share * 100, places: 0)) %",
                        (quantile.isExact ? "" : "about ") + DisplayText.metric(quantile.value),
                    ])
                }
                rows.append(["maximum", DisplayText.metric(numbers.maximum)])
                rows.append(["mean", DisplayText.metric(numbers.mean)])
                text += MarkdownText.table(["", "Value"], rows)
            } else {
                text += "\(DisplayText.count(statistics.distinct.count)) distinct values\n"
            }
        }
        let further = predictions.summary.furtherColumns
        if further > 0 { text += "\n\(DisplayText.count(further)) more columns\n" }
        for shortfall in Shortfall.gathered(predictions.summary.shortfalls) {
            text += "\n> Not read: \(MarkdownText.escaped(shortfall.problem))\n"
        }
        return text
    }
}
