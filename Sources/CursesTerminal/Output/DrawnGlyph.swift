import Console

/// What is really sent for a glyph, so that the C library, ncurses and the terminal agree about its columns.
enum DrawnGlyph: Equatable {
    /// One cell of ncurses, with up to two marks.
    case one(UInt32, UInt32, UInt32)
    /// Two cells of one column each.
    case two(UInt32, UInt32)

    /// Chooses; `widthInLibrary` is the C library's wcwidth.
    init(_ glyph: Glyph, columns: Int, widthInLibrary: (UInt32) -> Int) {
        let base = glyph.base
        // Box drawing and Latin: every library agrees.
        let certain = glyph.firstMark == 0 && (base < 0x300 || (base >= 0x2500 && base < 0x25FD))
        if certain, columns == 1 {
            self = .one(base == 0 ? 0x20 : base, 0, 0)
            return
        }
        let width = widthInLibrary(base)
        switch (columns, width) {
        case (2, 1):
            let second = glyph.firstMark
            if (0x1F1E6...0x1F1FF).contains(base) {
                self = .two(base, second == 0 ? 0x20 : second)
            } else if TextWidth.columns(String(Unicode.Scalar(base) ?? "?")) == 1 {
                // An emoji by U+FE0F, which is not sent: narrow for the library and for the terminal.
                self = .two(base, 0x20)
            } else {
                // Wide since a newer Unicode than the library's: the terminal may go either way.
                self = .two(0xFFFD, 0x20)
            }
        case (2, 2), (1, 1):
            let marks = [glyph.firstMark, glyph.secondMark].filter { $0 != 0 && widthInLibrary($0) == 0 }
            self = .one(base, marks.first ?? 0, marks.count > 1 ? marks[1] : 0)
        case (2, _): self = .two(0xFFFD, 0x20)
        default: self = .one(0xFFFD, 0, 0)
        }
    }
}
