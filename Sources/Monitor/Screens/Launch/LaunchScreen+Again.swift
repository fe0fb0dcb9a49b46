import AWSOperations
import BatchInference
import Console

extension LaunchScreen {
    /// The form filled with a plan that was launched before, or that comes from a file.
    init(_ loaded: PlanLoadingScreen.Loaded) {
        let plan = loaded.plan
        self.init(plan: plan, job: loaded.job ?? Self.unknownJob(plan), isBest: loaded.isBest)
        bringsContainers = loaded.bringsContainers
    }

    /// Stands in for a job that is not known, or no longer there.
    private static func unknownJob(_ plan: LaunchPlan) -> JobOverview {
        let never = Timestamp(secondsSinceEpoch: 0)
        return JobOverview(
            AutoMLJobSummary(
                autoMLJobName: plan.jobName, autoMLJobArn: "", autoMLJobStatus: .completed,
                autoMLJobSecondaryStatus: .completed, creationTime: never, lastModifiedTime: never))
    }

    /// The rows that take the plan elsewhere, or bring one in.
    static let againCommands: [Command<LaunchScreen, Event>] = [
        Command(
            "launch.export", "export", help: "Show the launch as code for the AWS CLI, boto3 and the SageMaker SDK.",
            chords: ["Ctrl-X"], footerRank: 92, availability: isOpen,
            run: { screen, context in [.navigate(.push(ExportScreen(screen.plan, context.connection)))] }),
        Command(
            "launch.sample", "sample run",
            help: "Predict the first rows before launching the whole input.",
            chords: ["Ctrl-Y"], footerRank: 91, availability: isOpen, run: { screen, _ in screen.openTrial() }),
        Command(
            "launch.save-plan", "save plan", help: "Save the plan to a file for another launch.",
            chords: ["Ctrl-S"], footerRank: 93, availability: isOpen,
            run: { screen, _ in
                let name = screen.plan.jobName.isEmpty ? screen.plan.transformJobName : screen.plan.jobName
                let text = PlanFile.text(of: screen.plan, with: screen.bringsContainers ? .containers : [])
                return [
                    .navigate(
                        .push(
                            FilePathScreen(
                                title: "Save the plan", path: "\(name).toml", purpose: .save(text, what: "the plan"))))
                ]
            }),
        Command(
            "launch.open-plan", "open plan", help: "Open a form filled from a plan file.", chords: ["Ctrl-R"],
            availability: isOpen,
            run: { _, _ in [.navigate(.push(PlanLoadingScreen.askingForFile()))] }),
    ]

    /// A trial needs everything that a launch needs.
    private func openTrial() -> [Effect<Event>] {
        if let obstacle = plan.problems().first(where: { $0.severity == .error }) {
            return [.toast(Toast(.warning, "not yet: \(obstacle.message)"))]
        }
        guard textProblems.isEmpty else { return [.toast(Toast(.warning, "fix the fields that have a problem first"))] }
        return [.navigate(.push(TrialScreen(plan, preflight: preflight, cost: costText)))]
    }

    private static func isOpen(_ screen: LaunchScreen) -> Availability {
        .when(screen.isEditing, otherwise: "the form is locked while a launch is in progress")
    }
}
