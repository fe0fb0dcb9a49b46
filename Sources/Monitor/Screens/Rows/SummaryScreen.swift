import AWSOperations
import BatchInference
import Console
import Predictions

/// What a column holds in all rows: of one output, or of all outputs of a transform, while they stream by.
struct SummaryScreen: Screen {
    enum Event: Sendable {
        case updated(ColumnSurvey)
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
    private(set) var request: ColumnSurvey.Request
    private(set) var survey: ColumnSurvey?
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
        request = ColumnSurvey.Request(
            column: column ?? first, probabilities: RowPager.probabilityColumns(of: source.preview))
    }

    var crumb: String { "Summary" }

    var statusLine: StatusLine {
        guard let survey else { return StatusLine(left: isRunning ? "reading" : problem ?? "") }
        let rows = "\(DisplayText.count(survey.rows)) row\(survey.rows == 1 ? "" : "s")"
        var left =
            survey.isComplete
            ? "all \(rows) of \(source.name)" : "\(DisplayText.percent(survey.share)) so far, \(rows) of \(source.name)"
        if !isRunning, !survey.isComplete { left = "stopped at \(left); r reads again" }
        if survey.objects > 1 {
            left += ", \(DisplayText.count(survey.objectsDone)) of \(DisplayText.count(survey.objects)) objects"
        }
        let right =
            problem ?? survey.problems.first.map {
                (survey.problems.count > 1 ? "\(survey.problems.count) left out, the first: " : "") + $0.problem
            } ?? (isRunning ? "Esc stops" : "")
        return StatusLine(left: left, right: right)
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] { survey == nil && !isRunning ? [run()] : [] }

    private mutating func run() -> Effect<Event> {
        (survey, problem, isRunning, cursor, top) = (nil, nil, true, 0, 0)
        let (source, request) = (source, request)
        return .run("survey", .screen) { services, send in
            let surveyor = ColumnSurveyor(storage: services.cloud, job: source.job, names: source.preview.names)
            do throws(AWSFailure) {
                try await surveyor.survey(request, of: source.listing, only: source.object) { send(.updated($0)) }
            } catch {
                if !Task.isCancelled { send(.stopped(error.problem)) }
            }
        }
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .updated(let survey):
            self.survey = survey
            if survey.isComplete { isRunning = false }
        case .stopped(let text):
            isRunning = false
            problem = text
        }
        return []
    }

    // MARK: Choosing

    private mutating func turn(by steps: Int) -> [Effect<Event>] {
        let count = View.allCases.count
        view = View(rawValue: (view.rawValue + steps + count) % count) ?? .values
        (cursor, top) = (0, 0)
        switch view {
        case .groups where request.by == nil: return chooseOther(by: 0)
        case .scatter where request.against == nil: return chooseOther(by: 0)
        default: return []
        }
    }

    private mutating func chooseColumn(by steps: Int) -> [Effect<Event>] {
        guard let place = columns.firstIndex(of: request.column), columns.count > 1 else { return [] }
        request.column = columns[(place + steps + columns.count) % columns.count]
        return [run()]
    }

    /// The columns that can stand beside the one that is summarised.
    private var others: [RowPager.Column] {
        columns.filter { column in
            column != request.column && (view != .scatter || column.isNumeric)
                && (column.side == request.column.side || source.preview.pairing.isPaired)
        }
    }

    private mutating func chooseOther(by steps: Int) -> [Effect<Event>] {
        let others = others
        guard !others.isEmpty else { return [] }
        let current = view == .scatter ? request.against : request.by
        // Words group rows better than numbers do.
        let place =
            current.flatMap { others.firstIndex(of: $0) }.map { ($0 + steps + others.count) % others.count }
            ?? (view == .scatter ? 0 : others.firstIndex { !$0.isNumeric } ?? 0)
        if view == .scatter { request.against = others[place] } else { request.by = others[place] }
        return [run()]
    }

    private mutating func move(by rows: Int, _ context: Context) -> [Effect<Event>] {
        let count = view == .uncertain ? survey?.uncertain.count ?? 0 : lineCount
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
        case .values: survey.map { $0.statistics.labels(limit: Self.mostLabels).count } ?? 0
        case .groups: survey?.groups.count ?? 0
        default: 0
        }
    }

    private static let mostLabels = 1000

    private func openUncertain() -> [Effect<Event>] {
        guard let survey, survey.uncertain.indices.contains(cursor) else { return [] }
        let row = survey.uncertain[cursor]
        guard let position = source.listing.rows.position(of: row.object) else { return [] }
        let output = source.listing.rows[position]
        return [
            .navigate(
                .push(
                    RowsScreen(
                        output, in: source.listing, job: source.job, names: source.preview.names, start: row.number)))
        ]
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
        let (title, body) = inside.inset(top: 1).splitTop(1)
        canvas.text(heading, in: title, .title, cut: .middle)
        guard let survey, survey.rows > 0 else {
            let text = isRunning ? "reading" : problem ?? survey?.problems.first?.line ?? "no rows"
            return canvas.message([(text, .textDim)], in: body)
        }
        switch view {
        case .values: drawValues(survey, on: &canvas, in: body.inset(top: 1))
        case .groups: drawGroups(survey, on: &canvas, in: body.inset(top: 1))
        case .uncertain: drawUncertain(survey, on: &canvas, in: body.inset(top: 1))
        case .scatter: drawScatter(survey, on: &canvas, in: body.inset(top: 1))
        }
    }

    private var heading: String {
        let column = request.column.side == .input ? "\(request.column.title) (input)" : request.column.title
        switch view {
        case .values: return column
        case .groups: return request.by.map { "\(column) by \($0.title)" } ?? "\(column): no column to group by"
        case .uncertain:
            return request.probabilities.isEmpty
                ? "no column holds probabilities" : "rows with the smallest largest probability first"
        case .scatter:
            return request.against.map { "\($0.title) over \(column)" } ?? "\(column): no other numeric column"
        }
    }

    private func share(_ count: Int, of all: Int) -> String { DisplayText.percent(Double(count) / Double(max(all, 1))) }

    private func facts(_ statistics: ColumnStatistics) -> String {
        let distinct = statistics.distinct
        var parts = ["\(DisplayText.count(statistics.known)) values"]
        parts.append("\(distinct.isExact ? "" : "at least ")\(DisplayText.count(distinct.count)) distinct")
        parts.append(
            "\(DisplayText.count(statistics.missing)) missing (\(share(statistics.missing, of: statistics.rows)))")
        if statistics.notNumbers > 0 { parts.append("\(DisplayText.count(statistics.notNumbers)) nan or inf") }
        if statistics.cut > 0 { parts.append("\(DisplayText.count(statistics.cut)) too long to read") }
        if statistics.countError > 0 {
            parts.append("counts too small by \(DisplayText.count(statistics.countError)) at most")
        }
        return parts.joined(separator: ", ")
    }

    private func drawValues(_ survey: ColumnSurvey, on canvas: inout Canvas, in area: Rect) {
        let statistics = survey.statistics
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
                    high: DisplayText.metric(numbers.maximum), title: request.column.title),
                style: canvas.theme[.metricBar], axisStyle: canvas.theme[.textDim], label: DisplayText.count),
            in: room)
    }

    private func drawGroups(_ survey: ColumnSurvey, on canvas: inout Canvas, in area: Rect) {
        guard let by = request.by else { return }
        let groups = survey.groups.sorted {
            $0.value.rows == $1.value.rows ? $0.key < $1.key : $0.value.rows > $1.value.rows
        }
        let isNumeric = survey.statistics.isNumeric && !survey.statistics.isLabels()
        let classes = isNumeric ? [] : survey.statistics.labels(limit: 6).map(\.label)
        let heads = isNumeric ? ["MISSING", "MINIMUM", "MEDIAN", "MEAN", "MAXIMUM"] : classes
        let first = min(
            max(
                groups.map { TextWidth.columns(String($0.key.unicodeScalars.prefix(60))) }.max() ?? 0,
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
                group.key.isEmpty ? "(empty)" : String(group.key.unicodeScalars.prefix(60)),
                DisplayText.count(group.value.rows),
            ]
            if isNumeric {
                let numbers = group.value.numbers
                texts.append(DisplayText.count(group.value.missing))
                texts += [numbers?.minimum, numbers?.quantile(0.5).value, numbers?.mean, numbers?.maximum].map {
                    $0.map(DisplayText.metric) ?? canvas.glyphs.none
                }
            } else {
                let counts = Dictionary(
                    group.value.labels().map { ($0.label, $0.count) }, uniquingKeysWith: { one, _ in one })
                texts += classes.map { share(counts[$0] ?? 0, of: group.value.known) }
            }
            cells(texts, row: offset + 1, .text)
        }
        if survey.ungrouped > 0, area.rows > 2 {
            canvas.text(
                "\(DisplayText.count(survey.ungrouped)) rows of other values of \(by.title), or without one",
                in: area.row(area.rows - 1), .textDim)
        }
    }

    private func drawUncertain(_ survey: ColumnSurvey, on canvas: inout Canvas, in area: Rect) {
        guard !request.probabilities.isEmpty else { return }
        canvas.text("LARGEST PROBABILITY        ROW  PREDICTION        OBJECT", in: area.row(0), .tableHeader)
        for (offset, index) in survey.uncertain.indices.dropFirst(top).prefix(max(area.rows - 1, 0)).enumerated() {
            let row = survey.uncertain[index]
            let line = area.row(offset + 1)
            canvas.text(DisplayText.metric(row.confidence), in: line.splitLeft(19).0, .text, align: .right)
            canvas.text(
                DisplayText.count(row.number + 1), in: line.splitLeft(30).0.inset(left: 20), .textDim, align: .right)
            canvas.text(String(row.value.unicodeScalars.prefix(100)), in: line.splitLeft(48).0.inset(left: 32), .accent)
            canvas.text(row.name, in: line.inset(left: 50), .textDim, cut: .middle)
            if index == cursor { canvas.highlight(line, .selection) }
        }
    }

    private func drawScatter(_ survey: ColumnSurvey, on canvas: inout Canvas, in area: Rect) {
        guard let other = request.against, !survey.pairs.isEmpty else { return }
        let (line, chart) = area.splitTop(1)
        let text =
            survey.pairsSeen > survey.pairs.count
            ? "a sample of \(DisplayText.count(survey.pairs.count)) of \(DisplayText.count(survey.pairsSeen)) rows"
            : "all \(DisplayText.count(survey.pairsSeen)) rows with both numbers"
        canvas.text(text, in: line, .textDim)
        func axis(_ values: [Double], _ title: String) -> ChartAxis {
            let (low, high) = (values.min() ?? 0, values.max() ?? 1)
            return ChartAxis(low...high, low: DisplayText.metric(low), high: DisplayText.metric(high), title: title)
        }
        canvas.draw(
            Plot(
                [.init(survey.pairs.map { PlotPoint(x: $0.x, y: $0.y) }, style: canvas.theme[.metricBar])],
                x: axis(survey.pairs.map(\.x), request.column.title), y: axis(survey.pairs.map(\.y), other.title),
                axisStyle: canvas.theme[.textDim]),
            in: chart)
    }

    static let commands: [Command<SummaryScreen, Event>] =
        [
            Command(
                "summary.stop", "stop", help: "Stop reading; what has been counted stays.", chords: [.stop, "Esc"],
                availability: { .when($0.isRunning, otherwise: "nothing in progress") },
                run: { screen, _ in
                    screen.isRunning = false
                    return [.cancel("survey")]
                }),
            Command(
                "summary.view", "next view",
                help: "Show values, shares by a column, the least confident rows or a scatter.",
                chords: ["Tab"], footerRank: 1, run: { screen, _ in screen.turn(by: 1) }),
            Command(
                "summary.view-before", "view before", help: "Show the view before.", chords: ["Shift-Tab"],
                run: { screen, _ in screen.turn(by: -1) }),
            Command(
                "summary.column", "next column", help: "Summarise the next column.", chords: ["Right", "l"],
                footerRank: 2,
                run: { screen, _ in screen.chooseColumn(by: 1) }),
            Command(
                "summary.column-before", "column before", help: "Summarise the column before.", chords: ["Left", "h"],
                run: { screen, _ in screen.chooseColumn(by: -1) }),
            Command(
                "summary.other", "other column",
                help: "Choose the next column to group by, or for the scatter.",
                chords: ["b"], footerRank: 3,
                availability: {
                    .when($0.view == .groups || $0.view == .scatter, otherwise: "Tab shows another view first")
                },
                run: { screen, _ in screen.chooseOther(by: 1) }),
            Command(
                "summary.other-before", "other before", help: "Choose the column before for the same.", chords: ["B"],
                availability: {
                    .when($0.view == .groups || $0.view == .scatter, otherwise: "Tab shows another view first")
                },
                run: { screen, _ in screen.chooseOther(by: -1) }),
            Command(
                "summary.open", "show row", help: "Show the selected row among its neighbours.", chords: ["Enter"],
                footerRank: 4,
                availability: {
                    .when(
                        $0.view == .uncertain && $0.survey?.uncertain.isEmpty == false, otherwise: "no row is selected")
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
