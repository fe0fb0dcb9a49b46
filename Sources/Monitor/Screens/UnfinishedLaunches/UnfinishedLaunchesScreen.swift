import BatchInference
import Console

/// Launches that were interrupted, each to be finished or cleaned up.
struct UnfinishedLaunchesScreen: Screen {
    enum Event: Sendable {}

    let records: [LaunchRecord]
    var crumb: String { "Unfinished launches" }
    static let commands: [Command<UnfinishedLaunchesScreen, Event>] = []

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {}
    func draw(on canvas: inout Canvas, in area: Rect) {}
}
