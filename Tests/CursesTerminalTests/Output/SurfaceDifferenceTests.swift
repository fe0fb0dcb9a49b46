import Console
import Testing

@testable import CursesTerminal

@Suite struct SurfaceDifferenceTests {
    private func surface(_ text: String) -> Surface {
        var surface = Surface(size: Size(columns: 10, rows: 1))
        surface.put(text, at: .zero)
        return surface
    }

    private func run(_ new: String, since old: String?) -> Range<Int>? {
        SurfaceDifference.run(row: 0, of: surface(new), since: old.map(surface), columns: 10)
    }

    @Test func isTheSmallestRun() {
        #expect(run("abc", since: "abc") == nil)
        #expect(run("abc", since: "axc") == 1..<2)
        #expect(run("abcd", since: "xbcy") == 0..<4)
        #expect(run("abc", since: nil) == 0..<10)
    }

    @Test func startsAndEndsBetweenGlyphs() {
        #expect(run("日本語", since: "日x本語") == 2..<7)
        #expect(run("日本", since: "日木") == 2..<4)
        #expect(run("日", since: "ab") == 0..<2)
        #expect(run("ab", since: "日") == 0..<2)
    }

    @Test func seesAChangeOfStyleAlone() {
        var new = surface("abc")
        new.restyle(Rect(column: 2, row: 0, columns: 1, rows: 1)) { $0.attributes = .bold }
        #expect(SurfaceDifference.run(row: 0, of: new, since: surface("abc"), columns: 10) == 2..<3)
    }

    /// With the same glyph but another style only on its right half, the whole glyph is written.
    @Test func neverWritesHalfAGlyph() {
        var new = surface("日")
        new.restyle(Rect(column: 1, row: 0, columns: 1, rows: 1)) { $0.attributes = .bold }
        #expect(SurfaceDifference.run(row: 0, of: new, since: surface("日"), columns: 10) == 0..<2)
    }
}
