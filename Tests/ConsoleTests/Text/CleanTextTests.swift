import SeededNumbers
import Testing

@testable import Console

@Suite struct CleanTextTests {
    /// Every scalar of the planes that hold characters, and some of those that hold none.
    private static var scalars: [Unicode.Scalar] {
        let ranges: [any Sequence<UInt32>] = [
            0...0x323FF, 0xE0000...0xE0FFF, stride(from: UInt32(0x32400), through: 0x10FFFF, by: 193),
        ]
        return ranges.flatMap { values in values.compactMap { Unicode.Scalar($0) } }
    }

    /// What no cleaned text may hold.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint
        }
    }

    /// All scalars, in lines of a thousand with a letter between two, since each would be slow alone.
    @Test func nothingHarmfulSurvives() {
        var survivors: [Unicode.Scalar] = []
        var line = String.UnicodeScalarView()
        var length = 0
        func check() {
            let clean = CleanText.line(String(line)).unicodeScalars
            survivors += clean.filter { $0 != "a" && Self.isForbidden($0) }
            line.removeAll(keepingCapacity: true)
        }
        for scalar in Self.scalars {
            line.append("a")
            line.append(scalar)
            length += 1
            if length % 1000 == 0 { check() }
        }
        check()
        #expect(survivors.isEmpty)
    }

    @Test func nothingHarmfulSurvivesBesideOthers() {
        var survivors: [Unicode.Scalar] = []
        for scalar in Self.scalars where Self.isForbidden(scalar) {
            for text in ["a\(scalar)b", "👍\(scalar)👍", "\(scalar)\(scalar)א"] {
                survivors += CleanText.line(text).unicodeScalars.filter(Self.isForbidden)
            }
        }
        #expect(survivors.isEmpty)
    }

    @Test func cleaningTwiceChangesNothing() {
        var random = SeededRandom(seed: 3)
        let pool: [Unicode.Scalar] = [
            "a", " ", "\t", "\r", "\n", "\u{1B}", "\u{9B}", "\u{202E}", "\u{2066}", "\u{200B}", "\u{200D}", "\u{FE0F}",
            "\u{301}", "日", "ע", "ج", "👍", "\u{1F3FD}", "🇩", "🇪", "\u{FEFF}", "\u{E0041}", "\u{AD}", "\u{0}", "\u{7F}",
        ]
        for _ in 0..<4000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...9, using: &random) {
                text.unicodeScalars.append(pool[Int.random(in: 0..<pool.count, using: &random)])
            }
            let once = CleanText.line(text)
            #expect(CleanText.line(once) == once)
            #expect(!once.unicodeScalars.contains(where: Self.isForbidden))
        }
    }

    @Test(arguments: [
        ("plain", "plain"), ("a\u{1B}[31mred", "a␛[31mred"), ("tab\there", "tab here"), ("two\r\nlines", "two lines"),
        ("bell\u{7}", "bell␇"), ("del\u{7F}", "del␡"), ("c1\u{9B}2J", "c1\u{FFFD}2J"), ("nel\u{85}x", "nel x"),
        ("rlo\u{202E}gpj.exe", "rlo\u{FFFD}gpj.exe"), ("zero\u{200B}width", #"zero\u{200B}width"#),
        ("soft\u{AD}hyphen", #"soft\u{AD}hyphen"#), ("..\u{200F}", #"..\u{200F}"#), ("\u{301}a", #"\u{301}a"#),
        ("..\u{FE0F}", #"..\u{FE0F}"#), ("👍\u{200D}", #"👍\u{200D}"#), ("a\u{E0041}", #"a\u{E0041}"#),
        ("❤\u{FE0F}", "❤"),
        ("\u{FEFF}id", #"\u{FEFF}id"#), ("نامه\u{200C}ای", "نامهای"), ("a\u{200D}b", #"a\u{200D}b"#),
        ("ls\u{2028}ps\u{2029}", "ls ps "), ("שלום", "שלום"), ("é", "é"), ("👨‍👩‍👧", "👨"), ("🇩🇪", "🇩🇪"), ("", ""),
    ])
    func replacesVisiblyOrLeavesOut(_ text: String, _ clean: String) {
        #expect(CleanText.line(text) == clean)
    }

    /// Names that are others never look the same, whatever hides in them.
    @Test func whatHidesIsSeen() {
        let alike = Self.scalars.filter { scalar in
            Self.isForbidden(scalar) && ScalarWidth.of(scalar.value) != .space
                && ["data.csv\(scalar)", "\(scalar)data.csv", "data\(scalar).csv"].contains {
                    CleanText.line($0) == "data.csv"
                }
        }
        #expect(alike.isEmpty)
        let escaped = #"a\u{200B}b"#
        #expect(TextWidth.columns("a\u{200B}b") == escaped.count)
        #expect(TextWidth.truncate("a\u{200B}b", columns: 6) == #"a\u{2…"#)
    }

    @Test func linesEndAtEveryKindOfLineEnd() {
        #expect(CleanText.lines("a\nb\r\nc\rd") == ["a", "b", "c", "d"])
        #expect(CleanText.lines("") == [""])
        #expect(CleanText.lines("a\u{1B}\n") == ["a␛", ""])
    }
}
