/// The one sanitiser of text that came from elsewhere.
///
/// What a terminal could act on or hide never survives: C0 and C1 controls and bidi overrides become visible
/// replacements, TAB and line ends become spaces, and what nobody would see is written out, so that two names that
/// differ look different: `..` and U+200F as `..\u{200F}`.
public enum CleanText {
    /// The text as one line that is safe to print to a terminal.
    public static func line(_ text: some StringProtocol) -> String {
        if isPrintableASCII(text) { return String(text) }
        var clean = ""
        for (glyph, _) in GlyphScanner(text) { glyph.append(to: &clean) }
        return clean
    }

    /// The text as lines, each safe to print; LF, CRLF and CR end a line.
    public static func lines(_ text: some StringProtocol) -> [String] {
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }.map { line($0) }
    }

    /// Whether every byte is printable ASCII, so that nothing needs cleaning and each byte is a column.
    static func isPrintableASCII(_ text: some StringProtocol) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
            ?? text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }
}
