import Testing

@testable import CursesTerminal

@Suite struct TerminalKindTests {
    private func kind(_ type: String, _ colorTerm: String? = "truecolor", tmux: String? = nil) -> TerminalKind {
        TerminalKind(type: type, colorTerm: colorTerm, tmux: tmux)
    }

    @Test func choosesDirectColourEntries() {
        #expect(kind("xterm-256color").directTypes == ["xterm-direct16", "xterm-direct"])
        #expect(kind("xterm").directTypes == ["xterm-direct16", "xterm-direct"])
        #expect(kind("tmux-256color", tmux: "/tmp/tmux-0/default,1,0").directTypes == ["tmux-direct"])
        #expect(kind("screen-256color").directTypes == ["tmux-direct"])
        #expect(kind("xterm-kitty", "24bit").directTypes.first == "kitty-direct")
        #expect(kind("alacritty").directTypes.first == "alacritty-direct")
        #expect(kind("iterm2-direct").directTypes.isEmpty)
    }

    @Test func promisesNothingWithoutColorTerm() {
        #expect(kind("xterm-256color", nil).directTypes.isEmpty)
        #expect(kind("xterm-256color", "yes").directTypes.isEmpty)
        #expect(kind("linux").directTypes.isEmpty)
    }

    @Test func sparesPlainTerminals() {
        for type in ["linux", "dumb", "vt100", "vt220", "ansi"] { #expect(!kind(type).speaksXterm, "\(type)") }
        for type in ["xterm", "tmux-256color", "foot", "vte-256color"] { #expect(kind(type).speaksXterm, "\(type)") }
        #expect(kind("linux").drawsUnicode && !kind("vt100").drawsUnicode)
    }
}
