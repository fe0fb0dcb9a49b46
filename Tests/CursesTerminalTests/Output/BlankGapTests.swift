import Console
import Testing

@testable import CursesTerminal

@Suite("The style of blanks between words") struct BlankGapTests {
    private let word = Style(foreground: .indexed(2), attributes: .bold)

    private func row(_ text: String, styled: Range<Int>, _ style: Style) -> Surface {
        var surface = Surface(size: Size(columns: 30, rows: 1))
        surface.put(text, at: Point(column: 0, row: 0))
        surface.restyle(Rect(column: styled.lowerBound, row: 0, columns: styled.count, rows: 1)) { $0 = style }
        return surface
    }

    @Test("A short gap takes the style of the word before it, wherever in it one asks")
    func short() {
        let surface = row("ab   cd", styled: 0..<2, word)
        for column in 2..<5 {
            let gap = BlankGap(at: column, row: 0, of: surface)
            #expect(gap.columns == 2..<5)
            #expect(gap.style == word)
        }
    }

    @Test("A long gap, and one that no word goes before, keeps its own styles")
    func own() {
        let surface = row("   ab         cd", styled: 3..<5, word)
        #expect(BlankGap(at: 1, row: 0, of: surface) == BlankGap(at: 0, row: 0, of: surface))
        #expect(BlankGap(at: 1, row: 0, of: surface).style == nil)
        #expect(BlankGap(at: 7, row: 0, of: surface).columns == 5..<14)
        #expect(BlankGap(at: 7, row: 0, of: surface).style == nil)
    }

    @Test(
        "A gap that would look different keeps its own styles",
        arguments: [
            Style(background: .indexed(4)), Style(attributes: .underline), Style(attributes: .reverse),
            Style(attributes: .strikethrough),
        ])
    func different(style: Style) {
        #expect(BlankGap(at: 2, row: 0, of: row("ab  cd", styled: 0..<2, style)).style == nil)
        #expect(BlankGap(at: 2, row: 0, of: row("ab  cd", styled: 2..<4, style)).style == nil)
    }
}
