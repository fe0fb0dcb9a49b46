/// The instances that a transform runs on.
public struct TransformResources: Codable, Hashable, Sendable {
    @Promised public var instanceType: TransformInstanceType
    /// At least 1.
    @Promised public var instanceCount: Int
    /// 0 to 2048 characters, matching `[a-zA-Z0-9:/_-]*`.
    public var volumeKmsKeyId: String?
    /// 1 to 63 characters, matching `[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*`.
    public var transformAmiVersion: String?

    public init(
        instanceType: TransformInstanceType,
        instanceCount: Int,
        volumeKmsKeyId: String? = nil,
        transformAmiVersion: String? = nil
    ) {
        self.instanceType = instanceType
        self.instanceCount = instanceCount
        self.volumeKmsKeyId = volumeKmsKeyId
        self.transformAmiVersion = transformAmiVersion
    }

    private enum CodingKeys: String, CodingKey {
        case instanceType = "InstanceType"
        case instanceCount = "InstanceCount"
        case volumeKmsKeyId = "VolumeKmsKeyId"
        case transformAmiVersion = "TransformAmiVersion"
    }
}
