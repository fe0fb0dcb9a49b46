import AWSOperations
import BatchInference
import Console

extension CandidatesScreen {
    func draw(on canvas: inout Canvas, in area: Rect) {
        guard !model.list.visible.isEmpty else { return drawEmpty(on: &canvas, in: area) }
        let layout = CandidateLayout(area, focus: focus)
        if let list = layout.list {
            _ = canvas.staleLine(of: board, in: list)
            let table = listArea(in: area)
            drawList(on: &canvas, in: table)
            let below = Rect(
                column: list.left, row: table.bottom, columns: list.columns, rows: list.bottom - table.bottom)
            if !below.isEmpty, let reason = model.selected?.candidate.failureReason {
                canvas.rule(at: below.origin, columns: below.columns)
                canvas.paragraph(
                    "\(canvas.glyphs.failed) \(reason)", in: below.inset(left: 3, top: 1, right: 1), .statusFailed)
            }
        }
        if let rule = layout.rule { canvas.columnRule(at: rule.origin, rows: rule.rows) }
        if let detail = layout.detail { drawDetail(on: &canvas, in: detail) }
    }

    private func drawEmpty(on canvas: inout Canvas, in area: Rect) {
        if isFilteredEmpty {
            drawNoMatches(on: &canvas, in: area)
        } else if let reason = job.failureReason, board.value != nil {
            canvas.message(
                [
                    ("\(canvas.glyphs.failed) the job failed before it produced a candidate", .statusFailed),
                    (reason, .text),
                ],
                in: area)
        } else {
            canvas.emptyState(
                of: board, in: area, loading: "loading the candidates of \(job.name)",
                empty: job.isRunning
                    ? "no candidates yet: the job is at \(job.secondaryStatus.rawValue)" : "the job has no candidates",
                hint: job.isRunning ? "they appear here as the job produces them" : "")
        }
    }

    private func drawDetail(on canvas: inout Canvas, in area: Rect) {
        let lines = detailLines(columns: area.columns - 2, theme: canvas.theme, glyphs: canvas.glyphs, now: canvas.now)
        page.draw(lines, on: &canvas, in: area)
    }

    /// What is known of the selected candidate, as lines; without a theme for counting them alone.
    func detailLines(columns: Int, theme: Theme?, glyphs: Glyphs, now: Timestamp) -> [StyledText] {
        guard let row = model.selected, let board = board.value else { return [] }
        return CandidateDetailText(row: row, job: job, board: board).lines(
            columns: columns, theme: theme, glyphs: glyphs, now: now)
    }
}
