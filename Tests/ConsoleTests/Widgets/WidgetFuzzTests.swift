import Testing

@testable import Console

@Suite struct WidgetFuzzTests {
    /// Every widget at every size from nothing to 60×20: no trap, nothing outside the rectangle, no half glyph.
    @Test func staysInsideAtEverySize() {
        for columns in Array(0...12) + [16, 21, 27, 40, 60] {
            for rows in [0, 1, 2, 3, 5, 20] {
                let rect = Rect(column: 2, row: 1, columns: columns, rows: rows)
                var untouched = Surface(size: Size(columns: columns + 4, rows: rows + 2))
                untouched.fill(untouched.bounds, style: Style(foreground: .ansi(1)), with: "·")
                for (name, widget) in WidgetGallery.all {
                    var surface = untouched
                    widget.draw(into: &surface, in: rect)
                    if !Self.isUnchangedOutside(rect, surface, untouched) || !SurfaceTests.isWhole(surface) {
                        Issue.record("\(name) at \(columns)×\(rows)")
                    }
                }
            }
        }
    }

    /// The same where the rectangle itself reaches out of the surface.
    @Test func staysInsideTheSurface() {
        for (_, widget) in WidgetGallery.all {
            for columns in 1...9 {
                for rows in 1...4 {
                    var surface = Surface(size: Size(columns: columns, rows: rows))
                    for origin in [Point(column: -4, row: -2), .zero, Point(column: 5, row: 3)] {
                        widget.draw(into: &surface, in: Rect(origin: origin, size: Size(columns: 14, rows: 6)))
                        #expect(SurfaceTests.isWhole(surface))
                    }
                }
            }
        }
    }

    private static func isUnchangedOutside(_ rect: Rect, _ surface: Surface, _ before: Surface) -> Bool {
        for index in surface.cells.indices where surface.cells[index] != before.cells[index] {
            let point = Point(column: index % surface.size.columns, row: index / surface.size.columns)
            if !rect.contains(point) { return false }
        }
        return true
    }
}
