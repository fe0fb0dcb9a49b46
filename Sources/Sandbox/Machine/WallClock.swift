import AWSOperations

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Timestamp {
    /// This moment, to the millisecond, as AWS gives times.
    static var now: Timestamp {
        Timestamp(secondsSinceEpoch: (Date().timeIntervalSince1970 * 1000).rounded() / 1000)
    }
}

/// How long the sandbox lets a transform take: a few seconds where AWS takes minutes.
public struct SandboxTiming: Hashable, Sendable {
    /// Seconds from creation to `TransformStartTime`.
    public var provisioning: Double
    /// Seconds that every input object takes on top of its computation.
    public var perObject: Double
    /// Seconds from a stop request to `Stopped`.
    public var stopping: Double
    /// Seconds between two metric points of a running transform; one a minute at AWS.
    public var metricInterval: Double
    /// Seconds between two new candidates of the job that is still running.
    public var candidateInterval: Double

    public init(
        provisioning: Double = 3, perObject: Double = 1.2, stopping: Double = 1.5, metricInterval: Double = 0.5,
        candidateInterval: Double = 20
    ) {
        self.provisioning = provisioning
        self.perObject = perObject
        self.stopping = stopping
        self.metricInterval = metricInterval
        self.candidateInterval = candidateInterval
    }

    /// Slow enough to watch.
    public static let demo = SandboxTiming()
    /// As fast as the work itself, for tests.
    public static let immediate = SandboxTiming(
        provisioning: 0, perObject: 0, stopping: 0, metricInterval: 0.05, candidateInterval: 0.2)
}
