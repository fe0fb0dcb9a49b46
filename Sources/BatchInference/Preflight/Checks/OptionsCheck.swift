extension PreflightCheck {
    /// What the plan alone shows to be wrong: limits of the API, and options that do not fit together.
    public static let options = PreflightCheck("options", "options", needs: [.options]) { subject, _ in
        // That a prefix may have siblings: the check of what is there knows whether it has.
        let problems = subject.plan.problems().filter {
            !($0.field == .input && $0.source == "S3Prefix" && !$0.remedy.isEmpty)
        }.filter {
            // A misspelled type: the check of the instances says what was meant.
            !($0.source == "TransformInstanceType" && InstanceType.misspelled(subject.plan.instanceType) != nil)
        }.filter {
            // An input that is still to be entered is nothing wrong.
            !($0.field == .input && subject.plan.input.isEmpty)
        }
        if problems.isEmpty, subject.plan.input.isEmpty { return [] }
        guard !problems.isEmpty else { return [PreflightFinding(.passed, "the options are valid")] }
        return problems.map { problem in
            PreflightFinding(
                problem.severity == .error ? .failed : .warned, problem.message, fix: problem.remedy,
                field: problem.field)
        }
    }
}
