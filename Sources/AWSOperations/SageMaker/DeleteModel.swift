/// Deletes a model entry; its artifacts stay.
public struct DeleteModelRequest: JSONRequest {
    public typealias Response = EmptyResponse
    public static let operation = OperationDescriptor(
        service: .sageMaker, name: "DeleteModel", effect: .idempotentWrite)

    /// 0 to 63 characters, matching `[a-zA-Z0-9]([\-a-zA-Z0-9]*[a-zA-Z0-9])?`.
    public var modelName: String

    public init(modelName: String) {
        self.modelName = modelName
    }

    private enum CodingKeys: String, CodingKey {
        case modelName = "ModelName"
    }
}
