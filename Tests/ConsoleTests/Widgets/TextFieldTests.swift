import SeededNumbers
import Testing

@testable import Console

@Suite struct TextFieldTests {
    private func field(_ text: String, _ chords: String...) -> TextFieldState {
        var state = TextFieldState(text)
        for name in chords {
            guard let chord = Chord(name) else {
                Issue.record("no chord \(name)")
                continue
            }
            let handled = state.handle(chord)
            #expect(handled, "\(name)")
        }
        return state
    }

    @Test func typesAndDeletes() {
        #expect(field("ab", "c", "Space", "d").text == "abc d")
        #expect(field("abc", "Left", "x").text == "abxc")
        #expect(field("abc", "Backspace").text == "ab")
        #expect(field("abc", "Home", "Delete").text == "bc")
        #expect(field("abc", "Home", "Backspace").text == "abc")
        #expect(field("abc", "Delete").text == "abc")
    }

    @Test func movesAndDeletesByWord() {
        #expect(field("s3://bucket/some-key", "Ctrl-W").text == "s3://bucket/some-")
        #expect(field("s3://bucket/some-key", "Ctrl-W", "Alt-Backspace").text == "s3://bucket/")
        #expect(field("one two", "Ctrl-Left", "x").text == "one xtwo")
        #expect(field("one two", "Home", "Alt-f", "x").text == "onex two")
        #expect(field("one two", "Home", "Alt-d").text == " two")
        #expect(field("one two", "Ctrl-Left", "Ctrl-U").text == "two")
        #expect(field("one two", "Ctrl-A", "Ctrl-Right", "Ctrl-K").text == "one")
    }

    @Test func editsByWholeCharacters() {
        #expect(field("👨‍👩‍👧e\u{301}", "Backspace").text == "👨‍👩‍👧")
        #expect(field("👨‍👩‍👧x", "Left", "Backspace").text == "x")
        var state = TextFieldState("e")
        state.insert("\u{301}")
        #expect(state.text == "é" && state.cursor == 1)
        state = field("a\u{301}b", "Left", "Backspace")
        #expect(state.text == "b" && state.cursor == 0)
    }

    @Test func leavesOtherChordsAlone() {
        var state = TextFieldState("ab")
        for name in ["Enter", "Esc", "Tab", "Up", "PageDown", "F1", "Ctrl-O", "Alt-x"] {
            let handled = Chord(name).map { chord in state.handle(chord) }
            #expect(handled == false, "\(name)")
        }
        #expect(state.text == "ab")
    }

    @Test func takesPastesWithoutTheirControls() {
        var state = TextFieldState()
        state.insert("s3://b/k\u{1B}[31m\r\n")
        #expect(state.text == "s3://b/k[31m")
        state = TextFieldState()
        state.insert("a\tb\nc\u{200B}\u{202E}")
        #expect(state.text == "a b c")
        state = TextFieldState()
        state.insert("👨‍👩‍👧 日本")
        #expect(state.text == "👨‍👩‍👧 日本")
    }

    @Test func scrollsSoThatTheCursorStaysVisible() {
        var surface = Surface(size: Size(columns: 6, rows: 1))
        let rect = surface.bounds
        let end = TextField(TextFieldState("0123456789"))
        end.draw(into: &surface, in: rect)
        #expect(SurfaceDump.text(surface) == "…6789")
        #expect(end.cursor(in: rect) == Point(column: 5, row: 0))
        let start = TextField(field("0123456789", "Home"))
        start.draw(into: &surface, in: rect)
        #expect(SurfaceDump.text(surface) == "01234…")
        #expect(start.cursor(in: rect) == .zero)
        let wide = TextField(TextFieldState("日本語日本語"))
        wide.draw(into: &surface, in: rect)
        #expect(SurfaceDump.text(surface) == "…本語")
        #expect(wide.cursor(in: rect) == Point(column: 5, row: 0))
    }

    @Test func neverTrapsUnderRandomEdits() {
        var random = SeededRandom(seed: 5)
        let chords = [
            "a", "Space", "é", "日", "\u{301}", "Left", "Right", "Home", "End", "Backspace", "Delete", "Ctrl-W",
            "Ctrl-U",
            "Ctrl-K", "Alt-d", "Alt-b", "Alt-f",
        ]
        var state = TextFieldState()
        for _ in 0..<5000 {
            let name = chords[Int.random(in: 0..<chords.count, using: &random)]
            if let chord = Chord(name) { _ = state.handle(chord) } else { state.insert(name) }
            #expect(state.cursor >= 0 && state.cursor <= state.text.count)
            #expect(state.head + state.tail == state.text)
        }
    }
}
