import AWSOperations

/// Text as a POSIX shell reads it.
public enum ShellText {
    /// A single word: as it is where nothing in it means anything to a shell, in single quotes otherwise.
    ///
    /// Between single quotes a shell takes everything as it stands, line breaks, `$`, backquotes and backslashes too; only
    /// a single quote itself has to be written outside of them.
    public static func word(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy(isPlain)
        return isPlain ? text : quoted(text)
    }

    /// The text in single quotes.
    public static func quoted(_ text: String) -> String {
        // By bytes, as the shell reads: to Swift, a quote before a combining mark is another sign.
        "'" + text.byteParts(at: "'").joined(separator: "'\\''") + "'"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-_./:=+@%,".utf8.contains(byte)
        }
    }
}
