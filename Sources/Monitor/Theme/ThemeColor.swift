import Console

/// Colours as a theme file writes them: `#rrggbb`, the name of a terminal colour, or a number from 0 to 255.
enum ThemeColor {
    /// The 16 ANSI names in the order of their numbers; `default` stands beside them.
    static let ansiNames = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        "bright-black", "bright-red", "bright-green", "bright-yellow",
        "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
    ]

    /// The colour that `text` writes, or nil if it writes none.
    static func parse(_ text: String) -> Color? {
        if text == "default" { return .default }
        if let index = ansiNames.firstIndex(of: text) { return .ansi(UInt8(index)) }
        if let index = UInt8(text) { return .indexed(index) }
        return parseHexadecimal(text.utf8)
    }

    private static func parseHexadecimal(_ text: String.UTF8View) -> Color? {
        guard text.count == 7, text.first == UInt8(ascii: "#") else { return nil }
        var value: UInt32 = 0
        for byte in text.dropFirst() {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return .rgb(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    }
}
