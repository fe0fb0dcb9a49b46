import BatchInference

extension Confirmation {
    /// The question before a launch: what will be made, of what, where, and what it reads and writes.
    static func launching(
        _ plan: LaunchPlan, as identity: LaunchIdentity, input: String?, cost: String? = nil, isSandbox: Bool
    ) -> Confirmation {
        let place = "\(DisplayText.account(identity.account)), \(identity.region)"
        let whose = isSandbox ? "the sandbox" : identity.profile.map { "profile \($0)" }
        return Confirmation(
            title: "Launch this transform?",
            lines: [
                "Create a model and start \(plan.instanceCount) × \(plan.instanceType.rawValue)"
                    + " in account \(place)\(whose.map { " (\($0))" } ?? "")?",
                "",
                "Candidate  \(plan.candidateName)",
                "Model      \(plan.modelName)",
                "Transform  \(plan.transformJobName)",
                "Input      \(plan.input)\(input.map { "  (\($0))" } ?? "")",
                "Output     \(plan.output)",
            ] + (cost.map { ["Cost       \($0)"] } ?? []), action: "Launch")
    }

    /// The question before a clean-up.
    static func cleaningUp(_ record: LaunchRecord) -> Confirmation {
        Confirmation(
            title: "Clean up this launch?",
            lines: record.reusesModel
                ? ["Nothing is deleted: the model \(record.modelName) was there before.", "The launch is closed."]
                : [
                    "Delete the model \(record.modelName)",
                    "in account \(DisplayText.account(record.account)), \(record.region)?",
                    "It was made by this launch. A transform that runs is left alone.",
                ], action: "Clean up", isDestructive: true)
    }

    /// The question before an interrupted launch is finished.
    static func finishing(_ record: LaunchRecord) -> Confirmation {
        let resources = record.createTransformJob.transformResources
        return Confirmation(
            title: "Finish this launch?",
            lines: [
                "Start \(resources.instanceCount) × \(resources.instanceType.rawValue) in account"
                    + " \(DisplayText.account(record.account)), \(record.region)?",
                "",
                "Model      \(record.modelName)",
                "Transform  \(record.transformJobName)",
                "Input      \(record.createTransformJob.transformInput.dataSource.s3DataSource.s3Uri)",
                "Output     \(record.createTransformJob.transformOutput.s3OutputPath)",
            ], action: "Finish")
    }
}
