import AWSOperations

/// Numbers and times as a person reads them; pure and locale-free.
public enum DisplayText {
    /// What stands where a value is unknown.
    public static let unknown = "—"
    /// What stands for a thing whose name its service did not send.
    public static let unnamed = "(unnamed)"

    /// Why something failed, as far as it is shown; nil for a text that says nothing.
    public static func reason(_ sent: String?) -> String? {
        guard let sent, !PastedText.trimmed(sent).isEmpty else { return nil }
        return LongText.cut(sent, to: LongText.messageLimit)
    }
}
