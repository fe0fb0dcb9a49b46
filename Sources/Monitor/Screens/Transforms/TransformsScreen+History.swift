import AWSOperations
import BatchInference
import Console

/// What this machine keeps of ended transforms, beside what the service lists.
extension TransformsScreen {
    /// Kept runs that are shown at most.
    private static let keptLimit = 2000

    /// Reads the kept runs: the list is painted with them until the service answers, and they fill in what it no longer
    /// lists.
    func loadKept(_ context: Context) -> [Effect<Event>] {
        guard let scope = context.connection.scope else { return [] }
        return [
            .run("kept") { services, send in
                let query = EndedRunQuery(includesInternal: true)
                let runs = try? await services.history.runs(matching: query, in: scope, limit: Self.keptLimit)
                if let runs, !runs.isEmpty { send(.kept(runs)) }
            }
        ]
    }

    /// The transforms that are marked, newest first.
    var marked: [TransformRow] { model.rows.filter { model.list.marks.contains($0.id) } }

    static let historyCommands: [Command<TransformsScreen, Event>] = [
        markCommand("transforms", help: "Mark the transform for comparison, or remove its mark.", footerRank: 65),
        Command(
            "transforms.compare", "compare", help: "Compare the two marked transforms side by side.", chords: ["="],
            footerRank: 66,
            availability: { screen in
                guard screen.marked.count == 2 else { return .unavailable("mark two transforms first, with Space") }
                return .when(
                    screen.marked.allSatisfy(\.overview.isEnded), otherwise: "both must have ended")
            },
            run: { screen, _ in
                let marked = screen.marked.sorted { $0.overview.createdAt < $1.overview.createdAt }
                guard marked.count == 2 else { return [] }
                return [
                    .navigate(
                        .push(RunComparisonScreen(first: marked[0].overview.name, second: marked[1].overview.name)))
                ]
            }),
        Command(
            "transforms.trend", "model's runs", help: "Show the runs of the transform's model over time.",
            chords: ["m"], footerRank: 67,
            availability: { screen in
                guard let subject = screen.subject else { return needsRow(screen) }
                return .when(subject.modelName != nil, otherwise: "its model isn't known yet")
            },
            run: { screen, _ in
                screen.subject?.modelName.map { [.navigate(.push(ModelTrendScreen(model: $0)))] } ?? []
            }),
    ]
}
