import Console
import Testing

@Suite struct WidgetGoldenTests {
    @Test func wide() throws {
        for (name, widget) in WidgetGallery.all { try expectGolden(draw(widget, columns: 60, rows: 8), "\(name)-60x8") }
    }

    @Test func narrow() throws {
        for (name, widget) in WidgetGallery.all { try expectGolden(draw(widget, columns: 24, rows: 5), "\(name)-24x5") }
    }

    @Test func tableInAscii() throws {
        try expectGolden(AsciiRendition.of(draw(WidgetGallery.table, columns: 60, rows: 8)), "table-ascii-60x8")
    }

    @Test(arguments: ["plot", "histogram"]) func chartInAscii(name: String) throws {
        let widget = try #require(WidgetGallery.all.first { $0.name == name }?.widget)
        try expectGolden(AsciiRendition.of(draw(widget, columns: 60, rows: 8)), "\(name)-ascii-60x8")
    }

    private func draw(_ widget: any Widget, columns: Int, rows: Int) -> Surface {
        var surface = Surface(size: Size(columns: columns, rows: rows))
        widget.draw(into: &surface, in: surface.bounds)
        return surface
    }
}
