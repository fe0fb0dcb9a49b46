/// What tells rows of a listing apart, whatever their answer leaves out.
public enum ListedIdentity {
    /// The ARN; where none was sent, the name, and the time of creation for a row without either.
    public static func of(arn: String, name: String, _ createdAt: Timestamp) -> String {
        if !arn.isEmpty { return arn }
        return name.isEmpty ? "created \(createdAt.secondsSinceEpoch)" : "named \(name)"
    }
}
