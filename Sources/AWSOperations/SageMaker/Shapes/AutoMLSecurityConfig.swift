/// Encryption and network of a job.
public struct AutoMLSecurityConfig: Codable, Hashable, Sendable {
    /// 0 to 2048 characters, matching `[a-zA-Z0-9:/_-]*`.
    public var volumeKmsKeyId: String?
    public var enableInterContainerTrafficEncryption: Bool?
    public var vpcConfig: VpcConfig?

    public init(
        volumeKmsKeyId: String? = nil,
        enableInterContainerTrafficEncryption: Bool? = nil,
        vpcConfig: VpcConfig? = nil
    ) {
        self.volumeKmsKeyId = volumeKmsKeyId
        self.enableInterContainerTrafficEncryption = enableInterContainerTrafficEncryption
        self.vpcConfig = vpcConfig
    }

    private enum CodingKeys: String, CodingKey {
        case volumeKmsKeyId = "VolumeKmsKeyId"
        case enableInterContainerTrafficEncryption = "EnableInterContainerTrafficEncryption"
        case vpcConfig = "VpcConfig"
    }
}
