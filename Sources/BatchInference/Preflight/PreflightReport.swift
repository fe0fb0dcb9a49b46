/// What the checks of a launch have found so far, in the order of their list.
public struct PreflightReport: Hashable, Sendable {
    /// One check and what it found.
    public struct Line: Hashable, Sendable, Identifiable {
        public var id: String
        public var title: String
        /// Nil while the check runs.
        public var findings: [PreflightFinding]?

        public var hasFailed: Bool { findings?.contains { $0.verdict == .failed } ?? false }

        public init(id: String, title: String, findings: [PreflightFinding]?) {
            self.id = id
            self.title = title
            self.findings = findings
        }
    }

    /// What was checked; a report on anything else is of an older form.
    public var subject: PreflightSubject
    public var lines: [Line]

    public init(subject: PreflightSubject, lines: [Line]) {
        self.subject = subject
        self.lines = lines
    }

    public var isFinished: Bool { lines.allSatisfy { $0.findings != nil } }
    /// Checks that still run.
    public var openCount: Int { lines.count { $0.findings == nil } }
    public var findings: [PreflightFinding] { lines.flatMap { $0.findings ?? [] } }

    /// What still holds of the report for a form that has changed: checks that depend on the change have no findings.
    public func carriedOver(to newer: PreflightSubject, checks: [PreflightCheck] = PreflightCheck.all) -> Self {
        let changed = PreflightNeed.changed(from: subject, to: newer)
        guard !changed.isEmpty else { return self }
        let stale = Set(checks.filter { !$0.needs.isDisjoint(with: changed) }.map(\.id))
        return PreflightReport(
            subject: newer,
            lines: lines.map { stale.contains($0.id) ? Line(id: $0.id, title: $0.title, findings: nil) : $0 })
    }

    public func findings(_ verdict: PreflightFinding.Verdict) -> [PreflightFinding] {
        findings.filter { $0.verdict == verdict }
    }

    /// `14 passed, 2 warnings, 1 failed`; what there is none of is left out.
    public var summary: String {
        var parts: [String] = []
        func add(_ count: Int, _ one: String, _ many: String) {
            if count > 0 { parts.append("\(count) \(count == 1 ? one : many)") }
        }
        add(findings(.passed).count, "passed", "passed")
        add(findings(.warned).count, "warning", "warnings")
        add(findings(.failed).count, "failed", "failed")
        add(findings(.unknown).count, "unknown", "unknown")
        add(openCount, "running", "running")
        return parts.joined(separator: ", ")
    }
}
