import AWSOperations
import BatchInference
import Console

/// The instance types that a transform can run on; the one chosen goes to the screen below.
struct InstancePickerScreen: ListScreen {
    enum Event: Sendable {
        case learned(InstanceFacts.News)
    }

    var model = ListModel<InstanceChoice>()
    let columns = InstanceColumns.all
    static let things = (one: "instance type", many: "instance types")
    private let current: TransformInstanceType
    private let proposed: TransformInstanceType
    private(set) var facts = InstanceFacts()
    private var isAsked = false
    private let chosen: @Sendable (InstanceType) -> any Sendable

    var crumb: String { "Instance type" }

    /// `chosen` makes the event that the screen below understands.
    init(
        current: TransformInstanceType, proposed: TransformInstanceType = InstanceType.proposed,
        chosen: @escaping @Sendable (InstanceType) -> any Sendable
    ) {
        self.current = current
        self.proposed = proposed
        self.chosen = chosen
        model = ListModel(choices)
        model.list.select(current.rawValue)
    }

    private var choices: [InstanceChoice] { InstanceChoice.all(current: current, proposed: proposed, facts: facts) }

    var statusLine: StatusLine {
        let without = model.rows.count(where: \.hasNoQuota)
        let quota = without == 0 ? "" : ", \(without) without quota"
        return StatusLine(
            left: "\(model.list.visible.count) of \(model.rows.count) instance types\(quota)", right: listStatus)
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        showRows(choices, context)
        return isAsked ? [] : ask(context)
    }

    /// Asks for quotas, what runs and prices; the rows stay as they are until each comes.
    private mutating func ask(_ context: Context) -> [Effect<Event>] {
        isAsked = true
        let region = context.connection.region
        return [
            .run("facts", .screen) { services, send in
                await InstanceFactsLoader(
                    cloud: services.cloud, region: region, cache: services.prices, clock: services.clock
                ).load { send(.learned($0)) }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .learned(let news):
            facts.take(news)
            showRows(choices, context)
        }
        return []
    }

    mutating func activate(_ context: Context) -> [Effect<Event>] {
        guard let choice = model.selected, model.list.visible.contains(choice.id) else { return [] }
        return [.navigate(.finish(chosen(choice.type)))]
    }

    // MARK: Drawing

    /// The list, and below it what is known of the selected type, where there is room for both.
    private func split(_ area: Rect) -> (list: Rect, about: Rect) {
        // A rule, and two sentences that wrap where the terminal is narrow.
        let rows = area.rows < 12 ? 0 : area.columns < 100 ? 5 : 4
        let (list, about) = area.splitTop(area.rows - rows)
        return (list, about)
    }

    func listArea(in area: Rect) -> Rect { split(area).list }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard !model.list.visible.isEmpty else {
            return drawNoMatches(on: &canvas, in: area)
        }
        let (list, about) = split(area)
        drawList(on: &canvas, in: list)
        guard about.rows > 1, let choice = model.selected else { return }
        canvas.rule(at: about.origin, columns: about.columns)
        var page = TextPageBuilder(theme: canvas.theme, columns: about.columns - 3)
        let quota = InstanceExplanation.quota(of: choice, facts)
        let price = InstanceExplanation.price(of: choice, facts, at: canvas.connection, now: canvas.now)
        page.text(quota.text, quota.role)
        page.text(price.text, price.role)
        TextPage().draw(page.lines, on: &canvas, in: about.inset(left: 1, top: 1))
    }

    static let commands: [Command<InstancePickerScreen, Event>] =
        [
            Command(
                "instances.choose", "choose", help: "Take the selected instance type.", chords: ["Enter", "Space"],
                footerRank: 1,
                availability: needsRow,
                run: { $0.activate($1) }),
            Command(
                "instances.refresh", "refresh", help: "Refresh quotas, running transforms and prices.",
                chords: ["r"], footerRank: 62, run: { $0.ask($1) }),
        ] + listCommands
}
