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
