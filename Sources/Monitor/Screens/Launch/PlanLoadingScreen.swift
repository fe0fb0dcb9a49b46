import AWSOperations
import BatchInference
import Console

/// Reads what a plan needs, and gives way to the form filled with it.
struct PlanLoadingScreen: Screen {
    enum Source: Sendable {
        /// A past transform, launched again under new names, with what fixes the causes of its failure.
        case transform(String, mending: [Diagnosis] = [])
        case file(PlanFile, path: String)
    }

    /// Everything that the form opens with.
    struct Loaded: Sendable {
        var plan: LaunchPlan
        /// The job that the candidate comes from; nil where it is not known.
        var job: JobOverview?
        var isBest: Bool
        /// Whether the containers are the plan's own rather than those of its candidate.
        var bringsContainers: Bool
        var notes: [String]
    }

    enum Event: Sendable {
        case loaded(Loaded)
        case failed(LoadFailure)
    }

    private let source: Source
    private var load = Loadable<Bool>()

    init(_ source: Source) {
        self.source = source
    }

    /// The screen that asks for a plan file and then opens the form with it.
    static func askingForFile() -> FilePathScreen {
        FilePathScreen(
            title: "Open a plan", path: "",
            purpose: .open { text, path in PlanLoadingScreen(.file(try PlanFile(text, label: path), path: path)) })
    }

    var crumb: String { "New transform" }
    var freshness: Freshness? { Freshness(load) }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        load.begin()
        return [
            .run("load") { [source] services, send in
                do {
                    send(.loaded(try await Self.load(source, from: services)))
                } catch {
                    if !Task.isCancelled { send(.failed(LoadFailure(error, at: services.clock.now))) }
                }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .loaded(let loaded):
            return loaded.notes.map { .toast(Toast(.warning, $0)) } + [.navigate(.replace(LaunchScreen(loaded)))]
        case .failed(let failure):
            load.fail(failure)
            return []
        }
    }

    private static func load(_ source: Source, from services: Services) async throws -> Loaded {
        let now = services.clock.now
        switch source {
        case .transform(let name, let diagnoses):
            var clone = try await TransformCloner(services).plan(like: name, now: now)
            let mended = mend(&clone.plan, diagnoses)
            return Loaded(
                plan: clone.plan, job: nil, isBest: false, bringsContainers: true,
                notes: [clone.outputNote].compactMap(\.self) + clone.notes + mended)
        case .file(let file, let path):
            if let plan = file.plan(now: now) {
                return Loaded(plan: plan, job: nil, isBest: false, bringsContainers: true, notes: [])
            }
            guard let name = file.jobName else {
                throw CloneProblem(problem: "\(path) names no job", remedy: "add one")
            }
            let (job, board) = try await CandidateListLoader(jobs: services.cloud).leaderboard(of: name)
                .forLaunch(of: file.candidateName)
            let row = file.candidateName.map { wanted in board.rows.first { $0.name == wanted } } ?? board.best
            guard let row else {
                throw CloneProblem(
                    problem: file.candidateName.map { "\(name) has no candidate named \($0)" }
                        ?? "\(name) has no finished candidate",
                    remedy: "change the candidate in \(path)")
            }
            var plan = LaunchPlan.proposed(for: row.candidate, of: job, now: now)
            file.apply(to: &plan)
            plan.candidateName = row.name
            return Loaded(
                plan: plan, job: job, isBest: row.name == board.best?.name, bringsContainers: false, notes: [])
        }
    }

    /// Changes a plan as the causes of a failure ask for; says what was changed, or what is to be done instead.
    static func mend(_ plan: inout LaunchPlan, _ diagnoses: [Diagnosis]) -> [String] {
        guard let first = diagnoses.first else { return [] }
        var phrases: [String] = []
        for diagnosis in diagnoses {
            for edit in diagnosis.edits(of: plan) {
                edit.apply(to: &plan)
                phrases.append(edit.phrase)
            }
        }
        return [
            phrases.isEmpty
                ? "no setting of the form fixes it: \(first.fix)"
                : "changed after the failure: \(phrases.joined(separator: ", "))"
        ]
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let what =
            switch source {
            case .transform(let name, _): "reading the settings of \(name)"
            case .file(_, let path): "loading the job and candidate named in \(path)"
            }
        canvas.emptyState(of: load, in: area, loading: what, empty: what)
    }

    static let commands: [Command<PlanLoadingScreen, Event>] = [
        Command(
            "plan.again", "try again", help: "Try again.", chords: ["r", "Enter"], footerRank: 1,
            availability: { .when(!$0.load.isLoading, otherwise: "still loading") },
            run: { screen, context in screen.appear(context) })
    ]
}
