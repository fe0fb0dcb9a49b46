import CNcurses

/// The character encoding of the process.
enum Locale {
    /// Takes over the user's encoding, or C.UTF-8 where that is a single-byte one; `true` for UTF-8.
    ///
    /// Only LC_CTYPE is set: numbers and messages stay as the program writes them.
    static func adopt() -> Bool {
        setlocale(LC_CTYPE, "")
        if isUTF8 { return true }
        return setlocale(LC_CTYPE, "C.UTF-8") != nil && isUTF8
    }

    private static var isUTF8: Bool {
        guard let name = nl_langinfo(nl_item(CODESET)) else { return false }
        return String(cString: name).uppercased() == "UTF-8"
    }
}
