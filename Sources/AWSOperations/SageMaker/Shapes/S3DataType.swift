/// A value of the API's `S3DataType`; one that this list does not know is kept as its text.
public struct S3DataType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let manifestFile = S3DataType(rawValue: "ManifestFile")
    public static let s3Prefix = S3DataType(rawValue: "S3Prefix")
    public static let augmentedManifestFile = S3DataType(rawValue: "AugmentedManifestFile")
    public static let converse = S3DataType(rawValue: "Converse")

    /// The values that the service model names, in its order.
    public static let known: [S3DataType] = [
        .manifestFile, .s3Prefix, .augmentedManifestFile, .converse,
    ]
}
