import AWSOperations
import BatchInference
import Console

struct LaunchScreen: Screen {
    enum Event: Sendable {}
    init(job: JobOverview, candidate: AutoMLCandidate, isBest: Bool, now: Timestamp) {}
    var crumb: String { "New transform" }
    static let commands: [Command<LaunchScreen, Event>] = []
    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {}
    func draw(on canvas: inout Canvas, in area: Rect) {}
}
