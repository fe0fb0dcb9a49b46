import BatchInference
import Console

/// A candidate's report as the lines of a page: one column, or two side by side where there is room.
struct ReportPage {
    let report: ModelReport
    /// The class whose importance is shown; nil for all.
    var output: Int?
    /// What the confusion matrix holds; nil for what fits.
    var cells: LabelMatrix.Cells?
    let glyphs: Glyphs

    /// Columns from which two parts stand side by side.
    private static let wide = 130
    private static let gap = 3

    /// The lines, and the rows on which sections begin.
    func lines(_ theme: Theme?, columns: Int) -> (lines: [StyledText], starts: [Int]) {
        var sections = report.sections(output: output)
        var head = TextPageBuilder(theme: theme, columns: columns)
        let star = report.isBest ? "  \(glyphs.best) best" : ""
        head.line(
            StyledText(report.candidate, head.style(.textStrong)) + StyledText(star, head.style(.best)))
        // What is missing stands above both columns.
        if let first = sections.first, first.title.isEmpty {
            head.blank()
            for block in first.blocks { add(block, to: &head, theme) }
            head.blank()
            sections.removeFirst()
        }
        let (main, aside) = (sections.filter { !$0.isAside }, sections.filter(\.isAside))
        let body = body(main: main, aside: aside, all: sections, theme, columns)
        return (head.lines + body.lines, body.starts.map { $0 + head.lines.count })
    }

    private func body(
        main: [ReportSection], aside: [ReportSection], all: [ReportSection], _ theme: Theme?, _ columns: Int
    ) -> (lines: [StyledText], starts: [Int]) {
        guard columns >= Self.wide, !main.isEmpty, !aside.isEmpty else { return one(all, theme, columns) }
        let left = (columns - Self.gap) / 2
        let right = columns - left - Self.gap
        let (first, second) = (one(main, theme, left), one(aside, theme, right))
        let rule = StyledText(" \(glyphs.column) ", theme?[.border] ?? .plain)
        let lines = (0..<max(first.lines.count, second.lines.count)).map { row in
            let text = row < first.lines.count ? first.lines[row].truncated(columns: left) : ""
            let blanks = String(repeating: " ", count: max(left - text.columns, 0))
            return text + StyledText(blanks) + rule + (row < second.lines.count ? second.lines[row] : "")
        }
        return (lines, Set(first.starts + second.starts).sorted())
    }

    private func one(
        _ sections: [ReportSection], _ theme: Theme?, _ columns: Int
    ) -> (lines: [StyledText], starts: [Int]) {
        var page = TextPageBuilder(theme: theme, columns: columns)
        var starts: [Int] = []
        for section in sections {
            page.blank()
            starts.append(page.lines.count)
            if !section.title.isEmpty { page.heading(CleanText.line(section.title)) }
            for block in section.blocks { add(block, to: &page, theme) }
        }
        return (page.lines, starts)
    }

    private func add(_ block: ReportSection.Block, to page: inout TextPageBuilder, _ theme: Theme?) {
        switch block {
        case .text(let text): page.text(CleanText.line(text))
        case .note(let text): page.text(CleanText.line(text), .textDim)
        case .warning(let text): page.text("\(glyphs.warning) \(CleanText.line(text))", .statusWarning)
        case .table(let table): page.table(table, widestName: table.textColumns > 1 ? 28 : 18, widestFirst: 28)
        case .matrix(let matrix): add(matrix, to: &page)
        case .curve(let curve): add(curve, to: &page, theme)
        case .bars(let features, let note):
            add(features, to: &page)
            if let note { page.text(note, .textDim) }
        case .place(let title, let uri):
            page.text(CleanText.line(title), .label)
            page.text(CleanText.line(uri), .link, indent: 2)
        }
    }

    // MARK: The confusion matrix

    /// What is asked for, or the most that fits; where names don't, labels go by their numbers.
    private func add(_ matrix: LabelMatrix, to page: inout TextPageBuilder) {
        let choices = cells.map { [$0] } ?? [.both, .percent]
        for choice in choices {
            let table = matrix.table(choice)
            if Self.columns(of: table) <= page.columns {
                page.text(choice.title, .textDim)
                return page.table(table)
            }
        }
        let choice = choices.last ?? .percent
        var table = matrix.table(choice)
        let last = max(table.titles.count - 2, 1)
        table.titles[0] = ""
        for column in 1..<last { table.titles[column] = "\(column)" }
        for row in table.rows.indices {
            let place = matrix.diagonal(row).map { "\($0 + 1)" } ?? glyphs.none
            table.rows[row][0] = "\(place) \(table.rows[row][0])"
            // The line above says that they are percent.
            for column in 1..<last where table.rows[row][column].hasSuffix(" %") {
                table.rows[row][column].removeLast(2)
            }
        }
        page.text("\(choice.title); predicted labels are numbered as on the left", .textDim)
        page.table(table, widestName: 15, gap: 1)
    }

    private static func columns(of table: FigureTable) -> Int {
        table.titles.indices.reduce(-2) { sum, column in
            let widest = ([table.titles] + table.rows).map { TextWidth.columns(CleanText.line($0[column])) }.max() ?? 0
            return sum + 2 + min(widest, 18)
        }
    }

    // MARK: Curves and bars

    private static let curveRows = 12
    private static let curveColumns = 64

    private func add(_ curve: ReportCurve, to page: inout TextPageBuilder, _ theme: Theme?) {
        let size = Size(columns: min(page.columns, Self.curveColumns), rows: Self.curveRows)
        guard size.columns >= 12 else { return }
        func style(_ role: StyleRole) -> Style { theme?[role] ?? .plain }
        var series: [Plot.Series] = []
        if curve.kind == .receiverOperatingCharacteristic {
            // What chance reaches: single dots, told from the curve's line without colour, too.
            let dots = (1..<10).map { PlotPoint(x: Double($0) / 10, y: Double($0) / 10) }
            series.append(Plot.Series(dots, style: style(.textDim)))
        }
        let points = curve.drawnPoints.map { PlotPoint(x: $0.x, y: $0.y) }
        series.append(Plot.Series(points, isLine: points.count > 1, style: style(.metricBar)))
        let plot = Plot(
            series, x: ChartAxis(0...1, low: "0", high: "1", title: curve.axes.x),
            y: ChartAxis(0...1, low: "0", high: "1"), axisStyle: style(.label))
        var surface = Surface(size: size)
        plot.draw(into: &surface, in: Rect(size))
        page.text(curve.axes.y, .label)
        for row in 0..<size.rows { page.line(surface.line(row)) }
    }

    private func add(_ features: [Explainability.Feature], to page: inout TextPageBuilder) {
        let names = features.map { TextWidth.truncate(CleanText.line($0.name), columns: 28, at: .middle) }
        let values = features.map { FigureTable.text($0.value) }
        let nameColumns = names.map { TextWidth.columns($0) }.max() ?? 0
        let valueColumns = values.map { TextWidth.columns($0) }.max() ?? 0
        let room = min(page.columns - nameColumns - valueColumns - 4, 40)
        let most = features.map(\.value.magnitude).max() ?? 0
        for (index, feature) in features.enumerated() {
            let share = most > 0 ? feature.value.magnitude / most : 0
            let blanks = String(repeating: " ", count: max(valueColumns - TextWidth.columns(values[index]), 0))
            page.line(
                StyledText(TextWidth.padRight(names[index], columns: nameColumns), page.style(.text))
                    + StyledText("  \(blanks)\(values[index])  ", page.style(.text))
                    + StyledText(ProgressBar.text(fraction: share, columns: room), page.style(.metricBar)))
        }
    }
}
