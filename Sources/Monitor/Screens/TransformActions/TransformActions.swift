import AWSOperations
import BatchInference
import Console

/// A screen on which one transform can be acted on: the list for the selected one, the details for theirs.
protocol TransformActions: Screen {
    /// The transform that the keys act on.
    var subject: TransformOverview? { get }
    var snapshot: TransformSnapshot? { get }
    /// Why there is none.
    var whyNoSubject: String { get }
    static func event(_ stop: StopProgress<TransformOverview>) -> Event
    /// Looks again, as after a stop or when asked to.
    mutating func refresh(_ context: Context) -> [Effect<Event>]
}

extension TransformActions {
    var shownTransform: TransformOverview.ID? { subject?.id }

    @Sendable static func needsTransform(_ screen: Self) -> Availability {
        guard let subject = screen.subject else { return .unavailable(screen.whyNoSubject) }
        return .when(subject.isNamed, otherwise: "SageMaker's response has no name for this transform")
    }

    @Sendable private static func canRepair(_ screen: Self) -> Availability {
        let needs = needsTransform(screen)
        guard let subject = screen.subject, needs == .available else { return needs }
        guard subject.isEnded else { return .unavailable("it hasn't ended, and may still write what is missing") }
        let outputs = screen.snapshot?.outputs
        let lacksNothing = outputs?.isComplete == true && outputs?.missingOutputs == 0 && outputs?.outputObjects != 0
        return .when(!lacksNothing, otherwise: "every input has an output")
    }

    @Sendable private static func canStop(_ screen: Self) -> Availability {
        let needs = needsTransform(screen)
        guard let subject = screen.subject, needs == .available else { return needs }
        if subject.isEnded { return .unavailable("it has ended") }
        return .when(subject.phase != .stopping, otherwise: "it is already stopping")
    }

    @Sendable private static func canFix(_ screen: Self) -> Availability {
        let needs = needsTransform(screen)
        guard needs == .available, let subject = screen.subject else { return needs }
        guard subject.isEnded else { return .unavailable("it hasn't ended") }
        guard let snapshot = screen.snapshot else { return .unavailable("still loading") }
        return .when(
            snapshot.diagnoses.contains(where: \.isKnown),
            otherwise: "the cause of the failure isn't known; c opens the form"
        )
    }

    /// What can be done with a transform, wherever one is shown.
    static func transformCommands(_ prefix: String, outputChords: [Chord]) -> [Command<Self, Event>] {
        func opening(
            _ id: String, _ title: String, _ help: String, _ chords: [Chord], _ rank: Int,
            _ screen: @escaping @Sendable (TransformOverview, TransformSnapshot?) -> any Screen
        ) -> Command<Self, Event> {
            Command(
                "\(prefix).\(id)", title, help: help, chords: chords, footerRank: rank, availability: needsTransform,
                run: { shown, _ in
                    shown.subject.map { [.navigate(.push(screen($0, shown.snapshot)))] } ?? []
                })
        }
        return [
            opening("outputs", "outputs", "Show the inputs beside their outputs.", outputChords, 2) { transform, _ in
                OutputsScreen(transform: transform, repair: { RepairScreen(transform: $0) })
            },
            opening("log", "log", "Show the whole log and follow it.", ["l"], 3) {
                TransformLogScreen(name: $0.name, snapshot: $1)
            },
            opening("load", "load", "Show CPU, memory and GPU of each instance over time.", ["u"], 8) {
                LoadScreen(overview: $0, snapshot: $1)
            },
            Command(
                "\(prefix).stop", "stop…", help: "Stop the transform and discard its output, after a confirmation.",
                chords: ["x"], footerRank: 4, availability: canStop,
                run: { screen, context in
                    guard let subject = screen.subject else { return [] }
                    return [.ask(.stopping(subject, context), then: event(.agreed(subject)))]
                }),
            Command(
                "\(prefix).limit", "stop at…",
                help: "Ask to stop the transform once it reaches a running time or cost.",
                chords: ["X"], footerRank: 63, availability: canStop,
                run: { screen, _ in
                    screen.subject.map { [.navigate(.push(StopLimitScreen(transform: $0)))] } ?? []
                }),
            opening(
                "again", "clone", "Open the form filled from this transform, with new names.", ["c"], 5
            ) { transform, _ in PlanLoadingScreen(.transform(transform.name)) },
            Command(
                "\(prefix).fix", "fix",
                help: "Open the form filled from this transform, changed to avoid the same failure.",
                chords: ["f"], footerRank: 7, availability: canFix,
                run: { screen, _ in
                    guard let subject = screen.subject else { return [] }
                    let causes = screen.snapshot?.diagnoses.filter(\.isKnown) ?? []
                    return [.navigate(.push(PlanLoadingScreen(.transform(subject.name, mending: causes))))]
                }),
            Command(
                "\(prefix).repair", "repair",
                help: "Relaunch only the inputs that have no output from this run.", chords: ["R"], footerRank: 8,
                availability: canRepair,
                run: { shown, _ in
                    shown.subject.map { [.navigate(.push(RepairScreen(transform: $0.name)))] } ?? []
                }),
            opening(
                "export", "export", "Show the transform as code that runs it again under new names.", ["e"], 6
            ) { transform, _ in ExportScreen(transform: transform.name) },
            Command(
                "\(prefix).copy", "copy ARN", help: "Copy the transform's ARN.", chords: ["y"], footerRank: 70,
                availability: needsTransform,
                run: { screen, _ in
                    screen.subject.map { [.copy($0.arn, announcing: "copied the ARN of \($0.name)")] } ?? []
                }),
            Command(
                "\(prefix).refresh", "refresh", help: "Refresh from SageMaker.", chords: ["r"], footerRank: 62,
                run: { $0.refresh($1) }),
        ]
    }

    /// Stops what was agreed to, and says what became of it.
    mutating func take(_ stop: StopProgress<TransformOverview>, _ context: Context) -> [Effect<Event>] {
        let effects = stop.effects(named: \.name, sending: Self.event) { cloud, name in
            try await cloud.stopTransformJob(named: name)
        }
        return stop.wasRequested ? effects + refresh(context) : effects
    }
}

extension TransformActions {
    /// Keeps what a watch has found once it is over.
    func keep(_ snapshot: TransformSnapshot, _ context: Context) -> [Effect<Event>] {
        guard snapshot.isFinal, let scope = context.connection.scope,
            let run = EndedRun(snapshot, at: context.now)
        else { return [] }
        return [
            .run(EffectID("keep \(run.name)"), .program) { services, _ in
                var run = run
                let prices = try? await services.prices.cachedPrices(inRegion: scope.region)
                run.cost = EndedRun.Cost(of: run, price: prices?.rows.first { $0.type == run.instanceType })
                try? await services.history.keep([run], in: scope)
            }
        ]
    }
}

extension Confirmation {
    /// The question before a stop: it names the job and says what is lost.
    static func stopping(_ transform: TransformOverview, _ context: Context) -> Confirmation {
        stopping("transform", transform.name, "SageMaker keeps no output of a stopped transform.", context)
    }
}

/// A transform in the list: what the service says of it, and how many outputs were counted.
struct TransformRow: Hashable, Sendable, Identifiable {
    private(set) var overview: TransformOverview
    /// Counted only for transforms that were looked at; a listing of both prefixes each.
    var outputs: OutputProgress?

    /// Whether only this machine knows it: the service doesn't list it, or hasn't yet.
    private(set) var isKept = false
    /// Whether it is a local copy of what an earlier run was told, and may have changed since.
    private(set) var isCopied = false
    /// Whether the service has said it in this run.
    var isLive: Bool { !isKept && !isCopied }

    init(_ overview: TransformOverview) {
        self.overview = overview
    }

    /// A run that this machine has kept.
    init(kept run: EndedRun) {
        overview = run.overview
        isKept = true
    }

    init(copied overview: TransformOverview) {
        self.overview = overview
        isCopied = true
    }

    var id: String { overview.id }

    /// The status as a word: a job in progress is provisioning or running once that is known.
    var status: StatusWord {
        switch overview.phase {
        case .provisioning: StatusWord(\.pending, "provisioning", .statusPending)
        case .running: StatusWord(\.running, "running", .statusRunning)
        case .stopping: StatusWord(\.stopping, "Stopping", .statusStopped)
        case .ended, nil: StatusWord(jobStatus: overview.status.rawValue)
        }
    }

    /// Takes what was read of the transform, from whichever source: an end is never taken back by an older word, and a
    /// bare row of the listing takes no details away that still hold.
    mutating func take(_ newer: TransformOverview) {
        (isKept, isCopied) = (false, false)
        if overview.isEnded, !newer.isEnded { return }
        if overview.isDescribed, !newer.isDescribed, overview.status == newer.status { return }
        overview = newer
    }
}
