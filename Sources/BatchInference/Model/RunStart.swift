import AWSOperations

/// Which run an output is of, as its time of writing tells.
public enum OutputOrigin: Hashable, Sendable {
    case thisRun
    case earlierRun
    /// The object's time or the transform's isn't known.
    case unknown
}

/// When a transform began, as far as it parts its outputs from those of an earlier run below the same path.
public struct RunStart: Hashable, Sendable {
    /// Nil where the transform's time of creation isn't known.
    private let second: Double?

    /// S3 tells whole seconds and SageMaker fractions: an output may have been written in the second of the creation.
    public init(_ creation: Timestamp?) {
        second = creation.flatMap { $0.isKnown ? $0.secondsSinceEpoch.rounded(.down) : nil }
    }

    public func origin(of lastModified: Timestamp?) -> OutputOrigin {
        guard let second, let lastModified, lastModified.isKnown else { return .unknown }
        return lastModified.secondsSinceEpoch < second ? .earlierRun : .thisRun
    }
}
