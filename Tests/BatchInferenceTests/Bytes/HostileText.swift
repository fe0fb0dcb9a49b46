import SeededNumbers

/// Texts that are hard on whoever goes by Characters: separators before combining marks and behind prepended signs.
enum HostileText {
    private static let pieces: [String] = [
        "/", "/", "/", ".", "..", "../", "a", "b", "A", "é", "e\u{301}", "\u{301}", "\u{600}", "\u{200D}", "\u{FE0F}",
        "\u{20E3}", "\r", "\n", "\r\n", "\u{1}", "\u{7F}", "\u{85}", "\u{202E}", "\\", "~", "~2", " ", "한", "\u{1112}",
        "\u{1161}", "\u{11AB}", "😀", "👩\u{200D}🔬", "🇩", "\u{FEFF}", "\u{0}", "ß", "SS", "ſ", "K", "\u{212A}", ".out",
        "?",
        "@", ":", "=", "'", "\"", "%2F", "..\u{301}", ".\u{301}.", "/\u{600}/", "\u{600}/", "/\u{301}", "_", "__",
    ]

    static func make(_ random: inout SeededRandom, upTo count: Int = 12) -> String {
        let text = (0..<Int.random(in: 0...count, using: &random)).map { _ in pieces.randomElement(using: &random)! }
            .joined()
        // Now and then longer than any file's name.
        return Int.random(in: 0..<200, using: &random) == 0 ? text + String(repeating: "né", count: 130) + text : text
    }
}
