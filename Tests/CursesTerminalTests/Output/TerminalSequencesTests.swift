import Console
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

@Suite struct NotificationTests {
    private func kind(_ type: String, _ variables: [String: String] = [:]) -> DesktopNotification {
        TerminalKind(type: type, colorTerm: nil, tmux: nil) { variables[$0] }.notification
    }

    @Test func eachTerminalIsAskedAsItTakesIt() {
        #expect(kind("xterm-kitty") == .osc99)
        #expect(kind("tmux-256color", ["KITTY_WINDOW_ID": "1"]) == .osc99)
        #expect(kind("foot") == .osc777)
        #expect(kind("rxvt-unicode-256color") == .osc777)
        #expect(kind("xterm-256color", ["VTE_VERSION": "7400"]) == .osc777)
        #expect(kind("xterm-ghostty") == .osc777)
        #expect(kind("xterm-256color", ["TERM_PROGRAM": "iTerm.app"]) == .osc9)
        #expect(kind("xterm-256color", ["LC_TERMINAL": "iTerm2", "VTE_VERSION": "7400"]) == .osc9)
        #expect(kind("xterm-256color") == .osc9)
    }

    @Test func eachKindHasItsSequence() {
        let text = "churn; x\u{7}\u{1B}]0;y"
        let osc777 = TerminalSequences.notification(text, as: .osc777, bell: false, tmux: false)
        #expect(osc777.hasPrefix("\u{1B}]777;notify;Flightdeck;churn, x"))
        #expect(osc777.hasSuffix("\u{7}"))
        // Nothing in the text ends the sequence, or parts it.
        #expect(osc777.unicodeScalars.count { $0 == "\u{7}" || $0 == "\u{1B}" } == 2)
        #expect(osc777.unicodeScalars.count { $0 == ";" } == 3)
        let osc99 = TerminalSequences.notification(text, as: .osc99, bell: true, tmux: false)
        #expect(osc99.contains("\u{1B}]99;i=flightdeck:d=0;Flightdeck\u{1B}\\"))
        #expect(osc99.hasSuffix("\u{1B}\\\u{7}"))
        #expect(TerminalSequences.notification(text, as: .none, bell: true, tmux: false) == "\u{7}")
        #expect(TerminalSequences.notification(text, as: .none, bell: false, tmux: true) == "")
        #expect(
            TerminalSequences.notification("x", as: .osc777, bell: false, tmux: true).hasPrefix(
                "\u{1B}Ptmux;\u{1B}\u{1B}]777"))
    }

    @Test func theTitleIsTakenBack() {
        #expect(TerminalSequences.enter(mouse: true, title: true).contains("\u{1B}[22;2t"))
        #expect(TerminalSequences.leave(mouse: true, title: true).contains("\u{1B}[23;2t"))
        #expect(!TerminalSequences.enter(mouse: true).contains("22;2t"))
        #expect(TerminalSequences.title("a\u{7}b") == "\u{1B}]2;a\u{2407}b\u{7}")
    }
}
