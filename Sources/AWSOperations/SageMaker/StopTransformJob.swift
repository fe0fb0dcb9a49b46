/// Asks a transform to stop; no output will be kept.
public struct StopTransformJobRequest: JSONRequest {
    public typealias Response = EmptyResponse
    public static let operation = OperationDescriptor(
        service: .sageMaker, name: "StopTransformJob", effect: .idempotentWrite)

    /// 1 to 63 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`.
    public var transformJobName: String

    public init(transformJobName: String) {
        self.transformJobName = transformJobName
    }

    private enum CodingKeys: String, CodingKey {
        case transformJobName = "TransformJobName"
    }
}
