import BatchInference

/// A preflight as lines for a person.
struct PreflightLines {
    var report: PreflightReport
    var isASCII: Bool

    /// The summary, then each finding with its fix below it; those that passed only where all are wanted.
    func lines(all: Bool) -> [String] {
        var lines = ["preflight  \(report.summary)"]
        for check in report.lines {
            for finding in check.findings ?? [] where all || finding.verdict != .passed {
                lines.append("  \(sign(finding.verdict)) \(finding.verdict.word)  \(finding.sentence)")
                guard !finding.fix.isEmpty else { continue }
                let option = Self.option(in: finding, of: check.id).map { " (\($0))" } ?? ""
                lines.append("      \(finding.fix)\(option)")
            }
        }
        return lines
    }

    /// The option that the fix changes; nil where something else than the plan has to be fixed.
    static func option(in finding: PreflightFinding, of check: String) -> String? {
        if let edit = finding.edit { return edit.option }
        if finding.correction != nil { return "--correct-input" }
        if finding.fix.hasSuffix("copy the artifacts") { return "--copy-artifacts" }
        guard let field = finding.field, finding.verdict != .unknown else { return nil }
        if check == PreflightCheck.options.id { return field.option }
        switch field {
        case .candidate, .role, .input, .output:
            // They name what is there already, and most fixes are made to that.
            let isChoice = finding.fix.contains("choose ") || finding.fix.contains("enter ")
            return isChoice ? field.option : nil
        default: return field.option
        }
    }

    private func sign(_ verdict: PreflightFinding.Verdict) -> String {
        switch verdict {
        case .passed: isASCII ? "+" : "✓"
        case .warned: "!"
        case .failed: isASCII ? "x" : "✗"
        case .unknown: "?"
        }
    }
}

extension PreflightFinding.Verdict {
    /// The verdict in a word, all of one length.
    var word: String {
        switch self {
        case .passed: "passed "
        case .warned: "warning"
        case .failed: "failed "
        case .unknown: "unknown"
        }
    }
}

/// A preflight as JSON.
struct PreflightDocument: Encodable {
    struct Finding: Encodable {
        var check: String
        var verdict: String
        var text: String
        /// How much of the input was read; nil where that was all, or where none was needed.
        var read: String?
        var fix: String?
        /// What of the plan it is about, as the option that sets it.
        var option: String?

        private enum CodingKeys: String, CodingKey {
            case check = "Check"
            case verdict = "Verdict"
            case text = "Text"
            case read = "Read"
            case fix = "Fix"
            case option = "Option"
        }
    }

    var summary: String
    var findings: [Finding]

    init(_ report: PreflightReport) {
        summary = report.summary
        findings = report.lines.flatMap { line in
            (line.findings ?? []).map { finding in
                Finding(
                    check: line.id, verdict: finding.verdict.rawValue, text: finding.text,
                    read: finding.extent.isEmpty ? nil : finding.extent, fix: finding.fix.isEmpty ? nil : finding.fix,
                    option: finding.field?.option)
            }
        }
    }

    private enum CodingKeys: String, CodingKey {
        case summary = "Summary"
        case findings = "Findings"
    }
}
