import Synchronization

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

/// Keys derived from a secret for a day, a region and a service; each takes four rounds of HMAC, and requests share them.
public final class SigningKeys: Sendable {
    private struct Origin: Hashable {
        var secret: String
        var date: String
        var scope: SigningScope
    }

    private let keys = Mutex<[Origin: [UInt8]]>([:])
    /// More are another day's, or other credentials'.
    private static let limit = 32

    public init() {}

    func key(secret: String, date: String, scope: SigningScope) -> [UInt8] {
        let origin = Origin(secret: secret, date: date, scope: scope)
        if let key = keys.withLock({ $0[origin] }) { return key }
        let key = Self.derive(secret: secret, date: date, scope: scope)
        keys.withLock { keys in
            if keys.count >= Self.limit { keys.removeAll() }
            keys[origin] = key
        }
        return key
    }

    static func derive(secret: String, date: String, scope: SigningScope) -> [UInt8] {
        [date, scope.region, scope.service, SigningScope.ending].reduce(Array(("AWS4" + secret).utf8)) { key, part in
            HMAC.sha256(key: key, part)
        }
    }
}
