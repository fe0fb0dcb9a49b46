/// One provider's part in the last search for credentials.
public struct ProviderReport: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        case skipped(reason: String)
        case found(accessKeyID: String)
        case failed(problem: String)
        /// It is set up, but another provider goes first.
        case overridden(by: String)
        /// It is not set up, or cannot be known to be, and nobody asked it.
        case notReached
    }

    public var provider: String
    public var outcome: Outcome
    /// Where the provider is set up: a variable, or a line of a file.
    public var origin: SettingOrigin?
    /// What else a person should know, for example which setting has no effect.
    public var note: String?
}
