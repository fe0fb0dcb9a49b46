import Testing

@testable import Console

@Suite struct ChordTests {
    @Test(arguments: [
        "g", "G", "Ctrl-O", "Esc", "Enter", "Space", "PageDown", "Shift-Tab", "Alt-x", "Ctrl-Left", "F5", "F12", "/",
        ":", "?", "-", "Ctrl--", "é", "日", "Ctrl-Alt-Shift-Up", "Ctrl-Space", "Backspace", "Delete", "Home", "End",
    ])
    func printsAsItReads(_ text: String) throws {
        let chord = try #require(Chord(text))
        #expect(chord.description == text)
        #expect(Chord(chord.description) == chord)
    }

    @Test func everyKeyGoesRoundWithEveryModifier() {
        let keys: [Key] =
            [
                .enter, .escape, .tab, .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp,
                .pageDown,
            ] + (1...24).map(Key.function) + "aZ09 -+/?:;<>[]{}~é日".map(Key.character)
        for key in keys {
            for bits in UInt8(0)..<8 {
                let chord = Chord(key, .init(rawValue: bits))
                #expect(Chord(chord.description) == chord, "\(chord)")
            }
        }
    }

    @Test func readsOtherSpellings() {
        #expect(Chord("ctrl-o") == .control("o"))
        #expect(Chord("C-o") == .control("o"))
        #expect(Chord("escape") == Chord(.escape))
        #expect(Chord("PgDn") == Chord(.pageDown))
        #expect(Chord("Return") == Chord(.enter))
    }

    @Test(arguments: ["", "Ctrl-", "Foo", "F0", "F25", "ab", "\u{1B}", "\u{200B}"]) func refuses(_ text: String) {
        #expect(Chord(text) == nil)
    }

    @Test func onlyPlainCharactersType() {
        #expect(Chord("g")?.typedText == "g")
        #expect(Chord("Space")?.typedText == " ")
        #expect(Chord("Ctrl-G")?.typedText == nil)
        #expect(Chord("Alt-g")?.typedText == nil)
        #expect(Chord("Enter")?.typedText == nil)
    }
}
