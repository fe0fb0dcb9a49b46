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

    private static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let values = values.sorted()
        let middle = values.count / 2
        return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }

    /// Those before the last that ran on the same instances: others say nothing of its time.
    private var alike: [EndedRun] {
        guard let last = runs.last else { return [] }
        return runs.dropLast().filter {
            $0.instanceType == last.instanceType && $0.instanceCount == last.instanceCount
        }
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
        let alike = alike
        let others = runs.count - 1 - alike.count
        if others > 0, let instances = last.overview.instancesText {
            lines.append(
                alike.isEmpty
                    ? "no earlier run on \(instances) to compare with; \(DisplayText.counted(others, "run")) on others"
                    : "usually is of \(DisplayText.counted(alike.count, "run")) on \(instances), not of "
                        + "\(DisplayText.count(others)) on others")
        }
        func compare(_ what: String, _ value: (EndedRun) -> Double?, _ text: (Double) -> String) {
            guard let now = value(last) else { return }
            guard let usual = Self.median(alike.compactMap(value)) else { return lines.append("\(what)  \(text(now))") }
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
