/// One row of ListAutoMLJobs.
public struct AutoMLJobSummary: Codable, Hashable, Sendable {
    /// 1 to 32 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}`.
    public var sentName: String?
    /// 1 to 256 characters, matching `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:automl-job/.*`.
    @Promised public var autoMLJobArn: String
    @Promised public var autoMLJobStatus: AutoMLJobStatus
    @Promised public var autoMLJobSecondaryStatus: AutoMLJobSecondaryStatus
    @Promised public var creationTime: Timestamp
    public var endTime: Timestamp?
    @Promised public var lastModifiedTime: Timestamp
    /// 0 to 1024 characters.
    public var failureReason: String?
    /// 1 to 5 entries.
    public var partialFailureReasons: [AutoMLPartialFailureReason]?

    public init(
        autoMLJobName: String,
        autoMLJobArn: String,
        autoMLJobStatus: AutoMLJobStatus,
        autoMLJobSecondaryStatus: AutoMLJobSecondaryStatus,
        creationTime: Timestamp,
        lastModifiedTime: Timestamp,
        endTime: Timestamp? = nil,
        failureReason: String? = nil,
        partialFailureReasons: [AutoMLPartialFailureReason]? = nil
    ) {
        sentName = autoMLJobName
        self.autoMLJobArn = autoMLJobArn
        self.autoMLJobStatus = autoMLJobStatus
        self.autoMLJobSecondaryStatus = autoMLJobSecondaryStatus
        self.creationTime = creationTime
        self.endTime = endTime
        self.lastModifiedTime = lastModifiedTime
        self.failureReason = failureReason
        self.partialFailureReasons = partialFailureReasons
    }

    private enum CodingKeys: String, CodingKey {
        case sentName = "AutoMLJobName"
        case autoMLJobArn = "AutoMLJobArn"
        case autoMLJobStatus = "AutoMLJobStatus"
        case autoMLJobSecondaryStatus = "AutoMLJobSecondaryStatus"
        case creationTime = "CreationTime"
        case endTime = "EndTime"
        case lastModifiedTime = "LastModifiedTime"
        case failureReason = "FailureReason"
        case partialFailureReasons = "PartialFailureReasons"
    }

    /// The name as sent, else as the ARN tells it; empty where neither does.
    public var autoMLJobName: String {
        get { ResourceName.of(sent: sentName, arn: $autoMLJobArn) }
        set { sentName = newValue }
    }
}
