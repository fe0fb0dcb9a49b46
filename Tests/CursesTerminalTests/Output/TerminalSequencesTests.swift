import Testing

@testable import CursesTerminal

@Suite struct TerminalSequencesTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"), ("\u{FF}?>", "w78/Pg=="),
    ])
    func base64(_ text: String, _ encoded: String) { #expect(TerminalSequences.base64(Array(text.utf8)) == encoded) }

    @Test func clipboardIsWrappedForTmuxToo() {
        #expect(TerminalSequences.clipboard("foo", tmux: false) == "\u{1B}]52;c;Zm9v\u{7}")
        #expect(
            TerminalSequences.clipboard("foo", tmux: true)
                == "\u{1B}]52;c;Zm9v\u{7}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;Zm9v\u{7}\u{1B}\\")
    }

    @Test func clipboardKeepsLinesAndTabsAlone() {
        #expect(TerminalSequences.clipboardText("a\tb\nc\u{1B}[31m\r\nd\u{202E}") == "a\tb\nc␛[31m\nd\u{FFFD}")
    }

    @Test func clipboardHasALimit() {
        let limit = TerminalSequences.clipboardLimit
        #expect(TerminalSequences.clipboard(String(repeating: "x", count: limit), tmux: false) != nil)
        #expect(TerminalSequences.clipboard(String(repeating: "x", count: limit + 1), tmux: false) == nil)
    }

    @Test func textCannotEndItsSequence() {
        #expect(TerminalSequences.notification("x\u{9C}y", tmux: false) == "\u{1B}]9;x\u{FFFD}y\u{7}\u{7}")
    }

    @Test func whatIsSwitchedOnIsSwitchedOff() {
        for mouse in [true, false] {
            let on = TerminalSequences.enter(mouse: mouse).split(separator: "\u{1B}").filter { $0.hasSuffix("h") }
            let off = TerminalSequences.leave(mouse: mouse).split(separator: "\u{1B}").filter { $0.hasSuffix("l") }
            #expect(Set(on.map { $0.dropLast() }) == Set(off.map { $0.dropLast() }))
        }
    }

    @Test func paddingIsLeftOut() {
        #expect(TerminalSequences.withoutPadding("\u{1B}[m$<2/>x$<5>") == "\u{1B}[mx")
        #expect(TerminalSequences.withoutPadding("a$b$<") == "a$b$<")
    }
}
