import Foundation
import Testing

@testable import Console

@Suite struct TextWidthTests {
    /// Width and text of each line of the oracle's samples.
    private static func samples() throws -> [(columns: Int, text: String)] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("WidthOracle/samples.txt")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
            let fields = line.split(separator: " ")
            var text = ""
            for field in fields.dropFirst() {
                let scalar = try #require(UInt32(field, radix: 16).flatMap(Unicode.Scalar.init))
                text.unicodeScalars.append(scalar)
            }
            return (try #require(Int(fields[0])), text)
        }
    }

    @Test func agreesWithTheOracle() throws {
        let samples = try Self.samples()
        #expect(samples.count > 400)
        for sample in samples { #expect(TextWidth.columns(sample.text) == sample.columns, "\(sample.text)") }
    }

    @Test(arguments: [
        ("", 0), ("abc", 3), ("日本語", 6), ("e\u{301}", 1), ("👨‍👩‍👧", 2), ("❤️", 2), ("❤", 1), ("👍🏽", 2), ("🇩🇪", 2),
        ("🇩🇪🇯🇵", 4), ("שָׁלוֹם", 4), ("مَرحبا", 5), ("கி", 2), ("1️⃣", 2), ("각", 2), ("\u{1100}\u{1161}\u{11A8}", 2),
        ("…", 1), ("─│█▏", 4), ("a\u{200B}b", 10), ("a\tb", 3), ("a\r\nb", 3), ("\u{1B}[31m", 5), ("\u{202E}x", 2),
        ("ｱＡ", 3), ("\u{301}", 7), ("\u{FEFF}", 8), ("\u{3000}", 2),
    ])
    func measures(_ text: String, _ columns: Int) {
        #expect(TextWidth.columns(text) == columns)
        var surface = Surface(size: Size(columns: 40, rows: 1))
        #expect(surface.put(text, at: .zero) == columns)
    }

    /// The ranges that are decided without the table are decided as the table would.
    @Test func shortCutsAgreeWithTheTable() {
        let tables = [WidthTable.wide, WidthTable.marks, WidthTable.invisible]
        for value in UInt32(0xA0)..<0xE000 {
            let places = tables.map { ScalarWidth.contains($0, value) }
            switch ScalarWidth.of(value) {
            case .wide: if places != [true, false, false] { Issue.record("\(value) is not wide") }
            case .narrow: if places != [false, false, false] { Issue.record("\(value) is not narrow") }
            case .mark: if places != [false, true, false] { Issue.record("\(value) is not a mark") }
            case .invisible, .space, .control: if !places[2] { Issue.record("\(value) is not invisible") }
            }
        }
    }

    @Test func manyMarksTakeNoMoreThanTwo() {
        let stacked = "a" + String(repeating: "\u{301}", count: 500)
        #expect(TextWidth.columns(stacked) == 1)
        #expect(CleanText.line(stacked).unicodeScalars.count == 3)
    }

    @Test func cutsAtTheEndTheMiddleAndTheStart() {
        #expect(TextWidth.truncate("penguins-species", columns: 8) == "penguin…")
        #expect(TextWidth.truncate("penguins-species", columns: 9, at: .middle) == "peng…cies")
        #expect(TextWidth.truncate("penguins-species", columns: 8, at: .start) == "…species")
        #expect(TextWidth.truncate("penguins", columns: 8) == "penguins")
        #expect(TextWidth.truncate("日本語", columns: 5) == "日本…")
        #expect(TextWidth.truncate("日本語", columns: 4) == "日…")
        #expect(TextWidth.truncate("abc", columns: 1) == "…")
        #expect(TextWidth.truncate("abc", columns: 0) == "")
        #expect(TextWidth.truncate("abc", columns: -4) == "")
    }

    @Test func padsToExactlyTheColumns() {
        #expect(TextWidth.padRight("日本", columns: 6) == "日本  ")
        #expect(TextWidth.padRight("x", columns: -1) == "")
    }

    @Test func cutTextNeverExceedsItsColumns() throws {
        for sample in try Self.samples() {
            for limit in 0...sample.columns + 1 {
                for cut in [TextWidth.Cut.start, .middle, .end] {
                    #expect(TextWidth.columns(TextWidth.truncate(sample.text, columns: limit, at: cut)) <= limit)
                }
                #expect(TextWidth.columns(TextWidth.padRight(sample.text, columns: limit)) == limit)
            }
        }
    }
}
