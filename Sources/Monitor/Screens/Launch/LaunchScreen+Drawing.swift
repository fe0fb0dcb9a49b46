import BatchInference
import Console

extension LaunchScreen {
    func draw(on canvas: inout Canvas, in area: Rect) {
        let lines = progressLines(columns: LaunchLayout(area, progressRows: 0).form.columns)
        let layout = LaunchLayout(area, progressRows: lines.count)
        if let rule = layout.rule { canvas.columnRule(at: rule.origin, rows: rule.rows) }
        if let checks = layout.checks {
            // The cost stands on the last rows, below a blank one.
            let rows = costText.map { TextWrap.lines("Cost: \($0)", columns: max(checks.columns - 1, 1)).count } ?? 0
            let (cost, rest) = checks.splitBottom(min(rows, checks.rows))
            PreflightPanel(self, connection: canvas.connection)
                .draw(on: &canvas, in: rows > 0 ? rest.splitBottom(min(1, rest.rows)).1 : rest)
            drawCost(on: &canvas, in: cost)
        }
        drawForm(on: &canvas, in: layout.form)
        guard let progress = layout.progress else { return }
        canvas.rule(at: progress.origin, columns: progress.columns)
        for (offset, line) in lines.enumerated() where offset + 1 < progress.rows {
            canvas.runs(
                [(line.sign(canvas.glyphs), line.status.role), (line.text, line.role)],
                at: progress.row(offset + 1).origin, columns: progress.columns)
        }
    }

    // MARK: The form

    private func drawForm(on canvas: inout Canvas, in area: Rect) {
        let rows = formRows(columns: area.columns, isASCII: canvas.glyphs.isASCII)
        let window = window(over: rows, height: area.rows)
        for (offset, row) in rows[window.visible].enumerated() {
            let line = area.row(offset)
            let (label, value) = line.splitLeft(LaunchLayout.labelColumns)
            switch row {
            case .blank: break
            case .candidate:
                canvas.text("Candidate", in: label.inset(left: 2), .label)
                let star = isBest ? "  \(canvas.glyphs.best)" : ""
                let room = value.inset(right: 3)
                let name = TextWidth.truncate(candidateName, columns: room.columns, at: .middle)
                canvas.runs([(name, .textStrong), (star, .best)], at: value.origin, columns: value.columns)
            case .moreKeys(let line): drawKeys(line: line, in: value.inset(right: 1), on: &canvas)
            case .problem(let text, let role, _): canvas.text(text, in: value.inset(left: 2), role)
            case .difference(let text): canvas.text(text, in: value.inset(left: 2), .textDim)
            case .field(let field): draw(field, label: label, value: value, on: &canvas)
            }
        }
        canvas.draw(
            Scrollbar(window, style: canvas.theme[.scrollbar], track: canvas.theme[.border]), in: area.splitRight(1).0)
    }

    private func draw(_ field: LaunchField, label: Rect, value: Rect, on canvas: inout Canvas) {
        let isFocused = focus == field.id && isEditing
        if isFocused { canvas.text(canvas.glyphs.cursor, at: label.origin, .accent, columns: label.columns) }
        canvas.text(field.label, in: label.inset(left: 2, right: 1), isFocused ? .textStrong : .label)
        let value = value.inset(right: 1)
        switch field.entry {
        case .text: drawText(field, isFocused: isFocused, in: value, on: &canvas)
        case .choice(let titles, let read, _):
            drawChoice(titles[read(plan)], isFocused: isFocused, hint: "Space changes", in: value, on: &canvas)
        case .instance:
            let size = InstanceType(plan.instanceType).map { "   \($0.sizeText)" } ?? ""
            drawChoice(
                plan.instanceType.rawValue + size, isFocused: isFocused, hint: "Enter chooses", in: value, on: &canvas)
        case .account:
            drawChoice(
                accountText(canvas.connection), isFocused: isFocused, hint: "Enter chooses", in: value, on: &canvas)
        case .columns: drawKeys(line: 0, in: value, on: &canvas)
        case .containers:
            let changed = Set(plan.environmentChanges.map { "\($0.container) \($0.name)" }).count
            let count = plan.containers.count
            drawChoice(
                "\(DisplayText.counted(count, "container")), "
                    + (changed == 0 ? "as the candidate's" : "\(changed) changed by hand"),
                isFocused: isFocused, hint: "Enter opens", in: value, on: &canvas)
        case .fold(let about):
            let sign = openGroups.contains(field.id) ? canvas.glyphs.open : canvas.glyphs.closed
            let changes = LaunchFields.groups.first { $0.id == field.id }?.changes(in: plan) ?? []
            let text = changes.isEmpty ? about : "set: \(changes.joined(separator: ", "))"
            canvas.text("\(sign) \(text)", in: value, isFocused ? .fieldFocused : changes.isEmpty ? .textDim : .field)
        }
    }

    private func hasError(_ field: LaunchField) -> Bool {
        guard touched.contains(field.id) else { return false }
        return textProblems[field.id] != nil
            || problems.contains { $0.field == field.problems && $0.severity == .error }
    }

    private func drawText(_ field: LaunchField, isFocused: Bool, in value: Rect, on canvas: inout Canvas) {
        let text = text(of: field)
        guard isFocused else {
            if text.isEmpty {
                canvas.text(field.placeholder, in: value, .fieldPlaceholder)
            } else {
                canvas.text(text, in: value, hasError(field) ? .fieldInvalid : .field, cut: .middle)
            }
            return
        }
        let hint = field.isLocation && value.columns > 40 ? " Ctrl-O" : ""
        let entry = value.inset(right: TextWidth.columns(hint))
        let widget = TextField(
            editor, style: canvas.theme[.fieldFocused],
            placeholder: StyledText(field.placeholder, canvas.theme[.fieldPlaceholder]))
        canvas.draw(widget, in: entry)
        canvas.cursor = widget.cursor(in: entry)
        canvas.text(hint, in: value.splitRight(TextWidth.columns(hint)).0, .textDim)
    }

    private func drawChoice(_ title: String, isFocused: Bool, hint: String, in value: Rect, on canvas: inout Canvas) {
        guard isFocused else { return canvas.text(title, in: value, .field) }
        let (before, after) = canvas.glyphs.isASCII ? ("< ", " >") : ("‹ ", " ›")
        let used = canvas.text(before + title + after, at: value.origin, .fieldFocused, columns: value.columns)
        canvas.text(hint, in: value.inset(left: used + 2), .textDim)
    }

    private func drawKeys(line: Int, in value: Rect, on canvas: inout Canvas) {
        let isFocused = focus == .columns && isEditing
        for cell in keyCells(columns: value.columns) where cell.line == line {
            let box = cell.isTicked ? canvas.glyphs.checked : canvas.glyphs.unchecked
            canvas.text(
                "\(box) \(cell.key)", at: value.origin.moved(columns: cell.start),
                isFocused && cell.index == keyIndex ? .fieldFocused : cell.isTicked ? .field : .textDim,
                columns: max(value.columns - cell.start, 0))
        }
    }

    // MARK: Below it

    /// One line of what is going on, cut from a step that may be longer.
    struct ProgressLine: Hashable {
        var status: StatusWord
        var text: String
        var role: StyleRole
        var isFirst: Bool

        func sign(_ glyphs: Glyphs) -> String {
            let sign = isFirst ? glyphs[keyPath: status.glyph] : ""
            return TextWidth.padRight(sign, columns: 2)
        }
    }

    private func progressLines(columns: Int) -> [ProgressLine] {
        guard let progress else { return [] }
        return progress.lines.flatMap { line in
            TextWrap.lines(line.status.word, columns: max(columns - 4, 1)).enumerated().map { index, text in
                ProgressLine(status: line.status, text: text, role: line.role, isFirst: index == 0)
            }
        }
    }
}
