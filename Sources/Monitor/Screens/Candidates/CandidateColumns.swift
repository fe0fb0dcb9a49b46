import AWSOperations
import BatchInference
import Console

/// The columns of the leaderboard: fixed ones, then a metric each, as many as fit.
enum CandidateColumns {
    typealias Row = Leaderboard.Row

    /// - Parameter sizes: The bytes of the candidates' models by their rows' ids, as far as they are known.
    /// - Parameter isCopy: Whether the rows are those of a local copy.
    static func of(
        _ board: Leaderboard, jobName: String, sizes: [Row.ID: Int] = [:], isCopy: Bool = false
    ) -> [ListColumn<Row>] {
        var columns = [rank, name(of: board, jobName, isCopy: isCopy), status]
        if board.rows.contains(where: { $0.algorithm != nil }) { columns.append(algorithm(in: board)) }
        if let objective = board.objective { columns += [value(of: objective, in: board), bar(in: board)] }
        let trained = board.trainMetrics
        if let objective = board.objective, trained.contains(objective) {
            columns += [train(objective, in: board, isObjective: true), gap(of: objective, in: board)]
        }
        let others = board.metrics.filter { $0 != board.objective }
        for (place, metric) in others.enumerated() {
            let priority = metric == .latency ? 9 : 10 + place
            columns.append(value(of: metric, in: board, priority: priority))
        }
        if !sizes.isEmpty { columns.append(size(sizes)) }
        for metric in trained where metric != board.objective { columns.append(train(metric, in: board)) }
        return columns
    }

    private static let rank = ListColumn<Row>(
        "rank", title: "#", width: .fixed(4), isAscending: { ($0.rank ?? .max) < ($1.rank ?? .max) },
        number: { $0.rank.map(Double.init) },
        cell: { row, canvas in
            let place = row.rank.map { $0 < 10 ? " \($0)" : "\($0)" } ?? " \(canvas.glyphs.none)"
            return StyledText(place, canvas.theme[row.isBest ? .best : .text])
                + StyledText(row.isBest ? canvas.glyphs.best : "", canvas.theme[.best])
        })

    /// Names without the job's name before them, where all begin with it: it is in the breadcrumb.
    private static func name(of board: Leaderboard, _ jobName: String, isCopy: Bool) -> ListColumn<Row> {
        let isShared = board.rows.allSatisfy { $0.name.hasPrefix(jobName) && $0.name != jobName }
        return ListColumn<Row>(
            "candidate", width: .flexible(min: 17, weight: 1, max: 64), cut: .middle,
            isAscending: { $0.name < $1.name }, alsoFoundBy: { $0.name },
            cell: { row, canvas in
                let shown = isShared ? canvas.glyphs.ellipsis + row.name.dropFirst(jobName.count) : row.title
                if isCopy { return StyledText("\(shown) (local copy)", canvas.theme[.textDim]) }
                return StyledText(shown, canvas.theme[row.isBest ? .textStrong : .text])
            })
    }

    private static let status = ListColumn<Row>(
        "status", width: .fixed(12), isAscending: { $0.status.rawValue < $1.status.rawValue },
        cell: { row, canvas in
            let status = StatusWord(jobStatus: row.status.rawValue)
            return StyledText(status.text(canvas.glyphs), canvas.theme[status.role])
        })

    private static func algorithm(in board: Leaderboard) -> ListColumn<Row> {
        let widest = board.rows.compactMap { $0.algorithm.map { TextWidth.columns($0) } }.max() ?? 0
        return ListColumn<Row>(
            "algorithm", width: .fixed(min(max(widest, 9), 11)), priority: 4,
            isAscending: { ($0.algorithm ?? "") < ($1.algorithm ?? "") },
            cell: { row, canvas in
                guard let name = row.algorithm else { return StyledText(canvas.glyphs.none, canvas.theme[.textDim]) }
                return StyledText(name, canvas.theme[.text])
            })
    }

    /// The name as a title has it: the longest by what AWS's own pages call it for short.
    private static func short(_ metric: MetricName) -> String {
        switch metric.name {
        case "AverageWeightedQuantileLoss": "WQL"
        default: metric.title.uppercased()
        }
    }

    /// What filters and the sort order call it: `macro-f1`.
    private static func columnName(_ metric: MetricName) -> String {
        metric.title.lowercased().split(separator: " ").joined(separator: "-")
    }

    /// The title names the way in which the metric gets better by a word: an arrow beside it is the order of the list.
    private static func value(of objective: MetricName, in board: Leaderboard) -> ListColumn<Row> {
        let direction = board.direction
        let title = "\(short(objective)) \(direction.word)"
        var column = ListColumn<Row>(
            columnName(objective), title: title, width: .fixed(min(max(TextWidth.columns(title) + 2, 9), 24)),
            alignment: .right, isAscending: { ($0.value ?? worst(direction)) < ($1.value ?? worst(direction)) },
            number: { $0.value },
            cell: { row, canvas in
                guard let text = row.valueText else { return StyledText(canvas.glyphs.none, canvas.theme[.textDim]) }
                return StyledText(text, canvas.theme[row.isBest ? .best : row.value == nil ? .textDim : .textStrong])
            })
        column.alias = objective.name
        return column
    }

    private static func worst(_ direction: ObjectiveDirection) -> Double {
        direction == .minimize ? .infinity : -.infinity
    }

    private static func bar(in board: Leaderboard) -> ListColumn<Row> {
        let scale = MetricScale(board)
        let columns = 10
        return ListColumn<Row>(
            "", width: .fixed(columns), priority: 8, isPicture: true,
            cell: { row, canvas in
                guard let value = row.value else { return "" }
                return StyledText(
                    ProgressBar.text(fraction: scale.fraction(of: value), columns: columns),
                    canvas.theme[row.isBest ? .metricBarBest : .metricBar])
            })
    }

    private static func value(of metric: MetricName, in board: Leaderboard, priority: Int) -> ListColumn<Row> {
        let title = short(metric)
        let direction = board.direction(of: metric)
        var column = ListColumn<Row>(
            columnName(metric), title: title,
            width: .fixed(min(max(TextWidth.columns(title), 8), 17)), alignment: .right, priority: priority,
            isAscending: {
                ($0.metrics[metric]?.value ?? worst(direction)) < ($1.metrics[metric]?.value ?? worst(direction))
            },
            number: { $0.metrics[metric]?.value },
            cell: { row, canvas in
                guard let value = row.metrics[metric]?.value else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                return StyledText(metric.text(value), canvas.theme[.text])
            })
        column.alias = metric.name
        return column
    }

    /// The metric on the training rows, with a mark where it is much better there.
    private static func train(
        _ metric: MetricName, in board: Leaderboard, isObjective: Bool = false
    ) -> ListColumn<Row> {
        let title = isObjective ? "TRAIN" : "TRAIN \(short(metric))"
        let direction = board.direction(of: metric)
        var column = ListColumn<Row>(
            isObjective ? "train" : "train-\(columnName(metric))", title: title,
            width: .fixed(min(max(TextWidth.columns(title), 8), 23)), alignment: .right, priority: 7,
            isAscending: {
                ($0.trainValues[metric] ?? worst(direction)) < ($1.trainValues[metric] ?? worst(direction))
            },
            number: { $0.trainValues[metric] }, isOptional: !isObjective,
            cell: { row, canvas in
                guard let value = row.trainValues[metric] else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                let isLarge = board.gap(of: metric, in: row)?.isLarge == true
                return StyledText(isLarge ? "\(canvas.glyphs.warning) " : "", canvas.theme[.statusWarning])
                    + StyledText(metric.text(value), canvas.theme[isLarge ? .statusWarning : .textDim])
            })
        column.alias = "train-\(metric.name)"
        return column
    }

    /// How much better the objective is on the training rows.
    private static func gap(of metric: MetricName, in board: Leaderboard) -> ListColumn<Row> {
        ListColumn<Row>(
            "gap", width: .fixed(9), alignment: .right, priority: 7,
            isAscending: {
                (board.gap(of: metric, in: $0)?.advantage ?? -.infinity)
                    < (board.gap(of: metric, in: $1)?.advantage ?? -.infinity)
            },
            number: { board.gap(of: metric, in: $0)?.advantage }, isOptional: true,
            cell: { row, canvas in
                guard let gap = board.gap(of: metric, in: row) else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                return StyledText(
                    DisplayText.metric(gap.advantage), canvas.theme[gap.isLarge ? .statusWarning : .text])
            })
    }

    private static func size(_ sizes: [Row.ID: Int]) -> ListColumn<Row> {
        ListColumn<Row>(
            "size", width: .fixed(7), alignment: .right, priority: 9,
            isAscending: { (sizes[$0.id] ?? .max) < (sizes[$1.id] ?? .max) },
            number: { sizes[$0.id].map(Double.init) },
            cell: { row, canvas in
                guard let bytes = sizes[row.id] else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                return StyledText(DisplayText.byteCount(bytes), canvas.theme[.text])
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
