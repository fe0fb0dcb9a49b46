import Console
import Testing

@testable import Monitor

@Suite("The user's pager")
struct PagerTests {
    @Test("its line is the user's own; less stands in for none")
    func command() {
        #expect(Pager("csvlens --delimiter ,").command == "csvlens --delimiter ,")
        for nothing in [nil, "", "  "] { #expect(Pager(nothing).command == "less -S") }
    }

    @Test("how it ended is said where that isn't as it should be")
    func ends() {
        #expect(Pager("most").toast(.exited(status: 0)) == nil)
        #expect(
            Pager().toast(.exited(status: 127)).map(\.text) == "can't run less: set PAGER to a program that shows text")
        #expect(
            Pager("mots -x").toast(.exited(status: 127)).map(\.text)
                == "can't run mots -x: PAGER must name a program that shows text")
        #expect(Pager("most").toast(.killed(signal: 9)).map(\.text) == "most was ended by signal 9")
        #expect(Pager("a\u{1B}b").toast(.exited(status: 3))?.text.contains("\u{1B}") == false)
    }

    @Test("what is shown in it is cleaned, line by line, however it comes in pieces")
    func cleaned() {
        let text = "a,\u{1B}[31mred\tb\r\n日本,\u{9B}x\n\u{202E}end\u{7}"
        let bytes = Array(text.utf8)
        var results: Set<[UInt8]> = []
        for length in [1, 2, 7, 1000] {
            var pager = PagerText()
            var shown: [UInt8] = []
            for start in stride(from: 0, to: bytes.count, by: length) {
                shown += pager.take(Array(bytes[start..<min(start + length, bytes.count)]))
            }
            shown += pager.finish()
            results.insert(shown)
        }
        #expect(results.count == 1)
        let shown = String(decoding: results.first ?? [], as: UTF8.self)
        #expect(shown.hasPrefix("a,") && shown.contains("\tb\n日本,") && shown.hasSuffix("\n"))
        #expect(!shown.unicodeScalars.contains { ["\u{1B}", "\u{9B}", "\u{202E}", "\u{7}", "\r"].contains($0) })
    }
}
