import BatchInference
import Console

extension CandidatesScreen {
    static let commands: [Command<CandidatesScreen, Event>] = detailCommands + ownCommands + listCommands

    private static let ownCommands: [Command<CandidatesScreen, Event>] = [
        Command(
            "candidates.launch", "new transform", help: "Start a batch transform with the selected candidate.",
            chords: ["n"], footerRank: 1,
            availability: { screen in
                guard screen.isLoaded else { return stillLoading }
                return screen.model.selected == nil ? needsRow(screen) : launchability(of: screen.model.selected)
            },
            run: { $0.launch($1) }),
        markCommand(
            "candidates", help: "Mark the candidate for comparison, or remove its mark.", footerRank: 2,
            availability: {
                $0.focus == .board
                    ? needsRow($0) : .unavailable("keys go to the details; Tab moves to the leaderboard")
            }),
        Command(
            "candidates.compare", "compare", help: "Compare the marked candidates side by side.", chords: ["="],
            footerRank: 3,
            availability: {
                guard $0.isLoaded else { return stillLoading }
                return .when($0.marked.count > 1, otherwise: "mark at least two candidates first, with Space")
            },
            run: { screen, _ in
                guard let board = screen.board.value, screen.marked.count > 1 else { return [] }
                return [
                    .navigate(
                        .push(
                            ComparisonScreen(
                                rows: screen.marked, board: board, job: screen.job, sizes: screen.sizes?.bytes ?? [:]))
                    )
                ]
            }),
        Command(
            "candidates.evaluate", "evaluate",
            help: "Evaluate the marked candidates, or the three best, on labelled rows.", chords: ["e"], footerRank: 7,
            availability: { evaluability(of: $0) },
            run: { screen, context in
                // Rows that fit each job of the demo, and that none of them has had.
                let input = context.connection.isSandbox ? "s3://flightdeck-demo/labelled/new-birds/" : ""
                return [
                    .navigate(.push(EvaluateScreen(job: screen.job, candidates: screen.evaluated, input: input)))
                ]
            }),
        Command(
            "candidates.evaluation", "last evaluation", help: "Show the newest evaluation of the job's candidates.",
            chords: ["E"], footerRank: 47,
            availability: { .when($0.isLoaded, otherwise: "the candidates are still loading") },
            run: { screen, _ in
                [
                    .navigate(
                        .push(
                            CandidateEvaluationScreen(newestOf: screen.job, candidates: screen.board.value?.rows ?? []))
                    )
                ]
            }),
        Command(
            "candidates.best", "best", help: "Go to the best candidate.", chords: ["b"], footerRank: 4,
            availability: {
                .when(
                    $0.board.value?.best != nil,
                    otherwise: $0.isLoaded ? "no best candidate yet" : "the candidates are still loading")
            },
            run: { screen, context in
                screen.selectBest(context)
                return []
            }),
        Command(
            "candidates.detail", "detail", help: "Go to the candidate's details and back.",
            chords: ["Tab", "Enter", "Right", "l"], footerRank: 5,
            availability: { $0.focus == .board ? needsRow($0) : .unavailable("the details are shown") },
            run: { $0.activate($1) }),
        Command(
            "candidates.report", "report",
            help: "Show the candidate's reports: metrics, confusion matrix, curves, feature importance, input columns.",
            chords: ["R"], footerRank: 6, availability: needsRow,
            run: { screen, _ in
                guard let row = screen.model.selected else { return [] }
                return [
                    .navigate(
                        .push(CandidateReportScreen(job: screen.job, candidate: row.candidate, isBest: row.isBest)))
                ]
            }),
        Command(
            "candidates.copy", "copy name", help: "Copy the candidate's name.", chords: ["y"], footerRank: 48,
            availability: needsRow,
            run: { screen, _ in
                screen.model.selected.map { [.copy($0.name, announcing: "copied \($0.name)")] } ?? []
            }),
        Command(
            "candidates.copy-model", "copy model URI",
            help: "Copy the S3 URI of the model that the algorithm's container loads.", chords: ["Y"],
            availability: {
                $0.model.selected == nil
                    ? needsRow($0) : .when($0.modelURI != nil, otherwise: "the candidate has no model")
            },
            run: { screen, _ in screen.modelURI.map { [.copy($0, announcing: "copied \($0)")] } ?? [] }),
        Command(
            "candidates.about", "about the job",
            help: "Show the job's problem, data, notebooks and endpoint.", chords: ["i"], footerRank: 46,
            run: { screen, _ in [.navigate(.push(JobDetailScreen(job: screen.job)))] }),
        Command(
            "candidates.copy-job", "copy job ARN", help: "Copy the Autopilot job's ARN.", chords: ["Alt-y"],
            run: { screen, _ in [.copy(screen.job.arn, announcing: "copied the ARN of \(screen.job.name)")] }),
        Command(
            "candidates.refresh", "refresh", help: "Refresh the candidates.", chords: ["r"], footerRank: 62,
            run: { screen, _ in [screen.load()] }),
    ]

    /// Nothing is decided by what a local copy says.
    private static let stillLoading = Availability.unavailable("the candidates are still loading")

    /// The candidates that an evaluation compares: the marked ones, or the three best.
    var evaluated: [Leaderboard.Row] {
        let able = (marked.isEmpty ? board.value?.rows ?? [] : marked)
            .filter { Self.launchability(of: $0) == .available }
        return Array(able.prefix(marked.isEmpty ? 3 : EvaluationPlanner.candidateLimit))
    }

    @Sendable private static func evaluability(of screen: CandidatesScreen) -> Availability {
        guard screen.isLoaded else { return .unavailable("the candidates are still loading") }
        if let refusal = LabelledInputReader.refusal(of: screen.job) { return .unavailable(refusal.problem) }
        if screen.marked.count > EvaluationPlanner.candidateLimit {
            return .unavailable("mark at most \(EvaluationPlanner.candidateLimit) candidates")
        }
        return .when(!screen.evaluated.isEmpty, otherwise: "no finished candidate with containers")
    }

    /// The S3 URI of what predicts, of the selected candidate.
    var modelURI: String? {
        guard let row = model.selected else { return nil }
        let containers = CandidateDetails(row.candidate).containers
        return (containers.first { $0.role == .algorithm } ?? containers.first)?.modelDataUrl
    }

    /// Keys while the details have the focus; they come first, so that arrows move in the details then.
    private static let detailCommands: [Command<CandidatesScreen, Event>] =
        [
            Command(
                "candidates.board", "leaderboard", help: "Go back from the details to the leaderboard.",
                chords: ["Tab", "Esc", "Left", "h", "Backspace"], footerRank: 6,
                availability: { .when($0.focus == .detail, otherwise: "the keys already go to the leaderboard") },
                run: { screen, _ in
                    screen.toggleFocus()
                    return []
                })
        ]
        + motionCommands(
            "candidates.detail", isPage: true,
            availability: {
                .when($0.focus == .detail, otherwise: "keys go to the leaderboard; Tab moves to the details")
            },
            move: { screen, motion, context in
                screen.scrollDetail(by: motion.rows(page: context.area.rows), context)
                return []
            })
}
