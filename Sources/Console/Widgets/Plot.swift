/// One side of a chart: the values it covers, and what is written at its ends.
public struct ChartAxis: Hashable, Sendable {
    public var range: ClosedRange<Double>
    /// The range's ends as they are shown.
    public var low: String
    public var high: String
    /// What the axis measures; stands between the ends where there is room.
    public var title: String

    public init(_ range: ClosedRange<Double>, low: String, high: String, title: String = "") {
        self.range = range
        self.low = low
        self.high = high
        self.title = title
    }

    /// Where a value lies, from 0 to 1; nil outside the range, and for what isn't a number. A range of one value is its middle.
    func share(_ value: Double) -> Double? {
        guard value.isFinite, range.contains(value) else { return nil }
        let width = range.upperBound - range.lowerBound
        return width > 0 ? (value - range.lowerBound) / width : 0.5
    }
}

/// Points and lines in braille dots, two columns and four rows of them a cell, between two axes.
public struct Plot: Widget {
    /// Points that belong together.
    public struct Series: Hashable, Sendable {
        public var points: [PlotPoint]
        /// Whether neighbouring points are joined.
        public var isLine: Bool
        public var style: Style

        public init(_ points: [PlotPoint], isLine: Bool = false, style: Style = .plain) {
            self.points = points
            self.isLine = isLine
            self.style = style
        }
    }

    /// Drawn in order; where two share a cell, it has the later one's style.
    public var series: [Series]
    public var x: ChartAxis
    public var y: ChartAxis
    public var axisStyle: Style

    public init(_ series: [Series], x: ChartAxis, y: ChartAxis, axisStyle: Style = .plain) {
        self.series = series
        self.x = x
        self.y = y
        self.axisStyle = axisStyle
    }

    public func draw(into surface: inout Surface, in rect: Rect) {
        surface.clipped(to: rect) { surface in
            let inside = ChartFrame(x: x, y: y, style: axisStyle).draw(into: &surface, in: rect)
            guard !inside.isEmpty else { return }
            for series in series { draw(series, into: &surface, in: inside) }
        }
    }

    private func draw(_ series: Series, into surface: inout Surface, in area: Rect) {
        var dots = BrailleDots(size: area.size)
        var last: (column: Int, row: Int)?
        for point in series.points {
            guard let right = x.share(point.x), let up = y.share(point.y) else {
                // A line has a gap where a point can't be shown.
                last = nil
                continue
            }
            let place = dots.place(right: right, up: up)
            if series.isLine, let last { dots.join(last, place) } else { dots.set(place) }
            last = place
        }
        dots.draw(into: &surface, at: area.origin, style: series.style)
    }
}

/// A place in a plot, in the units of its axes.
public struct PlotPoint: Hashable, Sendable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// How often values fall into ranges of equal width, as columns of blocks between two axes.
public struct Histogram: Widget {
    /// From the lowest range to the highest; shown as wide as there is room for, several in a column where there are more.
    public var counts: [Int]
    public var x: ChartAxis
    public var style: Style
    public var axisStyle: Style
    /// A count as it is shown at the axis.
    public var label: @Sendable (Int) -> String

    public init(
        _ counts: [Int], x: ChartAxis, style: Style = .plain, axisStyle: Style = .plain,
        label: @escaping @Sendable (Int) -> String = { "\($0)" }
    ) {
        self.counts = counts
        self.x = x
        self.style = style
        self.axisStyle = axisStyle
        self.label = label
    }

    public func draw(into surface: inout Surface, in rect: Rect) {
        guard !counts.isEmpty else { return }
        surface.clipped(to: rect) { surface in
            // How many columns there are decides how many counts are added up, and these how wide the labels are.
            let most = counts.max() ?? 0
            let room = ChartFrame(x: x, y: axis(most), style: axisStyle).inside(rect).columns
            let shown = Self.combined(counts, into: max(room, 1))
            let top = shown.max() ?? 0
            let inside = ChartFrame(x: x, y: axis(top), style: axisStyle).draw(into: &surface, in: rect)
            guard !inside.isEmpty, top > 0 else { return }
            for column in 0..<inside.columns {
                let count = shown[min(column * shown.count / inside.columns, shown.count - 1)]
                draw(count, of: top, column: inside.left + column, in: inside, into: &surface)
            }
        }
    }

    private func axis(_ top: Int) -> ChartAxis { ChartAxis(0...Double(max(top, 1)), low: label(0), high: label(top)) }

    /// What is there at all is seen: a count that isn't 0 has an eighth of a row at least.
    private func draw(_ count: Int, of top: Int, column: Int, in area: Rect, into surface: inout Surface) {
        guard count > 0 else { return }
        let eighths = max(Int(Double(count) / Double(top) * Double(area.rows * 8) + 0.5), 1)
        let blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        for row in 0..<min((eighths + 7) / 8, area.rows) {
            let height = min(eighths - row * 8, 8)
            surface.put(
                blocks[height - 1], at: Point(column: column, row: area.bottom - 1 - row), style: style, maxColumns: 1)
        }
    }

    /// Neighbours added up, as many each, until they are so few.
    private static func combined(_ counts: [Int], into columns: Int) -> [Int] {
        guard counts.count > columns else { return counts }
        let each = (counts.count + columns - 1) / columns
        return stride(from: 0, to: counts.count, by: each).map { start in
            counts[start..<min(start + each, counts.count)].reduce(0, +)
        }
    }
}

/// The axes of a chart with their labels, around the room for what it shows.
private struct ChartFrame {
    let x: ChartAxis
    let y: ChartAxis
    let style: Style

    private var labelColumns: Int { max(TextWidth.columns(y.low), TextWidth.columns(y.high)) }

    /// The room between the axes; none where labels and axes need all.
    func inside(_ rect: Rect) -> Rect {
        rect.inset(left: min(labelColumns + 1, rect.columns)).splitBottom(2).1
    }

    func draw(into surface: inout Surface, in rect: Rect) -> Rect {
        let inside = inside(rect)
        guard !inside.isEmpty else { return inside }
        let gutter = Rect(column: rect.left, row: inside.top, columns: labelColumns, rows: inside.rows)
        surface.put(StyledText(y.high, style), in: gutter.row(0), alignment: .right)
        if inside.rows > 1 { surface.put(StyledText(y.low, style), in: gutter.row(inside.rows - 1), alignment: .right) }
        surface.verticalLine(at: Point(column: inside.left - 1, row: inside.top), rows: inside.rows, style: style)
        surface.put("└", at: Point(column: inside.left - 1, row: inside.bottom), style: style)
        surface.horizontalLine(
            at: Point(column: inside.left, row: inside.bottom), columns: inside.columns, style: style)
        let line = Rect(column: inside.left, row: inside.bottom + 1, columns: inside.columns, rows: 1)
        let ends = TextWidth.columns(x.low) + TextWidth.columns(x.high)
        guard ends + 1 <= inside.columns else { return inside }
        surface.put(StyledText(x.low, style), in: line)
        surface.put(StyledText(x.high, style), in: line, alignment: .right)
        if !x.title.isEmpty, ends + TextWidth.columns(x.title) + 4 <= inside.columns {
            let between = line.inset(left: TextWidth.columns(x.low) + 1, right: TextWidth.columns(x.high) + 1)
            surface.put(StyledText(x.title, style), in: between, alignment: .center)
        }
        return inside
    }
}

/// A grid of braille dots, as Unicode numbers them from U+2800.
private struct BrailleDots {
    private let size: Size
    private var cells: [UInt8]
    private let columns: Int
    private let rows: Int

    init(size: Size) {
        self.size = size
        cells = Array(repeating: 0, count: size.columns * size.rows)
        columns = size.columns * 2
        rows = size.rows * 4
    }

    /// The dot for a place, with both shares from 0 to 1.
    func place(right: Double, up: Double) -> (column: Int, row: Int) {
        (
            Int((right * Double(columns - 1)).rounded()),
            rows - 1 - Int((up * Double(rows - 1)).rounded())
        )
    }

    mutating func set(_ dot: (column: Int, row: Int)) {
        guard dot.column >= 0, dot.column < columns, dot.row >= 0, dot.row < rows else { return }
        // The lowest row of dots came into the standard later than the others.
        let left: [UInt8] = [0x01, 0x02, 0x04, 0x40]
        let right: [UInt8] = [0x08, 0x10, 0x20, 0x80]
        cells[dot.row / 4 * size.columns + dot.column / 2] |= (dot.column % 2 == 0 ? left : right)[dot.row % 4]
    }

    /// Sets every dot on the straight line between two.
    mutating func join(_ from: (column: Int, row: Int), _ to: (column: Int, row: Int)) {
        let steps = max(abs(to.column - from.column), abs(to.row - from.row), 1)
        for step in 0...steps {
            let share = Double(step) / Double(steps)
            set(
                (
                    from.column + Int((Double(to.column - from.column) * share).rounded()),
                    from.row + Int((Double(to.row - from.row) * share).rounded())
                ))
        }
    }

    func draw(into surface: inout Surface, at origin: Point, style: Style) {
        for row in 0..<size.rows {
            for column in 0..<size.columns {
                var dots = cells[row * size.columns + column]
                guard dots != 0 else { continue }
                let point = origin.moved(columns: column, rows: row)
                // Two series in one cell keep the dots of both.
                let below = surface[point].glyph.base
                if below >= 0x2800, below <= 0x28FF { dots |= UInt8(below - 0x2800) }
                surface.put(String(Unicode.Scalar(0x2800 + UInt32(dots))!), at: point, style: style, maxColumns: 1)
            }
        }
    }
}
