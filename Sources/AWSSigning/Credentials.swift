/// An access key with its secret, and for temporary ones a session token and an end.
public struct Credentials: Hashable, Sendable {
    public var accessKeyID: String
    public var secretAccessKey: String
    public var sessionToken: String?
    /// Seconds since 1970 at which the service stops accepting them; nil for keys that do not end.
    public var expiration: Double?

    public init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiration: Double? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        // A token of nothing would be sent, and signed.
        self.sessionToken = sessionToken?.isEmpty == true ? nil : sessionToken
        self.expiration = expiration
    }
}

// The key id alone is ever printed: a secret in a log or a crash report is a leak.
extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "credentials \(accessKeyID)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}
