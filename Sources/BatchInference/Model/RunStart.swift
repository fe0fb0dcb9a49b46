import AWSOperations

/// Which run an output is of, as its time of writing tells.
public enum OutputOrigin: Hashable, Sendable {
    case thisRun
    case earlierRun
    /// The object's time or the transform's isn't known.
    case unknown
}

/// When a transform began, as far as it parts its outputs from those of an earlier run below the same path, and when its
/// repairs did, which write to the same path.
public struct RunStart: Hashable, Sendable {
    /// Nil where the transform's time of creation isn't known.
    private let second: Double?
    /// Oldest first.
    public let repairs: [RepairRun]
    /// Where the transform is itself a repair: the first run, which began before.
    public let repaired: RepairRun?
    private let repairSeconds: [Double?]
    private let repairedSecond: Double?

    /// S3 tells whole seconds and SageMaker fractions: an output may have been written in the second of the creation.
    public init(_ creation: Timestamp?, repairs: [RepairRun] = [], repaired: RepairRun? = nil) {
        func second(_ moment: Timestamp?) -> Double? {
            moment.flatMap { $0.isKnown ? $0.secondsSinceEpoch.rounded(.down) : nil }
        }
        self.second = second(creation)
        self.repairs = repairs
        self.repaired = repaired
        repairSeconds = repairs.map { second($0.startedAt) }
        repairedSecond = second(repaired?.startedAt)
    }

    public func origin(of lastModified: Timestamp?) -> OutputOrigin {
        guard let second, let lastModified, lastModified.isKnown else { return .unknown }
        return lastModified.secondsSinceEpoch < second ? .earlierRun : .thisRun
    }

    /// Which of the repairs wrote an output of this run, by its number; nil where the run itself did.
    ///
    /// One runs after the other, so the last that had started by then is it.
    func repair(of lastModified: Timestamp?) -> Int? {
        guard !repairs.isEmpty, let lastModified, lastModified.isKnown else { return nil }
        return repairSeconds.lastIndex { $0.map { $0 <= lastModified.secondsSinceEpoch } ?? false }
    }

    /// Whether an output that is older than the transform is of the run that it repairs.
    func isOfRepaired(_ lastModified: Timestamp?) -> Bool {
        guard let repairedSecond, let lastModified, lastModified.isKnown else { return false }
        return lastModified.secondsSinceEpoch >= repairedSecond
    }
}
