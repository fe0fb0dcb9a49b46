import BatchInference
import Console

/// The panel beside the form: what needs a look first, with its fix, then what still runs, then what passed.
struct PreflightPanel {
    struct Line: Hashable {
        var status: StatusWord
        var text: String
        var fix = ""
        var isCalm = false
    }

    var lines: [Line]
    var summary: String

    init(_ form: LaunchScreen, connection: Connection) {
        let preflight = form.preflight
        let misfilled = form.misfilledFields
        let findings = preflight.findings.filter { finding in !(finding.field.map(misfilled.contains) ?? false) }
        var typed = form.textProblems.sorted { $0.value < $1.value }.map { id, problem in
            Line(status: Self.failed, text: "\(LaunchFields.field(id).label): \(problem)")
        }
        typed += form.problems.map { problem in
            let isAwaited = problem.field == .input && form.lacksInput
            return Line(
                status: isAwaited ? Self.pending : problem.severity == .error ? Self.failed : Self.warned,
                text: problem.message, fix: problem.remedy)
        }
        func lines(_ verdict: PreflightFinding.Verdict, _ status: StatusWord) -> [Line] {
            findings.filter { $0.verdict == verdict }.map { Line(status: status, text: $0.sentence, fix: $0.fix) }
        }
        let found = lines(.failed, Self.failed) + lines(.warned, Self.warned) + lines(.unknown, Self.unknown)
        var passed = findings.filter { $0.verdict == .passed }.map {
            Line(status: Self.passed, text: $0.sentence, isCalm: true)
        }
        if form.problems.isEmpty, form.textProblems.isEmpty {
            passed.append(Line(status: Self.passed, text: "the options fit together", isCalm: true))
        }
        var open: [Line] = []
        if preflight.report == nil {
            open = [Line(status: Self.pending, text: "checking the account and the input", isCalm: true)]
        } else if !preflight.open.isEmpty {
            open = [Line(status: Self.pending, text: preflight.open.joined(separator: ", "), isCalm: true)]
        }
        self.lines = typed + found + open + passed
        func count(_ status: StatusWord) -> Int { (typed + found).count { $0.status == status } }
        let warnings = count(Self.warned)
        let verdicts = [
            (count(Self.failed), "failed"), (warnings, warnings == 1 ? "warning" : "warnings"),
            (passed.count, "passed"), (count(Self.unknown), "unknown"),
        ]
        summary = verdicts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }

    static let passed = StatusWord(\.completed, "passed", .statusCompleted)
    static let warned = StatusWord(\.warning, "warning", .statusWarning)
    static let failed = StatusWord(\.failed, "failed", .statusFailed)
    static let unknown = StatusWord(\.unknown, "unknown", .statusPending)
    static let pending = StatusWord(\.pending, "running", .statusPending)

    static func status(_ verdict: PreflightFinding.Verdict) -> StatusWord {
        switch verdict {
        case .passed: passed
        case .warned: warned
        case .failed: failed
        case .unknown: unknown
        }
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let title = "Preflight"
        canvas.text(title, in: area.row(0), .title)
        canvas.text(
            summary, in: area.row(0).inset(left: TextWidth.columns(title) + 2, right: 1), .textDim, align: .right)
        var row = 1
        for (index, line) in lines.enumerated() {
            let rows = Self.rows(of: line, columns: area.columns)
            let rest = lines.count - index
            // The last row says what has no room, where there is more than one line of it.
            if row + rows.count > area.rows - (rest > 1 ? 1 : 0) {
                canvas.text("\(rest) more: F3 lists them all", in: area.row(area.rows - 1).inset(left: 2), .textDim)
                return
            }
            let sign = canvas.glyphs[keyPath: line.status.glyph]
            canvas.text(sign, in: area.row(row), line.status.role)
            for text in rows {
                canvas.text(
                    text.text, in: area.row(row).inset(left: text.isFix ? 4 : 2),
                    text.isFix || line.isCalm ? .textDim : .text)
                row += 1
            }
        }
    }

    private static func rows(of line: Line, columns: Int) -> [(text: String, isFix: Bool)] {
        TextWrap.lines(line.text, columns: max(columns - 5, 1)).map { ($0, false) }
            + (line.fix.isEmpty ? [] : TextWrap.lines(line.fix, columns: max(columns - 7, 1)).map { ($0, true) })
    }
}
