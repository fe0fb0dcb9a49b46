import AWSOperations
import BatchInference
import Console

/// One transform alive: phase, outputs, load, what went wrong, and the end of its log.
struct TransformPanel {
    let row: TransformRow
    let snapshot: TransformSnapshot?
    let estimate: TransformEstimate?
    /// The rows that the log gets at least, where there are any left.
    private static let labelColumns = 9

    func draw(on canvas: inout Canvas, in area: Rect) {
        var rest = area
        func nextRow() -> Rect {
            let (row, below) = rest.splitTop(1)
            rest = below
            return row
        }
        drawPhase(on: &canvas, in: &rest)
        drawOutputs(on: &canvas, in: &rest)
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

    private func drawPhase(on canvas: inout Canvas, in area: inout Rect) {
        guard area.rows > 0 else { return }
        let overview = row.overview
        var parts = [(text: row.status.text(canvas.glyphs), role: row.status.role)]
        if let seconds = overview.provisioningSeconds(at: canvas.now) {
            parts.append(("provisioning \(DisplayText.duration(seconds: seconds)) (not billed)", .textDim))
        }
        if let seconds = overview.runningSeconds(at: canvas.now) {
            let isOver = overview.isEnded
            parts.append(
                (
                    "\(isOver ? "ran" : "running") \(DisplayText.duration(seconds: seconds)) (billed)",
                    isOver ? .textDim : .text
                ))
        }
        if let remaining = remaining(at: canvas.now) { parts.append((remaining, .textDim)) }
        flow("phase", parts, on: &canvas, in: &area)
    }

    /// What is left, with what the figure rests on: past runs, or the pace of the outputs; nil where neither says.
    private func remaining(at now: Timestamp) -> String? {
        if let estimate, let left = estimate.remaining(of: row.overview, at: now) {
            let (least, most) = (DisplayText.age(seconds: left.lowerBound), DisplayText.age(seconds: left.upperBound))
            let span = least == most ? "about \(most)" : least == "now" ? "up to \(most)" : "\(least) to \(most)"
            return "\(span) left, from \(estimate.runs) past run\(estimate.runs == 1 ? "" : "s")"
        }
        guard row.overview.phase == .running, let share = snapshot?.outputs?.share, share > 0.05, share < 1,
            let running = row.overview.runningSeconds(at: now)
        else { return nil }
        let left = DisplayText.duration(seconds: running * (1 - share) / share)
        return "about \(left) left, by the outputs so far"
    }

    private func drawOutputs(on canvas: inout Canvas, in area: inout Rect) {
        guard area.rows > 0 else { return }
        guard let outputs = snapshot?.outputs ?? row.outputs else {
            let text = snapshot == nil ? "\(canvas.glyphs.pending) counting" : "unknown"
            return flow("outputs", [(text, .textDim)], on: &canvas, in: &area)
        }
        let inside = area.row(0).inset(left: Self.labelColumns)
        let count = absence(of: outputs) ?? outputs.text()
        var column = canvas.text(count, at: inside.origin, .text, columns: inside.columns) + 2
        if let share = outputs.share {
            let width = min(30, max(inside.columns - column - 40, 8))
            canvas.draw(
                ProgressBar(
                    fraction: share, style: canvas.theme[.progressDone], track: canvas.theme[.progressRest]),
                in: Rect(column: inside.left + column, row: inside.top, columns: width, rows: 1))
            column += width + 1
            column += canvas.text(
                DisplayText.percent(share), at: inside.origin.moved(columns: column), .text,
                columns: inside.columns - column)
        }
        let pace = outputs.listedEvery.map { ", listed every \(DisplayText.duration(seconds: $0))" } ?? ""
        var more = [(text: "\(outputs.bytesText), objects in S3\(pace)", role: StyleRole.textDim)]
        if let log = snapshot?.log, log.invocations > 0 {
            let batches = "\(DisplayText.count(log.invocations)) batch\(log.invocations == 1 ? "" : "es")"
            more.append(("\(batches), from the log", .textDim))
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
        var views: [(view: LogLineView, rows: Int)] = []
        var left = area.rows
        for line in log.lines.suffix(area.rows).reversed() where left > 0 {
            let view = LogLineView(line)
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

/// What earlier transforms of the same candidate say about one in progress.
struct PastRuns: Sendable {
    let services: Services
    let scope: AccountScope

    /// The launches that are searched for the transform's candidate.
    private static let launches = 500
    /// The runs that an estimate rests on, at most.
    private static let runs = 20

    /// Nil where there are no past runs, or none can be read: an estimate is never needed.
    func estimate(of transform: TransformOverview) async -> TransformEstimate? {
        let launches = (try? await services.journal.history(limit: Self.launches)) ?? []
        let launch = launches.first { $0.createTransformJob.transformJobName == transform.name }
        let past = try? await services.history.pastTransforms(
            ofModel: transform.modelName, candidate: launch?.candidateName, in: scope, limit: Self.runs)
        return TransformEstimate(
            from: past ?? [], instanceType: transform.instanceType, instanceCount: transform.instanceCount)
    }

    func remember(_ transforms: [TransformOverview]) async {
        try? await services.history.remember(transforms, in: scope)
    }
}
