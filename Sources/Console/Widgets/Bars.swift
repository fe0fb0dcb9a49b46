/// A horizontal bar in eighths of a column.
public struct ProgressBar: Widget {
    /// How full, 0 to 1; other values are clamped.
    public var fraction: Double
    public var style: Style
    /// The part that is not yet full.
    public var track: Style

    public init(fraction: Double, style: Style = .plain, track: Style = .plain) {
        self.fraction = fraction
        self.style = style
        self.track = track
    }

    /// The bar as text in at most so many columns, without its empty part.
    public static func text(fraction: Double, columns: Int) -> String {
        guard fraction > 0, columns > 0 else { return "" }
        let eighths = Int(min(fraction, 1) * Double(columns * 8) + 0.5)
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    }

    public func draw(into surface: inout Surface, in rect: Rect) {
        guard !rect.isEmpty else { return }
        let line = rect.row(0)
        surface.clipped(to: line) { surface in
            surface.fill(line, style: track.over(surface[line.origin].style))
            surface.put(
                Self.text(fraction: fraction, columns: line.columns), at: line.origin,
                style: style, maxColumns: line.columns)
        }
    }
}

/// A label, a bar and a value on one line, as in a small bar chart.
public struct LabelledBar: Widget {
    public var label: StyledText
    /// How long the bar is, 0 to 1.
    public var fraction: Double
    public var value: StyledText
    /// Columns for the label; the value takes what it needs, the bar the rest.
    public var labelColumns: Int
    /// Columns kept for the value, so that bars of several lines end alike.
    public var valueColumns: Int
    public var barStyle: Style

    public init(
        label: StyledText, fraction: Double, value: StyledText, labelColumns: Int, valueColumns: Int? = nil,
        barStyle: Style = .plain
    ) {
        self.label = label
        self.fraction = fraction
        self.value = value
        self.labelColumns = labelColumns
        self.valueColumns = valueColumns ?? value.columns
        self.barStyle = barStyle
    }

    public func draw(into surface: inout Surface, in rect: Rect) {
        guard !rect.isEmpty else { return }
        let (labelPlace, rest) = rect.row(0).splitLeft(labelColumns)
        let (valuePlace, middle) = rest.splitRight(valueColumns)
        surface.put(label, in: labelPlace)
        surface.put(value, in: valuePlace, alignment: .right)
        let bar = middle.inset(columns: 1)
        guard !bar.isEmpty else { return }
        surface.put(
            ProgressBar.text(fraction: fraction, columns: bar.columns), at: bar.origin, style: barStyle,
            maxColumns: bar.columns)
    }
}

/// Values over time as blocks of eight heights, the newest on the right.
public struct Sparkline: Widget {
    /// From old to new; `nil` leaves a gap.
    public var values: [Double?]
    /// What the lowest and the highest block stand for; `nil` takes it from the values shown, from 0 on.
    public var range: ClosedRange<Double>?
    public var style: Style

    public init(_ values: [Double?], range: ClosedRange<Double>? = nil, style: Style = .plain) {
        self.values = values
        self.range = range
        self.style = style
    }

    /// The newest values as text, one a column.
    public static func text(_ values: [Double?], range: ClosedRange<Double>? = nil, columns: Int) -> String {
        let shown = values.suffix(max(0, columns))
        let known = shown.compactMap { $0 }.filter(\.isFinite)
        let low = range?.lowerBound ?? min(0, known.min() ?? 0)
        let high = range?.upperBound ?? (known.max() ?? 0)
        let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        return String(
            shown.map { value -> Character in
                guard let value, value.isFinite else { return " " }
                guard high > low else { return blocks[0] }
                let level = (value - low) / (high - low) * 7
                return blocks[Int(min(max(0, level), 7) + 0.5)]
            })
    }

    public func draw(into surface: inout Surface, in rect: Rect) {
        guard !rect.isEmpty else { return }
        surface.put(
            StyledText(Self.text(values, range: range, columns: rect.columns), style), in: rect.row(0))
    }
}
