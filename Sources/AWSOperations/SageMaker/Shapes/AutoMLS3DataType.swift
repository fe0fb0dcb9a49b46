/// A value of the API's `AutoMLS3DataType`; one that this list does not know is kept as its text.
public struct AutoMLS3DataType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let manifestFile = AutoMLS3DataType(rawValue: "ManifestFile")
    public static let s3Prefix = AutoMLS3DataType(rawValue: "S3Prefix")
    public static let augmentedManifestFile = AutoMLS3DataType(rawValue: "AugmentedManifestFile")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLS3DataType] = [
        .manifestFile, .s3Prefix, .augmentedManifestFile,
    ]
}
