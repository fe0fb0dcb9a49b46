import AWSOperations

/// Where a transform stands in its life.
public enum TransformPhase: String, Hashable, Sendable, CaseIterable {
    /// Instances are being found; not billed.
    case provisioning
    case running
    case stopping
    case ended
}

extension TransformJobStatus {
    /// Whether it is known to be one that doesn't change any more.
    public var isEnd: Bool { self == .completed || self == .failed || self == .stopped }
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
    /// What its row in the list goes by, where the list had no ARN and the description has.
    private var listedID: String?

    public var id: String { listedID ?? ListedIdentity.of(arn: arn, name: name, createdAt) }
    /// Whether the transform can be asked for: an answer may have left its name and ARN out.
    public var isNamed: Bool { !name.isEmpty }
    /// The name as lists show it.
    public var title: String { isNamed ? name : DisplayText.unnamed }

    public init(_ summary: TransformJobSummary) {
        name = summary.transformJobName
        arn = summary.transformJobArn
        status = summary.transformJobStatus
        createdAt = summary.creationTime
        endedAt = summary.transformEndTime
        failureReason = DisplayText.reason(summary.failureReason)
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
        failureReason = DisplayText.reason(job.failureReason)
        modelName = job.$modelName
        instanceType = job.transformResources.$instanceType
        instanceCount = job.transformResources.$instanceCount
        input = job.transformInput.dataSource.s3DataSource.$s3Uri?.string
        output = job.transformOutput?.$s3OutputPath?.string
        isAutopilotInternal = job.autoMLJobArn != nil
        isDescribed = true
    }

    /// A transform of which only this machine knows.
    init(_ run: EndedRun) {
        name = run.name
        arn = run.arn
        status = run.status
        createdAt = run.createdAt
        startedAt = run.startedAt
        endedAt = run.endedAt
        failureReason = run.failureReason
        modelName = run.modelName
        instanceType = run.instanceType
        instanceCount = run.instanceCount
        input = run.description?.transformInput.dataSource.s3DataSource.$s3Uri?.string
        output = run.description?.transformOutput?.$s3OutputPath?.string
        isAutopilotInternal = run.isAutopilotInternal
        isDescribed = run.modelName != nil
    }

    /// With name, ARN, status and time of creation from its row in the list, where the description leaves them out.
    func identified(by row: TransformOverview) -> TransformOverview {
        var overview = self
        if overview.name.isEmpty { overview.name = row.name }
        if overview.arn.isEmpty { overview.arn = row.arn }
        if overview.id != row.id { overview.listedID = row.id }
        if overview.status == .unknown { overview.status = row.status }
        if !overview.createdAt.isKnown { overview.createdAt = row.createdAt }
        return overview
    }

    /// Whether its status will not change any more; one that this version doesn't know has ended where there is an end
    /// time. One that wasn't sent at all says nothing.
    public var isEnded: Bool { status.isEnd || !isUnderWay && !hasUnreadStatus && endedAt != nil }

    /// Whether no status could be read: it is missing, null or no text.
    public var hasUnreadStatus: Bool { status == .unknown }

    /// Whether it is known to be running or about to stop; a status that isn't known is neither this nor an end.
    public var isUnderWay: Bool { status == .inProgress || status == .stopping }

    /// Whether a description has come whose status says neither that it runs nor that it has ended.
    public var hasUnknownStatus: Bool { isDescribed && !isUnderWay && !isEnded }

    /// Nil for a job in progress whose description, which tells provisioning from running, has not been read.
    public var phase: TransformPhase? {
        if isEnded { return .ended }
        guard isUnderWay else { return nil }
        if status == .stopping { return .stopping }
        if startedAt != nil { return .running }
        return isDescribed ? .provisioning : nil
    }

    /// Seconds since it was created; nil where that is unknown.
    public func age(at now: Timestamp) -> Double? { createdAt.age(at: now) }

    /// Seconds spent finding instances, so far or in all; nil where the description is missing.
    public func provisioningSeconds(at now: Timestamp) -> Double? {
        if let startedAt { return createdAt.span(to: startedAt) }
        guard isDescribed else { return nil }
        return createdAt.span(to: endedAt ?? now)
    }

    /// Seconds since the instances started, so far or in all; nil before that. This is what is billed, per instance.
    public func runningSeconds(at now: Timestamp) -> Double? {
        guard let startedAt else { return nil }
        if isEnded, endedAt == nil { return nil }
        if let endedAt { return startedAt.span(to: endedAt) }
        return max(0, now.seconds(since: startedAt))
    }

    /// Seconds from creation to the end, or so far; nil for an ended one without an end time.
    public func totalSeconds(at now: Timestamp) -> Double? {
        if let endedAt { return createdAt.span(to: endedAt) }
        return isEnded ? nil : createdAt.span(to: now)
    }

    /// `1×m5.xlarge`; nil while unknown.
    public var instancesText: String? {
        guard let instanceType, let instanceCount else { return nil }
        return "\(instanceCount)×\(InstanceType.shortName(instanceType))"
    }
}

/// Written for the local copy of lists. Why a description couldn't be read is of the moment, and isn't written.
extension TransformOverview: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, arn, status, createdAt, startedAt, endedAt, failureReason, modelName, instanceType, instanceCount
        case input, output, isAutopilotInternal, isDescribed, listedID
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        arn = try container.decode(String.self, forKey: .arn)
        status = try container.decode(TransformJobStatus.self, forKey: .status)
        createdAt = try container.decodeIfPresent(Timestamp.self, forKey: .createdAt) ?? .unknown
        startedAt = try container.decodeIfPresent(Timestamp.self, forKey: .startedAt)
        endedAt = try container.decodeIfPresent(Timestamp.self, forKey: .endedAt)
        failureReason = try container.decodeIfPresent(String.self, forKey: .failureReason)
        modelName = try container.decodeIfPresent(String.self, forKey: .modelName)
        instanceType = try container.decodeIfPresent(TransformInstanceType.self, forKey: .instanceType)
        instanceCount = try container.decodeIfPresent(Int.self, forKey: .instanceCount)
        input = try container.decodeIfPresent(String.self, forKey: .input)
        output = try container.decodeIfPresent(String.self, forKey: .output)
        isAutopilotInternal = try container.decode(Bool.self, forKey: .isAutopilotInternal)
        isDescribed = try container.decode(Bool.self, forKey: .isDescribed)
        listedID = try container.decodeIfPresent(String.self, forKey: .listedID)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(arn, forKey: .arn)
        try container.encode(status, forKey: .status)
        if createdAt.isKnown { try container.encode(createdAt, forKey: .createdAt) }
        if startedAt?.isKnown == true { try container.encodeIfPresent(startedAt, forKey: .startedAt) }
        if endedAt?.isKnown == true { try container.encodeIfPresent(endedAt, forKey: .endedAt) }
        try container.encodeIfPresent(failureReason, forKey: .failureReason)
        try container.encodeIfPresent(modelName, forKey: .modelName)
        try container.encodeIfPresent(instanceType, forKey: .instanceType)
        try container.encodeIfPresent(instanceCount, forKey: .instanceCount)
        try container.encodeIfPresent(input, forKey: .input)
        try container.encodeIfPresent(output, forKey: .output)
        try container.encode(isAutopilotInternal, forKey: .isAutopilotInternal)
        try container.encode(isDescribed, forKey: .isDescribed)
        try container.encodeIfPresent(listedID, forKey: .listedID)
    }
}
