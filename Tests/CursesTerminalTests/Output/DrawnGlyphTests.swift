import Console
import Testing

@testable import CursesTerminal

@Suite struct DrawnGlyphTests {
    /// The first glyph of a text as it is sent where the C library counts this many columns for each scalar.
    private func drawn(_ text: String, library: [UInt32: Int] = [:]) -> DrawnGlyph? {
        GlyphScanner(text).first { _ in true }.map { found in
            DrawnGlyph(found.glyph, columns: found.columns) { library[$0] ?? ($0 >= 0x300 && $0 < 0x370 ? 0 : 1) }
        }
    }

    @Test func sendsTextWithItsMarks() {
        #expect(drawn("a") == .one(0x61, 0, 0))
        #expect(drawn("─") == .one(0x2500, 0, 0))
        #expect(drawn("e\u{301}\u{302}") == .one(0x65, 0x301, 0x302))
        #expect(drawn("日", library: [0x65E5: 2]) == .one(0x65E5, 0, 0))
    }

    @Test func leavesOutMarksThatTheLibraryCounts() {
        #expect(drawn("a\u{301}", library: [0x301: 1]) == .one(0x61, 0, 0))
        #expect(drawn("a\u{301}\u{302}", library: [0x301: -1]) == .one(0x61, 0x302, 0))
    }

    @Test func sendsAnEmojiByVariationNarrowAndABlank() { #expect(drawn("❤\u{FE0F}") == .two(0x2764, 0x20)) }

    @Test func sendsBothHalvesOfAFlag() { #expect(drawn("🇩🇪") == .two(0x1F1E9, 0x1F1EA)) }

    @Test func replacesWhatTheLibraryCountsOtherwise() {
        #expect(drawn("☰") == .two(0xFFFD, 0x20))
        #expect(drawn("日", library: [0x65E5: -1]) == .two(0xFFFD, 0x20))
        #expect(drawn("é", library: [:]) == .one(0xE9, 0, 0))
        #expect(drawn("Ж", library: [0x416: 2]) == .one(0xFFFD, 0, 0))
        #expect(drawn("Ж", library: [0x416: -1]) == .one(0xFFFD, 0, 0))
    }
}
