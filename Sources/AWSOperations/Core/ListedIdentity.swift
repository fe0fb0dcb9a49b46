/// What tells rows of a listing apart, whatever their answer leaves out.
public enum ListedIdentity {
    /// The ARN, with the name where it is another's; where none was sent, the name, and the time of creation for a row
    /// without either.
    public static func of(arn: String, name: String, _ createdAt: Timestamp) -> String {
        if arn.isEmpty { return name.isEmpty ? "created \(createdAt.secondsSinceEpoch)" : "named \(name)" }
        // One ARN may have been sent with several names. It may have a name's letters in lower case.
        let isOfName = arn.hasByteSuffix(name) || arn.lowercased().hasByteSuffix(name.lowercased())
        return isOfName ? arn : "\(arn) \(name)"
    }
}
