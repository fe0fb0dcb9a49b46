import AWSOperations
import BatchInference
import Console

/// Candidates side by side: metrics, containers and environment, and where they differ.
struct ComparisonScreen: PageScreen {
    enum Event: Sendable {}

    let names: [String]
    let comparison: Comparison
    private let rows: [Leaderboard.Row]
    private let job: JobOverview
    /// The candidate that keys act on.
    private(set) var selected = 0
    private(set) var showsDifferencesOnly = false
    /// The first candidate in sight, where not all fit.
    private(set) var first = 0
    private var page = TextPage()

    var crumb: String { "Compare" }

    init(
        rows: [Leaderboard.Row], board: Leaderboard, job: JobOverview, sizes: [Leaderboard.Row.ID: Int] = [:]
    ) {
        self.rows = rows
        self.job = job
        names = rows.map(\.name)
        comparison = Comparison(rows: rows, board: board, sizes: sizes)
    }

    /// Goes to another candidate, and brings it into sight.
    private mutating func select(_ place: Int, _ context: Context) {
        selected = min(max(place, 0), max(names.count - 1, 0))
        first = min(first, selected)
        while first < selected, selected >= first + layout(columns: context.area.columns - 1).shown { first += 1 }
    }

    var statusLine: StatusLine {
        let facts = comparison.sections.flatMap(\.facts)
        return StatusLine(
            left:
                "\(names.count) candidates\(selectedText)   \(facts.count(where: \.differs)) of \(facts.count) facts differ",
            right: showsDifferencesOnly ? "differences only" : "")
    }

    /// Which one keys act on, since some may be out of sight.
    private var selectedText: String { names.count > 1 ? ", number \(selected + 1) selected" : "" }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {}

    /// Which candidates are in sight, where not all are: `1–2 of 3`.
    private func partInSight(_ shown: Int) -> String? {
        shown < names.count ? "\(first + 1)–\(first + shown) of \(names.count)" : nil
    }

    mutating func scroll(by rows: Int, _ context: Context) {
        let body = context.area.inset(left: 1, top: 1)
        page.scroll(
            by: rows, lines: lines(columns: body.columns, theme: nil, glyphs: .unicode).count, height: body.rows)
    }

    func pageRows(_ context: Context) -> Int { context.area.rows - 1 }

    private func layout(columns: Int) -> (label: Int, cell: Int, shown: Int) {
        let label = min(max(columns / 4, 12), 44)
        let shown = max(min(names.count - first, (columns - label) / 22), 1)
        return (label, max((columns - label) / shown - 2, 1), shown)
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let inside = area.inset(left: 1)
        let layout = layout(columns: inside.columns)
        if let part = partInSight(layout.shown) {
            let text = canvas.glyphs.isASCII ? String(part.map { $0 == "–" ? "-" : $0 }) : part
            canvas.text(text, at: inside.origin, .textDim, columns: layout.label - 3)
        }
        for offset in 0..<layout.shown where first + offset < names.count {
            let isSelected = first + offset == selected
            let column = inside.left + layout.label + offset * (layout.cell + 2)
            if isSelected, column >= 2 {
                canvas.text(canvas.glyphs.cursor, at: Point(column: column - 2, row: inside.top), .accent)
            }
            canvas.text(
                TextWidth.truncate(names[first + offset], columns: layout.cell, at: .middle),
                at: Point(column: column, row: inside.top), isSelected ? .tableHeaderSorted : .tableHeader,
                columns: layout.cell)
        }
        let body = inside.inset(top: 1)
        page.draw(lines(columns: body.columns, theme: canvas.theme, glyphs: canvas.glyphs), on: &canvas, in: body)
    }

    /// The facts as lines; without a theme, for counting them alone.
    private func lines(columns: Int, theme: Theme?, glyphs: Glyphs) -> [StyledText] {
        func style(_ role: StyleRole) -> Style { theme?[role] ?? .plain }
        let layout = layout(columns: columns)
        let shown = first..<min(first + layout.shown, names.count)
        var lines: [StyledText] = []
        for section in comparison.sections {
            let facts = section.facts.filter { !showsDifferencesOnly || $0.differs }
            guard !facts.isEmpty else { continue }
            if !lines.isEmpty { lines.append("") }
            lines.append(StyledText(section.title, style(.title)))
            for fact in facts {
                let mark = fact.differs ? glyphs.mark : " "
                let room = max(layout.label - 3, 1)
                let name =
                    TextWidth.padRight(
                        TextWidth.truncate(fact.name, columns: room, at: .middle), columns: room) + " "
                let cells = shown.map { place in
                    let mark = fact.best.contains(place) ? " \(glyphs.best)" : ""
                    return TextWrap.lines((fact.values[place] ?? glyphs.none) + mark, columns: layout.cell)
                }
                for row in 0..<(cells.map(\.count).max() ?? 1) {
                    var line =
                        row == 0
                        ? StyledText("\(mark) ", style(.marked)) + StyledText(name, style(.label))
                        : StyledText(String(repeating: " ", count: layout.label))
                    for (offset, cell) in cells.enumerated() {
                        let text = TextWidth.padRight(row < cell.count ? cell[row] : "", columns: layout.cell)
                        let role: StyleRole =
                            fact.best.contains(shown.lowerBound + offset)
                            ? .best : fact.differs ? .textStrong : .textDim
                        line += StyledText(text + "  ", style(role))
                    }
                    lines.append(line)
                }
            }
        }
        return lines
    }

    static let commands: [Command<ComparisonScreen, Event>] =
        [
            Command(
                "compare.differences", "differences", help: "Show only what differs, or everything.",
                chords: ["d"],
                footerRank: 1,
                run: { screen, _ in
                    screen.showsDifferencesOnly.toggle()
                    screen.page.toStart()
                    return []
                }),
            Command(
                "compare.launch", "new transform", help: "Start a batch transform with the selected candidate.",
                chords: ["n"], footerRank: 0,
                availability: { CandidatesScreen.launchability(of: $0.rows[$0.selected]) },
                run: { screen, context in
                    let row = screen.rows[screen.selected]
                    return [.launch(row.candidate, of: screen.job, isBest: row.isBest, context)]
                }),
            Command(
                "compare.right", "next candidate", help: "Select the candidate on the right.",
                chords: ["Right", "l"], footerRank: 4,
                run: { screen, context in
                    screen.select(screen.selected + 1, context)
                    return []
                }),
            Command(
                "compare.left", "previous candidate", help: "Select the candidate on the left.",
                chords: ["Left", "h"],
                run: { screen, context in
                    screen.select(screen.selected - 1, context)
                    return []
                }),
        ] + pageCommands("compare", ranks: [.down: 2, .up: 3])
}

/// What two or more candidates have in common and what not, fact by fact.
struct Comparison: Hashable, Sendable {
    struct Fact: Hashable, Sendable {
        var name: String
        /// One a candidate; nil where it has none.
        var values: [String?]
        /// The candidates that are best by this fact; empty where it has no order.
        var best: Set<Int> = []

        /// By bytes: what looks the same may not be.
        var differs: Bool { Set(values.map { $0.map { ByteText($0) } }).count > 1 }
    }

    struct Section: Hashable, Sendable {
        var title: String
        var facts: [Fact]
    }

    var sections: [Section]

    init(rows: [Leaderboard.Row], board: Leaderboard, sizes: [Leaderboard.Row.ID: Int] = [:]) {
        let details = rows.map { CandidateDetails($0.candidate) }
        let trained = board.trainMetrics.filter { metric in
            rows.contains { board.gap(of: metric, in: $0) != nil }
        }
        sections = [
            Section(title: "Overview", facts: Self.standing(of: rows, details, sizes)),
            Section(title: "Metrics", facts: board.metrics.map { Self.metric($0, of: rows, board) }),
            Section(
                title: "On the training rows, and the gap to the validation rows",
                facts: trained.map { Self.train($0, of: rows, board) }),
            Section(title: "Containers", facts: Self.containers(of: details)),
            Section(title: "Environment", facts: Self.environment(of: details)),
        ].filter { !$0.facts.isEmpty }
    }

    private static func standing(
        of rows: [Leaderboard.Row], _ details: [CandidateDetails], _ sizes: [Leaderboard.Row.ID: Int]
    ) -> [Fact] {
        let bytes = rows.map { sizes[$0.id] }
        let size = Fact(
            name: "size", values: bytes.map { $0.map(DisplayText.byteCount) },
            best: best(of: bytes.map { $0.map(Double.init) }, .minimize))
        return [
            Fact(name: "rank", values: rows.map { $0.rank.map { "\($0)" } }),
            Fact(name: "algorithm", values: rows.map(\.algorithm)),
            Fact(name: "status", values: rows.map(\.status.rawValue)),
            Fact(
                name: "took",
                values: details.map { detail in
                    detail.endedAt.flatMap(detail.duration).map(DisplayText.duration)
                }),
            Fact(name: "output", values: details.map { list($0.outputs) }),
            Fact(name: "supported", values: details.map { list($0.supportedOutputs) }),
        ] + (bytes.allSatisfy { $0 == nil } ? [] : [size])
    }

    /// The places of the best values; none where all are alike.
    private static func best(of values: [Double?], _ direction: ObjectiveDirection) -> Set<Int> {
        let known = values.compactMap { $0 }
        let top = direction == .minimize ? known.min() : known.max()
        return Set(known).count < 2 ? [] : Set(values.indices.filter { values[$0] == top })
    }

    private static func list(_ keys: [String]) -> String? { keys.isEmpty ? nil : keys.joined(separator: ", ") }

    private static func metric(_ name: MetricName, of rows: [Leaderboard.Row], _ board: Leaderboard) -> Fact {
        let values = rows.map { name == board.objective ? $0.value : $0.metrics[name]?.value }
        let direction = board.direction(of: name)
        let texts = zip(rows, values).map { row, value in
            name == board.objective ? row.valueText : value.map(name.text)
        }
        // Of a metric that nobody knows, nobody knows which way it gets better.
        guard board.knowsDirection(of: name) else { return Fact(name: name.title, values: texts) }
        return Fact(name: "\(name.title) \(direction.word)", values: texts, best: best(of: values, direction))
    }

    /// The metric on the training rows, and how much better it is there; none is the best, since neither tells of new rows.
    private static func train(_ name: MetricName, of rows: [Leaderboard.Row], _ board: Leaderboard) -> Fact {
        let gaps = rows.map { board.gap(of: name, in: $0) }
        let texts = gaps.map { gap in
            gap.map { gap in
                let sign = gap.advantage < 0 ? "" : "+"
                return "\(name.text(gap.train))   \(sign)\(DisplayText.metric(gap.advantage))"
                    + (gap.isLarge ? " !" : "")
            }
        }
        return Fact(name: name.title, values: texts)
    }

    private static func containers(of details: [CandidateDetails]) -> [Fact] {
        (0..<(details.map(\.containers.count).max() ?? 0)).flatMap { index in
            let places = details.map { $0.containers.indices.contains(index) ? $0.containers[index] : nil }
            return [
                Fact(name: "\(index + 1) role", values: places.map { $0?.role.description }),
                Fact(name: "\(index + 1) image", values: places.map { $0?.shortImage }),
                Fact(name: "\(index + 1) model", values: places.map { $0?.modelDataUrl }),
            ]
        }
    }

    private static func environment(of details: [CandidateDetails]) -> [Fact] {
        (0..<(details.map(\.containers.count).max() ?? 0)).flatMap { index -> [Fact] in
            let places = details.map { detail -> [String: String] in
                guard detail.containers.indices.contains(index) else { return [:] }
                return Dictionary(
                    detail.containers[index].environment.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
            }
            let names = Set(places.flatMap(\.keys)).sorted()
            return names.map { name in Fact(name: "\(index + 1) \(name)", values: places.map { $0[name] }) }
        }
    }
}
