import AWSOperations
import BatchInference
import Console

/// The instance types that a transform can run on; the one chosen goes to the screen below.
struct InstancePickerScreen: ListScreen {
    enum Event: Sendable {}

    var model = ListModel<InstanceChoice>()
    let columns = InstanceColumns.all
    private let choices: [InstanceChoice]
    private let chosen: @Sendable (InstanceType) -> any Sendable

    var crumb: String { "Instance type" }

    /// `chosen` makes the event that the screen below understands.
    init(
        current: TransformInstanceType, proposed: TransformInstanceType = InstanceType.proposed,
        chosen: @escaping @Sendable (InstanceType) -> any Sendable
    ) {
        choices = InstanceChoice.all(current: current, proposed: proposed)
        self.chosen = chosen
        model.list.select(current.rawValue)
        model.show(choices, columns: columns, height: choices.count)
    }

    var statusLine: StatusLine {
        StatusLine(left: "\(model.list.visible.count) of \(choices.count) instance types", right: listStatus)
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        showRows(choices, context)
        return []
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {}

    mutating func activate(_ context: Context) -> [Effect<Event>] {
        guard let choice = model.selected, model.list.visible.contains(choice.id) else { return [] }
        return [.navigate(.finish(chosen(choice.type)))]
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard !model.list.visible.isEmpty else {
            canvas.message(
                [
                    ("no instance type passes the filter", .text),
                    ("Esc drops it while you type, Ctrl-L later", .textDim),
                ],
                in: area)
            return
        }
        drawList(on: &canvas, in: area)
    }

    static let commands: [Command<InstancePickerScreen, Event>] =
        [
            Command(
                "instances.choose", "choose", help: "Takes the marked instance type.", chords: ["Enter", "Space"],
                footerRank: 1,
                availability: { .when(!$0.model.list.visible.isEmpty, otherwise: "none passes the filter") },
                run: { $0.activate($1) })
        ] + listCommands
}
