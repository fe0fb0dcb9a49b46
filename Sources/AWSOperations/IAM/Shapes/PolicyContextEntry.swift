/// A value that conditions in policies compare with, for example `iam:PassedToService`.
public struct PolicyContextEntry: Hashable, Sendable {
    public var keyName: String
    public var keyValues: [String]
    /// `string`, `stringList`, `numeric`, `boolean`, `ip`, `date`, and lists of these.
    public var keyType: String

    public init(keyName: String, keyValues: [String], keyType: String = "string") {
        self.keyName = keyName
        self.keyValues = keyValues
        self.keyType = keyType
    }
}
