import AWSOperations
import BatchInference
import Console

/// The models that launches left, to be deleted once no transform uses them.
struct ModelsScreen: ListScreen {
    enum Event: Sendable {
        case loaded(ModelCleaner.Found)
        /// The account that the models are in, as one of their ARNs tells it.
        case located(account: String)
        case failed(LoadFailure)
        /// The user agreed to delete exactly these.
        case deleteConfirmed([LeftoverModel], AccountScope)
        case deleted(LeftoverModel)
        case kept(LeftoverModel, String)
        case deletionsEnded
    }

    var model = ListModel<LeftoverModel>()
    private(set) var models = Loadable<Int>()
    /// Models that are being deleted.
    private(set) var leaving: Set<LeftoverModel.ID> = []
    /// Why the last deletion left some in place.
    private(set) var reasons: [String] = []
    /// Models of the answer that can't be read.
    private var leftOut = 0
    /// The account, where STS doesn't tell it.
    private var account: String?

    let columns = ModelColumns.all
    static let things = (one: "model", many: "models")
    var isLoaded: Bool { models.value != nil }
    var crumb: String { "Models" }
    var freshness: Freshness? { Freshness(models) }

    var statusLine: StatusLine {
        let free = model.rows.count(where: \.isFree)
        let marked = marked.isEmpty ? "" : ", \(marked.count) marked"
        let all = model.rows.count
        let unread = leftOut == 0 ? "" : ", \(leftOut) unreadable"
        return StatusLine(
            left: models.value == nil
                ? ""
                : "\(DisplayText.counted(all, "model"))\(models.failure == nil ? "" : ", incomplete"), \(free) not in use\(unread)\(marked)",
            right: listStatus)
    }

    /// The marked models.
    var marked: [LeftoverModel] { model.rows.filter { model.list.marks.contains($0.id) } }
    /// The marked models, or the selected one.
    var chosen: [LeftoverModel] { marked.isEmpty ? model.selected.map { [$0] } ?? [] : marked }

    mutating func appear(_ context: Context) -> [Effect<Event>] { load(context) }

    mutating func load(_ context: Context) -> [Effect<Event>] {
        models.begin()
        let scope = AccountScope(account: context.connection.account ?? "", region: context.connection.region)
        return [
            .run("load") { services, send in
                do {
                    let account = try await Self.account(scope.account, services)
                    if scope.account.isEmpty { send(.located(account: account)) }
                    let cleaner = ModelCleaner(services, AccountScope(account: account, region: scope.region))
                    send(.loaded(try await cleaner.models()))
                } catch {
                    if !Task.isCancelled { send(.failed(LoadFailure(error, at: services.clock.now))) }
                }
            }
        ]
    }

    /// Whose models they are: STS may not have answered when the screen is opened.
    private static func account(_ known: String, _ services: Services) async throws -> String {
        known.isEmpty ? try await CallerAccount.read(from: services.cloud, clock: services.clock) : known
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .loaded(let found):
            let rows = found.models
            leftOut = found.leftOut
            let shortfall = found.shortfalls.first.map { first in
                var lack = LoadFailure(first, at: context.now)
                lack.problem = found.shortfalls.map(\.problem).joined(separator: "; ")
                return lack
            }
            models.succeed(rows.count, at: context.now, lacking: shortfall)
            model.list.marks.formIntersection(rows.map(\.id))
            showRows(rows, context)
            return []
        case .located(let account):
            self.account = account
            return []
        case .failed(let failure):
            models.fail(failure)
            return []
        case .deleteConfirmed(let chosen, let scope): return delete(chosen, in: scope)
        case .deleted(let gone):
            leaving.remove(gone.id)
            model.list.marks.remove(gone.id)
            showRows(model.rows.filter { $0.id != gone.id }, context)
            models.amend { $0 = model.rows.count }
            return [.toast(Toast(.success, "deleted the model \(gone.name)"))]
        case .kept(let model, let reason):
            leaving.remove(model.id)
            reasons.append(reason)
            return [.toast(Toast(.failure, reason))]
        case .deletionsEnded: return load(context)
        }
    }

    private mutating func delete(_ chosen: [LeftoverModel], in scope: AccountScope) -> [Effect<Event>] {
        leaving.formUnion(chosen.map(\.id))
        reasons = []
        return [
            .run("delete", .program) { services, send in
                let cleaner = ModelCleaner(services, scope)
                for model in chosen {
                    do {
                        try await cleaner.delete(model)
                        send(.deleted(model))
                    } catch {
                        let failure = LoadFailure(error, at: services.clock.now)
                        send(.kept(model, (error as? ModelNotDeleted)?.description ?? failure.line))
                    }
                }
                send(.deletionsEnded)
            }
        ]
    }

    /// Asks about the models that are marked, or the selected one.
    func askToDelete(_ context: Context) -> [Effect<Event>] {
        guard let account = context.connection.account ?? account else {
            return [.toast(Toast(.warning, "the account isn't known yet: try again in a moment"))]
        }
        let scope = AccountScope(account: account, region: context.connection.region)
        return [.ask(.deleting(chosen, in: scope), then: .deleteConfirmed(chosen, scope))]
    }

    mutating func activate(_ context: Context) -> [Effect<Event>] { [] }

    func draw(on canvas: inout Canvas, in area: Rect) {
        if isFilteredEmpty { return drawNoMatches(on: &canvas, in: area) }
        let area = model.list.visible.isEmpty ? area : canvas.staleLine(of: models, in: area)
        guard models.value != nil, !model.list.visible.isEmpty else {
            return canvas.emptyState(
                of: models, in: area, loading: "looking for models left by launches",
                empty: "no models left by launches",
                hint: "only models created by Flightdeck launches are listed")
        }
        drawList(on: &canvas, in: area)
    }

    func listArea(in area: Rect) -> Rect { area.splitTop(models.staleRows).1 }

    static func deletability(_ screen: ModelsScreen) -> Availability {
        guard screen.leaving.isEmpty else { return .unavailable("models are being deleted") }
        guard let first = screen.chosen.first else { return needsRow(screen) }
        if let used = screen.chosen.first(where: { !$0.isFree }) {
            let which = screen.chosen.count == 1 ? "it" : used.name
            return .unavailable("\(which) is \(used.useText)")
        }
        return .when(first.isFree, otherwise: "it is in use")
    }

    static let commands: [Command<ModelsScreen, Event>] =
        [
            Command(
                "models.delete", "delete…",
                help:
                    "Delete the marked models, or the selected one, after a confirmation; artifacts and outputs stay.",
                chords: ["d", "Delete"], footerRank: 1, availability: deletability, run: { $0.askToDelete($1) }),
            markCommand(
                "models", help: "Mark the model, or remove its mark.", footerRank: 2,
                availability: { screen in
                    guard let model = screen.model.selected else { return needsRow(screen) }
                    return .when(model.isFree, otherwise: "it is \(model.useText)")
                }),
            Command(
                "models.mark-all", "mark all unused",
                help: "Mark every unused model launched from here, or remove all marks.",
                chords: ["a"], footerRank: 3,
                availability: {
                    .when(
                        $0.model.rows.contains { $0.isFree && $0.isJournaled },
                        otherwise: "every model launched from here is in use")
                },
                run: { screen, _ in
                    let free = Set(screen.model.rows.filter { $0.isFree && $0.isJournaled }.map(\.id))
                    screen.model.list.marks = screen.model.list.marks.isSuperset(of: free) ? [] : free
                    return []
                }),
            Command(
                "models.copy", "copy name", help: "Copy the model's name.", chords: ["y"], footerRank: 30,
                availability: needsRow,
                run: { screen, _ in
                    screen.model.selected.map { [.copy($0.name, announcing: "copied \($0.name)")] } ?? []
                }),
            Command(
                "models.refresh", "refresh", help: "Look again.", chords: ["r"], footerRank: 62,
                run: { $0.load($1) }),
        ] + listCommands
}

extension ModelCleaner {
    init(_ services: Services, _ scope: AccountScope) {
        self.init(models: services.cloud, transforms: services.cloud, journal: services.journal, scope: scope)
    }
}

extension Confirmation {
    /// The question before models are deleted: which, where, and what stays.
    static func deleting(_ models: [LeftoverModel], in scope: AccountScope) -> Confirmation {
        let shown = models.prefix(8).map { "  \($0.name)" }
        let more = models.count > shown.count ? ["  and \(models.count - shown.count) more"] : []
        return Confirmation(
            title: models.count == 1 ? "Delete this model?" : "Delete \(models.count) models?",
            lines: ["In account \(DisplayText.account(scope.account)), \(scope.region):"] + shown + more + [
                "", "Artifacts and outputs stay. No transform in progress uses \(models.count == 1 ? "it" : "them").",
                "Endpoints that use it can no longer be updated.",
            ], action: "Delete", isDestructive: true)
    }
}

/// The columns of the list of models that launches left.
enum ModelColumns {
    static let all: [ListColumn<LeftoverModel>] = [
        ListColumn(
            "model", width: .flexible(min: 24, weight: 2, max: 63), cut: .middle, isAscending: { $0.name < $1.name },
            cell: { model, canvas in StyledText(model.name, canvas.theme[.textStrong]) }),
        ListColumn(
            "use", width: .flexible(min: 22, weight: 2, max: 72), cut: .middle,
            isAscending: { $0.useText < $1.useText },
            cell: { model, canvas in
                let status = model.status
                return StyledText(status.text(canvas.glyphs), canvas.theme[status.role])
            }),
        ListColumn(
            "origin", width: .flexible(min: 18, weight: 1, max: 26), priority: 2, cut: .middle,
            isAscending: { $0.originText < $1.originText },
            cell: { model, canvas in StyledText(model.originText, canvas.theme[.textDim]) }),
        ListColumn(
            "age", width: .fixed(5), alignment: .right, priority: 1, isAscending: { $0.createdAt > $1.createdAt },
            cell: { model, canvas in
                StyledText(
                    model.age(at: canvas.now).map(DisplayText.narrowAge) ?? canvas.glyphs.none, canvas.theme[.textDim])
            }),
    ]
}

extension LeftoverModel {
    /// Whether it may go, as a shape, words and a colour.
    var status: StatusWord {
        switch use {
        case .none: StatusWord(\.completed, useText, .statusCompleted)
        case .running: StatusWord(\.running, useText, .statusRunning)
        case .unfinishedLaunch, .unknown: StatusWord(\.warning, useText, .statusWarning)
        }
    }
}
