import BatchInference
import Console

extension OutputsScreen {
    /// From this width on the preview stands beside the list; below it, under it or behind Tab.
    static let wide = 110

    private func split(_ area: Rect) -> (list: Rect, preview: Rect) {
        if area.columns >= Self.wide {
            let (list, rest) = area.splitLeft(area.columns / 2)
            return (list, rest.inset(left: 2))
        }
        if showsPreview { return (Rect.zero, area.inset(columns: 1)) }
        let listRows = min(max(list.count + 1, 4), area.rows / 2)
        let (list, rest) = area.splitTop(listRows)
        return (list, rest.inset(left: 1, top: 1, right: 1))
    }

    /// A running download takes the last row, and so does one that has stopped.
    private func withoutBar(_ area: Rect) -> (bar: Rect, rest: Rect) {
        area.splitBottom(download == nil && downloadProblem == nil ? 0 : 1)
    }

    /// What is said where neither side has an object.
    private var emptyText: String {
        let absence = listing.value?.progress.absence(transform.status)
        return "no objects under the input prefix" + (absence.map { "; \($0)" } ?? ", none under the output prefix")
    }

    /// Whether there are rows and the filter hides them all.
    var isFilteredEmpty: Bool { list.count == 0 && listing.value?.rows.isEmpty == false && filter.isActive }

    private func drawList(on canvas: inout Canvas, in area: Rect) {
        // A resize may have made the list shorter than when it was last arranged.
        var list = list
        list.reveal(height: Table.body(of: area).rows)
        canvas.draw(table(of: list, on: canvas), in: Self.tableArea(area))
    }

    /// The header and the footer keep a column free at the right, and so does the table.
    static func tableArea(_ area: Rect) -> Rect { area.inset(right: 1) }

    /// The table as it is drawn: nothing but the visible rows is made.
    func table(of list: OutputList, on canvas: Canvas) -> Table {
        let columns = columns
        // The rows are made while the surface is drawn on: a second holder would have it copied.
        let canvas = Canvas(
            size: Size(columns: 0, rows: 0), theme: canvas.theme, glyphs: canvas.glyphs, now: canvas.now,
            connection: canvas.connection)
        // On a reversed row a cell's own colour would become its background.
        let isReversed = canvas.theme[.selection].attributes.contains(.reverse)
        let selected = list.selectedIndex
        return Table(
            columns: columns.map { $0.table(sort: list.sort) }, rowCount: list.count, firstRow: list.top,
            selected: selected,
            style: TableStyle(
                header: canvas.theme[.tableHeader], sortedHeader: canvas.theme[.tableHeaderSorted],
                selection: canvas.theme[.selection], cursor: isReversed ? .plain : canvas.theme[.accent])
        ) { index in
            guard let row = list.row(at: index) else { return TableRow([]) }
            let mark = list.marks.contains(row.id) ? StyledText(canvas.glyphs.mark, canvas.theme[.marked]) : ""
            let cells = columns.map { $0.cell(row, canvas) }
            guard isReversed, index == selected else { return TableRow(cells, mark: mark) }
            return TableRow(cells.map { StyledText($0.plainText) }, mark: StyledText(mark.plainText))
        }
    }

    func listArea(in area: Rect) -> Rect {
        split(withoutBar(area).rest).list.inset(top: listing.staleRows)
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let (bar, body) = withoutBar(area)
        drawDownload(on: &canvas, in: bar)
        guard list.count > 0 else {
            if isFilteredEmpty {
                canvas.noMatches(
                    filter, of: "objects", columns: OutputArrangement.columns, in: body)
            } else {
                canvas.emptyState(
                    of: listing, in: body, loading: "listing inputs and outputs",
                    empty: emptyText,
                    hint: transform.input ?? "")
            }
            return
        }
        let parts = split(body)
        if !parts.list.isEmpty { drawList(on: &canvas, in: canvas.staleLine(of: listing, in: parts.list)) }
        if area.columns >= Self.wide {
            canvas.columnRule(at: Point(column: parts.preview.left - 2, row: body.top), rows: body.rows)
        } else if !parts.list.isEmpty {
            canvas.rule(at: Point(column: body.left, row: parts.preview.top - 1), columns: body.columns)
        }
        drawPreview(on: &canvas, in: parts.preview)
    }

    private func drawPreview(on canvas: inout Canvas, in area: Rect) {
        guard area.rows > 2, let row = list.selected else { return }
        let (title, body) = area.splitTop(1)
        var rest = body
        let run = row.state == .earlier ? " (of an earlier run)" : ""
        canvas.text("\(row.relativeName) and its predictions\(run)", in: title, .title, cut: .middle)
        guard let value = preview.value else {
            canvas.emptyState(of: preview, in: rest, loading: "reading the first rows", empty: "nothing to show")
            return
        }
        let text = value.problem.isEmpty ? value.flaws.first ?? "" : value.problem
        let (problem, below) = rest.splitTop(text.isEmpty ? 0 : min(3, rest.rows / 3))
        canvas.paragraph("\(canvas.glyphs.warning) \(text)", in: problem, .stale)
        rest = below
        let chart = SummaryChart(summary: value.summary, coverage: value.coverage)
        let chartRows = rest.rows >= 10 ? min(chart.rows, rest.rows / 2) : 0
        let (bottom, table) = rest.splitBottom(chartRows == 0 ? 0 : chartRows + 1)
        SideBySide(preview: value).draw(on: &canvas, in: table)
        if chartRows > 0 { chart.draw(on: &canvas, in: bottom.inset(top: 1)) }
    }

    private func drawDownload(on canvas: inout Canvas, in area: Rect) {
        guard !area.isEmpty else { return }
        guard let download else {
            let text = downloadProblem.map { "\(canvas.glyphs.failed) \($0)" } ?? ""
            canvas.text(text, in: area.inset(columns: 1), .statusFailed)
            return
        }
        let done = min(download.filesDone + download.filesFailed, download.filesTotal)
        let failed = download.filesFailed > 0 ? ", \(DisplayText.count(download.filesFailed)) failed" : ""
        let counted = "\(DisplayText.count(done)) of \(DisplayText.count(download.filesTotal)) files\(failed)"
        let bytes =
            "\(DisplayText.byteCount(download.bytesDone)) of \(DisplayText.byteCount(download.bytesTotal))"
        // What tells most has the room there is.
        let text = area.columns >= Self.wide ? "\(counted)  \(bytes)  \(download.file)" : "\(counted)  \(bytes)"
        let used = canvas.text(
            text, at: area.origin.moved(columns: 1), .text, columns: max(area.columns / 2 - 2, 0), cut: .middle)
        canvas.draw(
            ProgressBar(
                fraction: download.share, style: canvas.theme[.progressDone], track: canvas.theme[.progressRest]),
            in: area.inset(left: used + 3, right: 8))
        canvas.text(DisplayText.percent(download.share), in: area.splitRight(7).0.inset(right: 1), .text, align: .right)
    }
}
