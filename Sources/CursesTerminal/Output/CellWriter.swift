import CNcurses
import Console

/// Translates rows of a surface into ncurses cells; colour pairs are set up when they first occur.
@MainActor
struct CellWriter {
    private let scheme: ColorScheme
    private let unicode: Bool
    private var pairs: PairTable
    private var looks: [Style: Look] = [:]
    private var lastStyle: Style?
    private var lastLook = Look(attributes: 0, pair: 0)
    private var run: [cchar_t] = []
    /// Whether colour pairs ran out, so that what is shown must be drawn again.
    private(set) var overflowed = false

    /// A style as ncurses knows it, with a blank cell of it to make others from.
    private struct Look {
        var attributes: attr_t
        var pair: Int32
        var blank: cchar_t

        init(attributes: attr_t, pair: Int32) {
            self.attributes = attributes
            self.pair = pair
            blank = curses_cell(0x20, 0, 0, attributes, pair)
        }
    }

    init(scheme: ColorScheme, unicode: Bool, pairs: Int32) {
        self.scheme = scheme
        self.unicode = unicode
        self.pairs = PairTable(limit: pairs)
    }

    /// Writes the columns `from..<to` of a row; both ends are between glyphs.
    mutating func write(_ surface: Surface, row: Int, from: Int, to: Int) {
        run.removeAll(keepingCapacity: true)
        let start = row * surface.size.columns
        var column = from
        while column < to {
            let cell = surface.cells[start + column]
            if cell.glyph == .blank {
                let gap = BlankGap(at: column, row: row, of: surface)
                let end = min(gap.columns.upperBound, to)
                for place in column..<end {
                    run.append(look(gap.style ?? surface.cells[start + place].style).blank)
                }
                column = end
                continue
            }
            let wide = column + 1 < to && surface.cells[start + column + 1].glyph.isContinuation
            append(cell, columns: wide ? 2 : 1)
            column += wide ? 2 : 1
        }
        curses_put(Int32(row), Int32(from), run, Int32(run.count))
    }

    /// Forgets the pairs; the next frame is drawn whole.
    mutating func reset() {
        pairs.removeAll()
        looks.removeAll()
        lastStyle = nil
        overflowed = false
    }

    private mutating func append(_ cell: Cell, columns: Int) {
        let look = look(cell.style)
        func make(_ base: UInt32, _ first: UInt32 = 0, _ second: UInt32 = 0) -> cchar_t {
            if first == 0 { return curses_recell(look.blank, wchar_t(bitPattern: base)) }
            return curses_cell(
                wchar_t(bitPattern: base), wchar_t(bitPattern: first), wchar_t(bitPattern: second), look.attributes,
                look.pair)
        }
        let glyph = cell.glyph
        if glyph.base < 0x7F, glyph.firstMark == 0, columns == 1 {
            run.append(make(max(0x20, glyph.base)))
            return
        }
        guard unicode else {
            run.append(make(columns == 2 ? 0x3F : AsciiRendition.replacement(glyph.base)))
            if columns == 2 { run.append(make(0x20)) }
            return
        }
        switch DrawnGlyph(glyph, columns: columns, widthInLibrary: Self.libraryWidth) {
        case .one(let base, let first, let second): run.append(make(base, first, second))
        case .two(let left, let right):
            run.append(make(left))
            run.append(make(right))
        }
    }

    private static func libraryWidth(_ value: UInt32) -> Int { Int(curses_width(wchar_t(bitPattern: value))) }

    private mutating func look(_ style: Style) -> Look {
        if style == lastStyle { return lastLook }
        let found = looks[style] ?? makeLook(style)
        if !overflowed { looks[style] = found }
        lastStyle = style
        lastLook = found
        return found
    }

    private mutating func makeLook(_ style: Style) -> Look {
        let foreground = scheme.number(style.foreground)
        let background = scheme.number(style.background)
        var attributes: attr_t = 0
        if style.attributes.contains(.bold) || foreground.bold { attributes |= curses_bold() }
        // ncurses knows no strikethrough; dim says "not this one" as well.
        if !style.attributes.isDisjoint(with: [.dim, .strikethrough]) { attributes |= curses_dim() }
        if style.attributes.contains(.italic) { attributes |= curses_italic() }
        if style.attributes.contains(.underline) { attributes |= curses_underline() }
        if style.attributes.contains(.reverse) { attributes |= curses_reverse() }
        switch pairs.number(foreground: foreground.number, background: background.number) {
        case .known(let pair): return Look(attributes: attributes, pair: pair)
        case .new(let pair):
            init_extended_pair(pair, foreground.number, background.number)
            return Look(attributes: attributes, pair: pair)
        case .full:
            overflowed = true
            return Look(attributes: attributes, pair: 0)
        }
    }
}

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

/// Blanks side by side, and the style to send them in.
///
/// A short gap between two words takes the style of the word before it where that looks the same: a change of colour
/// costs more bytes than the gap.
struct BlankGap: Equatable {
    /// The columns of the row that are blank, without a break.
    let columns: Range<Int>
    /// The style for all of them; nil where each keeps its own.
    let style: Style?

    /// Longer gaps are passed over by moving the cursor.
    private static let longest = 8

    /// The gap around a blank cell.
    init(at column: Int, row: Int, of surface: Surface) {
        let start = row * surface.size.columns
        let limit = surface.size.columns
        var first = column
        var end = column + 1
        while first > 0, surface.cells[start + first - 1].glyph == .blank { first -= 1 }
        while end < limit, surface.cells[start + end].glyph == .blank { end += 1 }
        columns = first..<end
        guard first > 0, end - first <= Self.longest else {
            style = nil
            return
        }
        let before = surface.cells[start + first - 1].style
        let looksTheSame =
            Self.isBare(before)
            && surface.cells[(start + first)..<(start + end)].allSatisfy {
                $0.style.background == before.background && Self.isBare($0.style)
            }
        style = looksTheSame ? before : nil
    }

    /// Whether a blank shows nothing of a style but its background.
    private static func isBare(_ style: Style) -> Bool {
        style.attributes.isDisjoint(with: [.underline, .reverse, .strikethrough])
    }
}

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
