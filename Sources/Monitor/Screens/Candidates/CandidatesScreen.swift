import BatchInference
import Console

/// The leaderboard of a job.
struct CandidatesScreen: Screen {
    enum Event: Sendable {}

    let job: JobOverview
    var launchesBest = false
    var crumb: String { job.name }
    static let commands: [Command<CandidatesScreen, Event>] = []

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {}
    func draw(on canvas: inout Canvas, in area: Rect) {}
}
