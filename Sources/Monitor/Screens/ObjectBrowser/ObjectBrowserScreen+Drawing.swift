import BatchInference
import Console

/// Where the browser's parts are: the location on top, entries below it, a peek beside them or, in a narrow area, below.
struct ObjectBrowserLayout: Hashable {
    var location: Rect
    var list: Rect
    var peek: Rect?
    var rule: Rect?

    init(_ area: Rect) {
        let (head, body) = area.splitTop(2)
        location = head.row(0).inset(columns: 1)
        list = body
        guard area.columns >= 100 else {
            guard area.rows >= 16 else { return }
            let (panel, rest) = body.splitBottom(8)
            list = rest
            rule = panel.row(0)
            peek = panel.inset(left: 1, top: 1)
            return
        }
        let (panel, rest) = body.splitRight(area.columns * 2 / 5)
        list = rest.inset(right: 1)
        rule = panel.splitLeft(1).0
        peek = panel.inset(left: 2)
    }
}

extension ObjectBrowserScreen {
    func draw(on canvas: inout Canvas, in area: Rect) {
        let layout = ObjectBrowserLayout(area)
        drawLocation(on: &canvas, in: layout.location)
        if let rule = layout.rule {
            if rule.columns > 1 {
                canvas.rule(at: rule.origin, columns: rule.columns)
            } else {
                canvas.columnRule(at: rule.origin, rows: rule.rows)
            }
        }
        if let panel = layout.peek { drawPeek(on: &canvas, in: panel) }
        guard !model.list.visible.isEmpty else { return drawEmpty(on: &canvas, in: layout.list) }
        _ = canvas.staleLine(of: entries, in: layout.list)
        drawList(on: &canvas, in: listArea(in: area))
    }

    private func drawLocation(on canvas: inout Canvas, in line: Rect) {
        guard let typed else {
            canvas.text(location?.uri ?? "", in: line, .link, cut: .start)
            return
        }
        let (label, rest) = line.splitLeft(12)
        canvas.text("Go to", in: label, .label)
        let (entry, problem) = typedProblem == nil ? (rest, Rect.zero) : rest.splitLeft(rest.columns / 2)
        let field = TextField(typed, style: canvas.theme[typedProblem == nil ? .fieldFocused : .fieldInvalid])
        canvas.draw(field, in: entry)
        canvas.cursor = field.cursor(in: entry)
        if let typedProblem {
            canvas.text("\(canvas.glyphs.failed) \(typedProblem)", in: problem.inset(left: 1), .statusFailed)
        }
    }

    private func drawEmpty(on canvas: inout Canvas, in area: Rect) {
        if isFilteredEmpty {
            drawNoMatches(on: &canvas, in: area)
        } else if let location {
            canvas.emptyState(
                of: entries, in: area, loading: "listing \(location.uri)", empty: "nothing starts with \(location.uri)",
                hint: "Left goes up a folder; press e to type another location")
        } else {
            canvas.message(
                [
                    ("Type a bucket name or an S3 URI such as s3://bucket/prefix/, then press Enter", .text),
                    ("Flightdeck never lists buckets, so it needs no permission for that", .textDim),
                ], in: area)
        }
    }

    private func drawPeek(on canvas: inout Canvas, in area: Rect) {
        guard let entry = model.selected, model.list.visible.contains(entry.id) else { return }
        canvas.text(entry.name, in: area.row(0), .textStrong, cut: .middle)
        let body = area.inset(top: 2)
        switch (entry, peek?.content) {
        case (.folder, _):
            canvas.paragraph("A prefix: a transform reads every object below it.", in: area.inset(top: 2), .textDim)
        case (.object(_, let size, let modified), let content):
            let bytes = size.map(DisplayText.byteCount) ?? canvas.glyphs.none
            let moment = modified.map(DisplayText.moment) ?? canvas.glyphs.none
            canvas.text("\(bytes) \(canvas.glyphs.dot) \(moment)", in: area.row(1), .textDim)
            draw(content, on: &canvas, in: body.inset(top: 1))
        }
    }

    private func draw(_ content: ObjectPeek?, on canvas: inout Canvas, in area: Rect) {
        switch content {
        case nil: canvas.text("\(canvas.glyphs.pending) reading the first bytes", in: area.row(0), .textDim)
        case .empty?: canvas.text("empty", in: area.row(0), .textDim)
        case .binary(let kind)?: canvas.text(kind, in: area.row(0), .textDim)
        case .failed(let problem)?:
            canvas.paragraph("\(canvas.glyphs.failed) \(problem)", in: area, .statusFailed)
        case .text(let lines)?:
            for (offset, line) in lines.prefix(area.rows).enumerated() { canvas.text(line, in: area.row(offset)) }
        }
    }
}
