import AWSOperations
import BatchInference
import Console

/// The load of a transform's instances over time: one metric as a chart, and each instance with its last values.
struct LoadScreen: PageScreen {
    enum Event: Sendable {
        case snapshot(TransformSnapshot)
    }

    enum Metric: CaseIterable, Hashable, Sendable {
        case cpu, memory, gpu, gpuMemory

        var title: String {
            switch self {
            case .cpu: "CPU"
            case .memory: "memory"
            case .gpu: "GPU"
            case .gpuMemory: "GPU memory"
            }
        }

        func points(of load: InstanceLoad) -> [MetricPoint] {
            switch self {
            case .cpu: load.cpu
            case .memory: load.memory
            case .gpu: load.gpu
            case .gpuMemory: load.gpuMemory
            }
        }

        func mean(of series: TransformMetricSeries) -> [MetricPoint] {
            switch self {
            case .cpu: series.cpu
            case .memory: series.memory
            case .gpu: series.gpu
            case .gpuMemory: series.gpuMemory
            }
        }

        /// What stands for all of it, in CloudWatch's percent: 100 for each core or device.
        func whole(of type: InstanceType?) -> Double {
            switch self {
            case .cpu: Double(100 * max(type?.vCPU ?? 1, 1))
            case .memory: 100
            case .gpu, .gpuMemory: Double(100 * max(type?.accelerator?.count ?? 1, 1))
            }
        }
    }

    private var overview: TransformOverview
    private var snapshot: TransformSnapshot?
    private(set) var metric = Metric.cpu
    /// The instance whose line is drawn strongly; nil for the mean of all.
    private(set) var selected: Int?
    /// The first instance in sight.
    private var top = 0

    init(overview: TransformOverview, snapshot: TransformSnapshot?) {
        self.overview = overview
        self.snapshot = snapshot
    }

    var crumb: String { "Load of \(overview.name)" }

    var freshness: Freshness? { Freshness(snapshot, of: .metrics) }

    private var type: InstanceType? { overview.instanceType.flatMap { InstanceType($0) } }
    private var instances: [InstanceLoad] { snapshot?.metrics.instances ?? [] }

    var statusLine: StatusLine {
        let unread = snapshot?.metrics.unreadInstances ?? 0
        var left = DisplayText.counted(instances.count, "instance")
        // One that has written no log yet isn't known by name, and has no figures.
        if let all = overview.instanceCount, all > instances.count + unread, !instances.isEmpty {
            left = "\(DisplayText.count(instances.count)) of \(DisplayText.counted(all, "instance"))"
        }
        if unread > 0 { left += ", \(unread) more not read" }
        let idle = snapshot?.metrics.idleInstances(as: type).count ?? 0
        if idle > 0 { left += ", \(idle) idle" }
        if let points = snapshot?.metrics.cpu, let last = points.last {
            let pace = "one point a minute"
            left += ", \(pace), the last at \(Self.clock(last.time)) UTC"
        }
        return StatusLine(left: left, right: metric.title)
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        let (name, pace) = (overview.name, context.refresh.watch)
        return [
            .run("watch") { services, send in
                let watcher = TransformWatcher(services: services.cloud, clock: services.clock, pace: pace)
                for await snapshot in watcher.snapshots(of: name) { send(.snapshot(snapshot)) }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .snapshot(let snapshot):
            self.snapshot = snapshot
            if let newer = snapshot.overview { overview = newer }
            if let selected, selected >= instances.count { self.selected = nil }
            return []
        }
    }

    /// Up and down go from the mean to the instances.
    mutating func scroll(by rows: Int, _ context: Context) {
        let place = min(max((selected.map { $0 + 1 } ?? 0) + rows, 0), instances.count)
        selected = place == 0 ? nil : place - 1
        let height = max(Self.rows(of: context.area, instances: instances.count) - 1, 1)
        let row = selected ?? 0
        top = min(max(top, row - height + 1), row)
    }

    /// Rows for the list below the chart, its title included.
    private static func rows(of area: Rect, instances: Int) -> Int { min(instances + 2, max(area.rows / 3, 3)) }

    private mutating func turn(by step: Int) -> [Effect<Event>] {
        let shown = Metric.allCases.filter { !$0.mean(of: snapshot?.metrics ?? TransformMetricSeries()).isEmpty }
        guard !shown.isEmpty else { return [] }
        let place = shown.firstIndex(of: metric) ?? 0
        metric = shown[(place + step + shown.count) % shown.count]
        return []
    }

    // MARK: Drawing

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard let metrics = snapshot?.metrics, !metrics.isEmpty else {
            return canvas.message([(absence, .textDim)], in: area)
        }
        let listRows = Self.rows(of: area, instances: metrics.instances.count)
        let (list, chart) = area.inset(left: 1, right: 1).splitBottom(listRows)
        drawChart(metrics, on: &canvas, in: chart)
        drawList(metrics, on: &canvas, in: list)
    }

    private var absence: String {
        guard let snapshot else { return "loading the metrics" }
        if let stale = snapshot.stale.first(where: { $0.source == .metrics }) { return stale.failure.problem }
        return snapshot.overview?.isEnded == true
            ? "CloudWatch has no metrics of this transform: it keeps one-minute data points for 15 days"
            : "no metrics yet: CloudWatch gets one data point a minute, a few minutes late"
    }

    private func drawChart(_ metrics: TransformMetricSeries, on canvas: inout Canvas, in area: Rect) {
        guard area.rows > 3 else { return }
        let whole = metric.whole(of: type)
        let unit =
            switch metric {
            case .cpu: type.map { DisplayText.counted($0.vCPU, "core") } ?? "one core (instance type unknown)"
            case .memory: "the memory"
            case .gpu, .gpuMemory: "\(DisplayText.counted(max(type?.accelerator?.count ?? 1, 1), "device"))"
            }
        let who = selected.map { " of \(instances[$0].instance)" } ?? (instances.count > 1 ? ", mean of all" : "")
        canvas.text("\(metric.title)\(who), in percent of \(unit)", in: area.row(0), .title)
        let all = metrics.instances.map { metric.points(of: $0) }
        let strong = selected.map { all[$0] } ?? metric.mean(of: metrics)
        let times = (all.joined().map(\.time) + strong.map(\.time)).map(\.secondsSinceEpoch)
        guard let first = times.min(), let last = times.max() else {
            return canvas.message([("no points of this metric", .textDim)], in: area)
        }
        // More than all there is, as with a type that isn't known, moves the axis rather than being cut.
        let most = max(whole, (all.joined().map(\.value) + strong.map(\.value)).max() ?? whole)
        func series(_ points: [MetricPoint], _ role: StyleRole) -> Plot.Series {
            Plot.Series(
                points.map { PlotPoint(x: $0.time.secondsSinceEpoch, y: $0.value) }, isLine: true,
                style: canvas.theme[role])
        }
        let isShared = all.count > 1
        let lines = (isShared ? all.map { series($0, .border) } : []) + [series(strong, .sparkCPU)]
        let plot = Plot(
            lines,
            x: ChartAxis(
                first...max(last, first + 60), low: Self.clock(Timestamp(secondsSinceEpoch: first)),
                high: Self.clock(Timestamp(secondsSinceEpoch: last)), title: "UTC"),
            y: ChartAxis(0...most, low: "0 %", high: DisplayText.percent(most / whole)),
            axisStyle: canvas.theme[.textDim])
        canvas.draw(plot, in: area.splitTop(1).1)
    }

    private func drawList(_ metrics: TransformMetricSeries, on canvas: inout Canvas, in area: Rect) {
        var rest = area
        func nextRow() -> Rect {
            let (row, below) = rest.splitTop(1)
            rest = below
            return row
        }
        draw(
            "all, mean", metrics.cpu, metrics.memory, metrics.gpu, isIdle: false, isSelected: selected == nil,
            on: &canvas, in: nextRow())
        for (index, load) in metrics.instances.enumerated().dropFirst(top) where rest.rows > 0 {
            draw(
                load.instance, load.cpu, load.memory, load.gpu, isIdle: load.isIdle(as: type) == true,
                isSelected: selected == index, on: &canvas, in: nextRow())
        }
    }

    private func draw(
        _ name: String, _ cpu: [MetricPoint], _ memory: [MetricPoint], _ gpu: [MetricPoint], isIdle: Bool,
        isSelected: Bool, on canvas: inout Canvas, in row: Rect
    ) {
        guard row.rows > 0 else { return }
        let nameColumns = min(22, row.columns / 4)
        canvas.text(
            TextWidth.truncate(name, columns: nameColumns, at: .middle), in: row, isSelected ? .textStrong : .text)
        var column = nameColumns + 1
        let width = max(min(16, (row.columns - nameColumns) / 5), 4)
        func series(_ metric: Metric, _ points: [MetricPoint], _ role: StyleRole) {
            guard !points.isEmpty, column + width + 8 < row.columns else { return }
            let whole = metric.whole(of: type)
            column += canvas.text("\(metric.title) ", at: row.origin.moved(columns: column), .label)
            canvas.draw(
                Sparkline(points.suffix(width).map(\.value), range: 0...whole, style: canvas.theme[role]),
                in: Rect(column: row.left + column, row: row.top, columns: width, rows: 1))
            column += width + 1
            let last = points.last.map { DisplayText.percent($0.value / whole) } ?? ""
            canvas.text(last, at: row.origin.moved(columns: column), .text, columns: 6)
            column += 7
        }
        series(.cpu, cpu, .sparkCPU)
        series(.memory, memory, .sparkMemory)
        series(.gpu, gpu, .sparkCPU)
        if isIdle {
            canvas.text(
                "\(canvas.glyphs.warning) idle", at: row.origin.moved(columns: column), .statusWarning,
                columns: max(row.columns - column, 0))
        }
        if isSelected { canvas.highlight(row, .selection) }
    }

    /// The time of day in UTC, to the minute.
    private static func clock(_ time: Timestamp) -> String {
        let date = CalendarDate(time)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(date.hour)):\(two(date.minute))"
    }

    static let commands: [Command<LoadScreen, Event>] =
        pageCommands(
            "load", ranks: [.down: 1],
            words: [
                .down: MotionWords(title: "next instance", help: "Go to the next instance."),
                .up: MotionWords(
                    title: "previous instance", help: "Go to the previous instance, or to the mean of all."),
            ]) + [
            Command(
                "load.next", "next metric", help: "Show the next metric.", chords: ["Right", "l", "Tab"], footerRank: 2,
                run: { screen, _ in screen.turn(by: 1) }),
            Command(
                "load.previous", "previous metric", help: "Show the previous metric.", chords: ["Left", "h"],
                run: { screen, _ in screen.turn(by: -1) }),
        ]
}
