import AWSOperations

/// How long transforms of a model take on the same instances: the median of past runs.
public struct UsualDuration: Hashable, Sendable {
    /// How many past runs it rests on; at least 1.
    public let runs: Int
    /// Medians, in seconds.
    public let provisioning: Double
    public let running: Double
    public let instanceType: TransformInstanceType
    public let instanceCount: Int
    /// The median size of their inputs; nil where it isn't known of each.
    public let inputBytes: Double?

    /// Nil without a past run on the same number of the same instances.
    public init?(from past: [PastTransform], instanceType: TransformInstanceType?, instanceCount: Int?) {
        guard let instanceType, let instanceCount else { return nil }
        let alike = past.filter { $0.instanceType == instanceType && $0.instanceCount == instanceCount }
        guard let running = Self.median(alike.map { max(0, $0.runningSeconds) }),
            let provisioning = Self.median(alike.map { max(0, $0.provisioningSeconds) })
        else { return nil }
        runs = alike.count
        self.running = running
        self.provisioning = provisioning
        self.instanceType = instanceType
        self.instanceCount = instanceCount
        let sizes = alike.compactMap { $0.inputBytes.map(Double.init) }
        inputBytes = sizes.count == alike.count ? Self.median(sizes) : nil
    }

    static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// How many times the median is more than a run may take before it's slower than usual.
    public static let limit = 1.5
    /// Below so many seconds, a run that takes twice as long isn't worth a word.
    private static let least = 60.0

    /// Whether and by how much a transform is slower than usual; nil where it isn't, or nobody can tell.
    ///
    /// - Parameter inputBytes: The size of its input, where that is known: a larger input may take longer.
    public func slowness(of transform: TransformOverview, inputBytes: Int? = nil, at now: Timestamp) -> Slowness? {
        let (phase, seconds, median): (TransformPhase, Double?, Double)
        switch transform.phase {
        case .provisioning:
            (phase, seconds, median) = (.provisioning, transform.provisioningSeconds(at: now), provisioning)
        // A run that was cut short says nothing of the time that it would have taken.
        case .running, .ended:
            if transform.phase == .ended, transform.status != .completed { return nil }
            (phase, seconds, median) = (.running, transform.runningSeconds(at: now), running)
        case .stopping, nil: return nil
        }
        var usual = median
        var isScaled = false
        if phase == .running, let inputBytes, let others = self.inputBytes, others > 0, Double(inputBytes) > others {
            usual *= Double(inputBytes) / others
            isScaled = true
        }
        guard let seconds, usual > 0, seconds > usual * Self.limit, seconds >= Self.least else { return nil }
        return Slowness(
            phase: phase, factor: seconds / usual, usual: self, medianSeconds: median, isScaled: isScaled,
            isOver: transform.isEnded)
    }
}

/// A transform that takes longer than past ones.
public struct Slowness: Hashable, Sendable {
    /// Provisioning or running.
    public var phase: TransformPhase
    /// How many times the usual it has taken.
    public var factor: Double
    public var usual: UsualDuration
    /// The median of the past runs in that phase.
    public var medianSeconds: Double
    /// Whether the usual was raised because the input is larger than theirs.
    public var isScaled: Bool
    public var isOver: Bool

    /// `slower than usual: 1.8 times the median of 5 past runs on 1 x ml.m5.xlarge (4 m)`
    public var text: String {
        let what =
            phase == .provisioning
            ? "provisioning is slower than usual" : isOver ? "was slower than usual" : "slower than usual"
        let runs = "\(DisplayText.counted(usual.runs, "past run")) of this model"
        let size =
            isScaled
            ? ", scaled to this larger input" : usual.inputBytes == nil ? "; the input's size isn't considered" : ""
        let cut = (factor * 10).rounded(.down) / 10
        return
            "\(what): \(DisplayText.decimal(cut, places: 1)) times the median of \(runs) on \(usual.instanceCount) x "
            + "\(usual.instanceType.rawValue) (\(DisplayText.duration(seconds: medianSeconds))\(size))"
    }
}
