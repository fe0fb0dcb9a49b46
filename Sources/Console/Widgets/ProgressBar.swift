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
