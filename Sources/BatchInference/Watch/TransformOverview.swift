import AWSOperations

/// Where a transform stands in its life.
public enum TransformPhase: String, Hashable, Sendable, CaseIterable {
    /// Instances are being found; not billed.
    case provisioning
    case running
    case stopping
    case ended
}

/// One transform job as lists and panels show it; what only its description knows is nil until that is read.
public struct TransformOverview: Hashable, Sendable, Identifiable {
    public var name: String
    public var arn: String
    public var status: TransformJobStatus
    public var createdAt: Timestamp
    public var startedAt: Timestamp?
    public var endedAt: Timestamp?
    public var failureReason: String?

    public var modelName: String?
    public var instanceType: TransformInstanceType?
    public var instanceCount: Int?
    /// The S3 URI of what is read.
    public var input: String?
    /// The S3 URI of what is written.
    public var output: String?
    /// Whether it is one of Autopilot's own transforms: its description names an Autopilot job.
    public var isAutopilotInternal: Bool
    /// Whether the description has been read.
    public var isDescribed: Bool
    /// Why the description could not be read, the last time it was tried.
    public var descriptionFailure: AWSFailure?

    public var id: String { arn }

    public init(_ summary: TransformJobSummary) {
        name = summary.transformJobName
        arn = summary.transformJobArn
        status = summary.transformJobStatus
        createdAt = summary.creationTime
        endedAt = summary.transformEndTime
        failureReason = summary.failureReason.map { LongText.cut($0, to: LongText.messageLimit) }
        isAutopilotInternal = false
        isDescribed = false
    }

    public init(_ job: DescribeTransformJobResponse) {
        name = job.transformJobName
        arn = job.transformJobArn
        status = job.transformJobStatus
        createdAt = job.creationTime
        startedAt = job.transformStartTime
        endedAt = job.transformEndTime
        failureReason = job.failureReason.map { LongText.cut($0, to: LongText.messageLimit) }
        modelName = job.modelName
        instanceType = job.transformResources.instanceType
        instanceCount = job.transformResources.instanceCount
        input = job.transformInput.dataSource.s3DataSource.s3Uri
        output = job.transformOutput?.s3OutputPath
        isAutopilotInternal = job.autoMLJobArn != nil
        isDescribed = true
    }

    /// Whether its status will not change any more.
    public var isEnded: Bool { status == .completed || status == .failed || status == .stopped }

    /// Nil for a job in progress whose description, which tells provisioning from running, has not been read.
    public var phase: TransformPhase? {
        if isEnded { return .ended }
        if status == .stopping { return .stopping }
        if startedAt != nil { return .running }
        return isDescribed ? .provisioning : nil
    }

    /// Seconds since it was created.
    public func age(at now: Timestamp) -> Double { max(0, now.seconds(since: createdAt)) }

    /// Seconds spent finding instances, so far or in all; nil where the description is missing.
    public func provisioningSeconds(at now: Timestamp) -> Double? {
        if let startedAt { return max(0, startedAt.seconds(since: createdAt)) }
        guard isDescribed else { return nil }
        return max(0, (endedAt ?? now).seconds(since: createdAt))
    }

    /// Seconds since the instances started, so far or in all; nil before that. This is what is billed, per instance.
    public func runningSeconds(at now: Timestamp) -> Double? {
        guard let startedAt else { return nil }
        if isEnded, endedAt == nil { return nil }
        return max(0, (endedAt ?? now).seconds(since: startedAt))
    }

    /// Seconds from creation to the end, or so far; nil for an ended one without an end time.
    public func totalSeconds(at now: Timestamp) -> Double? {
        if let endedAt { return max(0, endedAt.seconds(since: createdAt)) }
        return isEnded ? nil : age(at: now)
    }

    /// `1×m5.xlarge`; nil while unknown.
    public var instancesText: String? {
        guard let instanceType, let instanceCount else { return nil }
        return "\(instanceCount)×\(InstanceType.shortName(instanceType))"
    }
}
