import Console
import Testing

@testable import CursesTerminal

@Suite struct InputDecoderTests {
    private func events(_ text: String) -> [InputEvent] {
        var decoder = InputDecoder()
        return decoder.feed(text.utf8) + decoder.flush()
    }

    private func chords(_ text: String) -> [String] {
        events(text).map { if case .chord(let chord) = $0 { chord.description } else { "\($0)" } }
    }

    @Test(arguments: [
        ("a", ["a"]), ("G", ["G"]), (" ", ["Space"]), ("é日👍", ["é", "日", "👍"]), ("\r", ["Enter"]), ("\n", ["Enter"]),
        ("\t", ["Tab"]), ("\u{7F}", ["Backspace"]), ("\u{8}", ["Backspace"]), ("\u{F}", ["Ctrl-O"]),
        ("\u{0}", ["Ctrl-Space"]), ("\u{1F}", ["Ctrl-_"]), ("\u{1B}", ["Esc"]), ("\u{1B}\u{1B}", ["Esc", "Esc"]),
        ("\u{1B}x", ["Alt-x"]), ("\u{1B}é", ["Alt-é"]), ("\u{1B}\u{7F}", ["Alt-Backspace"]), ("\u{1B}[", ["Alt-["]),
        ("\u{1B}O", ["Alt-O"]), ("\u{1B}P", ["Alt-P"]),
    ])
    func typedKeys(_ text: String, _ expected: [String]) { #expect(chords(text) == expected) }

    @Test(arguments: [
        ("\u{1B}[A", "Up"), ("\u{1B}OA", "Up"), ("\u{1B}[1;5C", "Ctrl-Right"), ("\u{1B}[1;3D", "Alt-Left"),
        ("\u{1B}[1;2B", "Shift-Down"), ("\u{1B}[H", "Home"), ("\u{1B}OF", "End"), ("\u{1B}[1~", "Home"),
        ("\u{1B}[7~", "Home"), ("\u{1B}[4~", "End"), ("\u{1B}[2~", "Insert"), ("\u{1B}[3~", "Delete"),
        ("\u{1B}[3;5~", "Ctrl-Delete"), ("\u{1B}[5~", "PageUp"), ("\u{1B}[6~", "PageDown"), ("\u{1B}OP", "F1"),
        ("\u{1B}[1;5S", "Ctrl-F4"), ("\u{1B}[15~", "F5"), ("\u{1B}[17~", "F6"), ("\u{1B}[21~", "F10"),
        ("\u{1B}[23~", "F11"), ("\u{1B}[24~", "F12"), ("\u{1B}[25~", "F13"), ("\u{1B}[34~", "F20"), ("\u{1B}[[A", "F1"),
        ("\u{1B}[[E", "F5"), ("\u{1B}[Z", "Shift-Tab"), ("\u{1B}[13;5u", "Ctrl-Enter"), ("\u{1B}[27;5;9~", "Ctrl-Tab"),
        ("\u{1B}[97;5u", "Ctrl-A"), ("\u{1B}OM", "Enter"),
    ])
    func namedKeys(_ text: String, _ expected: String) { #expect(chords(text) == [expected]) }

    /// What a terminal answers, and what is not known, must never act as keys.
    @Test(arguments: [
        "\u{1B}[24;80R", "\u{1B}[?62;22c", "\u{1B}[>0;276;0c", "\u{1B}]11;rgb:0000/0000/0000\u{7}",
        "\u{1B}]52;c;cXE=\u{1B}\\", "\u{1B}P1$r0m\u{1B}\\", "\u{1B}[?2026;2$y", "\u{1B}[99~", "\u{1B}[1;1;1;1X",
        "\u{1B}[M !!", "\u{1B}[<99;1;1M", "\u{1B}[<0;0;0M", "\u{1B}[<0;1M", "\u{1B}[999999999999999999999999A",
    ])
    func swallowsWhole(_ text: String) { #expect(chords(text + "q") == ["q"]) }

    @Test func skipsWhatIsNotUTF8() {
        var decoder = InputDecoder()
        let bytes: [UInt8] = [0x61, 0xFF, 0x62, 0xC3, 0x63, 0xE2, 0x82, 0x1B, 0x5B, 0x41, 0xED, 0xA0, 0x80, 0x64]
        let expected = ["a", "b", "c", "Up", "d"].compactMap(Chord.init).map(InputEvent.chord)
        #expect(decoder.feed(bytes) == expected)
    }

    @Test func pastesAreText() {
        #expect(
            events("\u{1B}[200~a\rb\r\nc\u{1B}[31m~é\u{1B}[201~x") == [
                .paste("a\nb\nc\u{1B}[31m~é"), .chord(.character("x")),
            ])
        #expect(events("\u{1B}[200~\u{1B}[201~") == [.paste("")])
    }

    @Test func hugePastesAreCutAndStillEnd() {
        let text = String(repeating: "x", count: InputDecoder.pasteLimit + 999)
        let seen = events("\u{1B}[200~\(text)\u{1B}[201~q")
        #expect(seen.count == 2 && seen.last == .chord(.character("q")))
        if case .paste(let kept) = seen.first { #expect(kept.utf8.count == InputDecoder.pasteLimit) }
    }

    @Test(arguments: [
        "\u{1B}[<0:9999999999999999999999999;1;1M", "\u{1B}[<?88888888888888888888888888888888;1;1M",
        "\u{1B}[<99999999999999999999999999999;99999999999999999999999999;1M", "\u{1B}[;;;;;;99999999999999999999999~",
        "\u{1B}[<::::::::::0000000000000000000000000000000000000000000000009m",
    ])
    func numbersBeyondAllMeasure(_ text: String) {
        #expect(chords(text + "q").last == "q")
    }

    @Test func aPasteWhoseEndGotLostIsEndedByEscOrControlC() {
        for key in [[0x1B], [0x03]] as [[UInt8]] {
            var decoder = InputDecoder()
            #expect(decoder.endStalledPaste(key) == nil)
            #expect(decoder.feed("\u{1B}[200~some text".utf8).isEmpty)
            #expect(decoder.endStalledPaste([0x61]) == nil && decoder.endStalledPaste(key + key) == nil)
            #expect(decoder.endStalledPaste(key) == [.paste("some text")])
            #expect(decoder.feed("q".utf8) == [.chord(.character("q"))])
        }
    }

    @Test func mouseAndFocus() {
        #expect(
            events("\u{1B}[<0;300;5M\u{1B}[<0;300;5m\u{1B}[I\u{1B}[O") == [
                .mouse(MouseEvent(.press(.left), at: Point(column: 299, row: 4))),
                .mouse(MouseEvent(.release(.left), at: Point(column: 299, row: 4))), .focus(true), .focus(false),
            ])
    }

    @Test func waitsOnlyInsideASequence() {
        var decoder = InputDecoder()
        #expect(decoder.feed("a".utf8).count == 1 && !decoder.isWaiting)
        #expect(decoder.feed("\u{1B}".utf8).isEmpty && decoder.isWaiting)
        #expect(decoder.feed("[".utf8).isEmpty && decoder.isWaiting)
        #expect(decoder.feed("A".utf8) == [.chord(Chord(.up))] && !decoder.isWaiting)
        #expect(decoder.flush().isEmpty)
        // A paste may take its time.
        #expect(decoder.feed("\u{1B}[200~ab".utf8).isEmpty && !decoder.isWaiting)
        #expect(decoder.flush().isEmpty)
        #expect(decoder.feed("c\u{1B}[201~".utf8) == [.paste("abc")])
    }

    @Test func splittingTheInputChangesNothing() {
        let text = "aé\u{1B}[1;5A\u{1B}[<0;10;2M\u{1B}OP\u{1B}[200~p日\r\u{1B}[201~\u{1B}]0;x\u{7}z\u{1B}\u{7F}👍"
        let bytes = Array(text.utf8)
        let whole = events(text)
        #expect(whole.count == 9)
        for cut in 1..<bytes.count {
            var decoder = InputDecoder()
            #expect(decoder.feed(bytes[..<cut]) + decoder.feed(bytes[cut...]) == whole, "cut at \(cut)")
        }
    }

    @Test func anyBytesAreTaken() {
        var state: UInt64 = 42
        var decoder = InputDecoder()
        var count = 0
        let pool: [UInt8] = [
            0x1B, 0x5B, 0x4F, 0x3C, 0x3B, 0x30, 0x32, 0x7E, 0x4D, 0x41, 0x5D, 0x07, 0xE2, 0x82, 0xAC, 0x61, 0,
        ]
        for _ in 0..<60_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            count += decoder.feed([pool[Int(state >> 33) % pool.count]]).count
            if state >> 60 == 0 { count += decoder.flush().count }
        }
        _ = decoder.flush()
        _ = decoder.feed("\u{1B}[201~\u{7}".utf8)
        _ = decoder.flush()
        #expect(count > 0)
        #expect(decoder.feed("q".utf8) == [.chord(.character("q"))])
    }
}
