import Console
import Synchronization

@testable import Monitor

/// The whole state with one screen on top: keys and events in, effects and frames out.
struct Stage {
    var state: State

    init(_ screen: any Screen, columns: Int = 120, rows: Int = 36, ascii: Bool = false) {
        state = Samples.state(columns: columns, rows: rows)
        if ascii { state.glyphs = .ascii }
        _ = state.start()
        _ = state.apply([.navigate(.push(screen))])
    }

    @discardableResult
    mutating func press(_ chords: Chord...) -> [RunnerEffect] {
        chords.flatMap { state.update(.input(.chord($0))) }
    }

    @discardableResult
    mutating func type(_ text: String) -> [RunnerEffect] {
        text.flatMap { state.update(.input(.chord(Chord.character($0)))) }
    }

    @discardableResult
    mutating func click(column: Int, row: Int) -> [RunnerEffect] {
        state.update(.input(.mouse(MouseEvent(.press(.left), at: Point(column: column, row: row)))))
    }

    /// Hands an event to the screen on top, as one of its effects would.
    @discardableResult
    mutating func send(_ event: any Sendable) -> [RunnerEffect] {
        state.update(.screen(state.top.id, event))
    }

    /// Runs the work among effects against services, and all that follows from it; timers are left alone.
    mutating func run(_ effects: [RunnerEffect], on services: Services) async {
        var waiting = effects
        while !waiting.isEmpty {
            guard case .run(_, _, let work) = waiting.removeFirst() else { continue }
            let letters = Letters()
            await work(services, Send { letters.add($0) })
            for message in letters.all { waiting += state.update(message) }
        }
    }

    func top<Wanted>(_ type: Wanted.Type = Wanted.self) -> Wanted { state.top.screen as! Wanted }

    var crumb: String { state.top.screen.crumb }
    var isAsking: Bool { if case .confirmation = state.overlay { true } else { false } }
    var toasts: [String] { state.toasts.map(\.text) }

    /// What is on screen, in ASCII where the stage is.
    var surface: Surface {
        let surface = state.frame().surface
        return state.glyphs.isASCII ? AsciiRendition.of(surface) : surface
    }

    var text: String { SurfaceDump.text(surface) }

    /// The row that begins with a text after its margin, without blanks around it.
    func line(with text: String) -> String? {
        self.text.split(separator: "\n").first { $0.contains(text) }.map(String.init)
    }
}

/// The messages that a piece of work sent, in their order.
private final class Letters: Sendable {
    private let kept = Mutex<[Message]>([])

    var all: [Message] { kept.withLock { $0 } }
    func add(_ message: Message) { kept.withLock { $0.append(message) } }
}
