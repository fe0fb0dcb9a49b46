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
                "instances.choose", "choose", help: "Choose the selected instance type.", chords: ["Enter", "Space"],
                footerRank: 1,
                availability: needsRow,
                run: { $0.activate($1) }),
            Command(
                "instances.refresh", "refresh", help: "Refresh quotas, running transforms and prices.",
                chords: ["r"], footerRank: 62, run: { $0.ask($1) }),
        ] + listCommands
}

/// An instance type in the picker, with a word on what speaks for it and what is known of its quota and price.
struct InstanceChoice: Hashable, Sendable, Identifiable {
    var type: InstanceType
    /// `proposed`, `often used`, or empty.
    var note: String
    var isProposed: Bool
    var isCurrent: Bool
    var quota: Finding<QuotaLeft> = .asking
    var price: Finding<InstancePrice> = .asking

    var id: String { type.id }

    /// Whether no transform may run on it, as far as that is known.
    var hasNoQuota: Bool { quota.value?.applied == 0 }

    /// General types of the sizes that tabular models need, as AWS's own examples use them.
    private static let oftenUsed: [TransformInstanceType] = [
        .mlM5Large, .mlM5Xlarge, .mlM52xlarge, .mlM54xlarge, .mlC5Xlarge, .mlC52xlarge,
    ]

    /// Every type: the proposed one and those often used on top, then by family and size.
    static func all(
        current: TransformInstanceType, proposed: TransformInstanceType, facts: InstanceFacts = InstanceFacts()
    ) -> [InstanceChoice] {
        let first = [proposed] + oftenUsed.filter { $0 != proposed }
        let rest = InstanceType.all.filter { !first.contains($0.name) }.sorted { one, other in
            (one.family, one.vCPU, one.memoryGiB, one.id) < (other.family, other.vCPU, other.memoryGiB, other.id)
        }
        return (first.compactMap { InstanceType($0) } + rest).map { type in
            let isProposed = type.name == proposed
            let note = isProposed ? "proposed" : oftenUsed.contains(type.name) ? "often used" : ""
            return InstanceChoice(
                type: type, note: note, isProposed: isProposed, isCurrent: type.name == current,
                quota: facts.quotaLeft(of: type.name), price: facts.price(of: type.name))
        }
    }
}

/// The columns of the instance type picker.
enum InstanceColumns {
    static let all: [ListColumn<InstanceChoice>] = [
        ListColumn(
            "type", width: .flexible(min: 16, weight: 1, max: 22), isAscending: { $0.id < $1.id },
            cell: { choice, canvas in
                StyledText(
                    choice.id,
                    canvas.theme[choice.isCurrent ? .accent : choice.hasNoQuota ? .textDim : .textStrong])
            }),
        ListColumn(
            "vcpu", title: "vCPU", width: .fixed(6), alignment: .right,
            isAscending: { $0.type.vCPU < $1.type.vCPU },
            cell: { choice, canvas in StyledText("\(choice.type.vCPU)", canvas.theme[.text]) }),
        ListColumn(
            "memory", title: "MEMORY GiB", width: .fixed(12), alignment: .right, priority: 1,
            isAscending: { $0.type.memoryGiB < $1.type.memoryGiB },
            cell: { choice, canvas in StyledText(memory(choice.type), canvas.theme[.text]) }),
        ListColumn(
            "accelerator", width: .fixed(16), priority: 2,
            isAscending: { ($0.type.accelerator?.count ?? 0) < ($1.type.accelerator?.count ?? 0) },
            cell: { choice, canvas in
                guard let accelerator = choice.type.accelerator else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                return StyledText("\(accelerator.count) × \(accelerator.name)", canvas.theme[.text])
            }),
        ListColumn(
            "quota", title: "QUOTA LEFT", width: .fixed(12), alignment: .right,
            isAscending: { ($0.quota.value?.left ?? -1) < ($1.quota.value?.left ?? -1) },
            cell: { choice, canvas in
                StyledText(
                    quotaText(choice.quota, ellipsis: canvas.glyphs.ellipsis), canvas.theme[quotaRole(choice.quota)])
            }),
        ListColumn(
            "price", title: "PRICE/H", width: .fixed(9), alignment: .right,
            isAscending: { ($0.price.value?.amount ?? .infinity) < ($1.price.value?.amount ?? .infinity) },
            cell: { choice, canvas in
                switch choice.price {
                case .asking: StyledText(canvas.glyphs.ellipsis, canvas.theme[.textDim])
                case .unknown: StyledText("unknown", canvas.theme[.textDim])
                case .known(let price): StyledText(price.text, canvas.theme[.text])
                }
            }),
        ListColumn(
            "note", width: .flexible(min: 12, weight: 1), priority: 3,
            cell: { choice, canvas in
                let star = choice.isProposed ? "\(canvas.glyphs.best) " : ""
                let current = choice.isCurrent ? "\(choice.note.isEmpty ? "" : ", ")chosen now" : ""
                return StyledText(star + choice.note + current, canvas.theme[choice.isProposed ? .best : .textDim])
            }),
    ]

    /// `3 of 4`, `no quota`, `up to 4` where what runs is unknown.
    static func quotaText(_ quota: Finding<QuotaLeft>, ellipsis: String) -> String {
        switch quota {
        case .asking: ellipsis
        case .unknown: "unknown"
        case .known(let quota):
            quota.applied == 0
                ? "no quota" : quota.running == nil ? "up to \(quota.left)" : "\(quota.left) of \(quota.applied)"
        }
    }

    private static func quotaRole(_ quota: Finding<QuotaLeft>) -> StyleRole {
        switch quota {
        case .known(let quota): quota.left > 0 ? .text : quota.applied > 0 ? .statusWarning : .textDim
        default: .textDim
        }
    }

    private static func memory(_ type: InstanceType) -> String {
        DisplayText.decimal(type.memoryGiB, places: type.memoryGiB == type.memoryGiB.rounded() ? 0 : 1)
    }
}

/// What quota and price of an instance type mean, in a sentence each.
enum InstanceExplanation {
    static func quota(of choice: InstanceChoice, _ facts: InstanceFacts) -> (text: String, role: StyleRole) {
        let name = TransformQuotas.name(of: choice.type.name)
        switch choice.quota {
        case .asking: return ("Quota: asking Service Quotas and counting running instances", .textDim)
        case .unknown(let reason):
            return ("Quota unknown: \(reason). SageMaker refuses a launch without quota.", .textDim)
        case .known(let left):
            let code = facts.quotas.value?.perType[choice.type.name]?.code.map { " (\($0))" } ?? ""
            if left.applied == 0 {
                return (
                    "No quota: '\(name)' is 0 here. Choose another type, or request an increase in Service Quotas\(code).",
                    .statusWarning
                )
            }
            guard let running = left.running else {
                return (
                    "Quota: \(left.applied) at once; running instances unknown: \(unknownRunning(facts))", .textDim
                )
            }
            let uses =
                running == 0
                ? "none of this type running" : "\(running) of this type running"
            if left.isHeldByOverall, let overall = facts.quotas.value?.overall, let all = facts.running.value {
                return (
                    "Quota: \(left.left) left of \(overall.value) instances across all types; \(all.total) in use",
                    left.left == 0 ? .statusWarning : .text
                )
            }
            return (
                "Quota: \(left.left) left of \(left.applied); \(uses)", left.left == 0 ? .statusWarning : .text
            )
        }
    }

    private static func unknownRunning(_ facts: InstanceFacts) -> String {
        facts.running.reason ?? facts.running.value?.shortfall?.problem ?? ""
    }

    static func price(
        of choice: InstanceChoice, _ facts: InstanceFacts, at place: Connection, now: Timestamp
    ) -> (text: String, role: StyleRole) {
        switch choice.price {
        case .asking: return ("Price: loading the price list", .textDim)
        case .unknown(let reason): return ("Price unknown: \(reason)", .textDim)
        case .known(let price):
            var text = "Price: \(price.text) per instance-hour in \(place.region)"
            if place.isSandbox { text += " (a sandbox price, not AWS's)" }
            if let prices = facts.prices.value {
                let age = now.seconds(since: prices.readAt)
                if age >= 3600 { text += "; read \(DisplayText.age(seconds: age)) ago" }
                if let failure = prices.refreshFailure { text += ", not updated since: \(failure)" }
            }
            return (text, .text)
        }
    }
}
