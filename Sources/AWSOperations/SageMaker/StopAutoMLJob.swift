/// Asks an Autopilot job to stop; the candidates that it has finished stay.
public struct StopAutoMLJobRequest: JSONRequest {
    public typealias Response = EmptyResponse
    public static let operation = OperationDescriptor(
        service: .sageMaker, name: "StopAutoMLJob", effect: .idempotentWrite)

    /// 1 to 32 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}`.
    public var autoMLJobName: String

    public init(autoMLJobName: String) {
        self.autoMLJobName = autoMLJobName
    }

    private enum CodingKeys: String, CodingKey {
        case autoMLJobName = "AutoMLJobName"
    }
}
