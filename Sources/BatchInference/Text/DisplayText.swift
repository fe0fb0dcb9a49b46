/// Numbers and times as a person reads them; pure and locale-free.
public enum DisplayText {
    /// What stands where a value is unknown.
    public static let unknown = "—"
}
