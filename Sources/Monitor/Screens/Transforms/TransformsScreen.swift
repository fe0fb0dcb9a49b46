import BatchInference
import Console

/// The transform jobs of the account and region.
struct TransformsScreen: Screen {
    enum Event: Sendable {}

    var crumb: String { "Transforms" }
    static let commands: [Command<TransformsScreen, Event>] = []

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {}
    func draw(on canvas: inout Canvas, in area: Rect) {}
}
