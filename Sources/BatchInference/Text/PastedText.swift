/// Text as people paste it: with white space around it that nobody means, and signs that nobody sees.
public enum PastedText {
    /// The text without white space, line ends, other controls and invisible signs at its ends; inside, it stays as it is.
    public static func trimmed(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
            isMeaningless(first) || isMeaningless(last)
        else { return text }
        let scalars = text.unicodeScalars
        guard let start = scalars.firstIndex(where: { !isMeaningless($0) }),
            let end = scalars.lastIndex(where: { !isMeaningless($0) })
        else { return "" }
        return String(scalars[start...end])
    }

    /// White space of any kind, no-break and zero-width spaces, byte order marks, marks of direction, and controls.
    private static func isMeaningless(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isWhitespace { return true }
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0xAD, 0x180E, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF:
            return true
        default: return false
        }
    }

    /// An argument of a command line without such at its ends, nor at the ends of the value of `--option=value`.
    public static func trimmedArgument(_ argument: String) -> String {
        let text = trimmed(argument)
        guard text.hasPrefix("--"), let sign = text.firstIndex(of: "=") else { return text }
        return "\(trimmed(String(text[..<sign])))=\(trimmed(String(text[text.index(after: sign)...])))"
    }
}
