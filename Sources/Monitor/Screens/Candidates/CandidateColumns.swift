import AWSOperations
import BatchInference
import Console

/// The columns of the leaderboard: fixed ones, then a metric each, as many as fit.
enum CandidateColumns {
    typealias Row = Leaderboard.Row

    static func of(_ board: Leaderboard, jobName: String) -> [ListColumn<Row>] {
        var columns = [rank, name(of: board, jobName), status]
        if let objective = board.objective { columns += [value(of: objective, in: board), bar(in: board)] }
        let others = board.metrics.filter { $0 != board.objective }
        for (place, metric) in others.enumerated() { columns.append(value(of: metric, priority: 10 + place)) }
        return columns
    }

    private static let rank = ListColumn<Row>(
        "rank", title: "#", width: .fixed(4), isAscending: { ($0.rank ?? .max) < ($1.rank ?? .max) },
        cell: { row, canvas in
            let place = row.rank.map { $0 < 10 ? " \($0)" : "\($0)" } ?? " \(canvas.glyphs.none)"
            return StyledText(place, canvas.theme[row.isBest ? .best : .text])
                + StyledText(row.isBest ? canvas.glyphs.best : "", canvas.theme[.best])
        })

    /// Names without the job's name before them, where all begin with it: it is in the breadcrumb.
    private static func name(of board: Leaderboard, _ jobName: String) -> ListColumn<Row> {
        let isShared = board.rows.allSatisfy { $0.name.hasPrefix(jobName) && $0.name != jobName }
        return ListColumn<Row>(
            "candidate", width: .flexible(min: 17, weight: 1, max: 64), cut: .middle,
            isAscending: { $0.name < $1.name }, alsoFoundBy: { $0.name },
            cell: { row, canvas in
                let shown = isShared ? canvas.glyphs.ellipsis + row.name.dropFirst(jobName.count) : row.title
                return StyledText(shown, canvas.theme[row.isBest ? .textStrong : .text])
            })
    }

    private static let status = ListColumn<Row>(
        "status", width: .fixed(12), isAscending: { $0.status.rawValue < $1.status.rawValue },
        cell: { row, canvas in
            let status = StatusWord(jobStatus: row.status.rawValue)
            return StyledText(status.text(canvas.glyphs), canvas.theme[status.role])
        })

    private static func value(of objective: MetricName, in board: Leaderboard) -> ListColumn<Row> {
        let direction = board.direction
        var column = ListColumn<Row>(
            objective.name.lowercased(), width: .fixed(min(max(TextWidth.columns(objective.name) + 2, 9), 18)),
            alignment: .right, isAscending: { ($0.value ?? worst(direction)) < ($1.value ?? worst(direction)) },
            cell: { row, canvas in
                guard let text = row.valueText else { return StyledText(canvas.glyphs.none, canvas.theme[.textDim]) }
                return StyledText(text, canvas.theme[row.isBest ? .best : row.value == nil ? .textDim : .textStrong])
            })
        column.title = { glyphs in
            "\(objective.name.uppercased()) \(direction == .minimize ? glyphs.down : glyphs.up)"
        }
        return column
    }

    private static func worst(_ direction: ObjectiveDirection) -> Double {
        direction == .minimize ? .infinity : -.infinity
    }

    private static func bar(in board: Leaderboard) -> ListColumn<Row> {
        let scale = MetricScale(board)
        let columns = 10
        return ListColumn<Row>(
            "", width: .fixed(columns), priority: 5, isPicture: true,
            cell: { row, canvas in
                guard let value = row.value else { return "" }
                return StyledText(
                    ProgressBar.text(fraction: scale.fraction(of: value), columns: columns),
                    canvas.theme[row.isBest ? .metricBarBest : .metricBar])
            })
    }

    private static func value(of metric: MetricName, priority: Int) -> ListColumn<Row> {
        ListColumn<Row>(
            metric.name.lowercased(), width: .fixed(min(max(TextWidth.columns(metric.name), 8), 16)),
            alignment: .right, priority: priority,
            isAscending: {
                ($0.metrics[metric]?.value ?? -.infinity) < ($1.metrics[metric]?.value ?? -.infinity)
            },
            cell: { row, canvas in
                guard let value = row.metrics[metric]?.value else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                return StyledText(DisplayText.metric(value), canvas.theme[.text])
            })
    }
}

/// How long an objective's bar is: longer is better, whichever way the objective counts.
struct MetricScale: Hashable, Sendable {
    private let direction: ObjectiveDirection
    private let best: Double

    init(_ board: Leaderboard) {
        direction = board.direction
        let values = board.rows.compactMap(\.value)
        best = (direction == .minimize ? values.min() : values.max()) ?? 0
    }

    /// From 0 to 1: the share of 1 for a score up to 1, otherwise how near the value is to the best one.
    func fraction(of value: Double) -> Double {
        switch direction {
        case .maximize:
            if best > 0, best <= 1 { return max(value, 0) }
            return best > 0 ? max(value / best, 0) : 0
        case .minimize:
            guard value > 0 else { return 1 }
            return max(best / value, 0)
        }
    }
}
