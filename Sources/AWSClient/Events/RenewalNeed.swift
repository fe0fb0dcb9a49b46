/// What a person must do before credentials that end are followed by others.
public struct RenewalNeed: Hashable, Sendable {
    /// For example `run: aws sso login --profile dev`.
    public var remedy: String
}
