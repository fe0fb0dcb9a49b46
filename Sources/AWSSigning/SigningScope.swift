/// Where a signature holds: one region of one service.
public struct SigningScope: Hashable, Sendable {
    public var region: String
    /// The signing name, for example `sagemaker`, `s3`, `monitoring`.
    public var service: String

    public init(region: String, service: String) {
        self.region = region
        self.service = service
    }

    /// What every scope ends with.
    static let ending = "aws4_request"

    /// How requests to the service are made canonical.
    public var rules: SigningRules { service == "s3" ? .s3 : .standard }
}

/// The points in which services differ in making a request canonical.
public struct SigningRules: Hashable, Sendable {
    /// Whether `.`, `..` and doubled slashes are taken out of the path.
    public var normalisesPath: Bool
    /// Whether the path, already encoded for the wire, is encoded a second time.
    public var encodesPathAgain: Bool
    /// Whether the body's hash goes along as the header `x-amz-content-sha256`.
    public var sendsBodyHash: Bool

    public init(normalisesPath: Bool, encodesPathAgain: Bool, sendsBodyHash: Bool) {
        self.normalisesPath = normalisesPath
        self.encodesPathAgain = encodesPathAgain
        self.sendsBodyHash = sendsBodyHash
    }

    /// Every service but S3.
    public static let standard = SigningRules(normalisesPath: true, encodesPathAgain: true, sendsBodyHash: false)
    /// S3: a key is a key, whatever dots and slashes it has.
    public static let s3 = SigningRules(normalisesPath: false, encodesPathAgain: false, sendsBodyHash: true)
}
