import AWSOperations

/// One metric of a candidate and the data set it was measured on.
public struct MetricValue: Hashable, Sendable {
    public var value: Double
    public var set: MetricSetSource?

    public init(value: Double, set: MetricSetSource?) {
        self.value = value
        self.set = set
    }

    /// Validation first, then a set that is not named, then test, then train.
    fileprivate var preference: Int {
        switch set {
        case .some(.validation): 0
        case .none: 1
        case .some(.test): 2
        case .some(.train): 3
        case .some: 4
        }
    }
}

extension AutoMLCandidate {
    /// Every metric of the candidate under its one name, measured on the validation set where there is a choice.
    public var metricValues: [MetricName: MetricValue] {
        var values: [MetricName: MetricValue] = [:]
        func keep(_ value: MetricValue, for name: MetricName) {
            guard value.value.isFinite else { return }
            if let kept = values[name], kept.preference <= value.preference { return }
            values[name] = value
        }
        if let final = finalAutoMLJobObjectiveMetric {
            let set = MetricName.dataSet(of: final.metricName.rawValue) ?? .validation
            if let name = final.normalisedName { keep(MetricValue(value: final.value, set: set), for: name) }
        }
        for datum in candidateProperties?.candidateMetrics ?? [] {
            guard let value = datum.value,
                let reported = datum.standardMetricName?.rawValue ?? datum.metricName?.rawValue
            else { continue }
            keep(
                MetricValue(value: value, set: datum.set ?? MetricName.dataSet(of: reported)), for: MetricName(reported)
            )
        }
        return values
    }

    /// The final metric's value where it is no number to rank by: not a number, or infinite.
    public var unrankedValue: Double? {
        finalAutoMLJobObjectiveMetric?.$value.flatMap { $0.isFinite ? nil : $0 }
    }

    /// The value to rank by: of the objective, or of the final metric where its own name is not a documented one.
    ///
    /// Nil where the candidate has none, or only one of another metric, which cannot be compared.
    func objectiveValue(_ objective: MetricName?) -> Double? {
        guard let objective else { return finalAutoMLJobObjectiveMetric?.value.finite }
        if let final = finalAutoMLJobObjectiveMetric, final.normalisedName == objective { return final.value.finite }
        if let value = metricValues[objective] { return value.value }
        if let final = finalAutoMLJobObjectiveMetric, final.normalisedName?.isKnown == false {
            return final.value.finite
        }
        return nil
    }
}

extension FinalAutoMLJobObjectiveMetric {
    /// The metric under its one name; the standard name, where given, decides. Nil where neither was sent.
    public var normalisedName: MetricName? {
        (standardMetricName ?? $metricName).map { MetricName($0.rawValue) }
    }
}

extension Double {
    fileprivate var finite: Double? { isFinite ? self : nil }
}
