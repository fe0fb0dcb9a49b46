/// A metric on the rows that a candidate learnt from, beside the same metric on rows that it had not seen.
public struct TrainingGap: Hashable, Sendable {
    public var train: Double
    public var validation: Double
    public var direction: ObjectiveDirection
    /// Differences up to it are no large ones, whatever share of the value they are.
    public var least: Double

    public init(train: Double, validation: Double, direction: ObjectiveDirection, least: Double = 0) {
        self.least = least
        self.train = train
        self.validation = validation
        self.direction = direction
    }

    /// How much better the metric is on the training rows; below zero where it is worse there.
    public var advantage: Double { direction == .minimize ? validation - train : train - validation }

    /// Whether the candidate may have learnt its rows by heart: a score of 0 to 1 that falls by more than 0.05, or anything
    /// else that gets worse by more than a quarter of its value on the validation rows. A log loss near 0 isn't judged by
    /// quarters alone: it has to get worse by more than 0.05, too.
    public var isLarge: Bool {
        if direction == .maximize, (0...1).contains(train), (0...1).contains(validation) {
            // Of 1 and 0.95 the difference is a little more than 0.05 in binary.
            return advantage > 0.05 + 1e-9
        }
        return advantage > max(validation.magnitude / 4, least)
    }
}

extension Leaderboard.Row {
    /// The gap of a metric; nil where it was not measured on both sets, or says nothing of how well a model learnt.
    public func gap(of metric: MetricName, direction: ObjectiveDirection? = nil) -> TrainingGap? {
        guard metric != .latency, direction != nil || metric.hasKnownDirection, let train = trainValues[metric],
            let measured = metrics[metric],
            measured.set == .validation || measured.set == nil
        else { return nil }
        return TrainingGap(
            train: train, validation: measured.value, direction: direction ?? metric.direction,
            least: metric.name == "LogLoss" ? 0.05 : 0)
    }
}

extension Leaderboard {
    /// The way a metric gets better: of the objective as the service says it.
    public func direction(of metric: MetricName) -> ObjectiveDirection {
        metric == objective ? direction : metric.direction
    }

    /// Whether that is known: from the service, or since the metric is one that Autopilot documents.
    public func knowsDirection(of metric: MetricName) -> Bool {
        metric == objective ? isDirectionKnown : metric.hasKnownDirection
    }

    /// The gap of a metric of one of its rows.
    public func gap(of metric: MetricName, in row: Row) -> TrainingGap? {
        row.gap(of: metric, direction: knowsDirection(of: metric) ? direction(of: metric) : nil)
    }

    /// The metrics that some candidate has on its training rows, in the order of `metrics`.
    public var trainMetrics: [MetricName] {
        metrics.filter { metric in rows.contains { gap(of: metric, in: $0) != nil } }
    }
}

extension MetricName {
    /// Seconds that a prediction takes, as Autopilot measures it of ensembles.
    public static let latency = MetricName("InferenceLatency")

    /// A value as lists show it; latencies have their unit.
    public func text(_ value: Double) -> String {
        self == .latency ? DisplayText.latency(seconds: value) : DisplayText.metric(value)
    }
}

extension DisplayText {
    /// A time far below or around a second: `0.021 ms`, `4.1 ms`, `120 ms`, `1.25 s`.
    public static func latency(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0 else { return unknown }
        if seconds >= 0.9995 { return "\(decimal(seconds, places: 2)) s" }
        let milliseconds = seconds * 1000
        let places = milliseconds >= 99.5 || milliseconds == 0 ? 0 : milliseconds >= 0.995 ? 1 : 3
        return "\(decimal(milliseconds, places: places)) ms"
    }
}
