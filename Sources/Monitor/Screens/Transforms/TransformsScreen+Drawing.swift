import BatchInference
import Console

extension TransformsScreen {
    /// The list gets what its rows need, up to half; the panel the rest.
    private func split(_ area: Rect) -> (list: Rect, panel: Rect) {
        let wanted = model.list.visible.count + 1
        let listRows = max(min(wanted, area.rows - 12), min(area.rows / 2, 12), 3)
        return area.splitTop(min(listRows, area.rows))
    }

    func listArea(in area: Rect) -> Rect { split(area).list.inset(top: transforms.staleRows) }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard !model.list.visible.isEmpty else {
            if isFilteredEmpty {
                drawNoMatches(on: &canvas, in: area)
            } else {
                canvas.emptyState(
                    of: transforms, in: area, loading: "loading transform jobs",
                    empty: "no transform jobs in \(canvas.connection.region)",
                    hint: hiddenCount > 0
                        ? "\(hiddenCount) of Autopilot's own \(hiddenCount == 1 ? "is" : "are") hidden: a shows them"
                        : "press 1 for Autopilot jobs, choose a candidate, then n for a new transform")
            }
            return
        }
        let parts = split(area)
        drawList(on: &canvas, in: canvas.staleLine(of: transforms, in: parts.list))
        guard parts.panel.rows > 1, let row = model.selected else { return }
        canvas.rule(at: parts.panel.origin, columns: parts.panel.columns)
        TransformPanel(row: row, snapshot: snapshot, estimate: estimates[row.overview.name]).draw(
            on: &canvas, in: parts.panel.inset(left: 1, top: 1, right: 1))
    }
}
