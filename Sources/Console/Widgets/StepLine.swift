/// A thin line that is full up to a point, for the phases of something that runs.
public struct StepLine: Widget {
    /// How far, 0 to 1; other values are clamped.
    public var fraction: Double
    public var style: Style
    /// The part still to come.
    public var track: Style

    public init(fraction: Double, style: Style = .plain, track: Style = .plain) {
        self.fraction = fraction
        self.style = style
        self.track = track
    }

    public func draw(into surface: inout Surface, in rect: Rect) {
        guard !rect.isEmpty else { return }
        let line = rect.row(0)
        let full = fraction > 0 ? Int(min(fraction, 1) * Double(line.columns) + 0.5) : 0
        surface.horizontalLine(at: line.origin, columns: full, style: style, with: "━")
        guard full < line.columns else { return }
        let rest = line.splitLeft(full).1
        surface.horizontalLine(at: rest.origin, columns: rest.columns, style: track, with: "╌")
    }
}
