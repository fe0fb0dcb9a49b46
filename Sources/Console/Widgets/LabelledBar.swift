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
