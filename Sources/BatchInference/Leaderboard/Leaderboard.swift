import AWSOperations

/// A job's candidates, ranked by the objective in its right direction.
public struct Leaderboard: Hashable, Sendable {
    /// One candidate with its place.
    public struct Row: Hashable, Sendable, Identifiable {
        public var candidate: AutoMLCandidate
        /// From 1; equal values share a rank; nil where the candidate has no value of the objective.
        public var rank: Int?
        /// The objective's value.
        public var value: Double?
        public var metrics: [MetricName: MetricValue]
        /// The metrics on the rows that the candidate learnt from.
        public var trainValues: [MetricName: Double]
        /// What predicts, by its container's image: `xgboost`; nil where no container says.
        public var algorithm: String?
        public var isBest: Bool

        public var id: String {
            candidate.candidateName.isEmpty
                ? "created \(candidate.creationTime.secondsSinceEpoch)" : candidate.candidateName
        }
        public var name: String { candidate.candidateName }
        /// The name as lists show it.
        public var title: String { name.isEmpty ? DisplayText.unnamed : name }
        /// The objective's value as lists show it; nil where there is none. What isn't a number stays in its place.
        public var valueText: String? {
            value.map(DisplayText.metric) ?? candidate.unrankedValue.map(DisplayText.nonFinite)
        }
        public var status: CandidateStatus { candidate.candidateStatus }
    }

    /// Ranked ones first, then finished ones without a value, running, failed and stopped ones.
    public var rows: [Row]
    public var objective: MetricName?
    public var direction: ObjectiveDirection
    /// Whether the service says the direction, or the metric is a known one; otherwise it is a guess.
    public private(set) var isDirectionKnown: Bool
    /// The metrics to show side by side, the objective first, then those that most candidates have.
    public var metrics: [MetricName]

    public var best: Row? { rows.first { $0.isBest } }

    /// Ranks candidates; equal ones keep the order given, after the one that the service named best.
    ///
    /// Without an objective, the metric that most candidates report as their final one is taken. The best is the one
    /// that the service named, where it is among them, otherwise the first.
    public init(candidates: [AutoMLCandidate], objective: MetricName? = nil, bestCandidateName: String? = nil) {
        let objective = objective ?? Self.commonObjective(of: candidates)
        let reportedDirection = candidates.lazy.compactMap { candidate -> ObjectiveDirection? in
            guard let final = candidate.finalAutoMLJobObjectiveMetric, final.normalisedName == objective else {
                return nil
            }
            return ObjectiveDirection(final.type)
        }.first
        let direction = reportedDirection ?? objective?.direction ?? .maximize
        var rows = candidates.map { candidate in
            Row(
                candidate: candidate, rank: nil, value: candidate.objectiveValue(objective),
                metrics: candidate.metricValues, trainValues: candidate.trainValues, algorithm: candidate.algorithm,
                isBest: false)
        }
        let order = rows.indices.sorted { left, right in
            let (leftGroup, rightGroup) = (rows[left].group, rows[right].group)
            if leftGroup != rightGroup { return leftGroup < rightGroup }
            if leftGroup == 0, let leftValue = rows[left].value, let rightValue = rows[right].value,
                leftValue != rightValue
            {
                return direction.prefers(leftValue, over: rightValue)
            }
            // Of equal ones the service's own choice comes first.
            let (leftIsNamed, rightIsNamed) = (
                rows[left].name == bestCandidateName, rows[right].name == bestCandidateName
            )
            return leftIsNamed == rightIsNamed ? left < right : leftIsNamed
        }
        rows = order.map { rows[$0] }
        for index in rows.indices where rows[index].group == 0 {
            let tiesWithPrevious = index > 0 && rows[index - 1].value == rows[index].value
            rows[index].rank = tiesWithPrevious ? rows[index - 1].rank : index + 1
        }
        let bestIndex =
            bestCandidateName.flatMap { name in rows.firstIndex { $0.name == name } }
            ?? rows.firstIndex { $0.rank != nil }
        if let bestIndex { rows[bestIndex].isBest = true }
        self.rows = rows
        self.objective = objective
        self.direction = direction
        isDirectionKnown = reportedDirection != nil || objective?.hasKnownDirection ?? true
        metrics = Self.columns(of: rows, objective: objective)
    }

    private static func commonObjective(of candidates: [AutoMLCandidate]) -> MetricName? {
        var counts: [MetricName: Int] = [:]
        for candidate in candidates {
            if let name = candidate.finalAutoMLJobObjectiveMetric?.normalisedName { counts[name, default: 0] += 1 }
        }
        return counts.max { ($0.value, $1.key.name) < ($1.value, $0.key.name) }?.key
    }

    private static func columns(of rows: [Row], objective: MetricName?) -> [MetricName] {
        var counts: [MetricName: Int] = [:]
        for row in rows {
            for name in row.metrics.keys where name != objective { counts[name, default: 0] += 1 }
        }
        let others = counts.sorted { left, right in
            left.value == right.value ? left.key.name < right.key.name : left.value > right.value
        }
        return (objective.map { [$0] } ?? []) + others.map(\.key)
    }
}

extension Leaderboard.Row {
    /// Which part of the board the row belongs to, from the top.
    fileprivate var group: Int {
        switch status {
        case .completed: value == nil ? 1 : 0
        case .inProgress, .stopping: 2
        case .failed: 3
        case .stopped: 4
        default: 5
        }
    }
}
