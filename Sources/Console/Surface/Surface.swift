/// A frame as a value: a grid of cells, row by row in one block of memory.
///
/// Drawing outside `clip` does nothing, and a wide glyph is never left with half of itself.
public struct Surface: Equatable, Sendable {
    public let size: Size
    /// Where drawing has an effect; always inside the surface.
    public private(set) var clip: Rect
    /// The cells, row after row; `size.columns * size.rows` of them.
    public private(set) var cells: ContiguousArray<Cell>

    /// A blank surface.
    public init(size: Size, style: Style = .plain) {
        self.size = size
        clip = Rect(size)
        cells = ContiguousArray(repeating: Cell(style: style), count: size.columns * size.rows)
    }

    /// The whole surface as a rectangle.
    public var bounds: Rect { Rect(size) }

    /// The cell at that point; a blank one outside.
    public subscript(point: Point) -> Cell {
        bounds.contains(point) ? cells[point.row * size.columns + point.column] : Cell()
    }

    /// Sets where drawing has an effect, cut to the surface; for callers that restore the former value themselves.
    public mutating func setClip(_ rect: Rect) {
        clip = bounds.intersection(rect)
    }

    /// Draws with `clip` narrowed to a rectangle; coordinates stay those of the surface.
    @discardableResult
    public mutating func clipped<Result>(to rect: Rect, _ draw: (inout Surface) throws -> Result) rethrows -> Result {
        let outer = clip
        clip = outer.intersection(rect)
        defer { clip = outer }
        return try draw(&self)
    }

    /// Draws one line of text, cleaned, from `point` to the right, and returns the columns used.
    ///
    /// Colours that `style` leaves at `.default` are those already in the cells; attributes are the style's alone.
    /// A glyph that does not fit in `maxColumns` is left out, with all that follows it.
    @discardableResult
    public mutating func put(
        _ text: some StringProtocol, at point: Point, style: Style = .plain, maxColumns: Int = .max
    ) -> Int {
        guard point.row >= clip.top, point.row < clip.bottom, maxColumns > 0, point.column < clip.right else {
            return 0
        }
        let fast = text.utf8.withContiguousStorageIfAvailable { bytes -> Int? in
            guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
            let count = min(bytes.count, maxColumns)
            for offset in 0..<count {
                let column = point.column + offset
                if column >= clip.right { break }
                if column >= clip.left {
                    set(Glyph(UInt32(bytes[offset])), columns: 1, column: column, row: point.row, style: style)
                }
            }
            return count
        }
        if let used = fast ?? nil { return used }
        var used = 0
        for (glyph, columns) in GlyphScanner(text) {
            if used + columns > maxColumns { break }
            let column = point.column + used
            used += columns
            if column >= clip.right { break }
            set(glyph, columns: columns, column: column, row: point.row, style: style)
        }
        return used
    }

    /// Fills a rectangle with blanks, or another ASCII or box character, in exactly this style.
    public mutating func fill(_ rect: Rect, style: Style = .plain, with character: Unicode.Scalar = " ") {
        let area = clip.intersection(rect)
        guard !area.isEmpty else { return }
        let glyph = Glyph(narrow: character)
        let cell = Cell(glyph: glyph, style: style)
        for row in area.top..<area.bottom {
            repairSplitGlyphs(row: row, from: area.left, to: area.right)
            let start = row * size.columns
            for index in start + area.left..<start + area.right { cells[index] = cell }
        }
    }

    /// Changes the style of every cell of a rectangle and leaves the glyphs.
    public mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
        let area = clip.intersection(rect)
        guard !area.isEmpty else { return }
        for row in area.top..<area.bottom {
            let start = row * size.columns
            for index in start + area.left..<start + area.right { change(&cells[index].style) }
        }
    }

    /// Draws a horizontal line to the right.
    public mutating func horizontalLine(
        at point: Point, columns: Int, style: Style = .plain, with character: Unicode.Scalar = "─"
    ) {
        line(Rect(origin: point, size: Size(columns: columns, rows: 1)), style: style, character)
    }

    /// Draws a vertical line downwards.
    public mutating func verticalLine(
        at point: Point, rows: Int, style: Style = .plain, with character: Unicode.Scalar = "│"
    ) {
        line(Rect(origin: point, size: Size(columns: 1, rows: rows)), style: style, character)
    }

    /// The surface with every glyph replaced; `wide` says whether a glyph has two columns, which it keeps.
    func mappingGlyphs(_ replace: (_ glyph: Glyph, _ wide: Bool) -> Glyph) -> Surface {
        var copy = self
        for index in copy.cells.indices {
            let glyph = cells[index].glyph
            if glyph.isContinuation {
                copy.cells[index].glyph = .blank
            } else {
                let wide = (index + 1) % size.columns != 0 && cells[index + 1].glyph.isContinuation
                copy.cells[index].glyph = replace(glyph, wide)
            }
        }
        return copy
    }

    private mutating func line(_ rect: Rect, style: Style, _ character: Unicode.Scalar) {
        let area = clip.intersection(rect)
        guard !area.isEmpty else { return }
        let glyph = Glyph(narrow: character)
        for row in area.top..<area.bottom {
            for column in area.left..<area.right { set(glyph, columns: 1, column: column, row: row, style: style) }
        }
    }

    /// Writes one glyph; the caller has checked the row.
    private mutating func set(_ glyph: Glyph, columns: Int, column: Int, row: Int, style: Style) {
        let from = max(column, clip.left)
        let to = min(column + columns, clip.right)
        guard from < to else { return }
        repairSplitGlyphs(row: row, from: from, to: to)
        let start = row * size.columns
        var layered = style
        let below = cells[start + from].style
        if style.foreground == .default { layered.foreground = below.foreground }
        if style.background == .default { layered.background = below.background }
        // Half of a wide glyph at the clip's edge is a blank.
        let whole = to - from == columns
        cells[start + from] = Cell(glyph: whole ? glyph : .blank, style: layered)
        if columns == 2, whole { cells[start + from + 1] = Cell(glyph: .continuation, style: layered) }
    }

    /// Blanks the outer halves of wide glyphs that a write to these columns cuts through.
    @inline(__always)
    private mutating func repairSplitGlyphs(row: Int, from: Int, to: Int) {
        let start = row * size.columns
        if from > 0, cells[start + from].glyph.isContinuation { cells[start + from - 1].glyph = .blank }
        if to < size.columns, cells[start + to].glyph.isContinuation { cells[start + to].glyph = .blank }
    }
}

/// One cell of a surface: a glyph and its style; plain memory, no reference.
public struct Cell: Hashable, Sendable {
    public var glyph: Glyph
    public var style: Style

    public init(glyph: Glyph = .blank, style: Style = .plain) {
        self.glyph = glyph
        self.style = style
    }
}

extension Surface {
    /// Draws a styled line from `point` to the right, each span's style over `style`, and returns the columns used.
    @discardableResult
    public mutating func put(
        _ line: StyledText, at point: Point, style: Style = .plain, maxColumns: Int = .max
    ) -> Int {
        var used = 0
        for span in line.spans where used < maxColumns {
            used += put(
                span.text, at: point.moved(columns: used), style: span.style.over(style), maxColumns: maxColumns - used)
        }
        return used
    }

    /// Draws a styled line into the first row of a rectangle, cut with `…` where it does not fit.
    public mutating func put(
        _ line: StyledText, in rect: Rect, style: Style = .plain, alignment: Alignment = .left,
        cut: TextWidth.Cut = .end
    ) {
        guard !rect.isEmpty else { return }
        let width = line.columns
        let fitting = width > rect.columns ? line.truncated(columns: rect.columns, at: cut) : line
        let gap = width > rect.columns ? 0 : rect.columns - width
        let indent =
            switch alignment {
            case .left: 0
            case .center: gap / 2
            case .right: gap
            }
        clipped(to: rect) { $0.put(fitting, at: rect.origin.moved(columns: indent), style: style) }
    }
}
