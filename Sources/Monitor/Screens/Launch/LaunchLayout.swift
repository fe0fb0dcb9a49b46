import BatchInference
import Console

/// Where the form, the checks and the progress of a launch are.
struct LaunchLayout: Hashable {
    /// Columns that the labels take.
    static let labelColumns = 16

    var form: Rect
    var progress: Rect?
    var checks: Rect?
    var rule: Rect?

    init(_ area: Rect, progressRows: Int) {
        var left = area.inset(left: 1)
        if area.columns >= 100 {
            let (panel, rest) = area.splitRight(min(max(area.columns * 2 / 5, 42), 70))
            left = rest.inset(left: 1, right: 1)
            rule = panel.splitLeft(1).0
            checks = panel.inset(left: 2)
        }
        if progressRows > 0 {
            // What is happening is more important than the form that it came from.
            let (bottom, rest) = left.splitBottom(min(progressRows + 1, max(left.rows - 3, 1)))
            progress = bottom
            form = rest
        } else {
            form = left
        }
    }
}

/// One row of the form as it is drawn.
enum LaunchFormRow {
    case candidate
    case blank
    case field(LaunchField)
    /// A further line of the response keys, counted from 1.
    case moreKeys(Int)
    case problem(String, StyleRole, of: LaunchField.ID)
    /// What the model's containers get otherwise than the candidate's, under the field that does it.
    case difference(String)

    var belongsToFieldAbove: Bool {
        switch self {
        case .problem, .moreKeys, .difference: true
        default: false
        }
    }
}

extension LaunchScreen {
    /// The rows of the form; the problems of a field that was touched stand right under it.
    func formRows(columns: Int, isASCII: Bool = false) -> [LaunchFormRow] {
        var rows: [LaunchFormRow] = [.candidate, .blank]
        var told: Set<PlanProblem.Field> = []
        var found: Set<PlanProblem.Field> = []
        for field in fields {
            if field.id == LaunchFields.groups.first?.id { rows.append(.blank) }
            rows.append(.field(field))
            if field.id == .input, case .known(let needed) = inputColumns, !needed.columns.isEmpty {
                let room = max(columns - LaunchLayout.labelColumns - 3, 8)
                let text = CleanText.line("needs \(needed.summary)")
                rows.append(.difference(TextWidth.truncate(text, columns: room)))
                rows.append(.difference("\(Chord.inputColumns) shows their types and examples"))
            }
            if field.id == .columns {
                let last = keyCells(columns: Self.valueColumns(columns)).last?.line ?? 0
                rows += (1..<last + 1).map { .moreKeys($0) }
                rows += differenceLines(byHand: false, columns: columns, isASCII: isASCII)
            }
            if field.id == .account {
                let room = max(columns - LaunchLayout.labelColumns - 3, 8)
                rows += accountLines.flatMap { TextWrap.lines($0, columns: room) }.map { .difference($0) }
            }
            if field.id == .containers {
                rows += differenceLines(byHand: true, columns: columns, isASCII: isASCII)
            }
            let room = max(columns - LaunchLayout.labelColumns - 3, 8)
            let typed = touched.contains(field.id) ? problemTexts(of: field, &told) : []
            // Several rows share a field: what was found stands under the first of them.
            let isFirst = field.problems.map { found.insert($0).inserted } ?? false
            for (text, role) in typed + (isFirst ? preflightTexts(of: field) : []) {
                for line in TextWrap.lines(text, columns: room) { rows.append(.problem(line, role, of: field.id)) }
            }
        }
        return rows
    }

    /// What the response keys change in the containers' environment, or what was changed by hand.
    private func differenceLines(byHand: Bool, columns: Int, isASCII: Bool) -> [LaunchFormRow] {
        guard !plan.responseKeys.isEmpty || !plan.environmentChanges.isEmpty else { return [] }
        let differences = plan.environmentDifferences.filter { difference in
            byHand
                == plan.environmentChanges.contains {
                    $0.container == difference.container && $0.name == difference.name
                }
        }
        let room = max(columns - LaunchLayout.labelColumns - 3, 8)
        return differences.flatMap { difference in
            TextWrap.lines(difference.text(ascii: isASCII), columns: room).map { .difference($0) }
        }
    }

    /// The problems of a field, each told once where several rows share them.
    private func problemTexts(of field: LaunchField, _ told: inout Set<PlanProblem.Field>) -> [(String, StyleRole)] {
        if let problem = textProblems[field.id] { return [(problem, .statusFailed)] }
        guard let place = field.problems, told.insert(place).inserted else { return [] }
        return problems.filter { $0.field == place }.map { problem in
            let said = problem.remedy.isEmpty ? problem.message : "\(problem.message): \(problem.remedy)"
            let text = problem.source.isEmpty ? said : "\(said) (\(problem.source))"
            return (text, problem.severity == .error ? .statusFailed : .statusWarning)
        }
    }

    /// The rows in sight: always with the focused field and, where there is room, the problem under it.
    func window(over rows: [LaunchFormRow], height: Int) -> ScrollWindow {
        let focused = rows.firstIndex { if case .field(let field) = $0 { field.id == focus } else { false } } ?? 0
        var last = focused
        while last + 1 < rows.count, rows[last + 1].belongsToFieldAbove { last += 1 }
        let below = ScrollWindow(former: top, selected: last, height: height, count: rows.count, margin: 1)
        return ScrollWindow(former: below.first, selected: focused, height: height, count: rows.count, margin: 1)
    }

    mutating func reveal(_ context: Context) {
        let form = LaunchLayout(context.area, progressRows: 0).form
        top = window(over: formRows(columns: form.columns), height: form.rows).first
    }

    /// A response key of the form: which line of the field it stands in, and from which column.
    struct KeyCell: Hashable {
        var key: String
        var index: Int
        var line: Int
        var start: Int
        var isTicked: Bool

        /// Columns of the box, a blank and the key.
        var columns: Int { TextWidth.columns(key) + 4 }
    }

    /// Where the response keys stand in so many columns, on as many lines as they need.
    func keyCells(columns: Int) -> [KeyCell] {
        let ticked = Set(plan.effectiveResponseKeys)
        var cells: [KeyCell] = []
        var (line, start) = (0, 0)
        for (index, key) in plan.supportedResponseKeys.enumerated() {
            var cell = KeyCell(key: key, index: index, line: line, start: start, isTicked: ticked.contains(key))
            if start > 0, start + cell.columns > columns {
                line += 1
                (cell.line, cell.start) = (line, 0)
            }
            start = cell.start + cell.columns + 2
            cells.append(cell)
        }
        return cells
    }

    /// Columns that values have in a form of so many.
    static func valueColumns(_ columns: Int) -> Int { max(columns - LaunchLayout.labelColumns - 1, 1) }
}
