/// Values that somebody set, as messages show them.
enum VisibleText {
    /// The text as it is; in quotes and with escapes where one would not see what is in it, or where it ends.
    static func show(_ text: String) -> String {
        let escaped = text.unicodeScalars.map(escape).joined()
        return escaped == text && text == text.stripped && !text.isEmpty ? text : "\"\(escaped)\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\r": return "\\r"
        case "\n": return "\\n"
        case "\t": return "\\t"
        case " ": return " "
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator:
            return "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        default: return String(scalar)
        }
    }
}
