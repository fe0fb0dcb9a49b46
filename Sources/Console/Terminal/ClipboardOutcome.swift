/// What became of a text for the clipboard; a terminal never says whether it took it.
public enum ClipboardOutcome: Hashable, Sendable {
    /// Handed to the terminal.
    case sent
    /// Longer than terminals take; nothing was sent. `limit` is in bytes of UTF-8.
    case tooLong(limit: Int)
    /// This terminal knows no clipboard sequence.
    case unsupported
}
