import Console

/// Escape sequences that ncurses does not know; every text in them is cleaned or encoded.
enum TerminalSequences {
    /// The most bytes of text that are handed to a clipboard: xterm takes 100,000 of base64.
    static let clipboardLimit = 74_994

    /// Modes switched on while the program has the terminal: bracketed paste, focus, then the mouse; the window's title
    /// is put on the terminal's stack where the program will set its own.
    static func enter(mouse: Bool, title: Bool = false) -> String {
        (title ? "\u{1B}[22;2t" : "") + "\u{1B}[?2004h\u{1B}[?1004h" + (mouse ? "\u{1B}[?1002h\u{1B}[?1006h" : "")
    }

    /// The same modes switched off, and the title taken back.
    static func leave(mouse: Bool, title: Bool = false) -> String {
        (mouse ? "\u{1B}[?1006l\u{1B}[?1002l" : "") + "\u{1B}[?1004l\u{1B}[?2004l" + (title ? "\u{1B}[23;2t" : "")
    }

    /// OSC 2, the window's title.
    static func title(_ text: String) -> String { "\u{1B}]2;\(TextWidth.truncate(text, columns: 120))\u{07}" }

    /// Holds back the terminal's painting until the frame is whole (DEC private mode 2026).
    static let beginFrame = "\u{1B}[?2026h"
    static let endFrame = "\u{1B}[?2026l"

    /// OSC 52; in tmux also wrapped for the outer terminal, since either way may be the one allowed there.
    static func clipboard(_ text: String, tmux: Bool) -> String? {
        let kept = clipboardText(text)
        guard kept.utf8.count <= clipboardLimit else { return nil }
        let sequence = "\u{1B}]52;c;\(base64(Array(kept.utf8)))\u{07}"
        return tmux ? sequence + passthrough(sequence) : sequence
    }

    /// The text without controls and bidi overrides, line ends and TAB kept.
    static func clipboardText(_ text: String) -> String {
        var lines: [String] = []
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            lines.append(
                line.split(separator: "\t", omittingEmptySubsequences: false).map { CleanText.line($0) }
                    .joined(separator: "\t"))
        }
        return lines.joined(separator: "\n")
    }

    /// A desktop notification as a terminal takes it, and the bell.
    static func notification(
        _ text: String, as kind: DesktopNotification = .osc9, bell: Bool = true, tmux: Bool
    ) -> String {
        let text = TextWidth.truncate(text, columns: 200)
        let sequences: [String] =
            switch kind {
            case .none: []
            case .osc9, .automatic: ["\u{1B}]9;\(text)\u{07}"]
            // Its parts have semicolons between them.
            case .osc777: ["\u{1B}]777;notify;Flightdeck;\(String(text.map { $0 == ";" ? "," : $0 }))\u{07}"]
            case .osc99:
                [
                    "\u{1B}]99;i=flightdeck:d=0;Flightdeck\u{1B}\\",
                    "\u{1B}]99;i=flightdeck:d=1:p=body;\(text)\u{1B}\\",
                ]
            }
        return sequences.map { tmux ? passthrough($0) : $0 }.joined() + (bell ? "\u{07}" : "")
    }

    /// tmux hands on what is inside, its ESC doubled.
    private static func passthrough(_ sequence: String) -> String {
        var doubled = ""
        for scalar in sequence.unicodeScalars {
            if scalar == "\u{1B}" { doubled.unicodeScalars.append(scalar) }
            doubled.unicodeScalars.append(scalar)
        }
        return "\u{1B}Ptmux;" + doubled + "\u{1B}\\"
    }

    /// terminfo strings with their padding notes (`$<5/>`) left out, for writing without ncurses.
    static func withoutPadding(_ text: String) -> String {
        var kept = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            let after = rest.index(after: dollar)
            guard after < rest.endIndex, rest[after] == "<", let end = rest[after...].firstIndex(of: ">") else { break }
            kept += rest[..<dollar]
            rest = rest[rest.index(after: end)...]
        }
        return kept + rest
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Base64 of RFC 4648, section 4.
    static func base64(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let chunk = bytes[start..<min(start + 3, bytes.count)]
            var bits = chunk.reduce(0) { $0 << 8 | Int($1) }
            bits <<= 8 * (3 - chunk.count)
            for place in 0..<4 {
                out.append(place <= chunk.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
