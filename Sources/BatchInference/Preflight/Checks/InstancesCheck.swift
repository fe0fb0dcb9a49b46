extension PreflightCheck {
    /// Whether every instance gets an object: objects are shared out whole, whatever the split.
    static let instances = PreflightCheck("instances", "instances", needs: [.input, .instances]) { subject, lookups in
        let plan = subject.plan
        if let meant = InstanceType.misspelled(plan.instanceType) {
            return [
                PreflightFinding(
                    .failed,
                    "\(plan.instanceType.rawValue) isn't a transform instance type", fix: "use \(meant.rawValue)",
                    field: .instanceType, edit: .instanceType(meant))
            ]
        }
        guard (2...100).contains(plan.instanceCount), let input = try await readableInput(of: plan, lookups),
            input.isComplete,
            !input.data.isEmpty
        else { return [] }
        let objects = input.data.count
        guard objects < plan.instanceCount else {
            return [
                PreflightFinding(
                    .passed, "\(DisplayText.counted(objects, "object")) for \(plan.instanceCount) instances",
                    field: .instanceCount)
            ]
        }
        let idle = plan.instanceCount - objects
        return [
            PreflightFinding(
                .warned,
                "\(plan.instanceCount) instances for \(DisplayText.counted(objects, "object")): \(DisplayText.counted(idle, "stays", "stay")) idle, but cost",
                fix: "request \(objects), or split the input into more objects", field: .instanceCount,
                edit: .instanceCount(objects))
        ]
    }
}
