import Testing

@testable import Console

@Suite struct StyledTextTests {
    private let line = StyledText("abc", Style(attributes: .bold)) + StyledText("日本", Style(attributes: .dim)) + "z"

    @Test func measuresAllSpans() { #expect(line.columns == 8) }

    @Test func cutsInsideASpanAndBetweenTwo() {
        #expect(line.truncated(columns: 8) == line)
        #expect(line.truncated(columns: 7).plainText == "abc日…")
        #expect(line.truncated(columns: 4).plainText == "abc…")
        #expect(line.truncated(columns: 2).plainText == "a…")
        #expect(line.truncated(columns: 0).isEmpty)
        #expect(line.truncated(columns: 6, at: .start).plainText == "…日本z")
        #expect(line.truncated(columns: 7, at: .middle).plainText == "abc…本z")
        #expect(line.truncated(columns: 4).spans.last?.style == Style(attributes: .bold))
        for limit in 0...9 {
            for cut in [TextWidth.Cut.start, .middle, .end] {
                #expect(line.truncated(columns: limit, at: cut).columns <= limit)
            }
        }
    }

    @Test func drawsAlignedInARectangle() {
        var surface = Surface(size: Size(columns: 10, rows: 3))
        surface.put(line, in: Rect(column: 1, row: 0, columns: 9, rows: 1))
        surface.put(line, in: Rect(column: 0, row: 1, columns: 10, rows: 1), alignment: .right)
        surface.put(line, in: Rect(column: 0, row: 2, columns: 10, rows: 1), alignment: .center)
        #expect(SurfaceDump.text(surface) == " abc日本z\n  abc日本z\n abc日本z")
        #expect(surface[Point(column: 1, row: 0)].style.attributes == .bold)
        #expect(surface[Point(column: 4, row: 0)].style.attributes == .dim)
    }
}
