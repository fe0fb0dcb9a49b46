import AWSOperations
import BatchInference
import Console
import Predictions

/// What a column holds in all rows: of one output, or of all outputs of a transform, while they stream by.
struct SummaryScreen: Screen {
    enum Event: Sendable {
        case updated(OutputSummarizer.Update)
        case stopped(String)
    }

    /// What is read.
    struct Source: Sendable {
        var listing: OutputListing
        var job: DescribeTransformJobResponse
        /// Nil for all outputs of this run.
        var object: OutputRow.ID?
        /// `part-01.csv`, `all 12 outputs`
        var name: String
        /// The first rows of one output, by which columns are known.
        var preview: PredictionPreview
        /// The rows of the one output, which are counted on the way.
        var pager: RowPager?
    }

    enum View: Int, CaseIterable, Sendable {
        case values
        case groups
        case uncertain
        case scatter

        var title: String {
            switch self {
            case .values: "Values"
            case .groups: "By a column"
            case .uncertain: "Least confident"
            case .scatter: "Scatter"
            }
        }
    }

    private let source: Source
    private let columns: [RowPager.Column]
    private(set) var column: RowPager.Column
    /// The columns by which rows are grouped, and that a scatter is with, once these views were asked for.
    private(set) var by: RowPager.Column?
    private(set) var against: RowPager.Column?
    private var wantsUncertain = false
    private(set) var summary: OutputSummary?
    private(set) var progress = SummaryProgress()
    private(set) var isRunning = false
    private(set) var problem: String?
    private(set) var view = View.values
    private(set) var cursor = 0
    private var top = 0

    init(_ source: Source, column: RowPager.Column? = nil) {
        self.source = source
        columns = RowPager.columns(of: source.preview)
        let first =
            columns.first { $0.side == .output } ?? columns.first ?? RowPager.Column(.output, 0, title: "prediction")
        self.column = column ?? first
    }

    var crumb: String { "Summary" }

    /// Whether all rows were read.
    private var isComplete: Bool { summary != nil && !isRunning && !wasStopped }
    private var wasStopped = false

    var statusLine: StatusLine {
        guard let summary else { return StatusLine(left: isRunning ? "reading" : problem ?? "") }
        let rows = DisplayText.counted(summary.rows, "row")
        var left =
            isComplete
            ? "all \(rows) of \(source.name)"
            : "\(DisplayText.percent(progress.share)) so far, \(rows) of \(source.name)"
        if wasStopped { left = "stopped at \(left); r reads again" }
        if isComplete, summary.objectsRead < summary.objects {
            left =
                "\(rows) of \(DisplayText.count(summary.objectsRead)) of \(DisplayText.count(summary.objects)) objects"
        } else if !isComplete, progress.objects > 1 {
            left += ", \(DisplayText.count(progress.objectsDone)) of \(DisplayText.count(progress.objects)) objects"
        }
        let problems = summary.shortfalls.count
        let odd = summary.flaws.count
        let right =
            problems > 0
            ? DisplayText.counted(problems, "problem")
            : isRunning
                ? "Esc stops" : odd > 0 ? "flaws in \(DisplayText.counted(odd, "object"))" : ""
        return StatusLine(left: left, right: right)
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] { summary == nil && !isRunning ? [run()] : [] }

    private func reference(_ column: RowPager.Column) -> ColumnReference { ColumnReference(column, of: source.preview) }

    private var request: OutputSummarizer.Request {
        var request = OutputSummarizer.Request()
        request.forms = source.preview.forms
        request.column = reference(column)
        request.groupedBy = by.map(reference)
        request.scatteredWith = against.map(reference)
        request.leastConfident = wantsUncertain ? Self.uncertainLimit : 0
        if let id = source.object, let position = source.listing.rows.position(of: id) {
            request.object = ByteText(source.listing.outputLocation(of: source.listing.rows[position]).uri)
            request.includesEarlier = true
        }
        return request
    }

    private static let uncertainLimit = 100

    private mutating func run() -> Effect<Event> {
        (summary, problem, isRunning, wasStopped, cursor, top) = (nil, nil, true, false, 0, 0)
        progress = SummaryProgress()
        let (source, request) = (source, request)
        return .run("summary", .screen) { services, send in
            let summarizer = OutputSummarizer(storage: services.cloud, job: source.job, names: source.preview.names)
            do {
                for try await update in summarizer.updates(of: request, in: source.listing, counting: source.pager) {
                    send(.updated(update))
                }
            } catch {
                if !Task.isCancelled { send(.stopped(AWSFailure(wrapping: error).problem)) }
            }
        }
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .updated(.progress(let progress, let summary)):
            (self.progress, self.summary) = (progress, summary)
        case .updated(.finished(let summary)):
            self.summary = summary
            isRunning = false
        case .stopped(let text):
            (isRunning, wasStopped) = (false, true)
            problem = text
        }
        return []
    }

    // MARK: Choosing

    private mutating func turn(by steps: Int) -> [Effect<Event>] {
        let count = View.allCases.count
        // Problems with probabilities are of no concern elsewhere.
        let isFruitless = view == .uncertain && !isRunning && summary?.confidenceRule == nil
        if isFruitless { wantsUncertain = false }
        view = View(rawValue: (view.rawValue + steps + count) % count) ?? .values
        (cursor, top) = (0, 0)
        switch view {
        case .groups where by == nil: return chooseOther(by: 0)
        case .scatter where against == nil: return chooseOther(by: 0)
        case .uncertain where !wantsUncertain:
            wantsUncertain = true
            return [run()]
        default: return isFruitless ? [run()] : []
        }
    }

    private mutating func chooseColumn(by steps: Int) -> [Effect<Event>] {
        guard let place = columns.firstIndex(of: column), columns.count > 1 else { return [] }
        column = columns[(place + steps + columns.count) % columns.count]
        return [run()]
    }

    /// The columns that can stand beside the one that is summarized.
    private var others: [RowPager.Column] {
        columns.filter { column in
            column != self.column && (view != .scatter || column.isNumeric)
                && (column.side == self.column.side || mayBePaired)
        }
    }

    /// Whether rows of both sides stand beside one another: where blank lines leave doubt, reading all rows tells.
    private var mayBePaired: Bool {
        source.preview.pairing.isPaired || source.preview.pairing == .unpaired(.blankLines)
    }

    private mutating func chooseOther(by steps: Int) -> [Effect<Event>] {
        let others = others
        guard !others.isEmpty else { return [] }
        let current = view == .scatter ? against : by
        // Words group rows better than numbers do.
        let place =
            current.flatMap { others.firstIndex(of: $0) }.map { ($0 + steps + others.count) % others.count }
            ?? (view == .scatter ? 0 : others.firstIndex { !$0.isNumeric } ?? 0)
        if view == .scatter { against = others[place] } else { by = others[place] }
        return [run()]
    }

    private mutating func move(by rows: Int, _ context: Context) -> [Effect<Event>] {
        let count = view == .uncertain ? summary?.uncertainRows.count ?? 0 : lineCount
        let height = max(context.area.rows - 4, 1)
        if view == .uncertain {
            cursor = min(max(cursor + rows, 0), max(count - 1, 0))
            if cursor < top { top = cursor }
            if cursor >= top + height { top = cursor - height + 1 }
        } else {
            top = min(max(top + rows, 0), max(count - height, 0))
        }
        return []
    }

    private var lineCount: Int {
        switch view {
        case .values: statistics.map { $0.labels(limit: Self.mostLabels).count } ?? 0
        case .groups: summary?.groups.count ?? 0
        default: 0
        }
    }

    private static let mostLabels = 1000

    /// What the column holds.
    private var statistics: ColumnStatistics? { summary?.columns.first?.statistics }

    private func openUncertain() -> [Effect<Event>] {
        guard let summary, summary.uncertainRows.indices.contains(cursor) else { return [] }
        let row = summary.uncertainRows[cursor]
        guard let position = source.listing.rows.position(of: row.output) else { return [] }
        let screen = RowsScreen(
            source.listing.rows[position], in: source.listing, job: source.job, names: source.preview.names
        ) { $0.number(ofRecord: row.number, withoutBlankLines: row.numberWithoutBlankLines) }
        return [.navigate(.push(screen))]
    }

    // MARK: Drawing

    func draw(on canvas: inout Canvas, in area: Rect) {
        let inside = area.inset(columns: 1)
        var column = inside.left
        for view in View.allCases {
            let isShown = view == self.view
            column += canvas.text(
                isShown ? "[\(view.title)]" : " \(view.title) ", at: Point(column: column, row: inside.top),
                isShown ? .accent : .textDim, columns: max(inside.right - column, 0))
        }
        let (title, below) = inside.inset(top: 1).splitTop(1)
        let body = drawProblem(on: &canvas, in: below)
        canvas.text(heading, in: title, .title, cut: .middle)
        guard let summary, let statistics, summary.rows > 0 else {
            let text = isRunning ? "reading" : problem ?? summary?.shortfalls.first?.line ?? "no rows"
            return canvas.message([(text, .textDim)], in: body)
        }
        switch view {
        case .values: drawValues(statistics, on: &canvas, in: body.inset(top: 1))
        case .groups: drawGroups(summary, statistics, on: &canvas, in: body.inset(top: 1))
        case .uncertain: drawUncertain(summary, on: &canvas, in: body.inset(top: 1))
        case .scatter: drawScatter(summary.scatter, on: &canvas, in: body.inset(top: 1))
        }
    }

    /// Shows what the figures lack, and returns the room above it.
    private func drawProblem(on canvas: inout Canvas, in area: Rect) -> Rect {
        let failure = problem ?? summary?.shortfalls.first?.line
        guard let text = failure ?? summary?.flaws.lines.first, summary?.rows ?? 0 > 0 else { return area }
        let (bottom, above) = area.splitBottom(min(3, area.rows / 3))
        canvas.rule(at: bottom.origin, columns: bottom.columns)
        let glyph = failure == nil ? canvas.glyphs.warning : canvas.glyphs.failed
        canvas.paragraph(
            "\(glyph) \(text)", in: bottom.inset(top: 1), failure == nil ? .statusWarning : .statusFailed)
        return above
    }

    /// A column as it's told from one of the other side with the same title.
    private static func name(_ column: RowPager.Column) -> String {
        column.side == .input ? "\(column.title) (input)" : column.title
    }

    private var heading: String {
        let title = Self.name(column)
        switch view {
        case .values: return title
        case .groups: return by.map { "\(title) by \(Self.name($0))" } ?? "\(title): no column to group by"
        case .uncertain:
            return summary?.confidenceRule.map { "least confident rows, by \($0)" } ?? "least confident rows"
        case .scatter: return against.map { "\(Self.name($0)) over \(title)" } ?? "\(title): no other numeric column"
        }
    }

    private func share(_ count: Int, of all: Int) -> String { DisplayText.percent(Double(count) / Double(max(all, 1))) }

    private func facts(_ statistics: ColumnStatistics) -> String {
        let distinct = statistics.distinct
        var parts = [DisplayText.counted(statistics.known, "value")]
        parts.append("\(distinct.isExact ? "" : "at least ")\(DisplayText.count(distinct.count)) distinct")
        parts.append(
            "\(DisplayText.count(statistics.missing)) missing (\(share(statistics.missing, of: statistics.rows)))")
        if statistics.notNumbers > 0 { parts.append("\(DisplayText.count(statistics.notNumbers)) nan or inf") }
        if statistics.cut > 0 { parts.append("\(DisplayText.count(statistics.cut)) too long to read") }
        if statistics.countError > 0 {
            parts.append("counts may be up to \(DisplayText.count(statistics.countError)) too low")
        }
        return parts.joined(separator: ", ")
    }

    private func drawValues(_ statistics: ColumnStatistics, on canvas: inout Canvas, in area: Rect) {
        let (line, rest) = area.splitTop(1)
        canvas.text(facts(statistics), in: line, .textDim)
        let body = rest.inset(top: 1)
        if let numbers = statistics.numbers, !statistics.isLabels() {
            return drawNumbers(numbers, on: &canvas, in: body)
        }
        let labels = statistics.labels(limit: Self.mostLabels)
        let width = min(labels.map { TextWidth.columns(String($0.label.unicodeScalars.prefix(60))) }.max() ?? 0, 24)
        let most = labels.first?.count ?? 1
        for (offset, label) in labels.dropFirst(top).prefix(body.rows).enumerated() {
            let value = "\(share(label.count, of: statistics.known))  \(DisplayText.count(label.count))"
            canvas.draw(
                LabelledBar(
                    label: StyledText(String(label.label.unicodeScalars.prefix(200)), canvas.theme[.text]),
                    fraction: Double(label.count) / Double(most), value: StyledText(value, canvas.theme[.textDim]),
                    labelColumns: width, valueColumns: 18, barStyle: canvas.theme[.metricBar]),
                in: body.row(offset).splitLeft(width + 62).0)
        }
    }

    private func drawNumbers(_ numbers: NumberSummary, on canvas: inout Canvas, in area: Rect) {
        var facts = [("minimum", numbers.minimum)]
        for (name, share) in [
            ("1 %", 0.01), ("5 %", 0.05), ("25 %", 0.25), ("median", 0.5), ("75 %", 0.75), ("95 %", 0.95),
            ("99 %", 0.99),
        ] {
            facts.append((name, numbers.quantile(share).value))
        }
        facts += [("maximum", numbers.maximum), ("mean", numbers.mean)]
        if let deviation = numbers.standardDeviation { facts.append(("deviation", deviation)) }
        let isBeside = area.columns >= 60
        let (list, chart) = isBeside ? area.splitLeft(26) : area.splitTop(min(facts.count, area.rows / 2))
        for (offset, fact) in facts.prefix(list.rows).enumerated() {
            canvas.text(fact.0, in: list.row(offset).splitLeft(10).0, .label)
            canvas.text(
                DisplayText.metric(fact.1), in: list.row(offset).splitLeft(24).0.inset(left: 10), .text, align: .right)
        }
        if !numbers.isExact, list.rows > facts.count + 1 {
            canvas.paragraph("quantiles within 0.1 %", in: list.inset(top: facts.count + 1), .textDim)
        }
        let room = chart.inset(left: isBeside ? 2 : 0).splitTop(min(chart.rows, 16)).0
        let bars = numbers.histogram(bars: max(min(room.columns - 8, 60), 1))
        canvas.draw(
            Histogram(
                bars.map(\.count),
                x: ChartAxis(
                    numbers.minimum...numbers.maximum, low: DisplayText.metric(numbers.minimum),
                    high: DisplayText.metric(numbers.maximum), title: column.title),
                style: canvas.theme[.metricBar], axisStyle: canvas.theme[.textDim], label: DisplayText.count),
            in: room)
    }

    private func drawGroups(
        _ summary: OutputSummary, _ statistics: ColumnStatistics, on canvas: inout Canvas, in area: Rect
    ) {
        guard let by else { return }
        // Of groups with as many rows, the order by their values stays.
        let groups = summary.groups.enumerated().sorted {
            ($1.element.statistics.rows, $0.offset) < ($0.element.statistics.rows, $1.offset)
        }.map(\.element)
        let isNumeric = statistics.isNumeric && !statistics.isLabels()
        let classes = isNumeric ? [] : statistics.labels(limit: 6).map(\.label)
        let heads = isNumeric ? ["MISSING", "MINIMUM", "MEDIAN", "MEAN", "MAXIMUM"] : classes
        let first = min(
            max(
                groups.map { TextWidth.columns(String($0.value.unicodeScalars.prefix(60))) }.max() ?? 0,
                TextWidth.columns(by.title), 8), 24)
        func cells(_ texts: [String], row: Int, _ role: StyleRole) {
            let line = area.row(row)
            var column = line.left
            for (index, text) in texts.enumerated() {
                let width = index == 0 ? first : 10
                canvas.text(
                    text,
                    in: Rect(column: column, row: line.top, columns: min(width, max(line.right - column, 0)), rows: 1),
                    role, align: index == 0 ? .left : .right)
                column += width + 2
            }
        }
        cells([by.title, "ROWS"] + heads.map { String($0.unicodeScalars.prefix(60)) }, row: 0, .tableHeader)
        let height = max(area.rows - 2, 0)
        for (offset, group) in groups.dropFirst(top).prefix(height).enumerated() {
            var texts = [
                group.value.isEmpty ? "(empty)" : String(group.value.unicodeScalars.prefix(60)),
                DisplayText.count(group.statistics.rows),
            ]
            if isNumeric {
                let numbers = group.statistics.numbers
                texts.append(DisplayText.count(group.statistics.missing))
                texts += [numbers?.minimum, numbers?.quantile(0.5).value, numbers?.mean, numbers?.maximum].map {
                    $0.map(DisplayText.metric) ?? canvas.glyphs.none
                }
            } else {
                let counts = Dictionary(
                    group.statistics.labels().map { ($0.label, $0.count) }, uniquingKeysWith: { one, _ in one })
                texts += classes.map { share(counts[$0] ?? 0, of: group.statistics.known) }
            }
            cells(texts, row: offset + 1, .text)
        }
        if summary.rowsBeyondGroups > 0, area.rows > 2 {
            canvas.text(
                "\(DisplayText.counted(summary.rowsBeyondGroups, "row")) of other values of \(by.title)",
                in: area.row(area.rows - 1), .textDim)
        }
    }

    private func drawUncertain(_ summary: OutputSummary, on canvas: inout Canvas, in area: Rect) {
        guard summary.confidenceRule != nil else {
            return canvas.message(
                [(summary.shortfalls.first?.line ?? "no column has probabilities", .textDim)], in: area)
        }
        canvas.text("LARGEST PROBABILITY        ROW  PREDICTION        OBJECT", in: area.row(0), .tableHeader)
        let rows = summary.uncertainRows
        for (offset, index) in rows.indices.dropFirst(top).prefix(max(area.rows - 1, 0)).enumerated() {
            let row = rows[index]
            let line = area.row(offset + 1)
            canvas.text(DisplayText.metric(row.confidence), in: line.splitLeft(19).0, .text, align: .right)
            canvas.text(
                DisplayText.count(row.number + 1), in: line.splitLeft(30).0.inset(left: 20), .textDim, align: .right)
            let place = source.preview.summaryColumn
            let prediction = place < row.cells.count ? row.cells[place] : ""
            canvas.text(
                String(prediction.unicodeScalars.prefix(100)), in: line.splitLeft(48).0.inset(left: 32), .accent)
            let name = source.listing.rows.position(of: row.output).map { source.listing.rows[$0].relativeName }
            canvas.text(name ?? row.uri, in: line.inset(left: 50), .textDim, cut: .middle)
            if index == cursor { canvas.highlight(line, .selection) }
        }
    }

    private func drawScatter(_ sample: PairSample, on canvas: inout Canvas, in area: Rect) {
        guard let other = against else { return }
        guard !sample.pairs.isEmpty else {
            let text = isRunning ? "reading" : "no row has a number in both columns; choose another column"
            return canvas.message([(text, .textDim)], in: area)
        }
        let (line, chart) = area.splitTop(1)
        let text =
            sample.isComplete
            ? "all \(DisplayText.count(sample.seen)) rows with both numbers"
            : "a sample of \(DisplayText.count(sample.pairs.count)) of \(DisplayText.count(sample.seen)) rows"
        canvas.text(text, in: line, .textDim)
        func axis(_ values: [Double], _ title: String) -> ChartAxis {
            let (low, high) = (values.min() ?? 0, values.max() ?? 1)
            return ChartAxis(low...high, low: DisplayText.metric(low), high: DisplayText.metric(high), title: title)
        }
        canvas.draw(
            Plot(
                [.init(sample.pairs.map { PlotPoint(x: $0.x, y: $0.y) }, style: canvas.theme[.metricBar])],
                x: axis(sample.pairs.map(\.x), Self.name(column)), y: axis(sample.pairs.map(\.y), Self.name(other)),
                axisStyle: canvas.theme[.textDim]),
            in: chart)
    }

    static let commands: [Command<SummaryScreen, Event>] =
        [
            Command(
                "summary.stop", "stop", help: "Stop reading; counts so far are kept.", chords: [.stop, "Esc"],
                availability: { .when($0.isRunning, otherwise: "nothing in progress") },
                run: { screen, _ in
                    (screen.isRunning, screen.wasStopped) = (false, true)
                    return [.cancel("summary")]
                }),
            Command(
                "summary.view", "next view",
                help: "Show values, shares by a column, the least confident rows or a scatter.",
                chords: ["Tab"], footerRank: 1, run: { screen, _ in screen.turn(by: 1) }),
            Command(
                "summary.view-before", "previous view", help: "Show the previous view.", chords: ["Shift-Tab"],
                run: { screen, _ in screen.turn(by: -1) }),
            Command(
                "summary.column", "next column", help: "Summarize the next column.", chords: ["Right", "l"],
                footerRank: 2,
                run: { screen, _ in screen.chooseColumn(by: 1) }),
            Command(
                "summary.column-before", "previous column", help: "Summarize the previous column.",
                chords: ["Left", "h"],
                run: { screen, _ in screen.chooseColumn(by: -1) }),
            Command(
                "summary.other", "next other column",
                help: "Choose the next column to group by, or for the scatter.",
                chords: ["b"], footerRank: 3,
                availability: {
                    .when($0.view == .groups || $0.view == .scatter, otherwise: "Tab shows another view first")
                },
                run: { screen, _ in screen.chooseOther(by: 1) }),
            Command(
                "summary.other-before", "previous other column",
                help: "Choose the previous column to group by, or for the scatter.", chords: ["B"],
                availability: {
                    .when($0.view == .groups || $0.view == .scatter, otherwise: "Tab shows another view first")
                },
                run: { screen, _ in screen.chooseOther(by: -1) }),
            Command(
                "summary.open", "show row", help: "Show the selected row among its neighbours.", chords: ["Enter"],
                footerRank: 4,
                availability: {
                    .when(
                        $0.view == .uncertain && $0.summary?.uncertainRows.isEmpty == false,
                        otherwise: "no row is selected")
                },
                run: { screen, _ in screen.openUncertain() }),
            Command(
                "summary.again", "read again", help: "Read all rows again.", chords: ["r"],
                run: { screen, _ in [screen.run()] }),
        ]
        + motionCommands("summary", among: "row", isPage: false) { screen, motion, context in
            screen.move(by: motion.rows(page: max(context.area.rows - 4, 1)), context)
        }
}
