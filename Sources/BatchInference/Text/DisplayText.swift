/// Numbers and times as a person reads them; pure and locale-free.
public enum DisplayText {
    /// What stands where a value is unknown.
    public static let unknown = "—"
    /// What stands for a thing whose name its service did not send.
    public static let unnamed = "(unnamed)"
}
