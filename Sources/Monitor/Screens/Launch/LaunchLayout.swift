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
    case problem(String, StyleRole, of: LaunchField.ID)
}

extension LaunchScreen {
    /// The rows of the form; the problems of a field that was touched stand right under it.
    func formRows(columns: Int) -> [LaunchFormRow] {
        var rows: [LaunchFormRow] = [.candidate, .blank]
        var told: Set<PlanProblem.Field> = []
        for field in fields {
            if field.id == .more { rows.append(.blank) }
            rows.append(.field(field))
            guard touched.contains(field.id) else { continue }
            let room = max(columns - LaunchLayout.labelColumns - 2, 8)
            for (text, role) in problemTexts(of: field, &told) {
                for line in TextWrap.lines(text, columns: room) { rows.append(.problem(line, role, of: field.id)) }
            }
        }
        return rows
    }

    /// The problems of a field, each told once where several rows share them.
    private func problemTexts(of field: LaunchField, _ told: inout Set<PlanProblem.Field>) -> [(String, StyleRole)] {
        if let problem = textProblems[field.id] { return [(problem, .statusFailed)] }
        if field.id == .input, inputCheck == .nothing {
            return [("there are no objects at this location", .statusFailed)]
        }
        guard let place = field.problems, told.insert(place).inserted else { return [] }
        return problems.filter { $0.field == place }.map { problem in
            let text = problem.remedy.isEmpty ? problem.message : "\(problem.message): \(problem.remedy)"
            return (text, problem.severity == .error ? .statusFailed : .statusWarning)
        }
    }

    /// The rows in sight: always with the focused field and, where there is room, the problem under it.
    func window(over rows: [LaunchFormRow], height: Int) -> ScrollWindow {
        let focused = rows.firstIndex { if case .field(let field) = $0 { field.id == focus } else { false } } ?? 0
        var last = focused
        while last + 1 < rows.count, case .problem = rows[last + 1] { last += 1 }
        let below = ScrollWindow(former: top, selected: last, height: height, count: rows.count, margin: 1)
        return ScrollWindow(former: below.first, selected: focused, height: height, count: rows.count, margin: 1)
    }

    mutating func reveal(_ context: Context) {
        let form = LaunchLayout(context.area, progressRows: 0).form
        top = window(over: formRows(columns: form.columns), height: form.rows).first
    }

    /// Where each response key stands within the value's columns.
    func keyCells() -> [(start: Int, text: String, isTicked: Bool)] {
        let ticked = Set(plan.effectiveResponseKeys)
        var start = 0
        return plan.supportedResponseKeys.map { key in
            defer { start += TextWidth.columns(key) + 6 }
            return (start, key, ticked.contains(key))
        }
    }

    func keyCell(at column: Int) -> Int? {
        keyCells().firstIndex { column >= $0.start && column < $0.start + TextWidth.columns($0.text) + 4 }
    }
}
