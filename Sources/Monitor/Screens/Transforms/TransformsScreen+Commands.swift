import BatchInference
import Console

extension TransformsScreen {
    static let commands: [Command<TransformsScreen, Event>] =
        [
            Command(
                "transforms.details", "details", help: "Shows everything known of the transform.", chords: ["Enter"],
                footerRank: 1, availability: hasSelection, run: { $0.activate($1) }),
            Command(
                "transforms.outputs", "outputs", help: "Shows the inputs beside their outputs.",
                chords: ["o", "3", "Right"], footerRank: 2, availability: hasSelection,
                run: { screen, _ in
                    screen.model.selected.map { [.navigate(.push(OutputsScreen(transform: $0.overview)))] } ?? []
                }),
            Command(
                "transforms.log", "log", help: "Shows the whole log and follows it.", chords: ["l"], footerRank: 3,
                availability: hasSelection,
                run: { screen, _ in
                    screen.model.selected.map {
                        [.navigate(.push(TransformLogScreen(name: $0.overview.name, snapshot: screen.snapshot)))]
                    } ?? []
                }),
            Command(
                "transforms.stop", "stop…", help: "Stops the transform, after a confirmation; its output is lost.",
                chords: ["x"], footerRank: 4,
                availability: { screen in
                    guard let row = screen.model.selected else { return .unavailable("there is no transform") }
                    if !row.overview.isNamed {
                        return .unavailable("SageMaker's answer has no name for this transform")
                    }
                    if row.overview.isEnded { return .unavailable("it has ended") }
                    return .when(row.overview.phase != .stopping, otherwise: "it is stopping already")
                },
                run: { screen, context in
                    guard let row = screen.model.selected else { return [] }
                    return [.ask(stopQuestion(row, context), then: .stop(row))]
                }),
            Command(
                "transforms.again", "clone",
                help: "Opens the form filled with what the transform was, under new names.", chords: ["c"],
                footerRank: 5, availability: hasSelection,
                run: { screen, _ in
                    screen.model.selected.map {
                        [.navigate(.push(PlanLoadingScreen(.transform($0.overview.name))))]
                    } ?? []
                }),
            Command(
                "transforms.export", "export", help: "Shows the transform as code, to be run again under new names.",
                chords: ["e"], footerRank: 6, availability: hasSelection,
                run: { screen, _ in
                    screen.model.selected.map { [.navigate(.push(ExportScreen(transform: $0.overview.name)))] } ?? []
                }),
            Command(
                "transforms.plan", "open plan", help: "Opens the form filled from a plan file.", chords: ["p"],
                run: { _, _ in [.navigate(.push(PlanLoadingScreen.askingForFile()))] }),
            Command(
                "transforms.copy", "copy ARN", help: "Copies the transform's ARN.", chords: ["y"], footerRank: 70,
                availability: hasSelection,
                run: { screen, _ in
                    screen.model.selected.map {
                        [.copy($0.overview.arn, announcing: "copied the ARN of \($0.overview.name)")]
                    } ?? []
                }),
            Command(
                "transforms.models", "models", help: "Lists the models that launches left, to delete them.",
                chords: ["M"], footerRank: 71, run: { _, _ in [.navigate(.push(ModelsScreen()))] }),
            Command(
                "transforms.internal", "Autopilot's own",
                help: "Shows or hides the transforms that Autopilot itself ran.", chords: ["a"],
                run: { $0.toggleInternal($1) }),
            Command(
                "transforms.refresh", "refresh", help: "Asks for the list again.", chords: ["r"], footerRank: 62,
                run: { screen, _ in screen.refresh() }),
        ] + listCommands

    @Sendable private static func hasSelection(_ screen: TransformsScreen) -> Availability {
        guard screen.model.selected?.overview.isNamed != false else {
            return .unavailable("SageMaker's answer has no name for this transform")
        }
        return .when(screen.model.selected != nil, otherwise: "there is no transform")
    }

    /// The question before a stop: it names the job and says what is lost.
    private static func stopQuestion(_ row: TransformRow, _ context: Context) -> Confirmation {
        let account = context.connection.account.map { DisplayText.account($0) } ?? "this account"
        return Confirmation(
            title: "Stop the transform?",
            lines: [
                row.overview.name, "in account \(account), \(context.connection.region)", "",
                "SageMaker keeps no output of a stopped transform.",
            ], action: "Stop", isDestructive: true)
    }
}
