import Console

/// Which cells of a frame have to be written.
enum SurfaceDifference {
    /// The columns of a row from the first to the last difference, widened to whole glyphs; `nil` where there is none.
    static func run(row: Int, of surface: Surface, since former: Surface?, columns: Int) -> Range<Int>? {
        guard columns > 0 else { return nil }
        guard let former else { return 0..<columns }
        let start = row * surface.size.columns
        var first = 0
        while first < columns, surface.cells[start + first] == former.cells[start + first] { first += 1 }
        if first == columns { return nil }
        var last = columns
        while surface.cells[start + last - 1] == former.cells[start + last - 1] { last -= 1 }
        while first > 0, surface.cells[start + first].glyph.isContinuation { first -= 1 }
        while last < columns, surface.cells[start + last].glyph.isContinuation { last += 1 }
        return first..<last
    }
}
