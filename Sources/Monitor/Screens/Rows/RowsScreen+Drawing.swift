import AWSOperations
import BatchInference
import Console
import Predictions

extension RowsScreen {
    /// Why rows stand beside one another without being pairs; nil where they are, or where there's nothing beside them.
    private var unpairedSentence: String? {
        guard let pager, pager.input != nil, pager.output != nil else { return preview.unpairedSentence }
        return pairing.sentence(
            input: window(.input).progress?.count ?? preview.inputCount,
            output: window(.output).progress?.count ?? preview.outputCount)
    }

    /// What is to be known before the rows are believed.
    private var notices: [String] {
        var notices = unpairedSentence.map { [$0] } ?? []
        if pager?.input != nil, pager?.output != nil, !isCounted,
            !Side.allCases.contains(where: { window($0).isCounting })
        {
            if pairing.isPaired {
                notices.append(
                    "paired by line: not counted to the end, so the counts could still differ; i counts all rows")
            } else if pairing == .unpaired(.blankLines) {
                notices.append("i counts all rows to find out")
            }
        }
        for (side, name) in [(Side.output, "output"), (.input, "input")] {
            let table = (side == .input ? preview.input : preview.output).table
            // What has been counted is more than the first rows.
            let counted = window(side).progress?.flaws ?? TextFlaws()
            let flaws = counted.isEmpty ? table?.flaws ?? counted : counted
            if let form = side == .input ? preview.forms.input : preview.forms.output, table != nil {
                notices.append("the \(name) is read as \(form.name); F tries the next format")
            }
            notices += flaws.sentences.map { "the \(name): \($0)" }
        }
        return notices
    }

    private func noticeRows(_ text: String, _ columns: Int) -> Int {
        Paragraph("! \(text)").rows(columns: max(columns - 2, 1))
    }

    private func parts(_ area: Rect) -> (notice: Rect, table: Rect) {
        let rows = notices.reduce(0) { $0 + noticeRows($1, area.columns) }
        let (notice, table) = area.splitTop(min(rows, area.rows / 3))
        return (notice, table)
    }

    /// Rows of the table that are in sight.
    func tableRows(_ context: Context) -> Int { max(parts(context.area).table.rows - 1, 1) }

    /// Columns of the screen for cells, behind the numbers of the rows.
    func columnRoom(_ area: Rect) -> Int { max(area.columns - numberColumns - 3, 1) }

    private var numberColumns: Int {
        let most =
            [window(side).progress?.estimatedRows ?? 0, (tape(side).firstNumber ?? 0) + tape(side).rows.count, 9999]
            .max() ?? 0
        return TextWidth.columns(DisplayText.count(most)) + 1
    }

    // MARK: The line below

    var statusLine: StatusLine {
        if let prompt { return StatusLine(left: prompt.line) }
        return StatusLine(
            left: [position, failure.map { "! \($0.line)" }].compactMap(\.self).joined(separator: "   "), right: state)
    }

    /// Which row of how many is selected: `row 12 345 of 6 500 000`.
    private var position: String {
        guard pager != nil else { return "" }
        if let position = finder.position { return position }
        let (side, index) = (side, window(side).cursor)
        let tape = tape(side)
        let all = window(side).progress
        guard tape.rows.indices.contains(index) else { return all?.isComplete == true ? "no rows" : "" }
        var number: String
        if let known = tape.number(at: index) {
            number = "row \(DisplayText.count(known + 1))"
        } else if let estimate = tape.estimatedNumber {
            number = "about row \(DisplayText.count(estimate + index + 1)), not counted yet,"
        } else if tape.isAtEnd, index == tape.rows.count - 1 {
            number = "last row, its number not counted yet,"
        } else {
            number = "row not counted yet,"
        }
        if tape.isEndless, index == tape.rows.count - 1 { number += " (too long to read past it)" }
        let sideName =
            pairing.isPaired || pager?.input == nil || pager?.output == nil ? "" : side == .input ? "input " : "output "
        return sideName + number + total(all, tape)
    }

    private func total(_ progress: RowProgress?, _ tape: RowTape) -> String {
        guard let progress else {
            return tape.isAtEnd ? tape.firstNumber.map { " of \(DisplayText.count($0 + tape.rows.count))" } ?? "" : ""
        }
        if progress.isComplete { return " of \(DisplayText.count(progress.count.records))" }
        if tape.isAtEnd, let first = tape.firstNumber { return " of \(DisplayText.count(first + tape.rows.count))" }
        let seen = max(progress.count.records, tape.firstNumber.map { $0 + tape.rows.count } ?? 0)
        return progress.estimatedRows.map { " of about \(DisplayText.count(max($0, seen)))" }
            ?? " of at least \(DisplayText.count(seen))"
    }

    /// What is under way, or which column is selected.
    private var state: String {
        if let state = finder.state { return state }
        for side in Side.allCases {
            let window = window(side)
            guard let progress = window.progress, !progress.isComplete,
                window.isCounting || isJumping || window.isLoading
            else { continue }
            let what = side == .input ? "the input's rows" : "rows"
            return
                "counting \(what): \(DisplayText.percent(progress.share)), \(DisplayText.count(progress.count.records))   Esc stops"
        }
        guard let selected = columns.selected else { return "" }
        let hidden = columns.hiddenCount > 0 ? ", \(columns.hiddenCount) hidden" : ""
        let place = "column \(columns.cursor + 1) of \(columns.shown.count)\(hidden)"
        return "\(TextWidth.truncate(selected.title, columns: 24, at: .middle)), \(place)"
    }

    // MARK: The table

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard let pager else { return canvas.message([("opening", .textDim)], in: area) }
        let (notice, table) = parts(area)
        var rest = notice
        for text in notices {
            let (line, below) = rest.splitTop(min(noticeRows(text, area.columns), rest.rows))
            canvas.paragraph("\(canvas.glyphs.warning) \(text)", in: line.inset(columns: 1), .statusWarning)
            rest = below
        }
        if pager.input == nil, pager.output == nil {
            let text = preview.notes.first ?? preview.problem
            return canvas.message([(text.isEmpty ? "no rows to show" : text, .text)], in: table)
        }
        if record != nil { return drawRecord(on: &canvas, in: table.inset(columns: 1)) }
        drawTable(on: &canvas, in: table)
    }

    /// A line of the table: its rows and how the selection stands.
    private struct Line {
        var number: Int?
        var input: Row?
        var output: Row?
        var isSelected = false
    }

    private func lines(_ height: Int) -> [Line] {
        if let filter = finder.filter {
            return filter.rows.indices.dropFirst(filter.top).prefix(height).map { index in
                let row = filter.rows[index]
                return Line(
                    number: row.number, input: row.input, output: row.output, isSelected: index == filter.cursor)
            }
        }
        let lead = side
        let leading = window(lead)
        let isPaired = pairing.isPaired
        return (0..<height).compactMap { offset in
            var line = Line()
            for side in Side.allCases {
                let tape = tape(side)
                var index = window(side).top + offset
                if isPaired, side != lead {
                    guard let number = self.tape(lead).number(at: leading.top + offset),
                        leading.top + offset < self.tape(lead).rows.count,
                        let place = tape.index(of: number)
                    else { continue }
                    index = place
                }
                guard tape.rows.indices.contains(index) else { continue }
                let row = shown(tape.rows[index], of: side)
                if side == .input { line.input = row } else { line.output = row }
                if side == lead {
                    line.number = tape.number(at: index)
                    line.isSelected = index == leading.cursor
                }
            }
            return line.input == nil && line.output == nil ? nil : line
        }
    }

    private func drawTable(on canvas: inout Canvas, in area: Rect) {
        // As in other lists, the mark of the selected row stands behind a column that is free.
        let (gutter, body) = area.splitLeft(numberColumns + 2)
        var placed = columns.placed(in: body.columns - 1)
        let border = placed.indices.dropFirst().first {
            columns.all[placed[$0].index].side != columns.all[placed[$0 - 1].index].side
        }
        // Rows that are no pairs have numbers of their own on each side.
        var second: Rect?
        if let border, !pairing.isPaired, finder.filter == nil {
            second = Rect(
                column: body.left + placed[border].column, row: body.top, columns: numberColumns, rows: body.rows)
            for index in border..<placed.count {
                placed[index].column += numberColumns + 1
                placed[index].width = min(placed[index].width, body.columns - 1 - placed[index].column)
            }
            placed.removeAll { $0.width <= 0 }
        }
        let lines = lines(max(area.rows - 1, 0))
        let lead = side
        let isApart = !pairing.isPaired && pager?.input != nil && pager?.output != nil
        let firstSide = isApart ? placed.first.map { columns.all[$0.index].side } ?? lead : lead
        drawNumbers(lines, of: firstSide, on: &canvas, in: gutter.inset(right: 1))
        if let second { drawNumbers(lines, of: firstSide == .input ? .output : .input, on: &canvas, in: second) }
        for place in placed { drawHeader(place, on: &canvas, in: body) }
        for (offset, line) in lines.enumerated() {
            let row = body.row(offset + 1)
            for place in placed {
                drawCell(
                    line, place, on: &canvas,
                    in: Rect(column: row.left + place.column, row: row.top, columns: place.width, rows: 1))
            }
            guard line.isSelected else { continue }
            var selected = Rect(column: area.left, row: row.top, columns: area.columns, rows: 1)
            if let second {
                let (left, right) = selected.splitLeft(second.left - 1 - area.left)
                selected = lead == firstSide ? left : right.inset(left: 1)
            }
            let mark = lead == firstSide || second == nil ? area.left + 1 : selected.left - 1
            canvas.text(canvas.glyphs.cursor, at: Point(column: mark, row: row.top), .accent, columns: 1)
            canvas.highlight(selected, .selection)
        }
        drawRules(placed, second, on: &canvas, in: body)
        if lines.isEmpty { canvas.message([(emptyText, .textDim)], in: body.inset(top: 1)) }
    }

    private var emptyText: String {
        if let text = finder.emptyText(hasSides: pager?.input != nil && pager?.output != nil) { return text }
        return failure?.line ?? (window(side).tape == nil ? "reading rows" : "no rows")
    }

    private func drawNumbers(_ lines: [Line], of side: Side, on canvas: inout Canvas, in area: Rect) {
        canvas.text("ROW", in: area.row(0), .tableHeader, align: .right)
        for (offset, line) in lines.enumerated() {
            guard finder.filter != nil || pairing.isPaired || (side == .input ? line.input : line.output) != nil else {
                continue
            }
            let number =
                finder.filter != nil || pairing.isPaired
                ? line.number : tape(side).number(at: window(side).top + offset)
            let text = number.map { DisplayText.count($0 + 1) } ?? canvas.glyphs.unknown
            canvas.text(text, in: area.row(offset + 1), .textDim, align: .right)
        }
    }

    private func drawHeader(_ place: RowColumns.Placed, on canvas: inout Canvas, in body: Rect) {
        let column = columns.all[place.index]
        let isSelected = column == columns.selected
        let area = Rect(column: body.left + place.column, row: body.top, columns: place.width, rows: 1)
        canvas.text(
            column.title, in: area, isSelected ? .tableHeaderSorted : .tableHeader,
            align: column.isNumeric ? .right : .left, cut: .middle)
    }

    private func drawCell(_ line: Line, _ place: RowColumns.Placed, on canvas: inout Canvas, in area: Rect) {
        let column = columns.all[place.index]
        guard let row = column.side == .input ? line.input : line.output else {
            // Beside filtered rows that are no pairs, nothing is to come.
            if finder.filter?.arePairs == false { return }
            canvas.text(canvas.glyphs.pending, in: area, .textDim, align: column.isNumeric ? .right : .left)
            return
        }
        guard column.place < row.count else {
            // A row with too few columns shows where one is missing.
            canvas.text(canvas.glyphs.none, in: area, .statusWarning, align: column.isNumeric ? .right : .left)
            return
        }
        let text = String(decoding: row[cell: column.place].prefix(1000), as: UTF8.self)
        let role: StyleRole =
            finder.finds(text, in: column) ? .match : column.side == .output && pairing.isPaired ? .accent : .text
        canvas.text(
            row.isCut(cell: column.place) ? text + canvas.glyphs.ellipsis : text, in: area, role,
            align: column.isNumeric ? .right : .left)
    }

    /// A rule where the frozen columns end, and where predictions stand beside the input.
    private func drawRules(_ placed: [RowColumns.Placed], _ numbers: Rect?, on canvas: inout Canvas, in body: Rect) {
        for (index, place) in placed.enumerated().dropFirst() {
            let before = placed[index - 1]
            let isBorder = columns.all[before.index].side != columns.all[place.index].side
            guard isBorder || index == columns.frozen else { continue }
            let column = isBorder ? numbers?.left ?? body.left + place.column : body.left + place.column
            canvas.columnRule(at: Point(column: column - 2, row: body.top), rows: body.rows)
        }
    }

    // MARK: One record

    /// A name and value of a record.
    struct Field {
        var column: RowPager.Column
        var value: String?
        var isCut = false
    }

    /// The rows of both sides that are selected, as they are shown, with their number.
    typealias SelectedRow = (number: Int?, input: Row?, output: Row?)

    /// The columns of the record: those that are shown, and cells beyond them.
    func recordFields(of row: SelectedRow?) -> [RowPager.Column] {
        var fields = columns.shown.map { columns.all[$0] }
        for (side, row) in [(Side.input, row?.input), (.output, row?.output)] {
            let known = columns.all.count { $0.side == side }
            guard let row, row.count > known, known > 0 || columns.all.isEmpty else { continue }
            fields += (known..<row.count).map { RowPager.Column(side, $0, title: "column \($0 + 1)") }
        }
        return fields
    }

    /// A column's value in a row, which is found once for all of its columns.
    func value(of column: RowPager.Column, in selected: SelectedRow?) -> Field {
        guard let row = column.side == .input ? selected?.input : selected?.output, column.place < row.count else {
            return Field(column: column)
        }
        return Field(column: column, value: row.text(column.place), isCut: row.isCut(cell: column.place))
    }

    private func drawRecord(on canvas: inout Canvas, in area: Rect) {
        guard let record else { return }
        let row = selectedRow
        let fields = recordFields(of: row)
        let selected = fields.indices.contains(record.cursor) ? value(of: fields[record.cursor], in: row) : nil
        let whole =
            selected.map {
                "\($0.column.title): \($0.value ?? canvas.glyphs.none)\($0.isCut ? canvas.glyphs.ellipsis : "")"
            } ?? ""
        let long = Paragraph(String(whole.unicodeScalars.prefix(4000))).rows(columns: max(area.columns, 1))
        let (detail, rest) = area.splitBottom(min(long, max(area.rows / 3, 1)) + 1)
        let window = ScrollWindow(former: record.top, selected: record.cursor, height: rest.rows, count: fields.count)
        let names = min(
            fields[window.visible].map { TextWidth.columns($0.title) }.max() ?? 0, max(rest.columns / 2, 8))
        for (offset, index) in window.visible.enumerated() {
            let field = value(of: fields[index], in: row)
            let line = rest.row(offset)
            let role: StyleRole = field.column.side == .output ? .accent : .label
            canvas.text(field.column.title, in: line.splitLeft(names).0, role, cut: .middle)
            canvas.text(
                field.value.map { String($0.unicodeScalars.prefix(1000)) } ?? canvas.glyphs.none,
                in: line.inset(left: names + 2),
                field.value == nil ? .statusWarning : .text)
            if index == record.cursor { canvas.highlight(line, .selection) }
        }
        canvas.rule(at: detail.origin, columns: detail.columns)
        canvas.paragraph(String(whole.unicodeScalars.prefix(4000)), in: detail.inset(top: 1), .text)
    }
}
