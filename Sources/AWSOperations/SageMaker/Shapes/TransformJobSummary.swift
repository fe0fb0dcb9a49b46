/// One row of ListTransformJobs.
public struct TransformJobSummary: Codable, Hashable, Sendable {
    /// 1 to 63 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`.
    public var sentName: String?
    /// 0 to 256 characters, matching `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:transform-job/.*`.
    @Promised public var transformJobArn: String
    @Promised public var creationTime: Timestamp
    public var transformEndTime: Timestamp?
    public var lastModifiedTime: Timestamp?
    @Promised public var transformJobStatus: TransformJobStatus
    /// 0 to 1024 characters.
    public var failureReason: String?

    public init(
        transformJobName: String,
        transformJobArn: String,
        creationTime: Timestamp,
        transformJobStatus: TransformJobStatus,
        transformEndTime: Timestamp? = nil,
        lastModifiedTime: Timestamp? = nil,
        failureReason: String? = nil
    ) {
        sentName = transformJobName
        self.transformJobArn = transformJobArn
        self.creationTime = creationTime
        self.transformEndTime = transformEndTime
        self.lastModifiedTime = lastModifiedTime
        self.transformJobStatus = transformJobStatus
        self.failureReason = failureReason
    }

    private enum CodingKeys: String, CodingKey {
        case sentName = "TransformJobName"
        case transformJobArn = "TransformJobArn"
        case creationTime = "CreationTime"
        case transformEndTime = "TransformEndTime"
        case lastModifiedTime = "LastModifiedTime"
        case transformJobStatus = "TransformJobStatus"
        case failureReason = "FailureReason"
    }

    /// The name as sent, else as the ARN tells it; empty where neither does.
    public var transformJobName: String {
        get { ResourceName.of(sent: sentName, arn: $transformJobArn) }
        set { sentName = newValue }
    }
}
