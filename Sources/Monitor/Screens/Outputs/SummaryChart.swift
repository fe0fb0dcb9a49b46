import BatchInference
import Console

/// What the predictions of the rows read are, in all: labels with their shares, or numbers with their spread.
struct SummaryChart {
    let summary: ColumnSummary
    /// How many rows it is of: `first 200 rows of about 12 000`.
    let coverage: String

    private static let mostLabels = 6

    var rows: Int {
        switch summary {
        case .labels(let counts, _, _): min(counts.count, Self.mostLabels) + 1
        case .numbers: 2
        case .empty: 0
        }
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        switch summary {
        case .empty: break
        case .numbers(let minimum, let mean, let maximum, _):
            canvas.text(coverage, in: area.row(0), .textDim)
            let spread = [("least", minimum), ("mean", mean), ("most", maximum)]
            canvas.text(
                spread.map { "\($0) \(DisplayText.metric($1))" }.joined(separator: "   "), in: area.row(1), .text)
        case .labels(let counts, let distinct, let rows):
            let more = distinct > counts.count ? ", \(distinct) different" : ""
            canvas.text("\(coverage)\(more)", in: area.row(0), .textDim)
            let labelColumns = min(counts.map { TextWidth.columns($0.label) }.max() ?? 0, 18)
            for (offset, count) in counts.prefix(Self.mostLabels).enumerated() {
                let share = Double(count.count) / Double(max(rows, 1))
                canvas.draw(
                    LabelledBar(
                        label: StyledText(count.label, canvas.theme[.text]), fraction: share,
                        value: StyledText(DisplayText.percent(share), canvas.theme[.textDim]),
                        labelColumns: labelColumns, valueColumns: 5, barStyle: canvas.theme[.metricBar]),
                    in: area.row(offset + 1).splitLeft(labelColumns + 36).0)
            }
        }
    }
}
