import AWSOperations

/// How the completed runs of a model have gone over time.
public struct RunTrend: Hashable, Sendable {
    /// Oldest first.
    public var runs: [EndedRun]

    /// Nil without a completed run whose time is known.
    public init?(_ runs: [EndedRun]) {
        self.runs = runs.filter { $0.status == .completed && $0.runningSeconds != nil }
            .sorted { $0.createdAt < $1.createdAt }
        guard !self.runs.isEmpty else { return nil }
    }

    /// Of the runs before the last; nil without any.
    private func median(_ value: (EndedRun) -> Double?) -> Double? {
        let values = runs.dropLast().compactMap(value).sorted()
        guard !values.isEmpty else { return nil }
        let middle = values.count / 2
        return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }

    /// Input bytes that a run took in a second; nil where not every input had an output.
    public static func bytesPerSecond(_ run: EndedRun) -> Double? {
        guard let counts = run.counts, counts.areComplete, counts.missing == 0, let seconds = run.runningSeconds,
            seconds > 0
        else { return nil }
        return Double(counts.inputBytes) / seconds
    }

    /// What there is to say of the last run beside those before, a line each.
    public var lines: [String] {
        guard let last = runs.last else { return [] }
        var lines = ["\(DisplayText.counted(runs.count, "completed run")), the last \(last.name)"]
        func compare(_ what: String, _ value: (EndedRun) -> Double?, _ text: (Double) -> String) {
            guard let now = value(last) else { return }
            guard let usual = median(value) else { return lines.append("\(what)  \(text(now))") }
            let change = RunComparison.change(usual, now)
            lines.append("\(what)  \(text(now)); usually \(text(usual))\(change.isEmpty ? "" : " (\(change))")")
        }
        compare("running", \.runningSeconds) { DisplayText.duration(seconds: $0) }
        compare("provisioning", \.provisioningSeconds) { DisplayText.duration(seconds: $0) }
        compare("input per second", Self.bytesPerSecond) { "\(DisplayText.byteCount(Int($0)))/s" }
        let costs = runs.compactMap(\.cost)
        if let currency = costs.first?.currency, costs.allSatisfy({ $0.currency == currency }) {
            let sum = costs.reduce(0) { $0 + $1.amount }
            let known = costs.count == runs.count ? "" : ", of \(DisplayText.counted(costs.count, "run"))"
            lines.append("cost  \(InstancePrice.total(sum, currency: currency)) in all\(known)")
        }
        return lines
    }
}
