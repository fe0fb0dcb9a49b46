import AWSOperations
import BatchInference
import Console
import Predictions

/// Two ended transforms side by side: what came of them, which settings differ, how their predictions are spread.
struct RunComparisonScreen: PageScreen {
    enum Event: Sendable {
        case progressed(String)
        case compared(RunComparison)
        case failed(LoadFailure)
    }

    let first: String
    let second: String
    private var load = Loadable<RunComparison>()
    private var step = ""
    private var page = TextPage()
    /// Bytes of predictions that are read of each: what takes seconds, not minutes.
    private static let limit = 200_000_000

    init(first: String, second: String) {
        self.first = first
        self.second = second
    }

    var crumb: String { "Compare runs" }
    var freshness: Freshness? { Freshness(load) }

    var statusLine: StatusLine {
        guard let comparison = load.value else { return StatusLine(left: load.isLoading ? step : "") }
        let settings = comparison.plan.map {
            DisplayText.counted($0.count, "setting differs", "settings differ")
        }
        let shifted = comparison.columns.count { ($0.shift?.index ?? 0) >= 0.1 }
        let columns = comparison.columns.isEmpty ? nil : "\(shifted) of \(comparison.columns.count) columns shifted"
        return StatusLine(left: [settings, columns].compactMap(\.self).joined(separator: "   "))
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] { load.value == nil ? compare(context) : [] }

    private mutating func compare(_ context: Context) -> [Effect<Event>] {
        guard let scope = context.connection.scope else {
            load.fail(.unknownAccount(at: context.now))
            return []
        }
        load.begin()
        step = "reading both runs"
        return [
            .run("compare") { [first, second] services, send in
                do {
                    let comparison = try await RunReader(services, scope).comparison(
                        of: first, second, limit: Self.limit
                    ) {
                        send(.progressed($0))
                    }
                    send(.compared(comparison))
                } catch {
                    if !Task.isCancelled { send(.failed(LoadFailure(error, at: services.clock.now))) }
                }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .progressed(let step): self.step = step
        case .compared(let comparison): load.succeed(comparison, at: context.now)
        case .failed(let failure): load.fail(failure)
        }
        return []
    }

    mutating func scroll(by rows: Int, _ context: Context) {
        let body = Self.body(of: context.area)
        page.scroll(by: rows, lines: lines(columns: body.columns - 1, theme: nil).count, height: body.rows)
    }

    private static func body(of area: Rect) -> Rect { area.inset(left: 1) }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard load.value != nil else { return canvas.emptyState(of: load, in: area, loading: step, empty: step) }
        let body = Self.body(of: canvas.staleLine(of: load, in: area))
        page.draw(lines(columns: body.columns - 1, theme: canvas.theme), on: &canvas, in: body)
    }

    /// The comparison as lines; without a theme, for counting them alone.
    private func lines(columns: Int, theme: Theme?) -> [StyledText] {
        guard let comparison = load.value else { return [] }
        var page = SideBySidePage(columns: columns, theme: theme)
        page.header("", first, second)
        for note in comparison.notes { page.note(note) }
        for (name, facts) in [(first, comparison.first), (second, comparison.second)] {
            if case .history(let keptAt, let why) = facts.source {
                page.note("\(name) is from the local history, last updated \(keptAt.iso8601): \(why)")
            }
            for gap in facts.gaps { page.note("\(name): unknown: \(gap)") }
        }
        page.title("Result")
        for row in comparison.outcome { page.row(row.title, row.first, row.second, row.change) }
        page.title("Settings that differ")
        if let plan = comparison.plan {
            if plan.isEmpty { page.note("none: the settings are the same") }
            for row in plan { page.row(row.title, row.first, row.second, "") }
        } else {
            page.note("unknown")
        }
        for column in comparison.columns { add(column, to: &page) }
        return page.lines
    }

    private func add(_ column: RunComparison.Column, to page: inout SideBySidePage) {
        let shift = column.shift.map {
            "   PSI \($0.isExact ? "" : "about ")\(DisplayText.metric($0.index)), \($0.word)"
        }
        page.title("\(column.title)\(shift ?? "")")
        guard let one = column.first, let two = column.second else {
            return page.note("only \(column.first == nil ? second : first) has it")
        }
        if let shift = column.shift, shift.kind == .classes {
            let totals = (0..<2).map { run in max(1, shift.bins.reduce(0) { $0 + $1.counts[run] }) }
            for bin in shift.bins.prefix(12) {
                let texts = (0..<2).map { run in
                    DisplayText.percent(Double(bin.counts[run]) / Double(totals[run]), places: 1) + "  "
                        + DisplayText.count(bin.counts[run])
                }
                page.row(bin.label ?? "(others)", texts[0], texts[1], DisplayText.metric(bin.index))
            }
            if shift.bins.count > 12 { page.note("and \(shift.bins.count - 12) more values, included in the index") }
        } else if let one = one.numbers, let two = two.numbers {
            func row(_ name: String, _ value: (NumberSummary) -> NumberSummary.Quantile) {
                let texts = [one, two].map { numbers in
                    let value = value(numbers)
                    return (value.isExact ? "" : "~") + DisplayText.metric(value.value)
                }
                page.row(name, texts[0], texts[1], "")
            }
            page.row("numbers", DisplayText.count(one.count), DisplayText.count(two.count), "")
            for share in [0] + RunComparison.shares + [1] {
                row(
                    share == 0
                        ? "minimum"
                        : share == 1
                            ? "maximum" : share == 0.5 ? "median" : "\(DisplayText.decimal(share * 100, places: 0)) %"
                ) { $0.quantile(share) }
            }
            page.row("mean", DisplayText.metric(one.mean), DisplayText.metric(two.mean), "")
        } else {
            page.note("one has numbers and the other doesn't: not compared")
        }
    }

    static let commands: [Command<RunComparisonScreen, Event>] =
        [
            Command(
                "runs.again", "compare again", help: "Read both runs again.", chords: ["r"], footerRank: 62,
                availability: { .when(!$0.load.isLoading, otherwise: "still reading") },
                run: { screen, context in screen.compare(context) })
        ] + pageCommands("runs", ranks: [.down: 1, .up: 2])
}

/// Lines with a name, two values and how they differ; a value that is too long goes on below itself.
private struct SideBySidePage {
    private let theme: Theme?
    private let columns: Int
    private(set) var lines: [StyledText] = []
    private static let changeColumns = 9

    init(columns: Int, theme: Theme?) {
        self.columns = max(columns, 30)
        self.theme = theme
    }

    private func style(_ role: StyleRole) -> Style { theme?[role] ?? .plain }
    private var label: Int { min(max(columns / 5, 14), 28) }
    private var cell: Int { max((columns - label - Self.changeColumns - 3) / 2, 5) }

    mutating func title(_ text: String) {
        lines.append("")
        lines.append(StyledText(TextWidth.truncate(text, columns: columns), style(.title)))
    }

    mutating func note(_ text: String) {
        for line in TextWrap.lines(text, columns: columns) { lines.append(StyledText(line, style(.textDim))) }
    }

    mutating func header(_ name: String, _ first: String, _ second: String) {
        add(
            name,
            [
                TextWidth.truncate(first, columns: cell, at: .middle),
                TextWidth.truncate(second, columns: cell, at: .middle),
            ], "", .tableHeader)
    }

    mutating func row(_ name: String, _ first: String, _ second: String, _ change: String) {
        add(name, [first, second], change, first.hasSameBytes(as: second) ? .textDim : .text)
    }

    private mutating func add(_ name: String, _ values: [String], _ change: String, _ role: StyleRole) {
        let cells = values.map { TextWrap.lines($0, columns: cell) }
        for row in 0..<max(cells.map(\.count).max() ?? 1, 1) {
            let title = row == 0 ? TextWidth.truncate(name, columns: label - 1, at: .middle) : ""
            var line = StyledText(TextWidth.padRight(title, columns: label), style(.label))
            for own in cells {
                line += StyledText(
                    TextWidth.padRight(row < own.count ? own[row] : "", columns: cell) + " ", style(role))
            }
            if row == 0, !change.isEmpty { line += StyledText(change, style(.accent)) }
            lines.append(line)
        }
    }
}

extension RunReader {
    /// A reader on the program's services.
    init(_ services: Services, _ scope: AccountScope) {
        self.init(
            services: services.cloud, journal: services.journal, history: services.history, prices: services.prices,
            clock: services.clock, scope: scope)
    }
}
