import BatchInference
import Predictions

/// Two runs side by side as tables of text.
struct ComparisonText {
    let comparison: RunComparison

    func print(to output: CommandOutput) {
        let names = [comparison.first.run.name, comparison.second.run.name]
        rows(comparison.outcome, "", names, to: output)
        output.print("")
        if let plan = comparison.plan {
            guard !plan.isEmpty else {
                output.print("the settings are the same")
                return columns(names, to: output)
            }
            rows(plan, "SETTING", names, to: output)
        }
        columns(names, to: output)
    }

    private func rows(_ rows: [RunComparison.Row], _ title: String, _ names: [String], to output: CommandOutput) {
        let hasChanges = rows.contains { !$0.change.isEmpty }
        var table = TextTable(
            [.left(title), .left(TextTable.Cell(names[0]).text), .left(TextTable.Cell(names[1]).text)]
                + (hasChanges ? [.right("CHANGE")] : []))
        for row in rows {
            table.add(
                [.init(row.title), .init(row.first), .init(row.second)]
                    + (hasChanges
                        ? [.init(output.isASCII ? CommandOutput.withoutSymbols(row.change) : row.change)] : []))
        }
        output.print(table, orWhenEmpty: "")
    }

    private func columns(_ names: [String], to output: CommandOutput) {
        for column in comparison.columns {
            output.print("")
            let shift = column.shift.map {
                "  PSI \($0.isExact ? "" : "about ")\(DisplayText.metric($0.index)), \($0.word)"
            }
            output.print("\(TextTable.Cell(column.title).text)\(shift ?? "")")
            guard let first = column.first, let second = column.second else { continue }
            if let shift = column.shift, shift.kind == .classes {
                print(classes: shift, names, to: output)
            } else if let one = first.numbers, let two = second.numbers {
                print(one, two, names, to: output)
            } else {
                output.print("  one has numbers and the other doesn't: not compared")
            }
        }
    }

    private func print(classes shift: DistributionShift, _ names: [String], to output: CommandOutput) {
        var table = TextTable([
            .left("  VALUE"), .right(TextTable.Cell(names[0]).text), .right("SHARE"),
            .right(TextTable.Cell(names[1]).text),
            .right("SHARE"), .right("PSI"),
        ])
        let totals = (0..<2).map { run in max(1, shift.bins.reduce(0) { $0 + $1.counts[run] }) }
        func share(_ bin: DistributionShift.Bin, _ run: Int) -> TextTable.Cell {
            .init(DisplayText.percent(Double(bin.counts[run]) / Double(totals[run]), places: 1))
        }
        for bin in shift.bins.prefix(20) {
            table.add([
                .init("  \(bin.label ?? "(others)")"), .init(DisplayText.count(bin.counts[0])), share(bin, 0),
                .init(DisplayText.count(bin.counts[1])), share(bin, 1),
                .init(DisplayText.metric(bin.index)),
            ])
        }
        output.print(table, orWhenEmpty: "")
        if shift.bins.count > 20 { output.print("  and \(shift.bins.count - 20) more values, included in the index") }
    }

    private func print(_ first: NumberSummary, _ second: NumberSummary, _ names: [String], to output: CommandOutput) {
        var table = TextTable([
            .left("  "), .right(TextTable.Cell(names[0]).text), .right(TextTable.Cell(names[1]).text),
        ])
        func add(_ name: String, _ value: (NumberSummary) -> (Double, Bool)) {
            let texts = [first, second].map { summary in
                let (number, isExact) = value(summary)
                return (isExact ? "" : "~") + DisplayText.metric(number)
            }
            table.add([.init("  \(name)"), .init(texts[0]), .init(texts[1])])
        }
        table.add([.init("  numbers"), .init(DisplayText.count(first.count)), .init(DisplayText.count(second.count))])
        add("minimum") { ($0.minimum, true) }
        for share in RunComparison.shares {
            add(share == 0.5 ? "median" : "\(DisplayText.decimal(share * 100, places: 0)) %") {
                let quantile = $0.quantile(share)
                return (quantile.value, quantile.isExact)
            }
        }
        add("maximum") { ($0.maximum, true) }
        add("mean") { ($0.mean, true) }
        output.print(table, orWhenEmpty: "")
    }
}
