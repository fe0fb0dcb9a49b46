import BatchInference

extension Confirmation {
    /// The question before a launch: what will be made, of what, where, what it reads and writes, and what speaks
    /// against it. A failed check makes it another question.
    static func launching(
        _ plan: LaunchPlan, as identity: LaunchIdentity, preflight: LaunchPreflight, problems: [PlanProblem],
        cost: String? = nil, isSandbox: Bool, sourceAccount: String? = nil
    ) -> Confirmation {
        let place = "\(DisplayText.account(identity.account)), \(identity.region)"
        let profile = identity.profile.map { "profile \($0)" }
        let whose = isSandbox ? profile.map { "\($0) of the sandbox" } ?? "the sandbox" : profile
        let failed = preflight.findings(.failed).count
        let inSpite = failed == 0 ? "" : " despite \(DisplayText.counted(failed, "failed check"))"
        return Confirmation(
            title: "Launch this transform\(inSpite)?",
            lines: [
                "Create a model and start \(plan.instanceCount) × \(plan.instanceType.rawValue)"
                    + " in account \(place)\(whose.map { " (\($0))" } ?? "")?",
                "",
            ] + objections(preflight, problems) + source(of: plan, in: sourceAccount)
                + (plan.repairedTransform.map { ["Repairs    \($0)"] } ?? []) + [
                    "Candidate  \(plan.candidateText)",
                    "Model      \(plan.modelName)",
                    "Transform  \(plan.transformJobName)",
                    "Input      \(plan.input)\(preflight.inputSummary.map { "  (\($0))" } ?? "")",
                    "Output     \(plan.output)",
                ] + changes(of: plan) + (cost.map { ["Cost       \($0)"] } ?? []),
            action: failed == 0 ? "Launch" : "Launch anyway",
            isDestructive: failed > 0)
    }

    /// What the checks have against a launch, in a few lines; nothing where all has passed.
    private static func objections(_ preflight: LaunchPreflight, _ problems: [PlanProblem]) -> [String] {
        var lines = preflight.findings(.failed).map { "✗ \($0.sentence)" }
        lines += preflight.findings(.warned).map { "! \($0.sentence)" }
        lines += problems.filter { $0.severity == .warning }.map { "! \($0.message)" }
        lines += preflight.findings(.unknown).map { "? \($0.sentence)" }
        if preflight.report == nil {
            lines.append("… checks haven't run yet")
        } else if !preflight.open.isEmpty {
            lines.append("… still checking: \(preflight.open.joined(separator: ", "))")
        }
        guard !lines.isEmpty else { return [] }
        // The dialog has to keep its buttons on a small screen.
        let shown =
            lines.count > 5 ? lines.prefix(4) + ["… and \(lines.count - 4) more: F3 lists them all"] : lines[...]
        return shown.map { $0.count > 110 ? $0.prefix(109) + "…" : $0 } + [""]
    }

    /// Where the job is and what is copied from there, where that is another account.
    private static func source(of plan: LaunchPlan, in account: String?) -> [String] {
        guard !plan.sourceProfile.isEmpty else { return [] }
        let place = account.map { "account \(DisplayText.account($0)), " } ?? ""
        let count = plan.artifactCopies.count
        let bytes = DisplayText.byteCount(ByteSum.of(plan.artifactCopies.lazy.map(\.size)))
        return ["Job        of \(place)profile \(plan.sourceProfile)"]
            + (count == 0
                ? []
                : ["Copies     \(DisplayText.counted(count, "artifact")), \(bytes), to \(plan.artifactPrefix)"])
    }

    /// What the model has otherwise than the candidate, in a line.
    private static func changes(of plan: LaunchPlan) -> [String] {
        let count = plan.environmentDifferences.count
        guard count > 0 else { return [] }
        return ["Changes    \(DisplayText.counted(count, "variable")) of its containers' environment"]
    }

    /// The question before a clean-up.
    static func cleaningUp(_ record: LaunchRecord) -> Confirmation {
        if record.isOpenSampleRun { return takingBack(record) }
        if let folder = record.correctedFolder {
            return Confirmation(
                title: "Remove this corrected input?",
                lines: [
                    "Delete everything in \(folder)",
                    "in account \(DisplayText.account(record.account)), \(record.region)?",
                    "Flightdeck wrote it, and no launch has read it.",
                ], action: "Remove", isDestructive: true)
        }
        return Confirmation(
            title: "Clean up this launch?",
            lines: record.reusesModel
                ? ["Nothing is deleted: the model \(record.modelName) existed before.", "The launch is closed."]
                : [
                    "Delete the model \(record.modelName)",
                    "in account \(DisplayText.account(record.account)), \(record.region)?",
                    "This launch created it. A running transform is left alone.",
                ], action: "Clean up", isDestructive: true)
    }

    private static func takingBack(_ record: LaunchRecord) -> Confirmation {
        let input = record.createTransformJob.transformInput.dataSource.s3DataSource.s3Uri
        return Confirmation(
            title: "Clean up this sample run?",
            lines: [
                "In account \(DisplayText.account(record.account)), \(record.region):", "",
                "Stop    \(record.transformJobName), if it's running", "Delete  \(input)",
                "        \(record.createTransformJob.transformOutput.s3OutputPath)",
            ] + (record.reusesModel ? [] : ["        the model \(record.modelName)"]), action: "Clean up",
            isDestructive: true)
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

extension Confirmation {
    /// The question before a corrected input is written: what, how much, and where.
    static func correcting(_ work: CorrectionWork, input: String) -> Confirmation {
        Confirmation(
            title: "Write a corrected input?",
            lines: [
                "\(work.sentence)?", "", "The folder is empty, and \(input) isn't changed.",
                "The form then reads what was written. Until a launch reads it, you can remove it from the unfinished launches at the "
                    + "next start; after that, deleting it is up to you.",
            ], action: "Write")
    }
}
