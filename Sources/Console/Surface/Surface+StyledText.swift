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
