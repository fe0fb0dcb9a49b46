import SeededNumbers
import Testing

@testable import Console

@Suite struct SurfaceTests {
    @Test func putsTextAndTellsTheColumns() {
        var surface = Surface(size: Size(columns: 8, rows: 2))
        #expect(surface.put("abc", at: Point(column: 1, row: 0)) == 3)
        #expect(surface.put("日本語", at: Point(column: 0, row: 1), maxColumns: 5) == 4)
        #expect(SurfaceDump.text(surface) == " abc\n日本")
    }

    @Test func keepsTheBackgroundBelow() {
        var surface = Surface(size: Size(columns: 4, rows: 1))
        surface.fill(surface.bounds, style: Style(foreground: .ansi(7), background: .ansi(4), attributes: .bold))
        surface.put("ab", at: .zero, style: Style(foreground: .ansi(1)))
        #expect(surface[.zero].style == Style(foreground: .ansi(1), background: .ansi(4)))
        surface.put("c", at: .zero)
        #expect(surface[.zero].style == Style(foreground: .ansi(1), background: .ansi(4)))
    }

    @Test func neverLeavesHalfAWideGlyph() {
        var surface = Surface(size: Size(columns: 6, rows: 1))
        surface.put("日本語", at: .zero)
        surface.put("x", at: Point(column: 1, row: 0))
        #expect(SurfaceDump.text(surface) == " x本語")
        surface.put("y", at: Point(column: 2, row: 0))
        #expect(SurfaceDump.text(surface) == " xy 語")
        surface.fill(Rect(column: 5, row: 0, columns: 1, rows: 1))
        #expect(SurfaceDump.text(surface) == " xy")
        surface.put("日", at: Point(column: 5, row: 0))
        surface.put("日", at: Point(column: -1, row: 0))
        #expect(SurfaceDump.text(surface) == " xy")
    }

    @Test func drawsNothingOutsideItsClip() {
        var surface = Surface(size: Size(columns: 6, rows: 3))
        surface.clipped(to: Rect(column: 2, row: 1, columns: 2, rows: 1)) { surface in
            for row in -1...3 { surface.put("abcdefgh", at: Point(column: -1, row: row)) }
            surface.horizontalLine(at: Point(column: -5, row: 0), columns: 40)
            surface.clipped(to: surface.bounds) { $0.fill($0.bounds, style: .plain, with: "#") }
        }
        #expect(SurfaceDump.text(surface) == "\n  ##\n")
        #expect(surface.clip == surface.bounds)
    }

    @Test func lineAndFillTakeOnlyNarrowCharacters() {
        var surface = Surface(size: Size(columns: 3, rows: 1))
        surface.horizontalLine(at: .zero, columns: 3, with: "日")
        #expect(SurfaceDump.text(surface) == "\u{FFFD}\u{FFFD}\u{FFFD}")
        surface.fill(surface.bounds, with: "\u{1B}")
        #expect(SurfaceDump.text(surface) == "\u{FFFD}\u{FFFD}\u{FFFD}")
    }

    /// Halves of wide glyphs always stand in pairs, whatever is drawn where.
    @Test func staysWholeUnderRandomDrawing() {
        var random = SeededRandom(seed: 11)
        let texts = ["ascii", "日本語テキスト", "a日b本", "👍🏽👨‍👩‍👧🇩🇪", "e\u{301}x", "\u{1B}[2J\u{202E}", "─│█", ""]
        for columns in 1...7 {
            var surface = Surface(size: Size(columns: columns, rows: 2))
            for _ in 0..<600 {
                let text = texts[Int.random(in: 0..<texts.count, using: &random)]
                let point = Point(
                    column: Int.random(in: -4...8, using: &random), row: Int.random(in: -1...2, using: &random))
                let rect = Rect(
                    column: point.column, row: point.row, columns: Int.random(in: 0...6, using: &random),
                    rows: Int.random(in: 0...3, using: &random))
                switch Int.random(in: 0..<4, using: &random) {
                case 0: surface.put(text, at: point, maxColumns: Int.random(in: -1...9, using: &random))
                case 1: surface.fill(rect)
                case 2: surface.clipped(to: rect) { $0.put(text, at: point.moved(columns: -1)) }
                default: surface.horizontalLine(at: point, columns: rect.columns)
                }
                if !Self.isWhole(surface) { Issue.record("half a glyph:\n\(SurfaceDump.text(surface))") }
            }
        }
    }

    static func isWhole(_ surface: Surface) -> Bool {
        for row in 0..<surface.size.rows {
            for column in 0..<surface.size.columns {
                let glyph = surface[Point(column: column, row: row)].glyph
                let next = surface[Point(column: column + 1, row: row)].glyph
                var text = ""
                glyph.append(to: &text)
                let wide = TextWidth.columns(text) == 2 && next.isContinuation
                if glyph.isContinuation, column == 0 { return false }
                if TextWidth.columns(text) == 2, !wide { return false }
            }
        }
        return true
    }

    @Test func asciiRenditionKeepsTheColumns() {
        var surface = Surface(size: Size(columns: 12, rows: 1))
        surface.put("▸ 日本 ✓ é█…", at: .zero)
        #expect(SurfaceDump.text(AsciiRendition.of(surface)) == "> ? ?  v ?#~")
    }
}
