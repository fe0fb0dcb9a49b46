extension PreflightCheck {
    /// What the plan alone shows to be wrong: limits of the API, and options that do not fit together.
    static let options = PreflightCheck("options", "options", needs: [.options]) { subject, _ in
        let problems = subject.plan.problems()
        guard !problems.isEmpty else { return [PreflightFinding(.passed, "the options fit together")] }
        return problems.map { problem in
            PreflightFinding(
                problem.severity == .error ? .failed : .warned, problem.message, fix: problem.remedy,
                field: problem.field)
        }
    }
}
