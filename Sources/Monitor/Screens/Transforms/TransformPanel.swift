import AWSOperations
import BatchInference
import Console

/// One transform alive: its line of time, cost, outputs, load, what went wrong, and the end of its log.
struct TransformPanel {
    let row: TransformRow
    let snapshot: TransformSnapshot?
    var background = RunBackground()
    /// Where somebody wants to be asked whether to stop it.
    var limits: StopLimits?
    /// The rows that the log gets at least, where there are any left.
    private static let labelColumns = 9

    func draw(on canvas: inout Canvas, in area: Rect) {
        var rest = area
        func nextRow() -> Rect {
            let (row, below) = rest.splitTop(1)
            rest = below
            return row
        }
        let work = snapshot?.work ?? ObservedWork()
        let progress = TransformProgress(of: row.overview, work: work, background: background, at: canvas.now)
        drawPhase(progress, on: &canvas, in: &rest)
        drawOutputs(snapshot == nil ? nil : progress, on: &canvas, in: &rest)
        drawUnusual(progress, on: &canvas, in: &rest)
        if snapshot?.metrics.isEmpty == false {
            drawLoad(on: &canvas, in: nextRow())
        } else if let reason = noLoad(at: canvas.now) {
            let line = nextRow()
            canvas.text(reason, in: label("load", on: &canvas, in: line), .textDim)
        }
        for stale in (snapshot?.stale ?? []).prefix(2) {
            canvas.text("\(canvas.glyphs.warning) \(stale.text(at: canvas.now))", in: nextRow(), .stale)
        }
        if let reason = row.overview.failureReason {
            let used = canvas.paragraph("\(canvas.glyphs.failed) \(reason)", in: rest, .statusFailed)
            rest = rest.splitTop(used).1
        }
        if let diagnosis = snapshot?.diagnoses.first {
            let used = canvas.paragraph(
                "\(canvas.glyphs.crumb) \(diagnosis.cause): \(diagnosis.fix)", in: rest, .accent)
            rest = rest.splitTop(used).1
        }
        drawLog(on: &canvas, in: rest)
    }

    private func label(_ text: String, on canvas: inout Canvas, in area: Rect) -> Rect {
        canvas.text(text, in: area, .label)
        return area.inset(left: Self.labelColumns)
    }

    /// Draws parts one after the other behind a label, on as many rows as they need, and takes these rows away.
    private func flow(
        _ name: String, _ parts: [(text: String, role: StyleRole)], from start: Int = 0, on canvas: inout Canvas,
        in area: inout Rect
    ) {
        var inside = label(name, on: &canvas, in: area.row(0))
        var column = start
        var rows = 1
        for (text, role) in parts {
            let columns = TextWidth.columns(text)
            if column > 0, column + columns > inside.columns, rows < area.rows {
                inside = area.row(rows).inset(left: Self.labelColumns)
                column = 0
                rows += 1
            }
            column +=
                canvas.text(
                    text, at: inside.origin.moved(columns: column), role, columns: max(inside.columns - column, 0)) + 3
        }
        area = area.splitTop(min(rows, area.rows)).1
    }

    private func drawPhase(_ progress: TransformProgress, on canvas: inout Canvas, in area: inout Rect) {
        guard area.rows > 0 else { return }
        var parts = [(text: row.status.text(canvas.glyphs), role: row.status.role)]
        let lead = TextWidth.columns(parts[0].text) + 3
        let hasBar = progress.timeline.segments.count > 1 && area.columns - Self.labelColumns - lead >= 50
        let first = area.row(0).inset(left: Self.labelColumns + lead)
        // Its room is kept by blanks.
        if hasBar { parts.append((String(repeating: " ", count: Self.barColumns), .textDim)) }
        for segment in progress.timeline.segments {
            parts.append((segment.text, segment.isUnderWay && segment.phase != .provisioning ? .text : .textDim))
        }
        if let left = progress.leftText { parts.append((left, .textDim)) }
        switch progress.cost {
        case .known(let amount):
            parts.append(
                ("cost \(amount.text)\(amount.isFinal ? "" : " so far"), by list price", .textDim))
        case .unknown: parts.append(("cost unknown", .textDim))
        case .asking, .nothingYet: break
        }
        if let limits { parts.append(("asks to stop it at \(limits.text)", .statusWarning)) }
        flow("phase", parts, on: &canvas, in: &area)
        guard hasBar else { return }
        var column = 0
        for (index, piece) in Self.bar(progress.timeline, columns: Self.barColumns, glyphs: canvas.glyphs).enumerated()
        {
            column += canvas.text(
                piece, at: first.origin.moved(columns: column), index == 0 ? .textDim : .progressDone,
                columns: max(0, first.columns - column))
        }
    }

    private static let barColumns = 16

    /// The line of time in pieces, one a segment.
    private static func bar(_ timeline: TransformTimeline, columns: Int, glyphs: Glyphs) -> [String] {
        zip(timeline.segments, timeline.columns(of: columns)).map { segment, count in
            let sign =
                switch segment.phase {
                case .provisioning: glyphs.isASCII ? "-" : "─"
                case .stopping: glyphs.isASCII ? "." : "╌"
                case .running, .ended: glyphs.isASCII ? "=" : "━"
                }
            return String(repeating: sign, count: count)
        }
    }

    /// What is unusual: nothing heard of it, or slower than others.
    private func drawUnusual(_ progress: TransformProgress, on canvas: inout Canvas, in area: inout Rect) {
        func warn(_ text: String) {
            let used = canvas.paragraph("\(canvas.glyphs.warning) \(text)", in: area, .statusWarning)
            area = area.splitTop(used).1
        }
        // Its cause says the same, and more.
        let isExplained = snapshot?.diagnoses.contains { $0.id == "ping-refused" } == true
        if let silence = progress.silence, !(silence.kind == .notReady && isExplained) { warn(silence.text) }
        if let slowness = progress.slowness { warn(slowness.text) }
    }

    private func drawOutputs(_ progress: TransformProgress?, on canvas: inout Canvas, in area: inout Rect) {
        guard area.rows > 0 else { return }
        guard let outputs = snapshot?.outputs ?? row.outputs else {
            let text = snapshot == nil ? "\(canvas.glyphs.pending) counting" : "unknown"
            return flow("outputs", [(text, .textDim)], on: &canvas, in: &area)
        }
        let inside = area.row(0).inset(left: Self.labelColumns)
        let isPartOfRepair = outputs.repaired != nil || !outputs.repairs.isEmpty
        let count = absence(of: outputs) ?? (isPartOfRepair ? outputs.countText : outputs.text())
        var column = canvas.text(count, at: inside.origin, .text, columns: inside.columns) + 2
        if let share = progress?.share, let text = progress?.shareText {
            let width = min(30, max(inside.columns - column - 40, 8))
            canvas.draw(
                ProgressBar(
                    fraction: share.lowerBound, style: canvas.theme[.progressDone], track: canvas.theme[.progressRest]),
                in: Rect(column: inside.left + column, row: inside.top, columns: width, rows: 1))
            column += width + 1
            column += canvas.text(
                text, at: inside.origin.moved(columns: column), .text, columns: inside.columns - column)
        }
        let pace = outputs.listedEvery.map { ", listed every \(DisplayText.duration(seconds: $0))" } ?? ""
        var more = [(text: "\(outputs.bytesText), objects in S3\(pace)", role: StyleRole.textDim)]
        // Names of repairs are long, and get lines of their own.
        if isPartOfRepair { more += outputs.remarks.map { ($0, .textDim) } }
        for evidence in progress?.evidence ?? [] {
            if evidence.source == .batches { more.append((evidence.basis, .textDim)) }
            if !evidence.remark.isEmpty, evidence.source != .pastRuns { more.append((evidence.remark, .textDim)) }
        }
        flow("outputs", more, from: column + 3, on: &canvas, in: &area)
    }

    /// What is said of an ended transform that wrote nothing, with what an earlier run did; nil where it wrote something,
    /// or may yet.
    private func absence(of outputs: OutputProgress) -> String? {
        guard row.overview.isEnded, let absence = outputs.absence(row.overview.status) else { return nil }
        return ([absence] + outputs.remarks).joined(separator: ", ")
    }

    private func drawLoad(on canvas: inout Canvas, in area: Rect) {
        guard let metrics = snapshot?.metrics else { return }
        let inside = label("load", on: &canvas, in: area)
        let instance = row.overview.instanceType.flatMap { InstanceType($0) }
        let width = min(20, max(inside.columns / 5, 6))
        var column = 0
        func series(_ title: String, _ points: [MetricPoint], top: Double, role: StyleRole, value: String) {
            guard !points.isEmpty, column < inside.columns else { return }
            column += canvas.text(title + " ", at: inside.origin.moved(columns: column), .text)
            canvas.draw(
                Sparkline(points.suffix(width).map(\.value), range: 0...top, style: canvas.theme[role]),
                in: Rect(
                    column: inside.left + column, row: inside.top, columns: min(width, inside.columns - column), rows: 1
                ))
            column += min(width, points.count) + 1
            column +=
                canvas.text(
                    value, at: inside.origin.moved(columns: column), .textDim, columns: inside.columns - column) + 3
        }
        let cores = instance?.vCPU
        let cpu = metrics.cpu.last?.value ?? 0
        let share = metrics.cpuShare(of: instance)
        series(
            "CPU", metrics.cpu, top: Double(100 * (cores ?? 1)), role: .sparkCPU,
            value: share.flatMap { share in cores.map { "\(DisplayText.percent(share)) of \($0) cores" } }
                ?? "\(DisplayText.decimal(cpu, places: 0)) %")
        let memory = metrics.memory.last?.value ?? 0
        series(
            "memory", metrics.memory, top: 100, role: .sparkMemory, value: "\(DisplayText.decimal(memory, places: 0)) %"
        )
        let gpu = metrics.gpu.last?.value ?? 0
        let devices = max(instance?.accelerator?.count ?? 1, 1)
        series(
            "GPU", metrics.gpu, top: Double(100 * devices), role: .sparkCPU,
            value: "\(DisplayText.decimal(gpu, places: 0)) %" + (devices > 1 ? " of \(devices) × 100 %" : ""))
        let idle = metrics.idleInstances(as: instance).count
        guard row.overview.phase == .running, idle > 0 else { return }
        let text =
            metrics.instances.count == 1
            ? "\(canvas.glyphs.warning) idle"
            : "\(canvas.glyphs.warning) \(idle) of \(metrics.instances.count) instances idle"
        canvas.text(
            text, at: inside.origin.moved(columns: column), .statusWarning, columns: max(inside.columns - column, 0))
    }

    /// Why a transform that has been running for minutes has no load; nil where it need not have one yet.
    private func noLoad(at now: Timestamp) -> String? {
        guard let snapshot, row.overview.phase == .running, let running = row.overview.runningSeconds(at: now),
            running > 300
        else { return nil }
        if snapshot.stale.contains(where: { $0.source == .log }), !snapshot.log.exists {
            return "unknown: can't list the log streams, which name the instances"
        }
        return "no CloudWatch metrics after \(DisplayText.age(seconds: running))"
    }

    private func drawLog(on canvas: inout Canvas, in area: Rect) {
        guard area.rows > 0 else { return }
        guard let log = snapshot?.log, !log.lines.isEmpty else {
            let text =
                snapshot == nil
                ? "\(canvas.glyphs.pending) loading the log"
                : snapshot?.logNote.isEmpty == false
                    ? snapshot?.logNote ?? ""
                    : row.overview.isEnded ? "no log lines" : "no log yet: it starts when a container writes"
            canvas.text(text, in: area, .textDim)
            return
        }
        var area = area
        if let note = snapshot?.logNote, !note.isEmpty, area.rows > 1 {
            canvas.text("\(canvas.glyphs.warning) \(note)", in: area.row(area.rows - 1), .stale)
            area = area.splitBottom(1).1
        }
        // The last lines that fit; an error is whole, however long it is.
        var levels = LogLevels()
        let last = log.lines.suffix(area.rows).map { LogLineView($0, level: levels.level(of: $0).level) }
        var views: [(view: LogLineView, rows: Int)] = []
        var left = area.rows
        for view in last.reversed() where left > 0 {
            let rows = view.isError ? view.rows(columns: area.columns).count : 1
            guard rows <= left || views.isEmpty else { break }
            views.append((view, min(rows, left)))
            left -= min(rows, left)
        }
        for (view, rows) in views.reversed() {
            if view.isError {
                view.drawWrapped(on: &canvas, in: area.splitTop(rows).0)
            } else {
                view.draw(on: &canvas, in: area.row(0))
            }
            area = area.splitTop(rows).1
        }
    }
}
